import ScoutLoop
import Synchronization

/// Hands batches from the loop's thread to the task that runs the sweep.
final class SweepOutbox: Sendable {
  enum Delivery: Sendable {
    case batch(SweepBatch)
    case end(SweepSummary)
    /// The loop stopped under the sweep.
    case broken
  }

  private struct State {
    var batch: SweepBatch?
    var end: Delivery?
    var waiter: CheckedContinuation<Void, Never>?
  }

  private let state = Mutex(State())

  /// Events that wait to be fetched.
  var count: Int { state.withLock { $0.batch?.events.count ?? 0 } }

  func put(_ batch: SweepBatch) {
    wake { state in
      var events = state.batch?.events ?? []
      events += batch.events
      state.batch = SweepBatch(events: events, progress: batch.progress, tally: batch.tally)
    }
  }

  func end(_ delivery: Delivery) {
    wake { state in if state.end == nil { state.end = delivery } }
  }

  private func wake(_ change: (inout sending State) -> Void) {
    let waiter = state.withLock { state in
      change(&state)
      let waiter = state.waiter
      state.waiter = nil
      return waiter
    }
    waiter?.resume()
  }

  /// Waits for the next batch; the end comes after the last one. For one task only.
  func next() async -> Delivery {
    while true {
      let delivery = state.withLock { state -> Delivery? in
        if let batch = state.batch {
          state.batch = nil
          return .batch(batch)
        }
        return state.end
      }
      if let delivery { return delivery }
      await withCheckedContinuation { waiter in
        let isReady = state.withLock { state in
          if state.batch != nil || state.end != nil { return true }
          state.waiter = waiter
          return false
        }
        if isReady { waiter.resume() }
      }
    }
  }
}
