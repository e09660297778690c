import Foundation
import ScoutModel
import ScoutNet
import ScoutStore
import ScoutTestKit
import Synchronization
import Testing

@testable import ScoutPipeline

@Suite("Reading all observations of a site file") struct ObservationStreamTests {
  private func site(_ count: Int) throws -> (folder: URL, file: SiteFile) {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("amtscout-stream-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let file = try SiteFile.open(
      path: folder.appendingPathComponent("site.amtscout").path, create: true)
    let scan = try file.beginScan(
      Scan(
        id: 0, started: .testStart, targets: ["10.0.0.0/8"], seed: 7,
        runner: RunnerFacts(
          version: "1", host: "h", user: "u", command: [], interfaces: [], engine: "connect")))
    let sightings = (0..<count).map { number in
      Sighting(
        time: .testStart,
        endpoint: Endpoint(address: .v4(IPv4Address(rawValue: 0x0A00_0000 + UInt32(number)))),
        method: .active,
        fact: .port(PortSighting(port: 16992, transport: .tcp, state: .open)))
    }
    try file.append(sightings, to: scan)
    return (folder, file)
  }

  private final class Taken: Sendable {
    let ids = Mutex<[Int64]>([])
    func add(_ observations: [Observation]) {
      ids.withLock { $0 += observations.map(\.id.rawValue) }
    }
  }

  @Test(
    "hands over each once, in order, whatever the batches", arguments: [0, 1, 2047, 2048, 20_000])
  func order(count: Int) throws {
    let (folder, file) = try site(count)
    defer { try? FileManager.default.removeItem(at: folder) }
    let taken = Taken()
    var rows: [Int64] = []
    try ObservationStream.read(file, row: { rows.append($0.id.rawValue) }, taken.add)
    let expected = (0..<count).map { Int64($0 + 1) }
    #expect(taken.ids.withLock { $0 } == expected && rows == expected)
  }

  @Test("names the observation that cannot be read, wherever it is", arguments: [0, 5000, 9000])
  func damaged(before count: Int) throws {
    let (folder, file) = try site(count)
    defer { try? FileManager.default.removeItem(at: folder) }
    let insert = Process()
    insert.executableURL = URL(filePath: "/usr/bin/env")
    insert.arguments = [
      "sqlite3", file.path,
      "INSERT INTO observations VALUES (\(count + 1), 1, 0, NULL, NULL, 'port', '{}')",
    ]
    try insert.run()
    insert.waitUntilExit()
    #expect(insert.terminationStatus == 0)
    let scan = try #require(try file.latestScan())
    let sighting = Sighting(
      time: .testStart, endpoint: Endpoint(address: ip("10.0.0.1")), method: .active,
      fact: .neighbour)
    try file.append(Array(repeating: sighting, count: 5000), to: scan)
    let error = #expect(throws: StoreError.self) {
      try ObservationStream.read(file) { _ in }
    }
    #expect(error?.description.contains("observation \(count + 1) cannot be read") == true)
  }
}
