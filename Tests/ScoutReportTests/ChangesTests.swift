import Foundation
import ScoutModel
import ScoutNet
import ScoutTestKit
import Testing

@testable import ScoutReport

@Suite("What changed between two looks") struct ChangesTests {
  private func look(_ name: String) -> SiteDifference.Look {
    SiteDifference.Look(name: name, started: .testStart, ended: nil, machines: 1)
  }

  private func assessment(_ device: Device, _ advice: Advice = .pki, findings: [String] = [])
    -> Assessment
  {
    let step = Statement("", rule: "", source: "")
    var assessment = Assessment(
      device: device, recommendation: Recommendation(rulebook: "", advice: advice, nextStep: step),
      recommendation2011: Recommendation(rulebook: "", advice: advice, nextStep: step),
      nameVerdict: .unknown, confidence: .low)
    assessment.findings = findings.map {
      .sample($0, .low, device, title: "", detail: "", remedy: "", source: "", .none)
    }
    return assessment
  }

  private func changes(
    _ old: [Assessment], _ new: [Assessment], pairs: [Int64: Int64],
    asked: @escaping (IPAddress) -> Bool = { _ in true }
  ) -> SiteDifference {
    var sites = (0..<2).map { _ in
      SiteAssessment(profile: SiteProfile(), view: SiteView(devices: [], segments: []))
    }
    sites[0].assessments = old
    sites[1].assessments = new
    let ids = pairs.map { (DeviceID(ObservationID($0.key)), DeviceID(ObservationID($0.value))) }
    return SiteDifference(
      SiteDifference.Side(look("scan 1"), sites[0]), SiteDifference.Side(look("scan 2"), sites[1]),
      pairs: Dictionary(uniqueKeysWithValues: ids), wasAsked: asked)
  }

  @Test("a machine that neither look shares came or went")
  func cameAndWent() {
    let changes = changes(
      [assessment(.sample(1, "10.0.0.1"))], [assessment(.sample(2, "10.0.0.2"))], pairs: [:])
    #expect(changes.machines.map(\.kind) == [.gone, .new])
    #expect(changes.rows.map { $0[0] } == ["gone", "new"])
  }

  @Test("a machine whose address was not asked again is not called gone")
  func notAsked() {
    let changes = changes(
      [assessment(.sample(1, "10.0.0.1")), assessment(.sample(2, "10.0.9.1"))], [], pairs: [:],
      asked: { $0 == ip("10.0.0.1") })
    #expect(changes.machines.map(\.kind) == [.gone, .notAsked])
  }

