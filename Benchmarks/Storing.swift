import ScoutModel
import ScoutStore
import ScoutTestKit

/// How fast observations reach the site file.
enum Storing {
  /// A scan for files that are thrown away.
  static let scan = Scan(
    id: 0, started: moment("2026-03-02T08:00:00Z"), targets: [], seed: 1,
    runner: RunnerFacts(
      version: "1", host: "", user: "", command: [], interfaces: [], engine: "connect"))

  static func measure() async throws -> [Measurement] {
    let sightings = ManySightings.observations(devices: 2000).map(\.sighting)
    let appending = try await Measurement("store appends, 500 at a time", "observations") {
      try Samples.inFolder { folder in
        let file = try SiteFile.open(path: folder + "/site.amtscout", create: true)
        let scan = try file.beginScan(scan)
        var rest = sightings[...]
        while !rest.isEmpty {
          try file.append(Array(rest.prefix(500)), to: scan)
          rest = rest.dropFirst(500)
        }
        return sightings.count
      }
    }
    return [appending]
  }
}
