import Foundation
import Testing

@Suite(
  "The sample reports", .serialized, .enabled(if: DemoRun.isPossible, "needs root for UDP 623"))
struct SamplesTests {
  private static let samples = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("reports/samples")

  @Test("are what this program writes of the simulated site; SCOUT_RECORD=1 writes them anew")
  func golden() throws {
    let site = try DemoRun.canonicalSite()
    let folder = try Scratch.folder()
    let result = try Program.run(
      [Program.amtscout, "report", "--site", site, "--output", folder.path],
      environment: ["SOURCE_DATE_EPOCH": "1767700000"])
    #expect(result.status == 0, "\(result.errors)")
    let isRecording = ProcessInfo.processInfo.environment["SCOUT_RECORD"] == "1"
    for name in ["report.html", "devices.csv", "findings.csv", "report.json", "run.json"] {
      // The digest covers what differs from run to run and is not shown, as a challenge's nonce.
      let written = try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
        .replacing(/(site_sha256":"|site file: <code>)[0-9a-f]{64}/) { match in
          match.output.1 + String(repeating: "0", count: 64)
        }
      let sample = Self.samples.appendingPathComponent(name)
      if isRecording {
        try written.write(to: sample, atomically: true, encoding: .utf8)
        continue
      }
      let expected = try String(contentsOf: sample, encoding: .utf8)
      if written == expected { continue }
      let (mine, theirs) = (written.split(separator: "\n"), expected.split(separator: "\n"))
      let place = zip(mine, theirs).enumerated().first { $0.element.0 != $0.element.1 }
      Issue.record(
        """
        \(name) differs from reports/samples at line \((place?.offset ?? min(mine.count, theirs.count)) + 1):
        now    \(place?.element.0.prefix(400) ?? "")
        sample \(place?.element.1.prefix(400) ?? "")
        """)
    }
  }
}
