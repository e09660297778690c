import Dispatch

/// Has one piece of work after the other done on a thread of its own, while the next is gathered.
package final class Background: Sendable {
  private let queue: DispatchQueue
  private let room: DispatchSemaphore

  /// - Parameter limit: so many pieces may wait; who has more is kept waiting.
  package init(_ label: String, limit: Int) {
    queue = DispatchQueue(label: label)
    room = DispatchSemaphore(value: limit)
  }

  /// Takes a piece behind those that were taken before.
  package func take(_ work: @escaping @Sendable () -> Void) {
    room.wait()
    queue.async { [room] in
      work()
      room.signal()
    }
  }

  /// Waits until all that was taken is done.
  package func finish() { queue.sync {} }
}
