extension SweepTally {
  /// What the operator should know of how the sweep went on this machine, a sentence each.
  package var remarks: [String] {
    var remarks: [String] = []
    if clockJumps > 0 {
      remarks.append(
        "The clock jumped \(clockJumps == 1 ? "once" : "\(clockJumps) times") while the sweep ran, "
          + "as after a suspend; that time was left out, and no answer counted as overdue for it.")
    }
    if localDrops > 0 {
      remarks.append(
        "This machine had no room to send \(localDrops == 1 ? "once" : "\(localDrops) times") and "
          + "tried again: the rate is more than its interface takes.")
    }
    if notSent > 0 {
      remarks.append(
        "\(notSent) packets could not be sent; report.json counts them by prefix as notSent.")
    }
    if kernelDrops > 0 {
      remarks.append(
        "This machine lost \(kernelDrops) answers for want of room; sweep again with a lower --rate."
      )
    }
    return remarks
  }
}
