import ScoutAssess
import ScoutCorrelate
import ScoutModel
import ScoutNet
import ScoutTestKit
import Testing

/// One class of the catalogue as observations show it, beside machines that are in order.
struct Mismatch: Sendable, CustomTestStringConvertible {
  let number: String
  /// The findings of the machine concerned, in the areas of names and addresses.
  let expected: Set<String>
  /// Those about the site or its segments.
  var aboutSite: Set<String> = []
  var profile = SiteProfile()
  let build: @Sendable (inout SiteBuilder) -> Void

  var testDescription: String { number }

  init(
    _ number: String, _ expected: Set<String>, aboutSite: Set<String> = [],
    profile: SiteProfile = SiteProfile(), build: @escaping @Sendable (inout SiteBuilder) -> Void
  ) {
    self.number = number
    self.expected = expected
    self.aboutSite = aboutSite
    self.profile = profile
    self.build = build
  }
}

private let realms = (1...99).map { number in
  "Digest:" + String(repeating: "A", count: 30) + (number < 10 ? "0\(number)" : "\(number)")
}

extension SiteBuilder {
  /// A configured machine as it answers; what is left out follows from its number.
  fileprivate mutating func answers(
    _ host: Int, segment: String = "10.0.0", certificate: String? = nil, realm: Int? = nil,
    version: String = "15.0.42.2235"
  ) {
    let address = "\(segment).\(host)"
    open(address, 16993)
    web(address, 16993, version: version, realm: realms[realm ?? host])
    tls(address, name: certificate ?? "pc-\(host).corp.example", key: "key \(realm ?? host)")
  }

  fileprivate mutating func leased(
    _ host: Int, segment: String = "10.0.0", name: String? = nil, domain: String = "corp.example",
    mac: String? = nil, address: String? = nil
  ) {
    let address = address ?? "\(segment).\(host)"
    let mac = mac ?? "80:c4:a8:58:df:\(host)"
    lease(address, mac: mac, name: name ?? "pc-\(host)", message: "REQUEST")
    lease(address, mac: mac, domain: domain, mask: 24, nameServers: ["10.0.0.53"])
  }

  /// A machine about which everything agrees.
  fileprivate mutating func healthy(_ host: Int) {
    answers(host)
    leased(host)
    ptr("10.0.0.\(host)", "pc-\(host).corp.example")
    forward("pc-\(host).corp.example", "10.0.0.\(host)")
  }

  fileprivate mutating func file(
    _ host: Int, wired: HostAdapter?, wireless: HostAdapter? = nil, mode: ControlMode = .admin,
    version: String = "15.0.42.2235", suffix: String = "corp.example", remote: String? = nil,
    name: String? = nil
  ) {
    var inventory = HostInventory(tool: "rpc amtinfo")
    inventory.product = .amt
    inventory.version = firmware(version)
    inventory.uuid = uuid("4c4b4568-195a-4260-8097-a4c14f5667\(host)")
    inventory.state = .post
    inventory.controlMode = mode
    inventory.hostName = name ?? "pc-\(host)"
    inventory.hostDNSSuffix = suffix
    inventory.remoteAccessHost = remote
    inventory.adapters = [wired, wireless].compactMap(\.self)
    add(.host(inventory), method: .imported, origin: Origin("amtinfo-\(host).json"))
  }
}

private func adapter(
  _ host: Int, _ address: String?, hostAddress: String?, isDynamic: Bool = true,
  wireless: Bool = false
) -> HostAdapter {
  var adapter = HostAdapter(wireless: wireless)
  adapter.mac = mac(wireless ? "80:c4:a8:58:ee:\(host)" : "80:c4:a8:58:df:\(host)")
  adapter.address = address.map(ip)
  adapter.hostAddress = hostAddress.map(ip)
  adapter.linkUp = true
  adapter.dhcpEnabled = isDynamic
  return adapter
}

private let home: SiteProfile = {
  var profile = SiteProfile()
  profile.homeDomains = [domain("corp.example")]
  return profile
}()

private let withVPN: SiteProfile = {
  var profile = SiteProfile()
  var segment = SegmentProfile(prefix: net("10.99.0.0/24"))
  segment.medium = .vpn
  segment.option15 = "corp.example"
  profile.segments = [segment]
  return profile
}()

private let name = "pc-50.corp.example"

