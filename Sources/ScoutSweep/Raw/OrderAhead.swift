/// The values of an order for places that are asked for mostly one after the other, worked out some at a
/// time: each step of one value waits for the step before, so the processor is kept busy by several
/// that nothing else stands between. For one thread at a time.
final class OrderAhead {
  private let order: Permutation
  /// Which of them are at hand, and how many.
  private var first: UInt64 = 0
  private var count: UInt64 = 0
  private let values = UnsafeMutablePointer<UInt64>.allocate(capacity: OrderAhead.width)

  static let width = 32

  init(_ order: Permutation) {
    self.order = order
    values.initialize(repeating: 0, count: Self.width)
  }

  deinit { values.deallocate() }

  /// The value at a place; `nil` beyond the end.
  @inline(__always)
  subscript(place: UInt64) -> UInt64? {
    if place &- first >= count {
      guard place < order.count else { return nil }
      look(from: place)
    }
    return values[Int(truncatingIfNeeded: place &- first)]
  }

  @inline(never)
  private func look(from place: UInt64) {
    first = place
    count = min(UInt64(Self.width), order.count - place)
    for offset in 0..<count { values[Int(offset)] = order[place + offset] ?? 0 }
  }
}
