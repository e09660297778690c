import Foundation
import ScoutModel
import ScoutStore
import ScoutTestKit
import Testing

/// `diff`, `export` and `--accept`, as a person calls them.
@Suite("Commands on a site file") struct ReportingCommandTests {
  /// Appends a scan to a site file.
  private func visit(
    _ file: SiteFile, at start: Timestamp, targets: [String] = ["10.0.0.0/24"],
    _ see: (inout SiteBuilder) -> Void
  ) throws {
    var scan = Scan(
      id: 0, started: start, targets: targets, seed: 1,
      runner: RunnerFacts(
        version: "1", host: "h", user: "u", command: [], interfaces: [], engine: "connect"))
    scan = try file.beginScan(scan)
    var builder = SiteBuilder(start: start)
    see(&builder)
    scan.ended = builder.now
    try file.append(builder.observations.map(\.sighting), to: scan)
  }

  private static let later = Timestamp(
    microseconds: Timestamp.testStart.microseconds + 864_000_000_000)

  private func twoVisits() throws -> String {
    let path = try Scratch.folder().appendingPathComponent("site.amtscout").path
    let file = try SiteFile.open(path: path, create: true)
    try visit(file, at: .testStart) { see in
      see.web("10.0.0.5", version: "11.8.50.3425", realm: "Digest:A4070000000000000000000000000001")
      see.web("10.0.0.6", version: "12.0.45.1509", realm: "Digest:A4070000000000000000000000000002")
    }
    try visit(file, at: Self.later) { see in
      see.web("10.0.0.9", version: "11.8.94.4494", realm: "Digest:A4070000000000000000000000000001")
      see.web("10.0.0.7", version: "15.0.45.2411", realm: "Digest:A4070000000000000000000000000003")
    }
    return path
  }

