import ScoutModel
import ScoutTestKit
import Testing

@testable import ScoutAssess

private func checks(
  _ certificate: ProvisioningCertificate, roots: [[RootHash]] = [], until end: Timestamp? = nil
) -> [String: CertificateCheck] {
  var survey = RootSurvey()
  let view = SiteView(
    devices: roots.enumerated().map { number, list in
      factory("12.0.93.2000").with {
        var host = HostInventory(tool: "rpc amtinfo")
        host.rootHashes = list
        $0.hosts = [seen(host)]
      }
    }, segments: [])
  var store = CertificateStore(SiteProfile(), at: noon)
  let index = SiteIndex(view, SiteProfile())
  var versions = VersionCache([.current2026, .seed2011], Advisories.all)
  for device in view.devices {
    survey.add(
      Situation(
        device, profile: SiteProfile(), index: index, versions: versions.facts(of: device),
        certificates: &store))
  }
  let checks = CertificateLint(certificate, survey, end).checks(at: noon)
  return Dictionary(checks.map { ($0.id, $0) }) { first, _ in first }
}

private func root(_ hash: String, active: Bool = true) -> RootHash {
  RootHash(name: "R", algorithm: "", hash: hash, isActive: active, isDefault: true)
}

@Suite("The linter of provisioning certificates") struct CertificateLintTests {
  private let good = provisioning("setup.corp.example.com")

  @Test("finds nothing wrong with a certificate in order")
  func inOrder() {
    let checks = checks(good)
    #expect(!checks.values.contains { $0.passes == .no && $0.id != "strength" })
    // SHA-256 and RSA 2048 are deprecated from 22 on.
    #expect(checks["strength"]?.passes == .no && checks["strength"]?.firmware == "22.0 and later")
    #expect(checks["root"]?.passes == .unknown)
  }

  @Test("asks for both usages, and for the unit letter by letter")
  func usages() {
    let server = CertificateGrade.serverUsage
    #expect(checks(provisioning("a.b.com", usages: []))["usage"]?.passes == .no)
    #expect(checks(provisioning("a.b.com", usages: [server]))["mark"]?.passes == .no)
    let unit = CertificateGrade.provisioningUnit
    #expect(
      checks(provisioning("a.b.com", usages: [server], units: [unit]))["mark"]?.passes == .yes)
    for near in [unit + ".", unit.lowercased(), unit + " "] {
      let check = checks(provisioning("a.b.com", usages: [server], units: [near]))["mark"]
      #expect(check?.passes == .no)
      #expect(check?.statement.text.contains("letter by letter") == true)
    }
  }

  @Test("looks at the chain's order and end")
  func chain() {
    let backwards = ProvisioningCertificate(name: "x", chain: good.chain.reversed())
    #expect(checks(backwards)["order"]?.passes == .no)
    let cut = ProvisioningCertificate(name: "x", chain: Array(good.chain.prefix(1)))
    #expect(checks(cut)["chain"]?.passes == .no && checks(cut)["root"] == nil)
    #expect(checks(ProvisioningCertificate(name: "x", chain: []))["readable"]?.passes == .no)
  }

  @Test("weighs keys and signatures by the firmware that refuses them")
  func strength() {
    #expect(checks(provisioning("a.b.com", keyBits: 1024))["key"]?.passes == .no)
    #expect(
      checks(provisioning("a.b.com", signature: "sha1WithRSAEncryption"))["signature"]?.passes
        == .no)
    var elliptic = good.chain[0]
    elliptic.keyType = "EC"
    let odd = ProvisioningCertificate(name: "x", chain: [elliptic, good.chain[1]])
    #expect(checks(odd)["key"]?.passes == .unknown)
    #expect(checks(odd)["key"]?.statement.certainty == .inferred)
  }

  @Test("compares the dates with now and with the project's end")
  func dates() {
    let short = provisioning("a.b.com", notAfter: "2027-01-01T00:00:00Z")
    let late = Timestamp(year: 2028, month: 12, day: 31)
    #expect(checks(short)["dates"]?.passes == .yes)
    #expect(checks(short, until: late)["dates"]?.passes == .no)
    #expect(checks(good, until: late)["dates"]?.passes == .yes)
    let old = provisioning("a.b.com", notAfter: "2020-01-01T00:00:00Z")
    #expect(checks(old)["dates"]?.statement.text.contains("expired") == true)
  }

  @Test("knows a root by each kind of fingerprint")
  func roots() throws {
    var chain = good.chain
    chain[1].fingerprintSHA1 = String(repeating: "1", count: 40)
    chain[1].fingerprintSHA384 = String(repeating: "3", count: 96)
    let certificate = ProvisioningCertificate(name: "x", chain: chain)
    let own = chain[1].fingerprint
    let other = String(repeating: "f", count: 64)
    let prints = try #require(RootPrints(chain[1]))
    #expect(prints.trust(in: [root(own)]) == .trusted)
    #expect(prints.trust(in: [root(own.uppercased())]) == .trusted)
    #expect(prints.trust(in: [root(String(repeating: "3", count: 96))]) == .trusted)
    #expect(prints.trust(in: [root(String(repeating: "1", count: 40))]) == .trustedBySHA1)
    #expect(prints.trust(in: [root(own, active: false)]) == .switchedOff)
    #expect(prints.trust(in: [root(other)]) == .absent)
    #expect(prints.trust(in: [root(other), root("abcd")]) == .unknown)
    let check = checks(
      certificate, roots: [[root(own)], [root(other)], [root(own, active: false)]])
    #expect(check["root"]?.passes == .no)
    #expect(
      check["root"]?.statement.text
        == "Of 3 devices whose list is known, 1 trust Vendor Root, 1 have it switched off, 1 lack "
        + "it.")
  }

  @Test(
    "knows what is recorded of single roots",
    arguments: [
      ("Class 3 Public Primary Certification Authority", Ternary.no),
      ("VeriSign Class 3 Public Primary Certification Authority - G5", .unknown),
      ("DigiCert Global Root G2", .yes), ("DigiCert High Assurance EV Root CA", .no),
      ("Go Daddy Root Certificate Authority - G2", .unknown),
    ])
  func knownRoots(name: String, passes: Ternary) {
    let chain = [good.chain[0], certificate(name, key: "root")]
    let check = checks(ProvisioningCertificate(name: "x", chain: chain))["root-generation"]
    #expect(check?.passes == passes)
    #expect(check?.statement.source.isEmpty == false)
  }

  @Test("has only wildcards as names: likely, and said to be inferred")
  func wildcards() {
    let check = checks(provisioning("*.corp.example.com"))["names"]
    #expect(check?.passes == .unknown && check?.statement.certainty == .inferred)
  }
}
