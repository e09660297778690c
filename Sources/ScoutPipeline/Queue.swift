import Synchronization

/// A queue between two stages: who fills it waits while it is full, who empties it waits while it
/// is empty. One sender and one receiver at a time.
package final class Queue<Element: Sendable>: AsyncSequence, Sendable {
  private struct State {
    var waiting: [Element] = []
    /// How many of `waiting` have been taken already.
    var taken = 0
    var isFinished = false
    var receiver: CheckedContinuation<Element?, Never>?
    var sender: CheckedContinuation<Void, Never>?

    var count: Int { waiting.count - taken }

    mutating func next() -> Element? {
      guard taken < waiting.count else { return nil }
      let element = waiting[taken]
      taken += 1
      if taken == waiting.count || taken > 1024 {
        waiting.removeFirst(taken)
        taken = 0
      }
      return element
    }
  }

  private let state = Mutex(State())
  private let capacity: Int

  package init(capacity: Int) { self.capacity = capacity }

  /// Adds an element, and waits while more than `capacity` are in the queue; after `finish` it is
  /// dropped.
  package func send(_ element: Element) async {
    let receiver = state.withLock { state -> CheckedContinuation<Element?, Never>? in
      if state.isFinished { return nil }
      if let receiver = state.receiver {
        state.receiver = nil
        return receiver
      }
      state.waiting.append(element)
      return nil
    }
    if let receiver { return receiver.resume(returning: element) }
    await withCheckedContinuation { continuation in
      let goOn = state.withLock { state in
        if state.isFinished || state.count <= capacity { return true }
        state.sender = continuation
        return false
      }
      if goOn { continuation.resume() }
    }
  }

  /// Says that nothing more comes; what waits can still be taken.
  package func finish() {
    let (receiver, sender) = state.withLock { state in
      state.isFinished = true
      defer {
        state.receiver = nil
        state.sender = nil
      }
      return (state.receiver, state.sender)
    }
    receiver?.resume(returning: nil)
    sender?.resume()
  }

  package struct AsyncIterator: AsyncIteratorProtocol {
    fileprivate let queue: Queue

    package mutating func next() async -> Element? { await queue.next() }
  }

  package func makeAsyncIterator() -> AsyncIterator { AsyncIterator(queue: self) }

  private func next() async -> Element? {
    await withCheckedContinuation { continuation in
      var sender: CheckedContinuation<Void, Never>?
      let outcome = state.withLock { state -> Element?? in
        if let element = state.next() {
          if state.count <= capacity {
            sender = state.sender
            state.sender = nil
          }
          return .some(element)
        }
        if state.isFinished { return .some(nil) }
        state.receiver = continuation
        return nil
      }
      sender?.resume()
      if let outcome { continuation.resume(returning: outcome) }
    }
  }
}
