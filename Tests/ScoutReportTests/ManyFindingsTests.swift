import ScoutModel
import ScoutNet
import ScoutTestKit
import Testing

@testable import ScoutReport

@Suite("The report of many machines") struct ManyFindingsTests {
  @Test("lists findings in the order of a plain sort, each once, without copying them")
  func order() {
    var site = ReportInput.many(300).site
    // Machines out of order.
    var dice = Dice()
    site.assessments.shuffle(using: &dice)
    let plain = (site.findings + site.assessments.flatMap(\.findings)).enumerated().sorted {
      let (left, right) = ($0.element, $1.element)
      if left.severity != right.severity { return left.severity > right.severity }
      if left.id != right.id { return left.id < right.id }
      switch (left.address, right.address) {
      case (let first?, let second?) where first != second: return first < second
      case (nil, .some): return true
      case (.some, nil): return false
      default: return left.title == right.title ? $0.offset < $1.offset : left.title < right.title
      }
    }.map(\.element)
    #expect(Array(site.allFindings) == plain)
    let nothing = SiteView(devices: [], segments: [])
    #expect(SiteAssessment(profile: SiteProfile(), view: nothing).allFindings.isEmpty)
    let groups = FindingGroup.all(site.allFindings)
    #expect(groups.flatMap { Array($0.findings) } == plain)
    #expect(Set(groups.map(\.anchor)).count == groups.count)
  }

  @Test("is the same whether its pieces are made one by one or in any order")
  func pieces() throws {
    let report = Report(.many(700))
    func text(_ report: Report, _ file: ReportFile, _ sideBySide: SideBySide) throws -> String {
      var text = ""
      try report.write(file, to: { text += $0 }, sideBySide: sideBySide)
      return text
    }
    // Pieces made in any order, handed over in theirs.
    let backwards: SideBySide = { count, body in
      for index in (0..<count).reversed() { body(index) }
    }
    for file in ReportFile.allCases {
      let plain = try text(report, file, oneByOne)
      #expect(try text(report, file, backwards) == plain)
      #expect(try text(report.sharing(), file, backwards) == plain)
    }
    let json = try text(report, .json, backwards)
    for assessment in report.input.site.assessments {
      #expect(json.contains("\n" + report.jsonLine(assessment)))
    }
  }

  @Test("passes over observations that are lost, and keeps the others with their machine")
  func lost() throws {
    let whole = ReportInput.many(100)
    var input = whole
    input.find = { whole.find($0).filter { !$0.id.rawValue.isMultiple(of: 2) } }
    var text = ""
    try Report(input).write(.json, to: { text += $0 })
    for assessment in input.site.assessments {
      #expect(text.contains(Report(input).jsonLine(assessment)))
    }
    #expect(text.contains("\"observations\":[{\"id\":1,"))
  }
}

private struct Dice: RandomNumberGenerator {
  var state: UInt64 = 7
  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return state
  }
}
