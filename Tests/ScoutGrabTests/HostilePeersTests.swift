import Foundation
import Glibc
import ScoutModel
import ScoutNet
import Testing

@testable import ScoutGrab

/// A peer that means no good, and what must be said of it.
struct Hostile: CustomTestStringConvertible, Sendable {
  var name: String
  var serve: @Sendable (Peer) -> Void
  var outcomes: Set<Outcome>
  var testDescription: String { name }
}

private let alert: [UInt8] = [21, 3, 1, 0, 2, 2, 40]

/// Sends `bytes` over and over, until the other side has enough or ten seconds are over.
@Sendable private func flood(_ peer: Peer, _ bytes: [UInt8]) {
  let end = Date().addingTimeInterval(10)
  while peer.send(bytes), Date() < end {}
}

/// Whether a hello waits that offers session tickets: our own never does, the library's does.
private func isLibraryHello(_ peer: Peer) -> Bool {
  var bytes = [UInt8](repeating: 0, count: 2048)
  let count = recv(peer.fd, &bytes, bytes.count, Int32(MSG_PEEK))
  let ticket: [UInt8] = [0, 35, 0, 0]
  let hello = Array(bytes.prefix(max(0, count)))
  return hello.indices.contains { hello[$0...].starts(with: ticket) }
}

@Suite("Hostile peers") struct HostilePeersTests {
  static let web: [Hostile] = [
    Hostile(name: "silence", serve: { $0.waitForClose() }, outcomes: [.silent]),
    Hostile(name: "closes at once", serve: { _ in }, outcomes: [.closedSilently]),
    Hostile(
      name: "resets at once", serve: { $0.reset() }, outcomes: [.closedSilently, .notConnected]),
    Hostile(
      name: "resets within the head",
      serve: {
        $0.receiveHead()
        $0.send("HTTP/1.1 200 OK\r\nServ")
        usleep(50_000)
        $0.reset()
      }, outcomes: [.brokenOff]),
    Hostile(
      name: "a byte at a time for ever",
      serve: { peer in
        let text = Array("HTTP/1.1 200 OK\r\n".utf8) + [UInt8](repeating: 0x41, count: 1000)
        for byte in text {
          guard peer.send([byte]) else { return }
          usleep(50_000)
        }
      }, outcomes: [.cutShort]),
    Hostile(
      name: "a header without end",
      serve: {
        $0.send("HTTP/1.1 200 OK\r\nX: ")
        flood($0, [UInt8](repeating: 0x41, count: 65536))
      }, outcomes: [.tooLong]),
    Hostile(
      name: "headers without end",
      serve: {
        $0.send("HTTP/1.1 200 OK\r\n")
        flood($0, Array(String(repeating: "X: y\r\n", count: 1000).utf8))
      }, outcomes: [.tooLong]),
    Hostile(
      name: "chunks without end",
      serve: {
        $0.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        flood($0, Array("10\r\n0123456789abcdef\r\n".utf8))
      }, outcomes: [.tooLong, .complete]),
    Hostile(
      name: "a body without end",
      serve: {
        $0.send("HTTP/1.1 200 OK\r\n\r\n")
        flood($0, [UInt8](repeating: 0x42, count: 65536))
      }, outcomes: [.tooLong, .complete]),
    Hostile(
      name: "garbage", serve: { flood($0, (0..<4096).map { UInt8(truncatingIfNeeded: $0 * 131) }) },
      outcomes: [.otherProtocol]),
    Hostile(
      name: "TLS on the plain port",
      serve: {
        $0.receive()
        $0.send(alert)
      }, outcomes: [.otherProtocol]),
    Hostile(name: "SSH", serve: { $0.send("SSH-2.0-OpenSSH_9.2\r\n") }, outcomes: [.otherProtocol]),
  ]

