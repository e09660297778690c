import Foundation
import ScoutModel
import ScoutReport
import Testing

extension Report {
  /// The whole file as one text, for tests only.
  func text(_ file: ReportFile) throws -> String {
    var text = ""
    try write(file) { text += $0 }
    return text
  }
}

@Suite("Rendering by hand") struct RenderingTests {
  @Test("writes the sample where SCOUT_REPORT_OUT says", .enabled(if: folder != nil))
  func write() throws {
    let folder = try #require(Self.folder)
    let report = Report(SampleSite().input)
    for file in ReportFile.allCases {
      try report.text(file).write(
        to: folder.appending(path: file.name), atomically: false, encoding: .utf8)
    }
    try Report(HostileText.input).text(.html).write(
      to: folder.appending(path: "hostile.html"), atomically: false, encoding: .utf8)
  }

  static let folder = ProcessInfo.processInfo.environment["SCOUT_REPORT_OUT"].map {
    URL(filePath: $0)
  }
}

@Suite("Size by hand") struct SizeTests {
  @Test("measures the files of a large site", .enabled(if: count != nil))
  func measure() throws {
    let count = try #require(Self.count)
    var report = Report(ReportInput.many(count))
    if let limit = ProcessInfo.processInfo.environment["SCOUT_REPORT_LIMIT"].flatMap(Int.init) {
      var options = ReportOptions()
      options.detailLimit = limit
      report = Report(report.input, options: options)
    }
    print("before", peak())
    let clock = ContinuousClock()
    for file in ReportFile.allCases {
      var size = 0
      var largest = 0
      let handle = try RenderingTests.folder.map { folder in
        let path = folder.appending(path: "\(count)-\(file.name)")
        _ = FileManager.default.createFile(atPath: path.path(), contents: nil)
        return try FileHandle(forWritingTo: path)
      }
      let time = try clock.measure {
        try report.write(file) { piece in
          size += piece.utf8.count
          largest = max(largest, piece.utf8.count)
          try handle?.write(contentsOf: Data(piece.utf8))
        }
      }
      print(count, file.name, time, size, "largest piece", largest, peak())
    }
  }

  private func peak() -> String {
    let status = try? String(contentsOf: URL(filePath: "/proc/self/status"), encoding: .utf8)
    return status?.split(separator: "\n").first { $0.hasPrefix("VmHWM") }.map(String.init) ?? ""
  }

  static let count = ProcessInfo.processInfo.environment["SCOUT_REPORT_COUNT"].flatMap(Int.init)
}
