import ScoutModel
import ScoutNet
import ScoutTestKit
import Testing

@testable import ScoutAssess

private func named(
  certificate name: String? = nil, dhcp: String? = nil, amt: String? = nil, host: String? = nil,
  ptr: [String]? = nil, option15: String? = nil
) -> Device {
  .sample(
    version: "12.0.93.2000", state: .post, ports: [16993],
    certificate: name.map { certificate($0, issuer: "Corp CA") }, option15: option15,
    dhcpName: dhcp, amtName: amt, hostName: host, ptr: ptr)
}

struct NameCase: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let device: Device
  let verdict: NameVerdict
  var ids: Set<String> = []

  init(_ description: String, _ device: Device, _ verdict: NameVerdict, _ ids: Set<String> = []) {
    testDescription = description
    self.device = device
    self.verdict = verdict
    self.ids = ids
  }
}

private let pc = "pc.corp.example"

private let cases: [NameCase] = [
  NameCase("no source at all", named(), .unknown),
  NameCase("one source", named(ptr: [pc]), .unknown),
  NameCase(
    "PTR and its forward look-up", named(ptr: [pc]).resolving(pc, to: "10.0.0.5"), .consistent),
  NameCase("PTR and certificate", named(certificate: pc, ptr: [pc]), .consistent),
  NameCase(
    "all of them, in other letters",
    named(certificate: "PC.Corp.Example", dhcp: "pc", amt: pc, host: "PC", ptr: [pc])
      .resolving(pc, to: "10.0.0.5"), .consistent),
  NameCase("a host name without a domain", named(dhcp: "PC", ptr: [pc]), .consistent),
  NameCase("two host names without a domain", named(dhcp: "pc", host: "PC"), .consistent),
  NameCase(
    "one of several PTR records", named(certificate: pc, ptr: ["alias.corp.example", pc]),
    .consistent),
  NameCase(
    "a forward look-up among several addresses",
    named(ptr: [pc]).resolving(pc, to: "10.0.0.5", "10.0.0.6"), .consistent),
  NameCase(
    "another IPv6 address, which says nothing",
    named(ptr: [pc]).resolving(pc, to: "10.0.0.5").resolving(pc, to: "2001:db8::5"), .consistent),
  NameCase(
    "M01: the PTR record is right, the A record leads elsewhere",
    named(dhcp: "pc", ptr: [pc]).resolving(pc, to: "10.0.0.9"), .mismatch, ["AMT-NAME-001"]),
  NameCase(
    "M01: the certificate's name leads elsewhere",
    named(certificate: pc).resolving(pc, to: "10.0.0.9"), .mismatch, ["AMT-NAME-001"]),
  NameCase(
    "M01: the DHCP name leads elsewhere", named(dhcp: "pc").resolving(pc, to: "10.0.0.9"),
    .mismatch, ["AMT-NAME-001"]),
  NameCase(
    "M02: the PTR record names another machine than DHCP",
    named(dhcp: "pc", ptr: ["old.corp.example"]), .mismatch, ["AMT-NAME-002"]),
  NameCase(
    "M02: the PTR record's name leads elsewhere",
    named(ptr: ["old.corp.example"]).resolving("old.corp.example", to: "10.0.0.9"), .mismatch,
    ["AMT-NAME-002"]),
  NameCase(
    "M02: DNS has the certificate's name here, and the PTR record says another",
    named(certificate: pc, ptr: ["old.corp.example"]).resolving(pc, to: "10.0.0.5"), .mismatch,
    ["AMT-NAME-002"]),
  NameCase("M03: no PTR record", named(ptr: []), .unknown, ["AMT-NAME-003"]),
  NameCase(
    "M03 beside agreement", named(certificate: pc, dhcp: "pc", ptr: []), .consistent,
    ["AMT-NAME-003"]),
  NameCase(
    "M04: the name that certificate and PTR record give does not exist",
    named(certificate: pc, ptr: [pc]).resolving(pc), .mismatch, ["AMT-NAME-004"]),
  NameCase(
    "M05: renamed since", named(certificate: "old.corp.example", dhcp: "pc", ptr: [pc]), .mismatch,
    ["AMT-NAME-005"]),
  NameCase(
    "M05: AMT's own name is old", named(amt: "old.corp.example", host: "pc"), .mismatch,
    ["AMT-NAME-005"]),
  NameCase(
    "M06: another domain than option 15",
    named(certificate: "pc.old.example", option15: "corp.example"),
    .mismatch, ["AMT-NAME-006"]),
  NameCase(
    "M06: another domain, and DNS knows it",
    named(certificate: "pc.ad.example", ptr: ["pc.ad.example"], option15: "corp.example")
      .resolving("pc.ad.example", to: "10.0.0.5"), .consistent, ["AMT-NAME-006"]),
  NameCase(
    "M20: the certificate is for another machine",
    named(certificate: "other.corp.example", ptr: [pc]), .mismatch, ["AMT-NAME-020"]),
  NameCase(
    "M20: the same host in another domain",
    named(certificate: "pc.old.example", ptr: [pc]), .mismatch, ["AMT-NAME-020"]),
  NameCase(
    "a disjoint namespace is no contradiction",
    named(dhcp: "pc.ad.example", ptr: [pc]).resolving(pc, to: "10.0.0.5"), .consistent),
  NameCase("a maker's label is no name", named(certificate: "AMT RCFG", ptr: [pc]), .unknown),
  NameCase(
    "a maker's label is no name", named(certificate: "iAMT", ptr: [pc]), .unknown),
  NameCase(
    "M20: a tool's name for the certificate",
    named(certificate: "IntelAMT-0123456789AB", ptr: [pc]),
    .mismatch, ["AMT-NAME-020"]),
  NameCase("a wildcard is no machine", named(certificate: "*.corp.example", ptr: [pc]), .unknown),
  NameCase("an address is no name", named(certificate: "10.0.0.5", ptr: [pc]), .unknown),
]