private let mismatches: [Mismatch] = [
  Mismatch("M01", ["AMT-NAME-001"]) { site in
    site.answers(50)
    site.leased(50)
    site.ptr("10.0.0.50", name)
    site.forward(name, "10.0.0.99")
  },
  Mismatch("M02", ["AMT-NAME-002"]) { site in
    site.answers(50)
    site.leased(50)
    site.ptr("10.0.0.50", "old-7.corp.example")
    site.forward("old-7.corp.example", "10.0.0.99")
    site.forward(name, "10.0.0.50")
  },
  Mismatch("M03", ["AMT-NAME-003"]) { site in
    site.answers(50)
    site.leased(50)
    site.ptr("10.0.0.50")
    site.forward(name, "10.0.0.50")
  },
  Mismatch("M04", ["AMT-NAME-004"]) { site in
    site.answers(50)
    site.leased(50)
    site.ptr("10.0.0.50", name)
    site.forward(name)
  },
  Mismatch("M05", ["AMT-NAME-005", "AMT-NAME-004"]) { site in
    site.answers(50, certificate: "old-50.corp.example")
    site.leased(50)
    site.ptr("10.0.0.50", name)
    site.forward(name, "10.0.0.50")
    site.forward("old-50.corp.example")
  },
  Mismatch("M06", ["AMT-NAME-006", "AMT-NAME-020"]) { site in
    site.answers(50, certificate: "pc-50.old.example")
    site.leased(50)
    site.ptr("10.0.0.50", name)
    site.forward(name, "10.0.0.50")
  },
  Mismatch("M07", ["AMT-NAME-007"]) { site in
    site.healthy(50)
    site.file(
      50, wired: adapter(50, "10.0.0.50", hostAddress: "10.0.0.50"), suffix: "ad.example")
  },
  Mismatch("M08", ["AMT-NAME-008"]) { site in
    site.answers(50, certificate: "amt-50.corp.example")
    site.leased(50)
    site.ptr("10.0.0.50", name)
    site.forward(name, "10.0.0.50")
    site.forward("amt-50.corp.example", "10.0.0.50")
  },
  Mismatch("M09", ["AMT-ENV-005"]) { site in
    site.answers(50)
    site.leased(50, address: "10.0.0.60")
    site.ptr("10.0.0.50", name)
    site.forward(name, "10.0.0.50")
    site.file(
      50, wired: adapter(50, "10.0.0.50", hostAddress: "10.0.0.60", isDynamic: false))
  },
  Mismatch("M10", ["AMT-ENV-006"]) { site in
    site.healthy(50)
    site.file(50, wired: adapter(50, "10.0.0.50", hostAddress: "10.0.0.60"))
  },
  Mismatch("M11", ["AMT-ENV-007"]) { site in
    site.answers(50, version: "6.2.61.3535")
    site.ptr("10.0.0.50", name)
    site.forward(name, "10.0.0.50")
    site.file(
      50, wired: adapter(50, "10.0.0.50", hostAddress: "10.0.0.50", isDynamic: false),
      version: "6.2.61.3535")
  },
  Mismatch("M12", ["AMT-ENV-008"]) { site in
    site.leased(50)
    site.ptr("10.0.0.50", name)
    site.forward(name, "10.0.0.50")
    site.file(50, wired: adapter(50, nil, hostAddress: "10.0.0.50"))
  },
  Mismatch("M13", ["AMT-NAME-013"]) { site in
    site.healthy(50)
    site.open("2001:db8::50", 16993)
    site.web("2001:db8::50", 16993, version: "15.0.42.2235", realm: realms[50])
    site.forward(name, "2001:db8::77")
  },
  Mismatch("M14", ["AMT-NAME-014"]) { site in
    site.answers(50)
    site.leased(50)
    site.ptr("10.0.0.50", name)
    site.forward(name, "10.0.9.50")
    site.file(
      50, wired: adapter(50, "10.0.0.50", hostAddress: "10.0.0.50"),
      wireless: adapter(50, nil, hostAddress: "10.0.9.50", wireless: true))
  },
  Mismatch("M15", ["AMT-NAME-015"], profile: withVPN) { site in
    site.answers(50)
    site.leased(50)
    site.ptr("10.0.0.50", name)
    site.forward(name, "10.99.0.50")
  },
  Mismatch("M16", ["AMT-NAME-016"]) { site in
    site.answers(50)
    site.leased(50)
    site.leased(50, mac: "00:50:b6:00:00:50", address: "10.0.0.77")
    site.ptr("10.0.0.50", name)
    site.forward(name, "10.0.0.77")
    // A second server that says the same makes no difference.
    site.forward(name, "10.0.0.77", server: "10.0.0.54")
  },
  Mismatch("M17", ["AMT-NAME-017"]) { site in
    site.healthy(50)
    site.answers(60, certificate: "pc-60.corp.example")
    site.file(50, wired: adapter(50, "10.0.0.50", hostAddress: "10.0.0.50"))
    site.file(50, wired: adapter(60, "10.0.0.60", hostAddress: "10.0.0.60"), name: "pc-60")
  },
  Mismatch("M18", ["AMT-NAME-018", "AMT-NAME-004"]) { site in
    site.answers(50)
    site.leased(50)
    site.registration(name, "10.0.0.50", client: "10.0.0.50", id: 7, isRefused: false)
    site.registration("corp.example", "", client: "10.0.0.50", id: 7, isRefused: true)
    site.ptr("10.0.0.50", name)
    site.forward(name)
  },
  Mismatch("M19", ["AMT-DNS-004"]) { site in
    site.healthy(50)
    site.forward(name, "203.0.113.50", server: "192.0.2.53")
  },
  Mismatch("M20", ["AMT-NAME-020"]) { site in
    site.answers(50, certificate: "other.corp.example")
    site.ptr("10.0.0.50", name)
    site.forward(name, "10.0.0.50")
  },
  Mismatch("M21", ["AMT-ENV-009"], aboutSite: ["AMT-ENV-001"], profile: home) { site in
    site.leased(50, segment: "10.0.5", domain: "branch.example")
    site.file(
      50, wired: adapter(50, "10.0.5.50", hostAddress: "10.0.5.50"), suffix: "branch.example")
    site.provisionServer("branch.example", "10.0.0.80")
  },
  Mismatch("M22", ["AMT-NET-005"]) { site in
    site.web("10.0.0.50", 16992, version: "15.0.42.2235", realm: realms[50])
    site.web("10.0.0.50", 16993, version: "15.0.42.2235", realm: realms[60])
  },
]