  @Test("each attribute that differs is named with both values")
  func attributes() {
    let old = Device.sample(1, "10.0.0.1", version: "11.8.50", state: .pre, dhcpName: "pc-1")
    let new = Device.sample(2, "10.0.0.9", version: "11.8.94", state: .post, dhcpName: "pc-2")
    let changes = changes(
      [assessment(old, .hostBased, findings: ["AMT-FW-001", "AMT-FW-002"])],
      [assessment(new, .configured, findings: ["AMT-FW-002", "AMT-TLS-001"])], pairs: [2: 1])
    let texts = changes.machines.flatMap(\.changes).map(\.text)
    #expect(
      texts == [
        "address 10.0.0.1 → 10.0.0.9", "name pc-1 → pc-2", "version 11.8.50 → 11.8.94",
        "state pre → post", "method host-based → configured", "AMT-FW-001 went", "AMT-TLS-001 came",
      ])
  }

  @Test("what is only told more precisely has not changed")
  func precision() {
    for (then, now) in [("11.8", "11.8.50.3425"), ("11.8.50.3425", "11.8")] {
      let changes = changes(
        [assessment(.sample(1, "10.0.0.1", version: then))],
        [assessment(.sample(2, "10.0.0.1", version: now))], pairs: [2: 1])
      #expect(changes.isEmpty)
    }
    let lost = changes(
      [assessment(.sample(1, "10.0.0.1", version: "11.8.50"))],
      [assessment(.sample(2, "10.0.0.1"))], pairs: [2: 1])
    #expect(
      lost.machines.first?.changes.map(\.text) == ["version 11.8.50 → not seen this time"])
  }

  @Test("are written as a table, as JSON to the published schema, and on the page")
  func files() throws {
    let changes = changes(
      [assessment(.sample(1, "10.0.0.1", dhcpName: "=cmd|x")), assessment(.sample(3, "10.0.0.3"))],
      [assessment(.sample(2, "10.0.0.2", dhcpName: "<b>")), assessment(.sample(4, "10.0.0.4"))],
      pairs: [4: 3])
    var csv = ""
    try changes.writeCSV(CSVFormat()) { csv += $0 }
    let rows = parseCSV(csv)
    #expect(rows.first == ["change", "id", "ip", "name", "field", "old", "new"])
    #expect(rows[1] == ["gone", "D1", "10.0.0.1", "'=cmd|x", "", "", ""])
    #expect(rows.last == ["changed", "D4", "10.0.0.4", "", "address", "10.0.0.3", "10.0.0.4"])
    #expect(TextTable.changes(changes).lines(width: 60).allSatisfy { TextTable.places($0) <= 83 })
    var input = SampleSite().input
    input.changes = changes
    let page = try Report(input).text(.html)
    #expect(page.contains("Since the last visit") && page.contains("&lt;b&gt;"))
    var json = ""
    try changes.writeJSON { json += $0 }
    try JSONTests.check(json, schema: "diff")
  }
}

@Suite("Accepted findings") struct AcceptedFindingsTests {
  private func day(_ text: String) -> Timestamp { moment("\(text)T00:00:00Z") }

  private func acceptance(_ finding: String, _ device: String? = nil, until: String) -> Acceptance {
    var acceptance = Acceptance(finding: finding, reason: "Known.", until: day(until))
    acceptance.device = device
    return acceptance
  }

  @Test("leave counts, lists and files, and stand in a list of their own")
  func accepted() throws {
    var input = SampleSite().input
    let before = SiteSummary(input.site).severities
    input.accepted = input.site.accept(
      [
        acceptance("AMT-TLS-001", until: "2026-06-01"),
        acceptance("AMT-DNS-001", until: "2026-06-01"),
      ],
      at: day("2026-03-02"))
    #expect(input.accepted.accepted.count == 4)
    #expect(before == [.critical: 1, .high: 5, .medium: 2])
    #expect(SiteSummary(input.site).severities == [.high: 3, .medium: 1])
    #expect(!input.site.allFindings.contains { $0.id == "AMT-TLS-001" })
    let report = Report(input)
    #expect(try !report.text(.findings).contains("AMT-TLS-001"))
    #expect(try report.text(.html).contains("Accepted findings"))
    try JSONTests.check(report.text(.json), schema: "report")
  }

  @Test("count again after their last day")
  func expired() {
    var site = SampleSite().site
    let list = [acceptance("AMT-TLS-001", until: "2026-03-02")]
    let result = site.accept(list, at: day("2026-03-02"))
    #expect(result.accepted.isEmpty && result.expired.count == 3 && result.unused.isEmpty)
    #expect(site.allFindings.contains { $0.id == "AMT-TLS-001" })
  }

  @Test(
    "hold for the machines they name",
    arguments: [
      ("10.1.0.11", 1), ("10.1.0.0/24", 3), ("10.1.0.12/32", 1), ("PC-13", 1),
      ("pc-13.corp.example", 1), ("pc-1", 0), ("10.9.0.0/16", 0), ("D999999", 0),
    ])
  func devices(device: String, count: Int) {
    var site = SampleSite().site
    let result = site.accept(
      [acceptance("AMT-TLS-001", device, until: "2027-01-01")], at: day("2026-03-02"))
    #expect(result.accepted.count == count)
    #expect(result.unused.count == (count == 0 ? 1 : 0))
  }
}
