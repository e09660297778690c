import Synchronization

/// Does `count` things that do not depend on each other, on several cores or on one.
///
/// What is pure knows no threads: whoever calls it with many devices says how they are worked at.
package typealias SideBySide = (_ count: Int, _ body: @Sendable (Int) -> Void) -> Void

package func oneByOne(_ count: Int, _ body: @Sendable (Int) -> Void) {
  for index in 0..<count { body(index) }
}

/// Makes what comes of each number below `count`, some at a time, and hands them over in their order:
/// those that were made while the next are under way, so that few are held and no core waits.
///
/// Once `take` has thrown, no more are made than those under way.
package func inOrder<Value: Sendable, Failure>(
  _ count: Int, atOnce width: Int = 16, _ sideBySide: SideBySide,
  _ make: @Sendable (Int) -> Value, _ take: (Value) throws(Failure) -> Void
) throws(Failure) {
  var ready: [Value] = []
  for start in stride(from: 0, to: count, by: width) {
    let number = min(width, count - start)
    let values = Mutex<[Value?]>(Array(repeating: nil, count: number))
    let failure = Mutex<Failure?>(nil)
    let before = ready
    withoutActuallyEscaping(make) { make in
      withoutActuallyEscaping(take) { take in
        // SAFETY: one of those side by side calls it, and nobody after they have come back.
        nonisolated(unsafe) let take = take
        sideBySide(1 + number) { place in
          if place == 0 {
            do throws(Failure) {
              for value in before { try take(value) }
            } catch {
              failure.withLock { $0 = error }
            }
          } else {
            let value = make(start + place - 1)
            values.withLock { $0[place - 1] = value }
          }
        }
      }
    }
    if let failure = failure.withLock({ $0 }) { throw failure }
    ready = values.withLock { $0.compactMap(\.self) }
  }
  for value in ready { try take(value) }
}

/// Many things in parts of a few, each worth handing to another core.
package struct Parts: Sendable {
  private let whole: Int
  private let size: Int

  package init(of whole: Int, by size: Int) {
    self.whole = whole
    self.size = size
  }

  /// How many parts there are.
  package var count: Int { (whole + size - 1) / size }

  /// The places of a part among the things.
  package subscript(number: Int) -> Range<Int> {
    number * size..<min(whole, number * size + size)
  }
}
