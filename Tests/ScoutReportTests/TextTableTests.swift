import ScoutModel
import Testing

@testable import ScoutReport

@Suite("Tables for a terminal") struct TextTableTests {
  @Test("fit the width, cut with a sign", arguments: [20, 40, 80, 100, 132, 300])
  func width(width: Int) {
    let site = SampleSite().site
    let table = TextTable.devices(site.assessments)
    let lines = table.lines(width: width)
    // The columns that always stand there have a minimum that no width undercuts.
    #expect(lines.allSatisfy { TextTable.places($0) <= max(width, 79) })
    #expect(lines.count == site.assessments.count + 2)
    #expect(lines.allSatisfy { !$0.hasSuffix(" ") })
    #expect(lines[0].contains("CONFIDENCE") == (width >= 132))
    if width == 300 { #expect(!lines.joined().contains("…")) }
  }

  @Test("cut nothing where there is no width")
  func whole() {
    var table = TextTable([.init("A"), .init("N", isNumber: true)])
    table.add([String(repeating: "x", count: 200), "7"])
    table.add(["short"])
    let lines = table.lines(width: nil)
    #expect(lines[2] == String(repeating: "x", count: 200) + "  7")
    #expect(lines[3] == "short")
    #expect(lines[0].hasSuffix("  N"))
  }

  @Test("take from the widest column first")
  func fair() {
    var table = TextTable([.init("A", minimum: 2), .init("B", minimum: 2)])
    table.add(["aaaa", "bbbbbbbbbbbb"])
    #expect(table.lines(width: 12)[2] == "aaaa  bbbbb…")
    #expect(table.lines(width: 8)[2] == "aa…  bb…")
    #expect(table.lines(width: 1)[2] == "a…  b…")
  }

  @Test("count wide characters twice and marks not at all")
  func places() {
    #expect(TextTable.places("東京") == 4)
    #expect(TextTable.places("e\u{301}") == 1)
    #expect(TextTable.cut("東京都", to: 5) == "東京…")
    #expect(TextTable.cut("東京都", to: 4) == "東…")
  }

  @Test("let nothing from the network reach the terminal unseen")
  func hostile() {
    let site = HostileText.input.site
    let lines =
      TextTable.devices(site.assessments).lines(width: 120)
      + TextTable.findings(site.allFindings).lines(width: nil)
    #expect(!lines.joined().unicodeScalars.contains(where: Visible.isHidden))
  }
}
