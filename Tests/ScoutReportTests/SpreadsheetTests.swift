import Foundation
import ScoutReport
import Testing

/// What LibreOffice makes of the tables; `scripts/spreadsheet-check` holds the rules.
@Suite("The tables in a spreadsheet", .serialized) struct SpreadsheetTests {
  struct Verdict: Decodable {
    let problems: [String]
    let measures: [String: Double]
  }

  @Test("hold cell by cell what was written, no formula, every letter, however hostile")
  func whole() throws {
    let python = try #require(ChildProcess("python3"))
    _ = try #require(ChildProcess("soffice"), "install it with scripts/test")
    let verdict = try withTemporaryFolder { folder in
      var paths: [String] = []
      for (name, input) in [("sample", SampleSite().input), ("hostile", HostileText.input)] {
        for isForExcel in [false, true] {
          var options = ReportOptions()
          if isForExcel { options.csv = .excel() }
          for file in [ReportFile.devices, .findings] {
            let path = folder.appending(path: "\(name)-\(isForExcel)-\(file.name)")
            try Data(Report(input, options: options).text(file).utf8).write(to: path)
            paths.append(path.path())
          }
        }
      }
      let script = repository.appending(path: "scripts/spreadsheet-check").path()
      let result = try python.run([script] + paths)
      return try JSONDecoder().decode(Verdict.self, from: Data(result.output.utf8))
    }
    #expect(verdict.problems.isEmpty, "\(verdict.problems.prefix(12).joined(separator: "\n"))")
    #expect(verdict.measures["cells compared"] ?? 0 > 1000)
    print(verdict.measures)
  }
}
