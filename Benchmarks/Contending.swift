import Foundation
import ScoutGrab
import ScoutLink
import ScoutListen
import ScoutLoop
import ScoutModel
import ScoutNet
import ScoutPipeline
import ScoutStore
import ScoutTestKit
import Synchronization

/// Work that `scripts/bench` has done by a process of its own, beside other tools at the same work.
enum Contending {
  /// Asks one port of every address in a file, one a line, stores what they say as a run does, and
  /// prints how much that was.
  static func ask(port: UInt16, site: String, addresses path: String) async throws {
    let text = try String(contentsOfFile: path, encoding: .utf8)
    let addresses = text.split(separator: "\n").compactMap { IPAddress($0) }
    _ = LocalMachine.raiseOpenFiles()
    let file = try SiteFile.open(path: site, create: true)
    let scan = try file.beginScan(Storing.scan)
    let recorder = Recorder(
      file: file, scan: scan, questions: NameQuestions(profile: SiteProfile()))
    let wanted = Set(addresses)
    let limits = GrabLimits()
    let grabber = try Grabber(limits: limits) { address, _ in wanted.contains(address) }
    let targets = Queue<GrabTarget>(capacity: addresses.count)
    for address in addresses {
      await targets.send(GrabTarget(address: address, ports: [port]))
    }
    targets.finish()
    let counts = Mutex((sightings: 0, answers: 0, handshakes: 0))
    try await forEach(targets, atMost: limits.devices) { target in
      let result = try await grabber.grab(target)
      let endpoint = Endpoint(address: target.address)
      let time = Timestamp.now
      try await recorder.recordTogether(
        result.facts.map { Sighting(time: time, endpoint: endpoint, method: .active, fact: $0) })
      counts.withLock { counts in
        for case .web(let web) in result.facts where !web.statuses.isEmpty {
          counts.sightings += 1
          counts.answers += web.statuses.count
          // Both questions are asked in one session.
          if web.secure { counts.handshakes += 1 }
        }
      }
    }
    let total = counts.withLock { $0 }
    print("\(total.sightings) sightings")
    print("\(total.answers) answers")
    print("\(total.handshakes) handshakes")
  }

  /// Reads every message of a capture file and prints how many there were.
  static func parse(_ path: String) throws {
    var dissector = Dissector()
    try CaptureFile(path: path).read { head, bytes in dissector.dissect(bytes, head) { keep($0) } }
    print("\(dissector.counts.messages) messages")
  }

  /// Reads a capture file and prints a line for each message, and nothing else.
  static func printLines(_ path: String) throws {
    var dissector = Dissector()
    let lines = LineBuffer()
    let output = FileHandle.standardOutput
    try CaptureFile(path: path).read { head, bytes in
      dissector.dissect(bytes, head) { CaptureLine.append($0, to: lines) }
      if lines.count < 1 << 16 { return }
      try output.write(contentsOf: lines.bytes)
      lines.removeAll()
    }
    try output.write(contentsOf: lines.bytes)
  }
}
