import Foundation
import ScoutModel
import Testing

@testable import ScoutReport

/// `reports/samples` holds the simulated site's reports; this page beside them has the sections that a
/// single visit cannot have.
@Suite("The sample of a second visit") struct SecondVisitSamplesTests {
  @Test("is what this program writes of the made-up site; SCOUT_RECORD=1 writes it anew")
  func golden() throws {
    let sample = repository.appending(path: "reports/samples/second-visit.html")
    let written = try Report(.secondVisit).text(.html)
    if ProcessInfo.processInfo.environment["SCOUT_RECORD"] == "1" {
      try written.write(to: sample, atomically: true, encoding: .utf8)
      return
    }
    let expected = try String(contentsOf: sample, encoding: .utf8)
    let (mine, theirs) = (written.split(separator: "\n"), expected.split(separator: "\n"))
    let place = zip(mine, theirs).enumerated().first { $0.element.0 != $0.element.1 }
    #expect(
      written == expected,
      "line \((place?.offset ?? min(mine.count, theirs.count)) + 1): \(place?.element.0.prefix(300) ?? "")"
    )
  }
}
