import Glibc
import ScoutNet
import Testing

@testable import ScoutLoop

/// Hands the first thing that happens to a datagram socket over.
private final class Listener: DatagramHandler {
  enum Event: Hashable, Sendable {
    case received([UInt8], IPAddress, UInt16)
    case unreachable(Unreachable, IPAddress, UInt16, [UInt8])
    case stopped
  }
  private var done: (@Sendable (LocalTrouble?, Event) -> Void)?
  var socket: DatagramSocket?
  var trouble: LocalTrouble?

  init(done: @escaping @Sendable (LocalTrouble?, Event) -> Void) { self.done = done }

  private func tell(_ event: Event) {
    done?(trouble, event)
    done = nil
    socket?.close()
    socket = nil
  }

  func received(_ bytes: RawSpan, from peer: IPAddress, port: UInt16) {
    tell(.received(bytes.withUnsafeBytes { Array($0) }, peer, port))
  }
  func unreachable(_ found: Unreachable, peer: IPAddress, port: UInt16, quoting bytes: RawSpan) {
    tell(.unreachable(found, peer, port, bytes.withUnsafeBytes { Array($0) }))
  }
  func stopped() { tell(.stopped) }
}

@Suite("Datagram sockets") struct DatagramSocketTests {
  let loop = try? EventLoop { address, _ in address == localhost }

  private func firstEvent(
    to port: UInt16, _ bytes: [UInt8]
  ) async throws -> (LocalTrouble?, Listener.Event) {
    let loop = try #require(loop)
    return await withCheckedContinuation { continuation in
      _ = loop.submit { loop in
        let listener = Listener { continuation.resume(returning: ($0, $1)) }
        listener.socket = try? loop.openDatagramSocket(isV6: false, handler: listener)
        listener.trouble = listener.socket?.send(bytes, to: localhost, port: port)
        // The socket does not keep its handler; the timer does.
        loop.set(loop.timer { listener.stopped() }, for: loop.now + .seconds(20))
      }
    }
  }

  @Test("carries a datagram and its answer with the sender's address")
  func echo() async throws {
    let server = try LocalSocket(stream: false)
    inThread {
      var bytes = [UInt8](repeating: 0, count: 64)
      var from = sockaddr_in()
      var length = socklen_t(MemoryLayout<sockaddr_in>.size)
      withUnsafeMutablePointer(to: &from) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
          let count = recvfrom(server.fd, &bytes, bytes.count, 0, address, &length)
          _ = sendto(server.fd, bytes, count, 0, address, length)
        }
      }
    }
    let (trouble, event) = try await firstEvent(to: server.port, [1, 2, 3])
    #expect(trouble == nil)
    #expect(event == .received([1, 2, 3], localhost, server.port))
  }

  @Test("an ICMP port unreachable tells which peer, and quotes the datagram")
  func portUnreachable() async throws {
    let port = try LocalSocket(stream: false).port
    let (trouble, event) = try await firstEvent(to: port, [9, 8])
    #expect(trouble == nil)
    #expect(
      event
        == .unreachable(Unreachable(kind: .port, reporter: localhost), localhost, port, [9, 8]))
  }

  @Test("one unreachable peer does not keep the next datagram from leaving")
  func pendingError() async throws {
    let loop = try #require(loop)
    let dead = try LocalSocket(stream: false).port
    let troubles = try await loop.perform { loop -> [LocalTrouble?] in
      let listener = Listener { _, _ in }
      guard let socket = try? loop.openDatagramSocket(isV6: false, handler: listener) else {
        return [.stopped]
      }
      defer { socket.close() }
      return (0..<20).map { _ in socket.send([1], to: localhost, port: dead) }
    }
    #expect(troubles == Array(repeating: nil, count: 20))
  }

  @Test("what admission forbids is never sent")
  func notAdmitted() async throws {
    let loop = try #require(loop)
    let trouble = try await loop.perform { loop in
      let listener = Listener { _, _ in }
      let socket = try? loop.openDatagramSocket(isV6: false, handler: listener)
      defer { socket?.close() }
      return socket?.send([1], to: .v4(IPv4Address(127, 0, 0, 2)), port: 9)
    }
    #expect(trouble == .notAdmitted)
  }

  @Test("loopback is among the addresses of this machine, and not among its links")
  func localMachine() {
    #expect(LocalMachine.addresses().contains { $0.address == localhost && $0.isLoopback })
    #expect(!LocalMachine.linkNetworks().contains { $0.contains(localhost) })
    #expect(LocalMachine.raiseOpenFiles() > 100)
  }
}
