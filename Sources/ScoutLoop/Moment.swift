import CScoutShims

/// A point on the monotonic clock, in nanoseconds since an arbitrary start.
///
/// Rules about time (pacing, deadlines) take a moment as a parameter, so that a test can move time
/// by hand; only the loop reads the clock.
package struct Moment: Hashable, Sendable, Comparable {
  package let nanoseconds: Int64

  package init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

  /// Reads the clock.
  package static var now: Moment { Moment(nanoseconds: scout_monotonic()) }

  package static let never = Moment(nanoseconds: .max)

  package static func < (left: Self, right: Self) -> Bool { left.nanoseconds < right.nanoseconds }

  /// The moment `duration` later; one too far away to count is `never`.
  package static func + (left: Self, right: Duration) -> Moment {
    let (sum, overflow) = left.nanoseconds.addingReportingOverflow(right.nanoseconds)
    return overflow ? .never : Moment(nanoseconds: sum)
  }

  package static func - (left: Self, right: Self) -> Duration {
    .nanoseconds(left.nanoseconds.subtractingReportingOverflow(right.nanoseconds).partialValue)
  }
}

extension Duration {
  /// The whole nanoseconds, held within what 64 bits can count.
  package var nanoseconds: Int64 {
    let (seconds, attoseconds) = components
    let (whole, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
    if overflow { return seconds < 0 ? .min : .max }
    let (sum, carry) = whole.addingReportingOverflow(attoseconds / 1_000_000_000)
    return carry ? (seconds < 0 ? .min : .max) : sum
  }
}
