import Foundation
import ScoutModel
import ScoutNet
import ScoutStore
import ScoutTestKit
import Testing

@Suite("A site file under bad luck") struct DurabilityTests {
  private let folder = TestFolder()
  private var path: String { folder.path("site.amtscout") }

  @Test("loses nothing that was appended before its writer was killed", arguments: 1...4)
  func killed(round: Int) async throws {
    let path = path
    let receipt = folder.path("receipt")
    await #expect(processExitsWith: .signal(SIGKILL)) {
      [path = path as String, receipt = receipt as String, round = round as Int] in
      let file = try SiteFile.open(path: path, create: true)
      var scan = try file.beginScan(testScan(["10.0.0.0/8"]))
      Thread.detachNewThread {
        usleep(UInt32(round) * 40_000)
        kill(getpid(), SIGKILL)
      }
      for number: UInt64 in 1... {
        scan.progress = number
        try file.append([testSighting(UInt32(number)), testSighting(UInt32(number))], to: scan)
        try Data("\(number)".utf8).write(to: URL(fileURLWithPath: receipt), options: .atomic)
      }
    }
    let text = (try? String(contentsOfFile: receipt, encoding: .utf8)) ?? "0"
    let promised = try #require(UInt64(text))
    let file = try SiteFile.open(path: path, create: true)
    let scan = try file.unfinishedScan(matching: ["10.0.0.0/8"])
    let progress = scan?.progress ?? 0
    #expect(progress >= promised)
    #expect(
      try file.observationCount() == Int(progress) * 2, "progress and observations move as one")
    try file.forEachObservation {
      #expect($0.sighting == testSighting(UInt32(($0.id.rawValue + 1) / 2)))
    }
    if let scan { try file.append([testSighting(0)], to: scan) }
  }

  @Test("is written by one run at a time, and read by many")
  func locked() throws {
    var writer: SiteFile? = try SiteFile.open(path: path, create: true)
    let scan = try #require(try writer?.beginScan(testScan(["10.0.0.1"])))
    let other = try SiteFile.open(path: path, create: true)
    #expect(try other.scans().count == 1)
    #expect { try other.append([], to: scan) } throws: { ($0 as? StoreError)?.code == .busy }
    writer = nil
    try other.append([testSighting(1)], to: scan)
    #expect(try other.observationCount() == 1)
  }

  @Test("of a newer version, or a database of something else, is refused and left as it is")
  func refused() throws {
    _ = try SiteFile.open(path: path, create: true)
    try sql(path, "PRAGMA user_version = 99")
    #expect { try SiteFile.open(path: path, create: true) } throws: {
      ($0 as? StoreError)?.code == .newerVersion
    }
    let foreign = folder.path("foreign.db")
    try sql(foreign, "CREATE TABLE cats (name TEXT)")
    let before = try Data(contentsOf: URL(fileURLWithPath: foreign))
    #expect { try SiteFile.open(path: foreign, create: true) } throws: {
      ($0 as? StoreError)?.code == .notSiteFile
    }
    #expect(try Data(contentsOf: URL(fileURLWithPath: foreign)) == before)
  }

  @Test("with a row that was damaged says which")
  func damaged() throws {
    let file = try SiteFile.open(path: path, create: true)
    let scan = try file.beginScan(testScan(["10.0.0.1"]))
    try sql(path, "INSERT INTO observations VALUES (7, \(scan.id), 0, NULL, NULL, 'port', '{}')")
    #expect {
      try file.forEachObservation { _ in }
    } throws: {
      let error = $0 as? StoreError
      return error?.code == .damaged && error?.description.contains("observation 7") == true
    }
  }

  @Test("whose head is overwritten is no site file")
  func overwritten() throws {
    var file: SiteFile? = try SiteFile.open(path: path, create: true)
    _ = try file?.beginScan(testScan(["10.0.0.1"]))
    file = nil
    var data = try Data(contentsOf: URL(fileURLWithPath: path))
    data.replaceSubrange(0..<16, with: Data(repeating: 0x41, count: 16))
    try data.write(to: URL(fileURLWithPath: path))
    #expect { try SiteFile.open(path: path, create: true) } throws: {
      ($0 as? StoreError)?.code == .notSiteFile
    }
  }

  @Test(
    "on a full disk keeps what it has, on a read-only one says so", .enabled(if: geteuid() == 0))
  func fullDisk() throws {
    let disk = folder.path("disk")
    try FileManager.default.createDirectory(atPath: disk, withIntermediateDirectories: true)
    guard run("mount", ["-t", "tmpfs", "-o", "size=512k", "amtscout-test", disk]) == 0 else {
      print("skipped: no small disk can be mounted here")
      return
    }
    defer { _ = run("umount", [disk]) }
    let path = disk + "/site.amtscout"
    var written = 0
    do {
      let file = try SiteFile.open(path: path, create: true)
      let scan = try file.beginScan(testScan(["10.0.0.0/8"]))
      #expect {
        while true {
          try file.append((0..<50).map { _ in testSighting(1) }, to: scan)
          written += 50
        }
      } throws: {
        ($0 as? StoreError)?.code == .diskFull
      }
      #expect(try file.observationCount() == written && written > 0)
    }
    #expect(run("mount", ["-o", "remount,size=4m", disk]) == 0)
    #expect(try SiteFile.open(path: path, create: true).observationCount() == written)
    #expect(run("mount", ["-o", "remount,ro", disk]) == 0)
    #expect {
      let file = try SiteFile.open(path: path, create: true)
      _ = try file.beginScan(testScan(["10.0.0.1"]))
    } throws: {
      ($0 as? StoreError)?.code == .notAllowed
    }
    #expect { try SiteFile.open(path: disk + "/other", create: true) } throws: {
      ($0 as? StoreError)?.code == .notAllowed
    }
  }

  @Test("takes up neither a finished scan nor one older than a finished one")
  func newest() throws {
    let file = try SiteFile.open(path: path, create: true)
    let stopped = try file.beginScan(testScan(["10.0.0.1"]))
    #expect(try file.unfinishedScan(matching: ["10.0.0.1"])?.id == stopped.id)
    var finished = try file.beginScan(testScan(["10.0.0.1"]))
    finished.ended = Timestamp(seconds: 3)
    try file.update(finished)
    #expect(try file.unfinishedScan(matching: ["10.0.0.1"]) == nil)
    #expect(try file.latestScan() == finished)
    var unknown = stopped
    unknown.id = 77
    #expect(throws: StoreError.self) { try file.update(unknown) }
  }

  @Test("gives back every kind of fact as it was put in")
  func kinds() throws {
    var site = SiteBuilder()
    site.open("10.0.0.5", 16992)
    site.port("10.0.0.5", 16993, .tcp, .filtered(by: ip("10.0.0.1")))
    site.pong("10.0.0.5", version: "9.5", state: .pre)
    site.web("10.0.0.5", version: "11.8.50.3425", realm: "Digest:\"\u{1F600}\u{0}")
    site.tls("2001:db8::5", name: "pc5.corp.example", versions: ["1.0", "1.3"])
    site.lease("10.0.0.5", mac: "80:c4:a8:58:df:e9", domain: "", mask: 24)
    site.ptr("10.0.0.5", "pc5.corp.example")
    site.neighbour("10.0.0.5", mac: "80:c4:a8:58:df:e9")
    site.host("10.0.0.5", uuid: "4c4b4568-195a-4260-8097-a4c14f566733", controlMode: .admin)
    let file = try SiteFile.open(path: path, create: true)
    let scan = try file.beginScan(testScan(["10.0.0.0/24"]))
    try file.append(site.observations.map(\.sighting), to: scan)
    var read: [Observation] = []
    try file.forEachObservation { read.append($0) }
    #expect(read == site.observations)
    #expect(try file.observation(ObservationID(3)) == site.observations[2])
    #expect(try file.observation(ObservationID(99)) == nil)
  }

  /// Changes a database from outside, as a careless user might.
  private func sql(_ path: String, _ statement: String) throws {
    let script =
      "import sqlite3, sys; d = sqlite3.connect(sys.argv[1]); d.execute(sys.argv[2]); d.commit()"
    #expect(run("python3", ["-c", script, path, statement]) == 0)
  }
}

