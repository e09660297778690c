import Glibc
import ScoutLoop
import ScoutNet
import Synchronization

@testable import ScoutSweep

/// A socket of the test's own on a loopback address; closed when forgotten.
final class LocalSocket: Sendable {
  let fd: Int32
  let port: UInt16

  struct Failure: Error { let code: Int32 }

  /// Opens a TCP listener or a UDP socket; port 0 lets the system choose.
  init(
    stream: Bool, at address: IPv4Address = IPv4Address(127, 0, 0, 1), port wanted: UInt16 = 0
  ) throws {
    let kind = stream ? SOCK_STREAM : SOCK_DGRAM
    let fd = socket(AF_INET, Int32(kind.rawValue), 0)
    self.fd = fd
    var one: Int32 = 1
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, 4)
    var local = sockaddr_in()
    local.sin_family = sa_family_t(AF_INET)
    local.sin_addr.s_addr = address.rawValue.bigEndian
    local.sin_port = wanted.bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let bound = withUnsafePointer(to: &local) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(fd, $0, length) }
    }
    _ = withUnsafeMutablePointer(to: &local) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(fd, $0, &length) }
    }
    port = UInt16(bigEndian: local.sin_port)
    if fd < 0 || bound < 0 || (stream && listen(fd, 1024) < 0) { throw Failure(code: errno) }
  }

  deinit {
    shutdown(fd, Int32(SHUT_RDWR))
    close(fd)
  }

  /// Takes connections and closes them, so that the listener's queue never fills.
  func acceptAll() {
    let fd = dup(fd)
    inThread {
      while true {
        let connection = accept(fd, nil, nil)
        if connection >= 0 {
          close(connection)
        } else if errno == EINVAL || errno == EBADF {
          break
        }
      }
      close(fd)
    }
  }

  /// Answers datagrams on a thread of its own until `quit` arrives.
  func serve(_ answer: @escaping @Sendable (_ bytes: [UInt8], _ number: Int) -> [[UInt8]]) {
    let fd = dup(fd)
    inThread {
      var number = 0
      var buffer = [UInt8](repeating: 0, count: 2048)
      while true {
        var from = sockaddr_in()
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let count = withUnsafeMutablePointer(to: &from) {
          $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            recvfrom(fd, &buffer, 2048, 0, $0, &length)
          }
        }
        if count <= 0 || Array(buffer[..<count]) == Self.quit { break }
        for datagram in answer(Array(buffer[..<count]), number) {
          _ = withUnsafePointer(to: &from) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
              sendto(fd, datagram, datagram.count, 0, $0, length)
            }
          }
        }
        number += 1
      }
      close(fd)
    }
  }

  static let quit = Array("quit".utf8)

  /// Ends `serve`.
  func stopServing() {
    var address = sockaddr_in()
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        getsockname(fd, $0, &length)
        _ = sendto(fd, Self.quit, Self.quit.count, 0, $0, length)
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

/// Everything a sweep handed over.
struct Findings {
  var events: [SweepEvent] = []
  var batches = 0
  var lastProgress: UInt64 = 0
  var summary: SweepSummary

  var open: Set<String> {
    Set(
      events.compactMap { event in
        if case .open(let address, let port, _) = event { "\(address) \(port)" } else { nil }
      })
  }
}

/// Nothing but loopback may be sent to by any test of this module.
func loopbackPolicy() throws -> TargetPolicy {
  TargetPolicy(isConfirmed: true, only: try addresses("127.0.0.0/8", "::1"))
}

/// A plan for loopback with a short cool-down and no pacing to speak of.
func plan(
  _ texts: String..., ports: [UInt16], ping: UInt16? = nil, seed: UInt64 = 1
) throws -> SweepPlan {
  let set = try TargetList(arguments: texts).addresses
  var plan = SweepPlan(
    targets: try loopbackPolicy().admit(set), ports: ports, presencePing: ping != nil, seed: seed)
  plan.pingPort = ping ?? 623
  plan.rate = PacketsPerSecond(20_000)
  plan.prefixRate = PacketsPerSecond(20_000)
  plan.coolDown = .milliseconds(300)
  return plan
}

extension ConnectSweep {
  /// A sweep with a loop of its own that may send to loopback only.
  static func onLoopback() throws -> ConnectSweep {
    let policy = try loopbackPolicy()
    return ConnectSweep(loop: try EventLoop { policy.permits($0, port: $1) })
  }

  func findings(_ plan: SweepPlan) async throws -> Findings {
    var events: [SweepEvent] = []
    var batches = 0
    var last: UInt64 = 0
    let summary = try await run(plan) { batch in
      events += batch.events
      batches += 1
      last = batch.progress
    }
    return Findings(events: events, batches: batches, lastProgress: last, summary: summary)
  }
}
