import ScoutModel
import ScoutNet
import ScoutTestKit
import Testing

@testable import ScoutReport

@Suite("The summary") struct SummaryTests {
  let site = SampleSite().site

  @Test("counts each machine once")
  func counts() {
    let summary = SiteSummary(site)
    #expect(Readiness.shown.reduce(0) { $0 + summary.count($1) } == summary.found)
    #expect(summary.found + summary.lookAlikes == site.assessments.count)
    for tallies in [summary.methods, summary.methods2011, summary.generations, summary.states] {
      #expect(tallies.reduce(0) { $0 + $1.count } == summary.found)
    }
    #expect(summary.lookAlikes == 2)
    #expect(summary.count(.configured) == 3 && summary.count(.remote) == 6)
    #expect(summary.count(.visit) == 1 && summary.count(.blocked) == 3)
    #expect(summary.count(.unknown) == 1)
    #expect(summary.severities == [.critical: 1, .high: 5, .medium: 2])
  }

  @Test("names what blocks most machines and what removes it")
  func blockers() {
    let blockers = SiteSummary(site).blockers
    #expect(blockers.map(\.rule) == ["option15-missing"])
    #expect(blockers.first?.devices == 3)
    #expect(
      blockers.first?.removedBy == "Set option 15 in the segment to the certificate’s domain.")
  }

  @Test("asks for three to five decisions, the dangerous first, none twice")
  func decisions() {
    let decisions = SiteSummary(site).decisions
    #expect((3...5).contains(decisions.count))
    #expect(decisions.first?.headline == "Enable TLS on the machine")
    #expect(Set(decisions.map(\.headline)).count == decisions.count)
  }

  @Test("of an empty site says so without dividing by nothing")
  func empty() throws {
    let site = SiteAssessment(profile: SiteProfile(), view: SiteView(devices: [], segments: []))
    let input = ReportInput(
      site: site, scans: [], generated: .testStart, program: "amtscout", observation: { _ in nil })
    let report = Report(input)
    #expect(try report.text(.html).contains("Machines found"))
    #expect(try report.text(.devices).split(separator: "\r\n").count == 1)
    #expect(SiteSummary(site).decisions.isEmpty)
  }

  @Test(
    "puts a machine into its generation",
    arguments: [
      ("4.0", "5.1", "4-5"), ("4.0", "6.0", "4-5"), ("16.0", "17.0", "16"), ("6.1", "6.2", "6"),
    ])
  func generation(lower: String, upper: String, key: String) {
    let span = VersionSpan(from: firmware(lower), below: firmware(upper))
    #expect(Generation(.sample(span: span)).key == key)
    #expect(Generation(.sample(version: "11.8")).key == "11")
    #expect(Generation(.sample()).key == "unknown")
  }

  @Test("cuts a text after its first sentence")
  func sentence() {
    #expect("Set 15.0 or later. Then go on.".firstSentence == "Set 15.0 or later")
    #expect("One only.".firstSentence == "One only")
    #expect("None".firstSentence == "None")
    #expect("".firstSentence == "")
    #expect(grouped(1_234_567) == "1,234,567" && grouped(12) == "12" && grouped(0) == "0")
  }
}