@Suite("Mismatches of names and addresses") struct MismatchTests {
  private static let areas = ["NAME", "DNS", "DHCP", "NET", "ENV"]

  private func ids(_ findings: some Sequence<Finding>) -> Set<String> {
    Set(findings.map(\.id).filter { id in Self.areas.contains { id.hasPrefix("AMT-\($0)-") } })
  }

  private func judged(_ observations: [Observation], _ profile: SiteProfile) -> SiteAssessment {
    var coverage = Coverage()
    for prefix in ["10.0.0.0/24", "10.0.5.0/24"] {
      var counts = ProbeCounts()
      counts.addresses = 254
      counts.probes = 254 * 5
      coverage.prefixes.append(PrefixCounts(prefix: net(prefix), counts: counts))
    }
    let view = Correlator.correlate(
      observations, knownSegments: profile.segments.map { ($0.prefix, profile.site) },
      coverage: coverage)
    let time = observations.last?.time ?? .testStart
    return Assessor().assess(view, profile: profile, at: time)
  }

  @Test(
    "each is found, with its evidence, and the machines beside it are in order",
    arguments: mismatches)
  func found(_ sample: Mismatch) {
    var site = SiteBuilder()
    site.provisionServer("corp.example", "10.0.0.80")
    for host in [11, 12, 13] { site.healthy(host) }
    let count = site.observations.count
    sample.build(&site)
    let result = judged(site.observations, sample.profile)
    let healthy = Set(site.observations.prefix(count).map(\.id))
    var concerned: Set<String> = []
    for assessment in result.assessments {
      let found = ids(assessment.findings)
      if healthy.contains(assessment.device.id.observation) {
        #expect(found == [], "\(assessment.findings.map(\.title))")
        #expect(assessment.nameVerdict == .consistent)
      } else {
        concerned.formUnion(found)
        for finding in assessment.findings where sample.expected.contains(finding.id) {
          #expect(finding.evidence != .none && !finding.title.contains("{"))
          #expect(!finding.remedy.isEmpty && !finding.source.isEmpty)
        }
      }
    }
    #expect(concerned == sample.expected, "\(result.allFindings.map(\.title))")
    #expect(ids(result.findings) == sample.aboutSite, "\(result.findings.map(\.title))")
  }

