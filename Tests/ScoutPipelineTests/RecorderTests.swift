import Foundation
import ScoutModel
import ScoutNet
import ScoutPipeline
import ScoutStore
import ScoutTestKit
import Testing

@Suite("What a run records") struct RecorderTests {
  private let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("amtscout-recorder-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  private func sighting(_ number: UInt8) -> Sighting {
    Sighting(
      time: moment("2026-03-02T08:00:00Z"),
      endpoint: Endpoint(address: .v4(IPv4Address(10, 0, 0, number))), method: .active,
      fact: .port(PortSighting(port: 16992, transport: .tcp, state: .open)))
  }

  private let scan = Scan(
    id: 0, started: moment("2026-03-02T08:00:00Z"), targets: ["10.0.0.0/24"], seed: 1,
    runner: RunnerFacts(
      version: "1", host: "", user: "", command: [], interfaces: [], engine: "connect"))

  @Test("by many tasks at once is on disk when each goes on, and counts once")
  func together() async throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appendingPathComponent("site.amtscout").path
    let file = try SiteFile.open(path: path, create: true)
    let recorder = Recorder(
      file: file, scan: try file.beginScan(scan), questions: NameQuestions(profile: SiteProfile()))
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 1...200 as ClosedRange<UInt8> {
        group.addTask {
          try await recorder.recordTogether([sighting(number), sighting(number)])
          var own = 0
          try file.forEachObservation { if $0.sighting == sighting(number) { own += 1 } }
          #expect(own == 2)
        }
      }
      try await group.waitForAll()
    }
    #expect(try file.observationCount() == 400)
    #expect(recorder.questions.sortedAddresses.count == 200)
  }

  @Test("tells everyone who waits where it cannot be written")
  func refused() async throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appendingPathComponent("site.amtscout").path
    let file = try SiteFile.open(path: path, create: true)
    // A scan that the file does not hold.
    let recorder = Recorder(
      file: file, scan: scan, questions: NameQuestions(profile: SiteProfile()))
    await withTaskGroup(of: Void.self) { group in
      for number in 1...3 as ClosedRange<UInt8> {
        group.addTask {
          await #expect(throws: StoreError.self) {
            try await recorder.recordTogether([sighting(number)])
          }
        }
      }
    }
    #expect(try file.observationCount() == 0)
  }
}
