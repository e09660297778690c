package import ScoutLoop

/// Packets a second.
package struct PacketsPerSecond: Hashable, Sendable, Comparable {
  package let value: Int

  /// Takes a rate, held within 1 and 10 million.
  package init(_ value: Int) { self.value = min(max(value, 1), 10_000_000) }

  package static func < (left: Self, right: Self) -> Bool { left.value < right.value }

  /// Nanoseconds from one packet to the next.
  var interval: Int64 { 1_000_000_000 / Int64(value) }
}

/// Lets packets go at a rate, kept as the moment at which the next one is due (the generic cell
/// rate algorithm, ITU-T I.371). Time is a parameter.
package struct TokenBucket: Hashable, Sendable {
  private let interval: Int64
  private let tolerance: Int64
  private var due: Int64

  /// - Parameter burst: how many packets may go at once after a pause.
  package init(rate: PacketsPerSecond, burst: Int = 1) {
    interval = rate.interval
    tolerance = interval * Int64(min(max(burst, 1), 100_000) - 1)
    // Long ago, yet far enough from the end of the numbers for `tolerance` to be taken off.
    due = .min / 2
  }

  /// When the next packet may go.
  package var ready: Moment { Moment(nanoseconds: due &- tolerance) }

  /// Takes leave for one packet, if it may go at `now`.
  package mutating func take(at now: Moment) -> Bool {
    guard ready <= now else { return false }
    charge(at: now)
    return true
  }

  /// Counts a packet that has gone, with leave or without; it delays those to come.
  package mutating func charge(_ count: Int = 1, at now: Moment) {
    due = max(due, now.nanoseconds) &+ interval &* Int64(count)
  }

  /// Takes the next free moment, now or later.
  package mutating func reserve(at now: Moment) -> Moment {
    let moment = max(ready, now)
    charge(at: now)
    return moment
  }
}

/// Holds each small prefix (a /24, a /120) under a rate of its own.
package struct PrefixPacer: Sendable {
  private let rate: PacketsPerSecond
  private var buckets: [PrefixKey: TokenBucket] = [:]
  private var sweepAt = 4096

  package init(rate: PacketsPerSecond) { self.rate = rate }

  /// How many prefixes are remembered.
  var count: Int { buckets.count }

  /// Takes the next free moment of the address's prefix, now or later.
  mutating func reserve(_ key: PrefixKey, at now: Moment) -> Moment {
    if buckets.count >= sweepAt {
      buckets = buckets.filter { $0.value.ready > now }
      sweepAt = max(4096, buckets.count * 2)
    }
    return buckets[key, default: TokenBucket(rate: rate, burst: 8)].reserve(at: now)
  }
}
