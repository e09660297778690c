import ScoutModel
import ScoutTestKit
import Testing

@testable import ScoutAssess

@Suite("Certificate from a server") struct PKITests {
  private let certificate = provisioning("a.corp.example.com")

  private func verdict(_ device: Device, _ profile: SiteProfile) throws -> MethodVerdict {
    try #require(assess(device, profile).recommendation.verdict(.pki))
  }

  @Test("needs the wire: sure up to 7, likely since")
  func wireless() throws {
    let wireless = onSegment(.wireless, certificates: [certificate])
    let old = try verdict(factory("7.1.91.3272"), wireless)
    #expect(old.eligibility == .ineligible && old.rules == ["remote-needs-wire"])
    let new = try verdict(factory("12.0.93.2000"), wireless)
    #expect(new.eligibility == .undetermined && new.rules.contains("remote-needs-wire-later"))
    let wired = try verdict(factory("12.0.93.2000"), onSegment(.wired, certificates: [certificate]))
    #expect(wired.eligibility == .eligible)
    let vpn = try verdict(factory("12.0.93.2000"), onSegment(.vpn, certificates: [certificate]))
    #expect(vpn.eligibility == .ineligible)
  }

  @Test("takes a pong before configuration for a wire, and asks where nothing tells")
  func wire() throws {
    let site = profile { $0.certificates = [certificate] }
    #expect(try verdict(factory("12.0.93.2000"), site).eligibility == .eligible)
    let mute = factory("12.0.93.2000").with {
      $0.pongs = []; $0.hosts = [seen(HostInventory(tool: "x"))]
    }
    let open = try verdict(mute, site)
    #expect(open.eligibility == .undetermined)
    #expect(open.missing.prefix(2).map(\.rule) == ["measure-wiredPort", "measure-medium"])
  }

  @Test("asks for option 15 where it is not known")
  func option15() throws {
    let site = profile { $0.certificates = [certificate] }
    let open = try verdict(factory("12.0.93.2000", option15: nil), site)
    #expect(open.eligibility == .undetermined)
    #expect(open.missing.map(\.rule) == ["measure-suffix", "measure-rootHashes"])
    let blank = try verdict(factory("12.0.93.2000", option15: " "), site)
    #expect(blank.eligibility == .ineligible && blank.rules.contains("suffix-missing"))
  }

  @Test("takes option 15 from the profile where none was captured")
  func told() throws {
    var site = onSegment(.wired, certificates: [certificate])
    site.segments[0].option15 = "corp.example.com"
    #expect(try verdict(factory("12.0.93.2000", option15: nil), site).eligibility == .eligible)
    let captured = try verdict(factory("12.0.93.2000", option15: "other.org"), site)
    #expect(captured.eligibility == .ineligible)
  }

  @Test("takes answers without option 15 for what they are")
  func answersWithout() throws {
    var segment = Segment(prefix: net("10.0.0.0/24"), site: "", isTold: true)
    segment.withoutOption15 = [7]
    let view = SiteView(devices: [factory("12.0.93.2000", option15: nil)], segments: [segment])
    let result = Assessor().assess(
      view, profile: profile { $0.certificates = [certificate] }, at: noon)
    let verdict = try #require(result.assessments.first?.recommendation.verdict(.pki))
    #expect(verdict.eligibility == .ineligible)
    let reason = try #require(verdict.reasons.first { $0.rule == "suffix-missing" })
    #expect(reason.evidence == [7])
  }

  @Test("warns where devices would find no server")
  func provisionServer() throws {
    var view = SiteView(devices: [factory("12.0.93.2000")], segments: [])
    view.provisionServers = [
      Lookup(
        name: "provisionserver.corp.example.com", type: "A", outcome: .noSuchName, values: [],
        server: nil, evidence: [9])
    ]
    let result = Assessor().assess(
      view, profile: profile { $0.certificates = [certificate] }, at: noon)
    let verdict = try #require(result.assessments.first?.recommendation.verdict(.pki))
    #expect(verdict.eligibility == .eligible)
    let warning = try #require(verdict.reasons.first { $0.rule == "pki-provision-server" })
    #expect(warning.evidence == [9] && warning.text.contains("corp.example.com"))
    #expect(result.findings.map(\.id).contains("AMT-DNS-001"))
  }
}