  @Test("on the plain web port end in an outcome, in time", arguments: web.indices)
  func plain(index: Int) async throws {
    let peer = Self.web[index]
    let server = try #require(
      TestServer("127.78.1.\(index + 1)", port: 16992, serve: peer.serve))
    let start = ContinuousClock.now
    let result = try await makeGrabber().grab(GrabTarget(address: server.address, ports: [16992]))
    let web = try #require(result.web)
    #expect(peer.outcomes.contains(web.outcome), "\(peer.name): \(web.outcome)")
    #expect(web.product == .unknown || web.product == .none)
    #expect(web.head.count <= 1024)
    #expect(ContinuousClock.now - start < .seconds(8), "\(peer.name)")
  }

  static let secure: [Hostile] = [
    Hostile(name: "silence", serve: { $0.waitForClose() }, outcomes: [.silent]),
    Hostile(name: "closes at once", serve: { _ in }, outcomes: [.closedSilently]),
    Hostile(
      name: "HTTP",
      serve: {
        $0.receive()
        $0.send("HTTP/1.1 400 Bad Request\r\n\r\n")
      }, outcomes: [.otherProtocol]),
    Hostile(
      name: "garbage", serve: { flood($0, [UInt8](repeating: 0xEE, count: 4096)) },
      outcomes: [.otherProtocol]),
    Hostile(
      name: "an alert for everything",
      serve: {
        $0.receive()
        $0.send(alert)
      }, outcomes: [.refusedHandshake]),
    Hostile(
      name: "half a record",
      serve: {
        $0.receive()
        $0.send([22, 3, 3, 0x10, 0, 2, 0, 0x0F])
        $0.waitForClose()
      }, outcomes: [.cutShort]),
    Hostile(
      name: "half a record, then closes",
      serve: {
        $0.receive()
        $0.send([22, 3, 3, 0x10, 0, 2, 0, 0x0F])
      }, outcomes: [.brokenOff]),
    Hostile(
      name: "a certificate message without end",
      serve: {
        $0.receive()
        flood($0, [22, 3, 3, 0x40, 0, 11, 0xFF, 0xFF, 0xFF] + [UInt8](repeating: 0, count: 16380))
      }, outcomes: [.tooLong, .otherProtocol]),
    Hostile(
      name: "a record a byte at a time",
      serve: { peer in
        for byte in [22, 3, 3, 0x10, 0, 2] + [UInt8](repeating: 0, count: 500) {
          guard peer.send([byte]) else { return }
          usleep(50_000)
        }
      }, outcomes: [.cutShort, .otherProtocol]),
  ]

  @Test("on the TLS port end in an outcome, in time", arguments: secure.indices)
  func tls(index: Int) async throws {
    let peer = Self.secure[index]
    let server = try #require(
      TestServer("127.78.2.\(index + 1)", port: 16993, serve: peer.serve))
    let start = ContinuousClock.now
    let result = try await makeGrabber().grab(GrabTarget(address: server.address, ports: [16993]))
    let tls = try #require(result.tls)
    #expect(peer.outcomes.contains(tls.outcome), "\(peer.name): \(tls.outcome)")
    #expect(tls.versions.isEmpty && tls.chain.isEmpty)
    #expect(result.web.map { $0.statuses.isEmpty } ?? true)
    #expect(ContinuousClock.now - start < .seconds(8), "\(peer.name)")
  }

  @Test("a server that stops within the library's handshake leaves the facts of the hellos")
  func halfHandshake() async throws {
    let context = try Identity.context(.tls12, .tls12)
    let serve = serveFirmware(in: context)
    let listening = TestServer("127.78.3.1", port: 16993) { peer in
      isLibraryHello(peer) ? peer.waitForClose() : serve(peer)
    }
    let server = try #require(listening)
    let result = try await makeGrabber().grab(GrabTarget(address: server.address, ports: [16993]))
    #expect(result.tls?.versions == [.tls12])
    #expect(result.tls?.chain.count == 1)
    #expect(result.tls?.outcome == .complete)
    #expect(result.web?.outcome == .silent)
  }

  @Test("a closed port, and one that is not there, are not connected")
  func closed() async throws {
    let address = try #require(IPAddress("127.78.4.1"))
    let target = GrabTarget(address: address, ports: [16992, 16993, 16995])
    let result = try await makeGrabber().grab(target)
    #expect(result.web?.outcome == .notConnected)
    #expect(result.tls?.outcome == .notConnected)
    #expect(result.facts.count == 3)
  }
}