/// A folder of the test's own, which goes with it.
final class TestFolder: Sendable {
  private let url = FileManager.default.temporaryDirectory
    .appendingPathComponent("amtscout-store-\(UUID().uuidString)")

  init() { try? FileManager.default.createDirectory(at: url, withIntermediateDirectories: true) }
  deinit { try? FileManager.default.removeItem(at: url) }

  func path(_ name: String) -> String { url.appendingPathComponent(name).path }
}

func run(_ program: String, _ arguments: [String]) -> Int32 {
  let process = Process()
  process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
  process.arguments = [program] + arguments
  process.standardError = FileHandle.nullDevice
  do {
    try process.run()
    process.waitUntilExit()
    return process.terminationStatus
  } catch {
    return -1
  }
}

func testScan(_ targets: [String]) -> Scan {
  Scan(
    id: 0, started: Timestamp(seconds: 1), targets: targets, seed: 7,
    runner: RunnerFacts(
      version: "1", host: "h", user: "u", command: [], interfaces: [], engine: "connect"))
}

func testSighting(_ number: UInt32) -> Sighting {
  Sighting(
    time: Timestamp(seconds: Int64(number)),
    endpoint: Endpoint(address: .v4(IPv4Address(rawValue: 0x0A00_0000 &+ number))),
    method: .active,
    fact: .port(PortSighting(port: 16992, transport: .tcp, state: .open)))
}
