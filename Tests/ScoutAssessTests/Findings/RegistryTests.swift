import ScoutModel
import ScoutNet
import ScoutTestKit
import Testing

@testable import ScoutAssess

extension FindingKind: CustomTestStringConvertible {
  package var testDescription: String { id }
}

extension RuleBook: CustomTestStringConvertible {
  package var testDescription: String { id }
}

extension Rule: CustomTestStringConvertible {
  package var testDescription: String { id }
}

@Suite("The registry of findings") struct RegistryTests {
  @Test("has each id once, in order, and in its form")
  func ids() {
    let ids = FindingRegistry.all.map(\.id)
    #expect(ids == Set(ids).sorted())
    for kind in FindingRegistry.all {
      let parts = kind.id.split(separator: "-")
      #expect(parts.count == 3 && parts[0] == "AMT" && parts[1] == kind.area.rawValue)
      #expect(parts.last?.count == 3 && parts.last.flatMap { Int($0) } != nil)
      #expect(FindingRegistry[id: kind.id] == kind)
    }
    #expect(Set(FindingRegistry.all.map(\.area)) == Set(FindingArea.allCases))
    #expect(FindingRegistry[id: "AMT-NAME-999"] == nil)
  }

  @Test("has a sentence, a remedy and a source for each", arguments: FindingRegistry.all)
  func words(kind: FindingKind) {
    #expect(!kind.title.isEmpty && !kind.title.hasSuffix("."))
    #expect(kind.detail.hasSuffix(".") && kind.remedy.hasSuffix("."))
    #expect(!kind.source.key.isEmpty && !kind.source.date.isEmpty)
    #expect(kind.severity < .critical, "critical is decided on the device, never by kind")
  }

  /// Ids and what they stand for are a promise to whoever filters reports by them.
  @Test("keeps its ids")
  func stable() {
    let expected = [
      "CERT": Array(1...7) + Array(10...18), "DHCP": Array(1...11),
      "DNS": Array(1...5) + [20, 21], "ENV": Array(1...15), "FW": Array(1...11) + [20, 21, 22, 30],
      "NAME": Array(1...8) + Array(13...18) + [20], "NET": Array(1...6) + Array(10...12),
      "SITE": Array(1...6), "STATE": Array(1...8), "TLS": Array(1...4) + [10],
    ]
    let found = Dictionary(grouping: FindingRegistry.all, by: \.area.rawValue)
      .mapValues { $0.compactMap { Int($0.id.suffix(3)) }.sorted() }
    #expect(found == expected)
  }

  @Test("numbers names by the catalogue")
  func catalogue() {
    for trouble in NameTrouble.allCases where NameFindings.kind(trouble).area == .name {
      let digits = String(trouble.rawValue)
      let id = "AMT-NAME-" + String(repeating: "0", count: 3 - digits.count) + digits
      #expect(NameFindings.kind(trouble).id == id)
    }
  }

  @Test("knows every finding of a large mixed site, all with evidence, all in order")
  func used() {
    let (view, profile) = SpeedTests.site(60)
    let result = Assessor().assess(view, profile: profile, at: noon)
    #expect(!result.allFindings.isEmpty)
    for finding in result.allFindings {
      #expect(FindingRegistry[id: finding.id] != nil)
      #expect(!finding.title.contains("{") && !finding.source.isEmpty)
    }
    for assessment in result.assessments {
      for finding in assessment.findings {
        #expect(finding.evidence != .none && finding.device == assessment.device.id)
      }
      let order = assessment.findings.map { ($0.severity, $0.id) }
      for (first, second) in zip(order, order.dropFirst()) {
        #expect(first.0 > second.0 || (first.0 == second.0 && first.1 <= second.1))
      }
    }
  }
}

@Suite("The assessment") struct AssessorTests {
  @Test("has a row for whatever there is evidence of, in the order of addresses")
  func rows() {
    let devices: [Device] = [
      .sample(1, "10.0.0.9", product: nil, ports: [16992]), .sample(2, "10.0.0.5", pong: pong()),
      .sample(3, nil, product: nil, host: HostInventory(tool: "x")),
      .sample(4, "10.0.0.7", product: nil, dhcpName: "only-heard"),
      .sample(5, "10.0.0.8", product: nil, ports: [623]),
      .sample(6, "10.0.0.6", product: Product.none, ports: [443]),
    ]
    let result = Assessor().assess(
      SiteView(devices: devices, segments: []), profile: SiteProfile(), at: noon)
    #expect(result.assessments.map(\.device.id.observation.rawValue) == [2, 6, 1, 3])
    #expect(result.rulebooks.map(\.id) == ["current-2026", "seed-2011"])
  }

  @Test("is the same for the same input")
  func repeatable() {
    let (view, profile) = SpeedTests.site(40)
    let first = Assessor().assess(view, profile: profile, at: noon)
    #expect(first == Assessor().assess(view, profile: profile, at: noon))
  }

  @Test(
    "survives texts that peers make up",
    arguments: [
      "", ".", "{version}", "\u{0}", "a..b", "*.", "…", String(repeating: "x.", count: 600),
    ])
  func hostile(text: String) throws {
    let fact = certificate(text, dnsNames: [text], issuer: "CA")
    let device = Device.sample(
      version: "12.0.93.2000", state: .post, ports: [16993], certificate: fact, option15: text,
      dhcpName: text, hostName: text, ptr: [text]
    ).resolving(text, to: text)
    let site = profile {
      $0.certificates = [provisioning(text)]
      $0.homeDomains = [domain("example.com")]
      $0.needs = [.unattended]
    }
    #expect(try assess(device, site).recommendation.advice == .configured)
  }
}
