import Foundation
import ScoutModel
import ScoutNet
import ScoutStore

/// One run of the demo, made once for all tests that look at it.
enum DemoRun {
  /// The simulated site answers the presence ping for root only.
  static let isPossible = geteuid() == 0

  struct Files: Sendable {
    let folder: URL
    let result: Program.Result

    var site: String { folder.appendingPathComponent("demo.amtscout").path }
    func report(_ name: String) throws -> String {
      try String(contentsOf: folder.appendingPathComponent("out/\(name)"), encoding: .utf8)
    }
  }

  static let files = Result { () throws -> Files in
    let folder = try Scratch.folder()
    let result = try Program.amtscout(
      [
        "assess", "--demo", "--raw-csv", "--site", folder.path + "/demo.amtscout", "--output",
        folder.path + "/out", "--progress", "off",
      ], in: folder, within: 120)
    return Files(folder: folder, result: result)
  }

  /// The run's observations in an order and with times that are the same in every run.
  static func canonicalSite() throws -> String {
    let files = try files.get()
    var sightings: [Sighting] = []
    try SiteFile.open(path: files.site, create: false)
      .forEachObservation { sightings.append(calm($0.sighting)) }
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let keyed = try sightings.map { sighting in
      (String(decoding: try encoder.encode(sighting), as: UTF8.self), sighting)
    }
    let start = Timestamp(seconds: 1_767_600_000)
    let path = try Scratch.folder().appendingPathComponent("canonical.amtscout").path
    let file = try SiteFile.open(path: path, create: true)
    var scan = Scan(
      id: 0, started: start, targets: ["127.77.1.0/26", "127.77.2.0/26", "127.77.3.0/26"], seed: 1,
      runner: RunnerFacts(
        version: "sample", host: "laptop", user: "consultant",
        command: ["amtscout", "assess", "--demo"], interfaces: ["lo: 127.0.0.1/8"],
        engine: "connect"))
    let run = try SiteFile.open(path: files.site, create: false).scans()
    scan.ports = [16992, 16993, 16994, 16995]
    scan.presencePing = true
    scan.rate = 5000
    for part in run {
      scan.coverage.total += part.coverage.total
      scan.coverage.captured += part.coverage.captured
      scan.coverage.dhcpRequests += part.coverage.dhcpRequests
      scan.coverage.dhcpAnswers += part.coverage.dhcpAnswers
    }
    scan.coverage.presencePing = true
    scan.progress = 192
    scan = try file.beginScan(scan)
    let ordered = keyed.sorted { $0.0 < $1.0 }.map(\.1).enumerated().map { index, sighting in
      var sighting = sighting
      sighting.time = Timestamp(microseconds: start.microseconds + Int64(index) * 100_000)
      return sighting
    }
    scan.ended = ordered.last?.time
    try file.append(ordered, to: scan)
    return path
  }

  /// Without what differs from run to run: times, and how many bytes a slow peer got out.
  private static func calm(_ sighting: Sighting) -> Sighting {
    var sighting = sighting
    sighting.time = Timestamp(seconds: 0)
    if case .web(var web) = sighting.fact, web.outcome != .complete {
      web.head = []
      sighting.fact = .web(web)
    }
    return sighting
  }
}
