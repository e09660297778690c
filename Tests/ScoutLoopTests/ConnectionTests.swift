import Glibc
import ScoutNet
import Synchronization
import Testing

@testable import ScoutLoop

@Suite("Connections") struct ConnectionTests {
  let loop = try? EventLoop { address, _ in address != .v4(IPv4Address(127, 9, 9, 9)) }

  @Test("says what the peer said, and that it closed")
  func conversation() async throws {
    let loop = try #require(loop)
    let server = try LocalSocket(stream: true)
    server.serveOnce { fd in
      var byte: UInt8 = 0
      _ = read(fd, &byte, 1)
      _ = [byte, 7, 8].withUnsafeBytes { write(fd, $0.baseAddress, 3) }
    }
    let story = await loop.story(of: localhost, port: server.port, greeting: [42])
    #expect(story == Story(connected: true, received: [42, 7, 8], reason: .endOfStream))
  }

  @Test("sends more than the socket takes at once")
  func longSend() async throws {
    let loop = try #require(loop)
    let server = try LocalSocket(stream: true)
    let bytes = (0..<Connection.sendLimit).map { UInt8(truncatingIfNeeded: $0 / 7) }
    server.serveOnce { fd in
      var buffer = [UInt8](repeating: 0, count: 4096)
      var sum: UInt32 = 0
      var left = Connection.sendLimit
      while left > 0 {
        let count = read(fd, &buffer, buffer.count)
        if count <= 0 { break }
        for byte in buffer[..<count] { sum = sum &* 31 &+ UInt32(byte) }
        left -= count
      }
      withUnsafeBytes(of: sum) { _ = write(fd, $0.baseAddress, 4) }
    }
    let sum = bytes.reduce(into: UInt32(0)) { $0 = $0 &* 31 &+ UInt32($1) }
    let story = await loop.story(of: localhost, port: server.port, greeting: bytes)
    #expect(story.received == withUnsafeBytes(of: sum) { Array($0) })
  }

  @Test("a port without a listener refuses")
  func refused() async throws {
    let loop = try #require(loop)
    let port = try LocalSocket(stream: true).port
    let story = await loop.story(of: localhost, port: port)
    #expect(story == Story(reason: .refused))
  }

  @Test("a broken connection is a reset")
  func reset() async throws {
    let loop = try #require(loop)
    let server = try LocalSocket(stream: true)
    server.serveOnce { fd in
      var now = linger(l_onoff: 1, l_linger: 0)
      setsockopt(fd, SOL_SOCKET, SO_LINGER, &now, socklen_t(MemoryLayout<linger>.size))
    }
    let story = await loop.story(of: localhost, port: server.port)
    #expect(story == Story(connected: true, reason: .reset))
  }

  @Test("a full listener is silence, and the kernel's repetitions are counted")
  func silence() async throws {
    let loop = try #require(loop)
    let server = try LocalSocket(stream: true, backlog: 0)
    // The queue of a listener that never accepts takes one connection and drops later SYNs.
    let first = try await loop.perform { loop in
      LoopBound(
        loop.connect(
          to: localhost, port: server.port, timeout: .seconds(30), handler: Recorder { _ in }),
        to: loop)
    }
    _ = await loop.story(of: localhost, port: server.port, timeout: .milliseconds(100))
    let story = await loop.story(of: localhost, port: server.port, timeout: .milliseconds(1300))
    #expect(story.reason == .timedOut && !story.connected)
    #expect(story.retransmissions >= 1)
    try await loop.perform { first(on: $0).close() }
  }

  @Test("what admission forbids is never sent")
  func notAdmitted() async throws {
    let loop = try #require(loop)
    let story = await loop.story(of: .v4(IPv4Address(127, 9, 9, 9)), port: 9)
    #expect(story == Story(reason: .local(.notAdmitted)))
  }

  @Test("an IPv4-mapped IPv6 address never reaches IPv4")
  func mapped() async throws {
    let loop = try #require(loop)
    let server = try LocalSocket(stream: true)
    let mapped = IPAddress.v6(IPv6Address(high: 0, low: 0xFFFF_7F00_0001))
    let story = await loop.story(of: mapped, port: server.port)
    #expect(story == Story(reason: .local(.noRoute)))
  }

  @Test("stopping the loop ends every connection, and work is refused afterwards")
  func stop() async throws {
    let loop = try EventLoop { _, _ in true }
    let server = try LocalSocket(stream: true)
    let reason = await withCheckedContinuation { continuation in
      _ = loop.submit { inner in
        _ = inner.connect(
          to: localhost, port: server.port, timeout: .seconds(30),
          handler: Recorder { continuation.resume(returning: $0.reason) })
      }
      loop.stop()
    }
    #expect(reason == .local(.stopped))
    #expect(!loop.submit { _ in })
    await #expect(throws: LoopError(code: .stopped, errno: 0)) { try await loop.perform { _ in } }
  }

  @Test("a full inbox says so")
  func full() throws {
    let loop = try EventLoop(capacity: 1) { _, _ in true }
    let gate = Gate()
    defer { gate.open.store(true, ordering: .releasing) }
    let first = loop.submit { _ in
      gate.isReached.store(true, ordering: .releasing)
      while !gate.open.load(ordering: .acquiring) { usleep(1000) }
    }
    while !gate.isReached.load(ordering: .acquiring) { usleep(1000) }
    let second = loop.submit { _ in }
    let third = loop.submit { _ in }
    #expect(first && second && !third)
  }

  /// Holds the loop's thread at a known place.
  private final class Gate: Sendable {
    let isReached = Atomic(false)
    let open = Atomic(false)
  }

  @Test("ICMP types and codes are sorted into kinds, unknown ones kept")
  func icmp() {
    func kind(_ type: UInt8, _ code: UInt8, v6: Bool = false) -> Unreachable.Kind {
      Unreachable.kind(type: type, code: code, isV6: v6)
    }
    #expect(kind(3, 0) == .network)
    #expect(kind(3, 1) == .host)
    #expect(kind(3, 3) == .port)
    #expect(kind(3, 13) == .administrativelyProhibited)
    #expect(kind(11, 0) == .other(type: 11, code: 0))
    #expect(kind(1, 1, v6: true) == .administrativelyProhibited)
    #expect(kind(1, 3, v6: true) == .host)
    #expect(kind(1, 4, v6: true) == .port)
  }
}
