import Glibc
import ScoutNet
import Synchronization

@testable import ScoutLoop

/// A socket of the test's own on 127.0.0.1; closed when forgotten.
final class LocalSocket: Sendable {
  let fd: Int32
  let port: UInt16

  /// Opens a TCP listener or a UDP socket on a port that the system chooses.
  init(stream: Bool, backlog: Int32 = 16, address: UInt32 = 0x7F00_0001) throws {
    let kind = stream ? SOCK_STREAM : SOCK_DGRAM
    let fd = socket(AF_INET, Int32(kind.rawValue), 0)
    self.fd = fd
    var local = sockaddr_in()
    local.sin_family = sa_family_t(AF_INET)
    local.sin_addr.s_addr = address.bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let bound = withUnsafePointer(to: &local) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(fd, $0, length) }
    }
    _ = withUnsafeMutablePointer(to: &local) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(fd, $0, &length) }
    }
    port = UInt16(bigEndian: local.sin_port)
    if fd < 0 || bound < 0 || (stream && listen(fd, backlog) < 0) {
      throw LoopError(code: .cannotStart, errno: errno)
    }
  }

  deinit { close(fd) }

  /// Takes one connection on a thread of its own and lets `talk` speak on it.
  func serveOnce(_ talk: @escaping @Sendable (Int32) -> Void) {
    inThread {
      let connection = accept(self.fd, nil, nil)
      if connection >= 0 {
        talk(connection)
        close(connection)
      }
    }
  }
}

func inThread(_ body: @escaping @Sendable () -> Void) {
  final class Box: Sendable {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }
  var thread = pthread_t()
  pthread_create(
    &thread, nil,
    { context in
      if let context { Unmanaged<Box>.fromOpaque(context).takeRetainedValue().body() }
      return nil
    }, Unmanaged.passRetained(Box(body)).toOpaque())
  pthread_detach(thread)
}

let localhost = IPAddress.v4(IPv4Address(127, 0, 0, 1))

/// What became of a connection, as the test wants to compare it.
struct Story: Hashable, Sendable {
  var connected = false
  var received: [UInt8] = []
  var reason: CloseReason?
  var retransmissions = 0
}

/// Writes the story of one connection down and hands it over at the end.
final class Recorder: ConnectionHandler {
  private var story = Story()
  private let greeting: [UInt8]
  private let done: @Sendable (Story) -> Void

  init(greeting: [UInt8] = [], done: @escaping @Sendable (Story) -> Void) {
    self.greeting = greeting
    self.done = done
  }

  func connected(_ connection: Connection) {
    story.connected = true
    if !greeting.isEmpty { _ = connection.send(greeting) }
  }

  func received(_ bytes: RawSpan, on connection: Connection) {
    bytes.withUnsafeBytes { story.received.append(contentsOf: $0) }
  }

  func closed(_ connection: Connection, reason: CloseReason) {
    story.reason = reason
    story.retransmissions = connection.retransmissions
    done(story)
  }
}

extension EventLoop {
  /// Connects and waits until the connection has ended.
  func story(
    of peer: IPAddress, port: UInt16, timeout: Duration = .seconds(5), greeting: [UInt8] = []
  ) async -> Story {
    await withCheckedContinuation { continuation in
      _ = submit { loop in
        _ = loop.connect(
          to: peer, port: port, timeout: timeout,
          handler: Recorder(greeting: greeting) { continuation.resume(returning: $0) })
      }
    }
  }
}
