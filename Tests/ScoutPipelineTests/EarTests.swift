import Foundation
import ScoutLink
import ScoutModel
import ScoutNet
import ScoutStore
import ScoutTestKit
import ScoutWire
import Synchronization
import Testing

@testable import ScoutPipeline

@Suite("What an ear keeps") struct EarTests {
  private let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("amtscout-ear-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  private let scan = Scan(
    id: 0, started: moment("2026-03-02T08:00:00Z"), targets: [], seed: 1,
    runner: RunnerFacts(
      version: "1", host: "", user: "", command: [], interfaces: [], engine: ""))

  private func recorder(_ file: SiteFile, begins: Bool = true) throws -> Recorder {
    Recorder(
      file: file, scan: begins ? try file.beginScan(scan) : scan,
      questions: NameQuestions(profile: SiteProfile()))
  }

  /// An ACK from 10.1.0.1 for a client, in an Ethernet frame.
  private func ack(_ client: UInt8, host: String, transaction: UInt32) -> [UInt8] {
    var message = DHCPv4Message(operation: 2, transactionID: transaction)
    message.yourAddress = IPv4Address(10, 1, 0, client)
    message.clientHardware = [2, 0, 0, 0, 0, client]
    message.options = [
      DHCPv4Option(53, [5]), DHCPv4Option(12, Array(host.utf8)),
      DHCPv4Option(15, Array("corp.example".utf8)),
    ]
    let payload = message.encoded()
    var writer = ByteWriter()
    writer.write([2, 0, 0, 0, 0, 9, 2, 0, 0, 0, 0, 8, 8, 0, 0x45, 0])
    writer.write(UInt16(28 + payload.count))
    writer.write([0, 0, 0, 0, 64, 17, 0, 0, 10, 1, 0, 1, 255, 255, 255, 255, 0, 67, 0, 68])
    writer.write(UInt16(8 + payload.count))
    writer.write([0, 0])
    writer.write(payload)
    return writer.bytes
  }

  private func head(_ frame: Int, _ bytes: [UInt8], second: Int) -> PacketHead {
    PacketHead(
      frame: frame, linkType: .ethernet, seconds: Int64(1_770_000_000 + second), nanoseconds: 0,
      originalLength: bytes.count)
  }

  /// What is heard: client, host name, second; and whether it is kept.
  private static let day: [(client: UInt8, host: String, second: Int, isKept: Bool)] = [
    (1, "a", 0, true), (2, "b", 0, true), (1, "a", 1, false), (1, "x", 2, true),
    (1, "a", 3, true), (2, "b", 600, false), (1, "a", 603, false), (1, "a", 604, true),
    (2, "b", 604, true), (2, "b", 605, false),
  ]

  @Test(
    "is each thing once in ten minutes, in the order in which it was heard, also in the background",
    arguments: [1, 3, 1000])
  func keeping(batch: Int) throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = try SiteFile.open(
      path: folder.appendingPathComponent("site.amtscout").path, create: true)
    let heard = Mutex(0)
    let ear = Ear(source: "a.pcap", site: "", recorder: try recorder(file), batch: batch) { _ in
      heard.withLock { $0 += 1 }
    }
    for (index, event) in Self.day.enumerated() {
      let packet = ack(event.client, host: event.host, transaction: UInt32(index))
      ear.hear(head(index + 1, packet, second: event.second), packet.span.bytes)
      if batch == 1 {
        // Live traffic is on disk before the next packet.
        let kept = Self.day[...index].filter(\.isKept).count
        #expect(try file.observationCount() == kept)
      }
    }
    try ear.finish()
    var positions: [Int?] = []
    try file.forEachObservation { positions.append($0.sighting.origin?.position) }
    let kept = Self.day.indices.filter { Self.day[$0].isKept }.map { $0 + 1 }
    #expect(positions == kept)
    #expect(ear.counts.packets == Self.day.count && ear.counts.answers == Self.day.count)
    #expect(ear.counts.repetitions == Self.day.count - kept.count)
    #expect(heard.withLock { $0 } == Self.day.count)
  }

  @Test("tells at its end why it could not write, and hears on until then", arguments: [1, 2])
  func refused(batch: Int) throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = try SiteFile.open(
      path: folder.appendingPathComponent("site.amtscout").path, create: true)
    // A scan that the file does not hold.
    let ear = Ear(
      source: "a.pcap", site: "", recorder: try recorder(file, begins: false), batch: batch)
    for client in 1...40 as ClosedRange<UInt8> {
      let packet = ack(client, host: "pc", transaction: 1)
      ear.hear(head(Int(client), packet, second: 0), packet.span.bytes)
    }
    #expect(throws: StoreError.self) { try ear.finish() }
    #expect(ear.hasFailed && ear.counts.messages == 40)
    #expect(try file.observationCount() == 0)
  }
}
