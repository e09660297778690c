import Foundation
import ScoutLoop
import ScoutNet
import Synchronization

/// The loop without anything above it: connect, ask for `/`, read until the peer closes.
///
/// For comparing it with other event loops at the same work; see decision 11.
enum LoopAlone {
  /// Connections under way at once.
  private static let width = 500

  static func ask(port: UInt16, addresses path: String, rounds: Int) async throws {
    let text = try String(contentsOfFile: path, encoding: .utf8)
    let addresses = text.split(separator: "\n").compactMap { IPAddress($0) }
    _ = LocalMachine.raiseOpenFiles()
    let wanted = Set(addresses)
    let loop = try EventLoop { address, _ in wanted.contains(address) }
    let (answers, bytes) = await withCheckedContinuation { continuation in
      _ = loop.submit { loop in
        let asking = Questions(loop, addresses, port, rounds) { continuation.resume(returning: $0) }
        for _ in 0..<width { asking.next() }
      }
    }
    loop.stop()
    print("\(answers) answers, \(bytes) bytes")
  }
}

/// All connections of one run; lives on the loop's thread.
private final class Questions: ConnectionHandler {
  private let loop: Loop
  private let addresses: [IPAddress]
  private let port: UInt16
  private let total: Int
  private let done: ((answers: Int, bytes: Int)) -> Void
  private var started = 0
  private var ended = 0
  private var bytes = 0

  init(
    _ loop: Loop, _ addresses: [IPAddress], _ port: UInt16, _ rounds: Int,
    done: @escaping ((answers: Int, bytes: Int)) -> Void
  ) {
    self.loop = loop
    self.addresses = addresses
    self.port = port
    total = addresses.count * rounds
    self.done = done
  }

  func next() {
    if started == total { return }
    let address = addresses[started % addresses.count]
    started += 1
    _ = loop.connect(to: address, port: port, timeout: .seconds(3), handler: self)
  }

  func connected(_ connection: Connection) {
    let text =
      "GET / HTTP/1.1\r\nHost: \(connection.peer):\(port)\r\nConnection: close\r\n\r\n"
    _ = connection.send(Array(text.utf8))
  }

  func received(_ bytes: RawSpan, on connection: Connection) {
    let copy = bytes.withUnsafeBytes { [UInt8]($0) }
    self.bytes += copy.count
  }

  func closed(_ connection: Connection, reason: CloseReason) {
    ended += 1
    if ended == total { done((ended, bytes)) } else { next() }
  }
}