  @Test("what DHCP and DNS say in any order makes no difference", arguments: mismatches)
  func anyOrder(_ sample: Mismatch) {
    var site = SiteBuilder()
    sample.build(&site)
    let forward = judged(site.observations, sample.profile)
    let view = Correlator.correlate(
      site.observations.reversed(),
      knownSegments: sample.profile.segments.map { ($0.prefix, sample.profile.site) },
      coverage: forward.view.coverage)
    let time = site.observations.last?.time ?? .testStart
    #expect(Assessor().assess(view, profile: sample.profile, at: time) == forward)
  }

  @Test(
    "a registration that was refused is no trouble where the name leads to the machine all the same"
  )
  func refusedInVain() throws {
    var site = SiteBuilder()
    site.provisionServer("corp.example", "10.0.0.80")
    site.healthy(50)
    site.registration(name, "10.0.0.50", client: "10.0.0.50", id: 7, isRefused: false)
    site.registration("corp.example", "", client: "10.0.0.50", id: 7, isRefused: true)
    let result = judged(site.observations, home)
    #expect(ids(result.allFindings) == [], "DHCP registered it for the machine")
    #expect(result.assessments.first?.device.names.refusals.isEmpty == false)
  }

  @Test("who looks for provisionserver is told of, and taken neither for AMT nor for one in setup")
  func search() throws {
    var site = SiteBuilder()
    site.provisionServer("corp.example", "10.0.0.80")
    site.add(
      .name(
        NameSighting(name: "provisionserver.corp.example", type: "A", outcome: .questionOnly)),
      at: "10.0.0.50", method: .passive)
    site.healthy(51)
    site.add(
      .name(
        NameSighting(name: "provisionserver.corp.example", type: "A", outcome: .questionOnly)),
      at: "10.0.0.51", method: .passive)
    let result = judged(site.observations, home)
    let asker = try #require(result.assessments.first)
    #expect(asker.findings.map(\.id) == ["AMT-DNS-005"])
    #expect(asker.findings.first?.confidence == .low)
    #expect(asker.device.state.value == nil && asker.recommendation.advice == .unknown)
    let configured = try #require(result.assessments.last)
    #expect(ids(configured.findings) == [], "what is configured already does not wait for it")
  }

  @Test("a site in order has none of them, and its sheet says so")
  func healthySheet() throws {
    var site = SiteBuilder()
    site.provisionServer("corp.example", "10.0.0.80")
    for host in 11...30 { site.healthy(host) }
    let result = judged(site.observations, home)
    #expect(ids(result.allFindings) == [])
    let sheet = try #require(result.nameSheets.first { $0.prefix == net("10.0.0.0/24") })
    #expect(sheet.counts.devices == 20 && sheet.counts.consistent == 20)
    #expect(sheet.counts.withPointer == 20 && sheet.counts.leadingHere == 20)
    #expect(sheet.inside == .yes && sheet.insideReason == "corp.example lies in the home domains.")
    let suffix = try #require(sheet.suffixes.first)
    #expect(sheet.suffixes.count == 1 && suffix.value == "corp.example")
    #expect(suffix.kind == .registered && suffix.servers == ["10.0.0.1"] && suffix.isHome == .yes)
    #expect(suffix.provisionServer == .answered)
    #expect(suffix.provisionServerAddresses == ["10.0.0.80"])
    #expect(sheet.nameServers == [ip4("10.0.0.53")] && sheet.gaps.isEmpty)
  }

  @Test("a sheet tells of two servers, of no suffix, of names that DHCP was told in vain")
  func sickSheet() throws {
    var site = SiteBuilder()
    site.answers(50)
    site.leased(50)
    site.forward(name)
    site.lease("10.0.0.51", mac: "80:c4:a8:58:df:51", domain: "lab.local", server: "10.0.0.2")
    site.lease("10.0.0.52", mac: "80:c4:a8:58:df:52", server: "10.0.0.3")
    let result = judged(site.observations, home)
    let sheet = try #require(result.nameSheets.first)
    #expect(sheet.suffixes.map(\.value) == ["corp.example", "lab.local"])
    #expect(sheet.suffixes.map(\.kind) == [.registered, .privateUse])
    #expect(sheet.suffixes.map(\.servers) == [["10.0.0.1"], ["10.0.0.2"]])
    #expect(sheet.withoutSuffix != .none && sheet.inside == .unknown)
    #expect(
      sheet.insideReason
        == "corp.example lies in the home domains; other answers carry lab.local, no suffix at all: "
        + "it depends on which server answers.")
    #expect(sheet.gaps.map(\.name) == [name] && sheet.counts.leadingNowhere == 1)
  }
}
