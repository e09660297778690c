import Foundation
import ScoutNet
import ScoutSimulator
import Testing

/// The whole program against every generation, product, state and quirk that is known.
@Suite(
  "The behaviour table", .serialized, .enabled(if: DemoRun.isPossible, "needs root for UDP 623"))
struct BehaviourTableTests {
  private static let second: UInt8 = 80

  private func withTable(_ body: (RunningSite, URL) throws -> Void) throws {
    var options = SimulatedSite.Options()
    options.base = (127, Self.second)
    options.scene = .table
    let running = try SimulatedSite.start(options)
    defer { running.stop() }
    #expect(running.missing.isEmpty, "\(running.missing)")
    try body(running, try Scratch.folder())
  }

  private func assess(_ site: Site, _ options: [String], in folder: URL) throws -> Program.Result {
    try Program.amtscout(
      ["assess"] + site.prefixes.map(\.description) + [
        "--no-resolve", "--no-dhcp", "--rate", "5k", "--redirection", "--raw-csv", "--output",
        "out", "--progress", "off",
      ] + options, in: folder, within: 120)
  }

  /// Compares every cell that the truth has, and that nothing else is there.
  private func compare(_ folder: URL, _ truth: [SiteTruth.Row], _ name: String) throws {
    let csv = try String(
      contentsOf: folder.appendingPathComponent("out/devices.csv"), encoding: .utf8)
    var rows: [String: [String: String]] = [:]
    for row in CSV.rows(csv) { rows[row["ip"] ?? ""] = row }
    #expect(Set(rows.keys) == Set(truth.compactMap { $0["ip"] }))
    var (compared, equal) = (0, 0)
    for expected in truth {
      guard let row = rows[expected["ip"] ?? ""] else { continue }
      for column in TableTruth.columns {
        compared += 1
        let seen = row[column] ?? "(no such column)"
        if seen == expected[column] { equal += 1 }
        #expect(seen == expected[column], "\(expected.host) \(column)")
      }
    }
    print("\(name): \(truth.count) machines, \(equal) of \(compared) cells right")
  }

  @Test("comes out right without credentials, every cell")
  func withoutCredentials() throws {
    try withTable { running, folder in
      let result = try assess(running.site, [], in: folder)
      #expect(result.status == 0, "\(result.errors)")
      try compare(
        folder, TableTruth(running.site).rows(.init(redirection: true)), "behaviour table, asked")
    }
  }

  @Test("comes out right with credentials and the hellos of a capture, every cell")
  func withCredentials() throws {
    try withTable { running, folder in
      let keys = folder.appendingPathComponent("keys.yaml")
      try Data(
        """
        - match: default
          user: admin
          password_command: echo \(ManagementFace.sitePassword)
          plain_http: true
          verify: false
        """.utf8
      ).write(to: keys)
      try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: keys.path)
      let recent = UInt32(clamping: Int(Date().timeIntervalSince1970) - 600)
      try Data(running.site.capture(startingAt: recent))
        .write(to: folder.appendingPathComponent("hellos.pcap"))
      // A byte every four milliseconds takes minutes for a whole configuration.
      let slow = "127.\(Self.second).14.32"
      let result = try assess(
        running.site,
        ["--credentials", "keys.yaml", "--import", "hellos.pcap", "--exclude", slow], in: folder)
      #expect(result.status == 0, "\(result.errors)")
      let conditions = TableTruth.Conditions(redirection: true, credentials: true, capture: true)
      let truth = TableTruth(running.site).rows(conditions).filter { $0["ip"] != slow }
      try compare(folder, truth, "behaviour table, read with credentials")
    }
  }

  @Test("is listed with what is inferred, and refuses quirks that are none")
  func command() throws {
    let list = try Program.amtscout(["simulate", "--table", "--list"])
    #expect(list.status == 0, "\(list.errors)")
    #expect(list.output.contains("623/udp answers (seen), all TCP refuses (inferred)\tAMT 9.5"))
    #expect(list.output.contains("\nasf-number\tinferred\tASF's number"))
    for mistake in [
      ["--quirk", "no-such-quirk"], ["--table", "--hostile", "5"], ["--hostile", "0"],
      ["--table", "--truth"],
    ] {
      let result = try Program.amtscout(["simulate"] + mistake, within: 20)
      #expect(result.status == 64, "\(mistake)")
      #expect(!result.errors.isEmpty)
    }
    let wrong = try Program.amtscout(["simulate", "--quirk", "no-such-quirk"], within: 20)
    #expect(wrong.errors.contains("simulate --list"), "\(wrong.errors)")
  }
}