@Suite("Names") struct NameVerdictTests {
  @Test("are judged", arguments: cases)
  func verdict(_ sample: NameCase) throws {
    let result = try assess(sample.device)
    #expect(result.nameVerdict == sample.verdict)
    #expect(Set(result.ids.filter { $0.hasPrefix("AMT-NAME") }) == sample.ids)
    #expect(!result.nameReasons.isEmpty)
  }

  @Test("rest their verdict on evidence", arguments: cases.filter { $0.verdict != .unknown })
  func evidence(_ sample: NameCase) throws {
    let result = try assess(sample.device)
    #expect(result.nameReasons.allSatisfy { $0.evidence != .none && !$0.rule.isEmpty })
    for finding in result.findings where finding.id.hasPrefix("AMT-NAME") {
      #expect(finding.evidence != .none)
    }
  }

  @Test("that are known stay so when another source is heard", arguments: cases)
  func monotone(_ sample: NameCase) throws {
    guard sample.verdict != .unknown else { return }
    for change in [
      { device in
        if device.names.host.best == nil { device.names.host = .told("pc", by: "import", [3]) }
      },
      { device in
        if device.names.dhcp.best == nil { device.names.dhcp = .told("other", by: "dhcp", [3]) }
      },
      {
        $0.names.pointers.append(
          Lookup(
            name: "x", type: "PTR", outcome: .noAnswer, values: [], server: nil, evidence: [3]))
      },
      {
        $0.names.forwards.append(
          Lookup(
            name: "third.example", type: "A", outcome: .answered, values: ["10.9.9.9"], server: nil,
            evidence: [3]))
      },
    ] as [(inout Device) -> Void] {
      #expect(try assess(sample.device.with(change)).nameVerdict != .unknown)
    }
  }

  @Test("of clones are reported on both")
  func clones() {
    let id = "4c4c4544-0043-4210-8054-b5c04f4d3132"
    let devices = [
      Device.sample(1, "10.0.0.5", uuid: id, state: .post), .sample(2, "10.0.0.6", uuid: id),
      .sample(3, "10.0.0.7"),
    ]
    let result = Assessor().assess(
      SiteView(devices: devices.map { $0.with { $0.pongs = [seen(pong())] } }, segments: []),
      profile: SiteProfile(), at: noon)
    #expect(result.assessments.map { $0.ids.contains("AMT-NAME-017") } == [true, true, false])
  }

  @Test("are followed through two realms of one UUID")
  func realms() throws {
    let device = named(ptr: [pc]).with {
      $0.uuid = .told(uuid("4c4c4544-0043-4210-8054-b5c04f4d3132"), by: "import", [1])
      $0.realm = .conflicting([
        Claim("Digest:A", source: "http", [1]), Claim("Digest:B", source: "http", [2]),
      ])
    }
    #expect(try assess(device).ids.contains("AMT-NAME-017"))
  }

  @Test("missing everywhere in a segment are one finding about the zone")
  func zone() {
    let devices = (1...4).map {
      Device.sample(Int64($0), "10.0.0.\($0)", state: .post, ports: [16992], ptr: [])
    }
    let site = Assessor().assess(
      SiteView(devices: devices, segments: []), profile: SiteProfile(), at: noon)
    #expect(site.findings.filter { $0.id == "AMT-DNS-002" }.count == 1)
    #expect(site.assessments.allSatisfy { !$0.ids.contains("AMT-NAME-003") })
    let two = Assessor().assess(
      SiteView(devices: Array(devices.prefix(2)), segments: []), profile: SiteProfile(), at: noon)
    #expect(two.findings.allSatisfy { $0.id != "AMT-DNS-002" })
    #expect(two.assessments.allSatisfy { $0.ids.contains("AMT-NAME-003") })
  }
}
