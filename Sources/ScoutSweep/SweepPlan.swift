package import ScoutLoop

/// What a sweep is to do and how: everything a dry run shows.
package struct SweepPlan: Sendable {
  package var targets: SweepTargets
  /// TCP ports, in the order in which each address is asked.
  package var ports: [UInt16]
  /// Whether the presence ping is sent.
  package var presencePing: Bool
  /// The ping's UDP port; anything but 623 is for tests.
  package var pingPort: UInt16 = 623
  package var rate = PacketsPerSecond(500)
  /// The most packets a second into one /24 or /120.
  package var prefixRate = PacketsPerSecond(200)
  /// How often silence is asked again; repetitions by the kernel count among them. The ping is sent
  /// twice at most.
  package var retries = 2
  package var connectTimeout = Duration.seconds(3)
  /// How long answers are waited for after the last packet.
  package var coolDown = Duration.seconds(3)
  /// Gives the order of the addresses.
  package var seed: UInt64
  /// Where in that order to begin: what an earlier run reported as its progress.
  package var start: UInt64 = 0
  package var options = SocketOptions()
  /// Which part of the addresses this sweep visits, where several share the work.
  package var shard = Shard.whole
  /// Connections being opened at once, where the limit of open files allows it.
  package var inFlight = SweepLimits.inFlight

  package init(targets: SweepTargets, ports: [UInt16], presencePing: Bool, seed: UInt64) {
    self.targets = targets
    self.ports = ports
    self.presencePing = presencePing
    self.seed = seed
  }

  /// The order in which the addresses are visited.
  package var order: Permutation { Permutation(count: addressCount, seed: seed) }

  /// Addresses of the shard.
  package var addressCount: UInt64 { shard.share(of: targets.addresses.count) }

  /// Questions to one address, without repetitions.
  package var probesEach: UInt64 { UInt64(ports.count) + (presencePing ? 1 : 0) }

  /// Addresses that are still to be visited.
  package var addressesLeft: UInt64 { addressCount - min(start, addressCount) }

  /// Packets that will be sent: the least, when everything answers at once, and about the most,
  /// when nothing does.
  package var packetBudget: ClosedRange<UInt64> {
    let repeats = UInt64(max(0, retries))
    let ping: UInt64 = presencePing ? 1 : 0
    let least = product(addressesLeft, UInt64(ports.count) + ping)
    let most = product(
      addressesLeft, UInt64(ports.count) * (1 + repeats) + ping * min(2, 1 + repeats))
    return least...max(least, most)
  }

  /// About how long it takes, when everything answers at once and when nothing does.
  package func estimatedTime(
    inFlight: Int = SweepLimits.inFlight
  ) -> (least: Duration, most: Duration) {
    let budget = packetBudget
    let prefixes = Double(max(1, prefixCount))
    let effective = min(Double(rate.value), Double(prefixRate.value) * prefixes)
    let least = Double(budget.lowerBound) / effective
    let timeout = Double(connectTimeout.nanoseconds) / 1e9
    let windows =
      Double(product(addressesLeft, UInt64(ports.count))) / Double(max(1, inFlight)) * timeout
    let most = max(Double(budget.upperBound) / effective, windows) + timeout
    let end = Double(coolDown.nanoseconds) / 1e9
    return (.seconds(min(least, 1e9)), .seconds(min(most + end, 1e9)))
  }

  /// How many /24 and /120 the targets touch, roughly where ranges share one.
  private var prefixCount: UInt64 {
    targets.addresses.ranges.reduce(0) { sum, range in
      sum &+ UInt64(clamping: (range.high >> 8) - (range.low >> 8)) &+ 1
    }
  }

  private func product(_ left: UInt64, _ right: UInt64) -> UInt64 {
    let (product, overflow) = left.multipliedReportingOverflow(by: right)
    return overflow ? .max : product
  }
}

/// What one sweep may hold at once.
package enum SweepLimits {
  /// Connections being opened; half of the open files where that is less.
  package static let inFlight = 2000
  /// The most of them that a rate can ask for.
  package static let mostInFlight = 65_536
  /// On-link addresses that have not answered yet: each may hold an entry of the kernel's neighbour
  /// table, which has room for about 1,000.
  package static let unresolved = 256
  /// How far beyond the first unfinished address others may be begun.
  package static let window: UInt64 = 65_536
  /// Prefixes that are counted one by one.
  package static let countedPrefixes = 131_072
}