  @Test("diff knows a machine again whose address changed, and tells what came and went")
  func diff() throws {
    let site = try twoVisits()
    let result = try Program.amtscout(["diff", "--site", site, "--csv"])
    #expect(result.status == 0, "\(result.errors)")
    let rows = CSV.rows(result.output)
    #expect(rows.contains { $0["change"] == "new" && $0["ip"] == "10.0.0.7" })
    #expect(rows.contains { $0["change"] == "gone" && $0["ip"] == "10.0.0.6" })
    let moved = rows.filter { $0["ip"] == "10.0.0.9" }
    #expect(moved.contains { $0["field"] == "address" && $0["old"] == "10.0.0.5" })
    #expect(
      moved.contains {
        $0["field"] == "version" && $0["old"] == "11.8.50.3425" && $0["new"] == "11.8.94.4494"
      })
    #expect(!rows.contains { $0["ip"] == "10.0.0.9" && $0["change"] == "new" })
    let table = try Program.amtscout(["diff", "1", "2", "--site", site])
    #expect(table.output.contains("1 new, 1 gone, 1 changed"))
    let json = try Program.amtscout(["diff", "--site", site, "--json"])
    let read = try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any]
    #expect((read?["summary"] as? [String: Int])?["new"] == 1)
  }

  @Test("diff of a site file with itself is empty, of two files it is not")
  func diffOfFiles() throws {
    let (first, second) = (try twoVisits(), try twoVisits())
    let same = try Program.amtscout(["diff", first, second, "--csv"])
    #expect(same.status == 0 && same.output.split(separator: "\r\n").count == 1, "\(same.output)")
    let other = try Scratch.folder().appendingPathComponent("other.amtscout").path
    try visit(SiteFile.open(path: other, create: true), at: Self.later) { see in
      see.web(
        "10.0.0.77", version: "12.0.45.1509", realm: "Digest:A4070000000000000000000000000002")
    }
    let moved = try CSV.rows(Program.amtscout(["diff", first, other, "--csv"]).output)
    #expect(moved.contains { $0["field"] == "address" && $0["new"] == "10.0.0.77" })
  }

  @Test("diff says what to do where there is nothing to compare")
  func diffErrors() throws {
    let path = try Scratch.folder().appendingPathComponent("one.amtscout").path
    try visit(SiteFile.open(path: path, create: true), at: .testStart) { $0.web("10.0.0.5") }
    let one = try Program.amtscout(["diff", "--site", path])
    #expect(one.status == 1 && one.errors.contains("one scan only"))
    let absent = try Program.amtscout(["diff", "1", "7", "--site", path])
    #expect(absent.status == 1 && absent.errors.contains("has no scan 7"))
    #expect(try Program.amtscout(["diff", "1", "--site", path]).status == 64)
  }

  @Test("a scan of another part of the network calls nothing gone")
  func otherTargets() throws {
    let path = try Scratch.folder().appendingPathComponent("site.amtscout").path
    let file = try SiteFile.open(path: path, create: true)
    try visit(file, at: .testStart) { $0.web("10.0.0.5", version: "11.8.50.3425") }
    try visit(file, at: Self.later, targets: ["10.0.9.0/24"]) { $0.web("10.0.9.5") }
    let rows = try CSV.rows(Program.amtscout(["diff", "--site", path, "--csv"]).output)
    #expect(rows.contains { $0["change"] == "not-asked" && $0["ip"] == "10.0.0.5" })
    let out = try Scratch.folder()
    _ = try Program.amtscout(["report", "--site", path, "--output", out.path])
    let page = try String(contentsOf: out.appendingPathComponent("report.html"), encoding: .utf8)
    #expect(!page.contains("Since the last visit"))
  }

  @Test("a second visit's report begins with what changed")
  func secondVisit() throws {
    let out = try Scratch.folder()
    let result = try Program.amtscout(["report", "--site", twoVisits(), "--output", out.path])
    #expect(result.status == 0, "\(result.errors)")
    let page = try String(contentsOf: out.appendingPathComponent("report.html"), encoding: .utf8)
    let changes = try #require(page.range(of: "id=\"changes\""))
    let summary = try #require(page.range(of: "id=\"summary\""))
    #expect(changes.lowerBound < summary.lowerBound)
  }

  @Test("accepted findings leave the list and --fail-on, and a wrong file is refused at once")
  func accept() throws {
    let path = try Scratch.folder().appendingPathComponent("site.amtscout").path
    try visit(SiteFile.open(path: path, create: true), at: .testStart) { see in
      see.web("10.0.0.5", version: "11.8.50.3425")
    }
    let all = try Program.amtscout(["findings", "--site", path, "--json"]).output
    let ids = Set(all.matches(of: /"id":"(AMT-[A-Z]+-[0-9]{3})"/).map { String($0.1) })
    #expect(!ids.isEmpty)
    let entries = ids.sorted().map { "- {finding: \($0), reason: known, until: 2199-01-01}\n" }
    let file = try Scratch.file("accepted.yaml", entries.joined())
    let left = try Program.amtscout(["findings", "--site", path, "--accept", file.path, "--json"])
    #expect(left.status == 0 && left.output.isEmpty, "\(left.output)\(left.errors)")
    let out = try Scratch.folder()
    let report = ["report", "--site", path, "--output", out.path, "--fail-on", "info"]
    #expect(try Program.amtscout(report).status == 3)
    #expect(try Program.amtscout(report + ["--accept", file.path]).status == 0)
    for (text, message) in [
      ("- {finding: AMT-XYZ-999, reason: x, until: 2199-01-01}", "there is no finding AMT-XYZ-999"),
      ("- {finding: AMT-TLS-001, reason: x}", "line 1"),
    ] {
      let wrong = try Scratch.file("wrong.yaml", text)
      let result = try Program.amtscout(report + ["--accept", wrong.path])
      #expect(result.status == 1 && result.errors.contains(message), "\(result.errors)")
    }
  }

  @Test("export writes each form, to standard output or where it is told")
  func export() throws {
    let site = try twoVisits()
    for format in ["meshctrl", "console", "ansible", "targets", "nmap"] {
      let result = try Program.amtscout(["export", "--site", site, "--format", format])
      #expect(result.status == 0 && !result.output.isEmpty, "\(format): \(result.errors)")
    }
    let folder = try Scratch.folder()
    let lists = try Program.amtscout(
      ["export", "--site", site, "--format", "targets", "-o", folder.path + "/lists"])
    #expect(lists.status == 0 && lists.errors.contains(".addresses.txt"))
    let file = folder.path + "/out.xml"
    #expect(
      try Program.amtscout(["export", "--site", site, "--format", "nmap", "-o", file]).status == 0)
    #expect(FileManager.default.fileExists(atPath: file))
    #expect(try Program.amtscout(["export", "--site", site, "--format", "pdf"]).status == 64)
  }
}
