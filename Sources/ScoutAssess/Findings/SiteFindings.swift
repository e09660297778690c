import ScoutModel

/// How much the scan can speak for.
enum SiteFindings {
  static let unfinished = FindingKind(
    .site, 1, .medium, .observed, title: "The scan was stopped before its end",
    detail: "Addresses that were not reached are missing in this report.",
    remedy: "Run the same command again: it goes on where it stopped.")
  static let noPing = FindingKind(
    .site, 2, .low, .sdkPing, title: "The presence ping on UDP 623 was not sent",
    detail: "It is the only thing on the network that shows an AMT which is not configured.",
    remedy: "Scan with the presence ping on, with the privileges that it needs.")
  static let losses = FindingKind(
    .site, 3, .low, .observed, title: "{0} probes could not be sent",
    detail: "Addresses behind them may have been missed.",
    remedy: "Scan again with a lower rate.")
  static let silent = FindingKind(
    .site, 4, .info, .sdkPing, title: "{0} addresses answered nothing at all",
    detail: "That does not prove that no AMT is there: an AMT that is not configured answers the "
      + "presence ping only from 6.1 on, with the host up and a dynamic address, and firewalls "
      + "drop the rest.",
    remedy: "Import `rpc amtinfo -json` from the hosts to learn of machines that stay silent.")
  static let captureLosses = FindingKind(
    .site, 5, .low, .observed, title: "The capture lost {0} of {1} packets",
    detail: "DHCP and DNS messages may have been missed.",
    remedy: "Capture with a narrower filter, or on a machine that is less busy.")
  static let noSuffix = FindingKind(
    .site, 6, .info, .sdkFlow, title: "No DHCP option 15 is known of any segment",
    detail: "Whether a provisioning certificate fits cannot be judged.",
    remedy: "Capture during the scan, or name option 15 of each segment in the site profile.")

  static let kinds = [unfinished, noPing, losses, silent, captureLosses, noSuffix]

  static func findings(_ view: SiteView, _ profile: SiteProfile) -> [Finding] {
    let coverage = view.coverage
    var findings: [Finding] = []
    if coverage.unfinished { findings.append(unfinished.aboutSite()) }
    if coverage.total.addresses > 0 {
      if !coverage.presencePing { findings.append(noPing.aboutSite()) }
      if coverage.total.notSent > 0 {
        findings.append(losses.aboutSite([String(coverage.total.notSent)]))
      }
      if coverage.total.silentAddresses > 0 {
        findings.append(silent.aboutSite([String(coverage.total.silentAddresses)]))
      }
    }
    if coverage.captureDropped > 0 {
      findings.append(
        captureLosses.aboutSite([
          String(coverage.captureDropped),
          String(coverage.captured.addingReportingOverflow(coverage.captureDropped).partialValue),
        ]))
    }
    let isUnknown =
      view.segments.allSatisfy { $0.option15.isEmpty && $0.withoutOption15 == .none }
      && profile.segments.allSatisfy { $0.option15 == nil }
    if isUnknown && !view.devices.isEmpty { findings.append(noSuffix.aboutSite()) }
    return findings
  }
}
