import Foundation
import ScoutModel
import ScoutNet
import ScoutStore
import Testing

@Suite("A site file") struct SiteFileTests {
  private let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("amtscout-store-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  private var path: String { folder.appendingPathComponent("site.amtscout").path }

  private func scan(_ targets: [String]) -> Scan {
    Scan(
      id: 0, started: Timestamp(seconds: 1), targets: targets, seed: 7,
      runner: RunnerFacts(
        version: "1", host: "h", user: "u", command: [], interfaces: [], engine: "connect"))
  }

  private func sighting(_ number: UInt32) -> Sighting {
    Sighting(
      time: Timestamp(seconds: Int64(number)),
      endpoint: Endpoint(address: .v4(IPv4Address(rawValue: 0x0A00_0000 + number))),
      method: .active,
      fact: .port(PortSighting(port: 16992, transport: .tcp, state: .open)))
  }

  @Test("gives back what was put in, in order, after it was opened again")
  func roundTrip() throws {
    var begun = try SiteFile.open(path: path, create: true).beginScan(scan(["10.0.0.0/24"]))
    #expect(begun.id == 1)
    begun.progress = 12
    let ids = try SiteFile.open(path: path, create: false)
      .append([sighting(1), sighting(2)], to: begun)
    #expect(ids == [ObservationID(1), ObservationID(2)])
    let file = try SiteFile.open(path: path, create: false)
    var read: [Observation] = []
    try file.forEachObservation { read.append($0) }
    #expect(read.map(\.sighting) == [sighting(1), sighting(2)])
    #expect(read.allSatisfy { $0.scan == 1 })
    #expect(try file.scans().first?.progress == 12)
  }

  @Test("finds observations by their numbers, in the order asked for, those that are there")
  func byNumber() throws {
    let file = try SiteFile.open(path: path, create: true)
    #expect(try file.newestObservation() == 0)
    let begun = try file.beginScan(scan(["10.0.0.0/24"]))
    try file.append((1...5).map(sighting), to: begun)
    #expect(try file.newestObservation() == 5)
    let ids = [4, 99, 1, 4, -3].map { ObservationID($0) }
    #expect(try file.observations(ids).map(\.sighting) == [sighting(4), sighting(1), sighting(4)])
    #expect(try file.observations([]).isEmpty)
    // As they are stored they can be told otherwise.
    let stored = try #require(try file.stored([ObservationID(2)]).first)
    let other = String(decoding: stored.text, as: UTF8.self)
      .replacingOccurrences(of: "10.0.0.2", with: "10.9.9.9")
    #expect(try stored.observation().sighting == sighting(2))
    #expect(
      try stored.with(Array(other.utf8)).observation().endpoint.address?.description == "10.9.9.9")
    #expect(throws: StoreError.self) { try stored.with(Array("{".utf8)).observation() }
  }

  @Test("is readable by its owner only")
  func mode() throws {
    _ = try SiteFile.open(path: path, create: true)
    let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    #expect(mode == 0o600)
  }

  @Test("takes up an unfinished scan of the same targets only")
  func unfinished() throws {
    let file = try SiteFile.open(path: path, create: true)
    var begun = try file.beginScan(scan(["10.0.0.0/24"]))
    _ = try file.beginScan(scan([]))
    #expect(try file.unfinishedScan(matching: ["10.0.0.0/24"])?.id == begun.id)
    #expect(try file.unfinishedScan(matching: ["10.0.1.0/24"]) == nil)
    #expect(try file.unfinishedScan(matching: []) == nil)
    begun.ended = Timestamp(seconds: 9)
    try file.append([], to: begun)
    #expect(try file.unfinishedScan(matching: ["10.0.0.0/24"]) == nil)
  }

  @Test("refuses what is no site file, and says so")
  func notSiteFile() throws {
    try Data("hello, this is no database".utf8).write(to: URL(fileURLWithPath: path))
    #expect { try SiteFile.open(path: path, create: true) } throws: {
      ($0 as? StoreError)?.code == .notSiteFile
    }
    #expect { try SiteFile.open(path: folder.path, create: true) } throws: {
      ($0 as? StoreError) != nil
    }
    #expect { try SiteFile.open(path: path + ".none", create: false) } throws: {
      ($0 as? StoreError)?.code == .noSuchFile
    }
    #expect { try SiteFile.open(path: "/proc/none/site", create: true) } throws: {
      ($0 as? StoreError)?.code == .notAllowed
    }
  }

  @Test("keeps every observation: none can be changed or removed")
  func appendOnly() throws {
    let file = try SiteFile.open(path: path, create: true)
    let begun = try file.beginScan(scan(["10.0.0.1/32"]))
    try file.append([sighting(1)], to: begun)
    for statement in ["DELETE FROM observations", "UPDATE observations SET kind = 'x'"] {
      let shell = Process()
      shell.executableURL = URL(fileURLWithPath: "/usr/bin/env")
      shell.arguments = [
        "python3", "-c",
        "import sqlite3, sys\nd = sqlite3.connect(sys.argv[1])\ntry:\n d.execute(sys.argv[2]); d.commit()\nexcept sqlite3.IntegrityError: sys.exit(7)",
        path, statement,
      ]
      try shell.run()
      shell.waitUntilExit()
      #expect(shell.terminationStatus == 7)
    }
  }
}
