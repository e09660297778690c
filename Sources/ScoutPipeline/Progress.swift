import Synchronization

/// How far a run has come, counted by whoever does the work and read by whoever shows it.
package final class Progress: Sendable {
  /// One look at all counts.
  package struct Snapshot: Hashable, Sendable {
    package var phase = Phase.preparing
    package var addresses: UInt64 = 0
    package var addressesDone: UInt64 = 0
    package var sent: UInt64 = 0
    package var open = 0
    package var pongs = 0
    package var conversations = 0
    package var conversationsDone = 0
    package var questions = 0
    package var questionsDone = 0
    package var captured = 0
    /// Why the sweep goes slower than it was asked to, where it does.
    package var slowedBy: String?
    /// Packets a second that the sweep may send now, where its engine says so.
    package var allowedRate: Int?
    /// Packets a second over the last moments.
    package var rate = 0.0
  }

  package enum Phase: String, Hashable, Sendable {
    case preparing, sweeping, asking, resolving, reporting, done
  }

  private let state = Mutex(Snapshot())

  package init() {}

  package var snapshot: Snapshot { state.withLock { $0 } }

  /// Changes the counts; `body` runs under a lock and must be short.
  package func update(_ body: (inout Snapshot) -> Void) { state.withLock { body(&$0) } }
}
