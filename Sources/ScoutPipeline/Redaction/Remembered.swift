import Synchronization

/// What was made of values that come again and again.
final class Remembered<Key: Hashable & Sendable, Value: Sendable>: Sendable {
  private let known = Mutex<[Key: Value]>([:])
  private let limit: Int

  /// - Parameter limit: Values that differ by machine must not pile up: beyond this all are forgotten.
  init(limit: Int = 1 << 14) { self.limit = limit }

  func value(of key: Key, _ make: (Key) -> Value) -> Value {
    if let value = known.withLock({ $0[key] }) { return value }
    let value = make(key)
    known.withLock { known in
      if known.count >= limit { known.removeAll(keepingCapacity: true) }
      known[key] = value
    }
    return value
  }
}
