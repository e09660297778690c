import ScoutLoop
import ScoutModel

/// What was sent to and came from each small prefix, and when it may be sent to again.
final class PrefixTallies {
  struct Counts {
    var addresses: UInt32 = 0
    var probes: UInt32 = 0
    var repetitions: UInt32 = 0
    var open: UInt32 = 0
    var refused: UInt32 = 0
    var unreachable: UInt32 = 0
    var pongs: UInt32 = 0
    /// Addresses from which something came.
    var answering: UInt32 = 0
    var notSent: UInt32 = 0
  }

  private let counts: UnsafeMutablePointer<Counts>
  let capacity: Int
  /// Addresses in prefixes beyond those that are counted one by one.
  private(set) var uncounted: UInt64 = 0
  private var rest = Counts()

  init(prefixes: Int) {
    capacity = min(prefixes, SweepLimits.countedPrefixes)
    counts = .allocate(capacity: max(1, capacity))
    counts.initialize(repeating: Counts(), count: max(1, capacity))
  }

  deinit { counts.deallocate() }

  func add(_ prefix: Int, _ field: WritableKeyPath<Counts, UInt32>) {
    if prefix < capacity {
      counts[prefix][keyPath: field] &+= 1
    } else {
      rest[keyPath: field] &+= 1
    }
  }

  /// Counts a first question; the first one to an address counts the address.
  @inline(__always)
  func addProbe(_ prefix: Int, isFirstOfAddress: Bool) {
    if prefix < capacity {
      counts[prefix].probes &+= 1
      if isFirstOfAddress { counts[prefix].addresses &+= 1 }
    } else {
      rest.probes &+= 1
      if isFirstOfAddress { addAddress(prefix) }
    }
  }

  @inline(__always)
  func addRepetition(_ prefix: Int) {
    if prefix < capacity { counts[prefix].repetitions &+= 1 } else { rest.repetitions &+= 1 }
  }

  /// Counts an address that is asked nothing.
  func addAddress(_ prefix: Int) {
    if prefix < capacity {
      counts[prefix].addresses &+= 1
    } else {
      rest.addresses &+= 1
      uncounted += 1
    }
  }

  /// All counts together, and those of each prefix that was visited.
  func summary(_ keys: [PrefixKey]) -> (total: ProbeCounts, prefixes: [PrefixCounts]) {
    var total = ProbeCounts(rest)
    var list: [PrefixCounts] = []
    for (number, key) in keys.prefix(capacity).enumerated() {
      let counts = ProbeCounts(counts[number])
      if counts == ProbeCounts() { continue }
      total += counts
      if let prefix = key.prefix { list.append(PrefixCounts(prefix: prefix, counts: counts)) }
    }
    return (total, list)
  }
}

extension ProbeCounts {
  fileprivate init(_ counts: PrefixTallies.Counts) {
    self.init()
    addresses = Int(counts.addresses)
    probes = Int(counts.probes)
    repetitions = Int(counts.repetitions)
    open = Int(counts.open)
    refused = Int(counts.refused)
    unreachable = Int(counts.unreachable)
    pongs = Int(counts.pongs)
    notSent = Int(counts.notSent)
    silent = max(0, probes - open - refused - unreachable - pongs)
    silentAddresses = max(0, addresses - Int(counts.answering))
  }
}

/// Holds each small prefix under a rate of its own: the generic cell rate algorithm over a row of
/// numbers.
final class PrefixGate {
  private let interval: Int64
  private let tolerance: Int64
  private let due: UnsafeMutablePointer<Int64>
  private let count: Int

  init(prefixes: Int, rate: PacketsPerSecond, burst: Int64 = 8) {
    interval = rate.interval
    tolerance = rate.interval * (burst - 1)
    count = max(1, prefixes)
    due = .allocate(capacity: count)
    due.initialize(repeating: .min / 2, count: count)
  }

  deinit { due.deallocate() }

  /// Takes the next free moment of a prefix, now or later.
  func reserve(_ prefix: Int, at now: Moment) -> Moment {
    let slot = min(prefix, count - 1)
    let moment = max(due[slot] &- tolerance, now.nanoseconds)
    due[slot] = max(due[slot], now.nanoseconds) &+ interval
    return Moment(nanoseconds: moment)
  }

  /// Whether the ceiling can ever be met: where the order spreads the probes so thinly that no
  /// prefix comes near it, nothing needs to be counted.
  static func isNeeded(_ plan: SweepPlan, _ space: ProbeSpace) -> Bool {
    guard space.count > 0 else { return false }
    let share = Double(min(256 * space.probesEach, space.count)) / Double(space.count)
    return Double(plan.rate.value) * share * 4 > Double(plan.prefixRate.value)
  }
}
