package import ScoutLoop

/// Packets a second.
package struct PacketsPerSecond: Hashable, Sendable, Comparable {
  package let value: Int

  /// Takes a rate, held within 1 and 10 million.
  package init(_ value: Int) { self.value = min(max(value, 1), 10_000_000) }

  package static func < (left: Self, right: Self) -> Bool { left.value < right.value }

  /// The rate after so many steps of 5 %, up or down.
  package func changed(steps: Int) -> PacketsPerSecond {
    var rate = Double(value)
    for _ in 0..<min(abs(steps), 1000) { rate = steps > 0 ? rate * 1.05 : rate / 1.05 }
    let whole = Int(rate.rounded())
    // A slow rate would else never leave its whole number.
    return PacketsPerSecond(whole == value && steps > 0 ? value + 1 : whole)
  }

  /// Nanoseconds from one packet to the next.
  var interval: Int64 { 1_000_000_000 / Int64(value) }
}

/// Lets packets go at a rate, kept as the moment at which the next one is due (the generic cell
/// rate algorithm, ITU-T I.371). Time is a parameter.
package struct TokenBucket: Hashable, Sendable {
  private var interval: Int64
  private var tolerance: Int64
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

  /// How many packets may go at `now`, at most `count`; they are to be charged when they went.
  package func available(upTo count: Int, at now: Moment) -> Int {
    let base = max(due, now.nanoseconds)
    let (room, overflow) = (now.nanoseconds &- base).addingReportingOverflow(tolerance)
    guard !overflow, room >= 0 else { return 0 }
    return Int(min(Int64(count), room / interval + 1))
  }

  /// When so many packets may go at once.
  package func ready(for count: Int) -> Moment {
    Moment(nanoseconds: ready.nanoseconds &+ interval &* Int64(max(0, count - 1)))
  }

  /// Goes on at another rate; what has gone still counts.
  package mutating func change(to rate: PacketsPerSecond, burst: Int) {
    let next = TokenBucket(rate: rate, burst: burst)
    interval = next.interval
    tolerance = next.tolerance
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
