import ScoutModel
import ScoutSweep

extension ProbeCounts {
  /// Takes a running sweep's counts; addresses are those begun.
  init(_ tally: SweepTally) {
    self.init()
    addresses = Int(clamping: tally.begun)
    probes = Int(clamping: tally.sent)
    open = Int(clamping: tally.open)
    refused = Int(clamping: tally.refused)
    silent = Int(clamping: tally.silent)
    unreachable = Int(clamping: tally.unreachable)
    pongs = Int(clamping: tally.pongs)
    strays = Int(clamping: tally.strays &+ tally.late &+ tally.duplicates &+ tally.forged)
    kernelRepetitions = Int(clamping: tally.kernelRepetitions)
    notSent = Int(clamping: tally.notSent)
    if tally.kernelDrops > 0 { answersDropped = Int(clamping: tally.kernelDrops) }
  }
}

extension Coverage {
  /// This, with what the questions to DHCP servers came to meanwhile.
  func keeping(_ inquiries: [DHCPInquiryFacts]?) -> Coverage {
    var coverage = self
    coverage.dhcpInquiries = inquiries
    return coverage
  }

  /// The counts of this and of one more run of the same scan.
  func adding(_ summary: SweepSummary, presencePing: Bool) -> Coverage {
    var sum = self
    sum.total += summary.counts
    sum.presencePing = presencePing
    var byPrefix = Dictionary(
      prefixes.map { ($0.prefix, $0.counts) }, uniquingKeysWith: { first, _ in first })
    for entry in summary.prefixes { byPrefix[entry.prefix, default: ProbeCounts()] += entry.counts }
    sum.prefixes = byPrefix.map { PrefixCounts(prefix: $0.key, counts: $0.value) }
      .sorted { $0.prefix < $1.prefix }
    return sum
  }
}
