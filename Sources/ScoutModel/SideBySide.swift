import Synchronization

/// Does `count` things that do not depend on each other, on several cores or on one.
///
/// What is pure knows no threads: whoever calls it with many devices says how they are worked at.
package typealias SideBySide = (_ count: Int, _ body: @Sendable (Int) -> Void) -> Void

package func oneByOne(_ count: Int, _ body: @Sendable (Int) -> Void) {
  for index in 0..<count { body(index) }
}

/// What comes of each number below `count`, in their order.
package func collected<Value: Sendable>(
  _ count: Int, _ sideBySide: SideBySide, _ make: @Sendable (Int) -> Value
) -> [Value] {
  let values = Mutex<[Value?]>(Array(repeating: nil, count: count))
  withoutActuallyEscaping(make) { make in
    sideBySide(count) { place in
      let value = make(place)
      values.withLock { $0[place] = value }
    }
  }
  return values.withLock { $0.compactMap(\.self) }
}
