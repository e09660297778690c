import ScoutModel
import ScoutNet

/// Counts by prefix, committed in the order of the sweep, so that they always describe exactly the
/// addresses below `progress`.
struct SweepLedger {
  private(set) var progress: UInt64
  private(set) var total = ProbeCounts()
  private(set) var uncounted: UInt64 = 0
  private var prefixes: [PrefixKey: ProbeCounts] = [:]
  /// Finished addresses beyond the first unfinished one.
  private var ahead: [UInt64: (key: PrefixKey, counts: ProbeCounts)] = [:]

  init(start: UInt64) { progress = start }

  mutating func finish(index: UInt64, key: PrefixKey, counts: ProbeCounts) {
    ahead[index] = (key, counts)
    while let next = ahead.removeValue(forKey: progress) {
      progress += 1
      add(next.counts, to: next.key)
    }
  }

  /// Corrects the counts of an address that is finished.
  mutating func correct(index: UInt64, key: PrefixKey, by difference: ProbeCounts) {
    if ahead[index] != nil {
      ahead[index]?.counts += difference
    } else if index < progress {
      add(difference, to: key)
    }
  }

  private mutating func add(_ counts: ProbeCounts, to key: PrefixKey) {
    total += counts
    if prefixes[key] != nil || prefixes.count < SweepLimits.countedPrefixes {
      prefixes[key, default: ProbeCounts()] += counts
    } else {
      uncounted &+= UInt64(clamping: counts.addresses)
    }
  }

  var prefixCounts: [PrefixCounts] {
    prefixes.compactMap { key, counts in
      key.prefix.map { PrefixCounts(prefix: $0, counts: counts) }
    }.sorted { $0.prefix < $1.prefix }
  }
}
