import FlyingSocks
import Glibc
import Synchronization

/// A TCP port of 127.0.0.1 that takes a limited number of connections at once.
struct LoopbackPort: Sendable {
  /// Trouble with the port; `description` says what to do next.
  struct ListenError: Error, CustomStringConvertible {
    let description: String
  }

  /// How many connections are served at once; further ones are closed.
  static let connectionLimit = 32
  /// So many failures to take a connection, one after the other, are the end.
  private static let failureLimit = 100

  let number: UInt16
  private let socket: Socket

  /// - Parameter number: the port; 0 takes a free one.
  init(_ number: UInt16) throws {
    socket = try Socket(domain: AF_INET, type: .stream)
    do {
      // A port whose last connection has just ended can be taken again at once.
      try socket.setValue(true, for: .localAddressReuse)
      try socket.bind(to: sockaddr_in.inet(ip4: "127.0.0.1", port: number))
      try socket.listen(maxPendingConnection: Int32(Self.connectionLimit))
      guard case .ip4(_, let bound) = try socket.sockname() else {
        throw SocketError.unsupportedAddress
      }
      self.number = bound
    } catch {
      try? socket.close()
      throw ListenError(
        description: "127.0.0.1:\(number) cannot be listened on (\(error)); is it in use? "
          + "Take another with --port, or 0 for a free one")
    }
  }

  func close() { try? socket.close() }

  /// Hands each connection to `serve`, until the task is cancelled.
  func run(_ serve: @escaping @Sendable (AsyncSocket) async throws -> Void) async throws {
    let pool = SocketPool(queue: ePoll(maxEvents: 64))
    try await pool.prepare()
    let listening = try AsyncSocket(socket: socket, pool: pool)
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await pool.run() }
      group.addTask { try await Self.accept(from: listening, serve) }
      defer { group.cancelAll() }
      try await group.next()
    }
  }

  private static func accept(
    from listening: AsyncSocket, _ serve: @escaping @Sendable (AsyncSocket) async throws -> Void
  ) async throws {
    let open = OpenConnections()
    try await withThrowingDiscardingTaskGroup { group in
      var failures = 0
      while true {
        let connection: AsyncSocket
        do {
          connection = try await listening.accept()
          failures = 0
        } catch {
          // A peer that went away before it was taken, or too many open files: both pass.
          try Task.checkCancellation()
          failures += 1
          if failures == failureLimit { throw error }
          try await Task.sleep(for: .milliseconds(50))
          continue
        }
        guard open.take(limit: connectionLimit) else {
          try? connection.close()
          continue
        }
        group.addTask {
          // What a peer does, or leaves undone, is no error of ours.
          try? await serve(connection)
          try? connection.close()
          open.leave()
        }
      }
    }
  }
}

/// Counts the connections that are being served.
private final class OpenConnections: Sendable {
  private let count = Atomic(0)

  /// Whether there was room for one more.
  func take(limit: Int) -> Bool {
    if count.add(1, ordering: .relaxed).newValue <= limit { return true }
    leave()
    return false
  }

  func leave() { count.subtract(1, ordering: .relaxed) }
}

/// Waits for `work`, and gives it up where it takes longer than `limit`.
func within<Value: Sendable>(
  _ limit: Duration, _ work: @escaping @Sendable () async throws -> Value
) async throws -> Value {
  try await withThrowingTaskGroup(of: Value.self) { group in
    group.addTask { try await work() }
    group.addTask {
      try await Task.sleep(for: limit)
      throw CancellationError()
    }
    defer { group.cancelAll() }
    guard let value = try await group.next() else { throw CancellationError() }
    return value
  }
}
