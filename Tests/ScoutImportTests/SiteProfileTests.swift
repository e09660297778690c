import ScoutImport
import ScoutModel
import ScoutNet
import Testing

private func parse(_ text: String) throws -> SiteProfile {
  try SiteProfileFile.parse(text, path: "site.yaml") { path in
    path == "missing.pem" ? [] : [CertificateFact(fingerprint: path)]
  }
}

private func complaint(_ text: String) -> String {
  do {
    _ = try parse(text)
    return "none"
  } catch {
    return "\(error)"
  }
}

private let whole = """
  site: Lyon
  home_domains: [corp.example]              # what AMT's environment detection will be given
  dns_servers: [10.0.0.53]
  certificates:
    - file: provisioning.pem
  segments:
    - prefix: 10.1.0.0/22
      name: Lyon, 2nd floor
      medium: wired
      option15: corp.example
  policy:
    agent: false
    touch: true
    consent: no
  needs: [unattended, 802.1x]
  small_site: true
  devices:
    - match: PC-0042
      form: laptop
      wired_port: false
      psk_preloaded: true
      pki_suffix: corp.example
  """

@Suite("The site profile") struct SiteProfileTests {
  @Test("reads every key")
  func everyKey() throws {
    let profile = try parse(whole)
    #expect(profile.site == "Lyon")
    #expect(profile.homeDomains == [try #require(DomainName("corp.example"))])
    #expect(profile.nameServers == [try #require(IPAddress("10.0.0.53"))])
    #expect(profile.certificates.map(\.name) == ["provisioning.pem"])
    let segment = try #require(profile.segments.first)
    #expect(segment.prefix == Prefix("10.1.0.0/22") && segment.name == "Lyon, 2nd floor")
    #expect(segment.medium == .wired && segment.option15 == "corp.example")
    #expect(!profile.agentAllowed && profile.touchAllowed && !profile.consentAvailable)
    #expect(profile.needs == [.unattended, .ieee8021x] && profile.smallSite)
    let device = try #require(profile.devices.first)
    #expect(device.match == "PC-0042" && device.form == .laptop && device.wiredPort == false)
    #expect(device.pskPreloaded == true && device.pkiSuffix == DomainName("corp.example"))
  }

  @Test("allows everything where nothing is written", arguments: ["", "# nothing\n", "site:\n"])
  func empty(text: String) throws { #expect(try parse(text) == SiteProfile()) }

  @Test(
    "names what is wrong, with its line",
    arguments: [
      (
        "sit: x",
        "site.yaml, line 1: unknown key `sit`; allowed are: site, home_domains, "
          + "dns_servers, certificates, segments, policy, needs, small_site, devices, console_tls, project_end"
      ),
      (
        "site: x\nneeds: [fast]",
        "site.yaml, line 2: needs: `fast` is not allowed; allowed are: "
          + "unattended, tls, 802.1x, kerberos, system-defense"
      ),
      ("needs: tls", "site.yaml, line 1: needs: needs a list, as in [a, b]"),
      (
        "small_site: maybe",
        "site.yaml, line 1: small_site: `maybe` is not allowed; write true or "
          + "false"
      ),
      ("dns_servers: [ns1]", "site.yaml, line 1: dns_servers: `ns1` is not an address"),
      ("segments:\n  - name: x", "site.yaml, line 2: segments: needs the key `prefix`"),
      (
        "segments:\n  - prefix: 10.0.0.0/99",
        "site.yaml, line 2: prefix: needs a prefix, as in "
          + "10.1.0.0/22"
      ),
      (
        "certificates:\n  - file: missing.pem",
        "site.yaml, line 2: certificates: missing.pem holds "
          + "no certificate in PEM form"
      ),
      (
        "- a",
        "site.yaml, line 1: the profile: needs keys and values; allowed are: site, "
          + "home_domains, dns_servers, certificates, segments, policy, needs, small_site, devices, console_tls, project_end"
      ),
    ])
  func wrong(text: String, message: String) { #expect(complaint(text) == message) }

  @Test("other trouble ends in a message too")
  func trouble() {
    #expect(complaint("certificates:\n - file: a.pfx").contains("only PEM is read"))
    #expect(complaint("site: [").hasPrefix("site.yaml, line"))
    #expect(complaint("site: a\nsite: b").contains("`site`"))
    #expect(complaint("home_domains: [a..b]").contains("not a domain name"))
    #expect(complaint("site: {a: b}").contains("needs a text"))
    #expect(complaint(String(repeating: "[", count: 100_000)).contains("nested too deeply"))
    #expect(complaint(String(repeating: "- ", count: 100_000)).contains("nested too deeply"))
    let steps = (0..<600).map { String(repeating: " ", count: $0) + "a:" }.joined(separator: "\n")
    #expect(complaint(steps).contains("unknown key `a`"))
  }

  @Test("an alias that unfolds again and again is neither unfolded nor taken")
  func laughs() {
    var text = "site: &a0 [x, x]\n"
    for level in 1...30 { text += "k\(level): &a\(level) [*a\(level - 1), *a\(level - 1)]\n" }
    #expect(complaint(text) != "none")
    #expect(complaint("needs: &n [*n]") != "none")
  }

  @Test("every beginning of a profile is read or refused")
  func prefixes() {
    for length in 0..<whole.utf8.count { fuzzSiteProfile(Array(whole.utf8.prefix(length))) }
  }
}
