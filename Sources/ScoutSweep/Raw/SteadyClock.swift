package import ScoutLoop

/// Time without jumps: where the machine slept or was stopped, it goes on as if nothing had been.
///
/// Otherwise every answer would seem to be overdue after a suspend, and the pause would earn a
/// burst.
package struct SteadyClock: Sendable {
  private var last: Moment?
  private var skipped: Int64 = 0
  /// How often time jumped, and by how much in all.
  package private(set) var jumps = 0
  package var lost: Duration { .nanoseconds(skipped) }

  /// A step of more than this is a jump; a running sweep looks at the clock far more often.
  package static let limit = Duration.seconds(2)

  package init() {}

  /// Takes a reading of the machine's clock.
  package mutating func time(_ raw: Moment) -> Moment {
    if let last {
      let step = raw.nanoseconds &- last.nanoseconds
      if step < 0 || step > Self.limit.nanoseconds {
        jumps += 1
        skipped &+= step
      }
    }
    last = raw
    return Moment(nanoseconds: raw.nanoseconds &- skipped)
  }
}
