import ScoutModel
import ScoutNet

/// The checks of a site, a to m: each has a result, what shows it, or how to measure it.
struct SiteChecks {
  private let site: SiteAssessment
  private let plan: SitePlan
  private let tallies: SiteTallies
  private let index: SiteIndex

  private var view: SiteView { site.view }
  private var profile: SiteProfile { site.profile }

  init(_ site: SiteAssessment, _ plan: SitePlan, _ tallies: SiteTallies, _ index: SiteIndex) {
    self.site = site
    self.plan = plan
    self.tallies = tallies
    self.index = index
  }

  var all: [SiteCheck] {
    [
      coverage, inventory, suffixes, names, certificates, ports, tls, home, media, directory,
      advisories, advice, unknowns,
    ]
  }

  /// A check being written.
  private struct Draft {
    var check: SiteCheck
    private let source: Source

    init(_ id: String, _ title: String, _ source: Source) {
      check = SiteCheck(id: id, title: title)
      self.source = source
    }

    mutating func say(_ text: String, _ evidence: Evidence = .none) {
      check.statements.append(
        Statement(
          text, rule: "check-\(check.id)", source: source.description, evidence: evidence))
    }

    func result(_ result: CheckResult, _ action: String? = nil) -> SiteCheck {
      var check = check
      check.result = result
      check.action = action
      return check
    }
  }

  private var coverage: SiteCheck {
    var draft = Draft("a", "Coverage and method of the scan", .observed)
    let counts = view.coverage.total
    if counts.addresses == 0 {
      draft.say("No address was probed; what is known comes from captures and files.")
      return draft.result(
        .notMeasured, "Scan the site's ranges with amtscout assess, from inside each segment.")
    }
    draft.say(
      "\(counts.addresses) addresses were probed; \(counts.open) connections were taken and "
        + "\(counts.pongs) presence pongs came; \(counts.silentAddresses) addresses were silent, "
        + "which proves nothing.")
    if view.coverage.captured > 0 {
      draft.say(
        "\(view.coverage.captured) packets were captured, \(view.coverage.captureDropped) lost.")
    }
    var gaps: [String] = []
    if view.coverage.unfinished { gaps.append("let the scan run to its end") }
    if !view.coverage.presencePing { gaps.append("send the presence ping on UDP 623") }
    if counts.notSent > 0 {
      gaps.append("scan more slowly: \(counts.notSent) probes were not sent")
    }
    if view.coverage.captured == 0 { gaps.append("capture while the scan runs, to hear DHCP") }
    if view.coverage.dhcpRequests > 0, view.coverage.dhcpAnswers == 0 {
      gaps.append("capture where the DHCP servers' answers are heard")
    }
    return gaps.isEmpty ? draft.result(.good) : draft.result(.attention, sentence(gaps))
  }

  private var inventory: SiteCheck {
    var draft = Draft("b", "Inventory by product, version and state", .observed)
    guard tallies.devices > 0 else {
      draft.say("No machine with evidence of AMT is known.")
      return draft.result(.notMeasured, "Scan, or import files of host-side tools.")
    }
    for product in Product.allCases {
      guard let tally = tallies.products[product] else { continue }
      draft.say("\(tally.count) of product \(product.rawValue).", tally.evidence)
    }
    draft.say("By version: \(list(tallies.versions) { versionOrder($0, $1) }).")
    draft.say("By state: \(list(tallies.states, by: <)).")
    let open = (tallies.versions["unknown"]?.count ?? 0) + (tallies.states["unknown"]?.count ?? 0)
    if tallies.products[.unknown] == nil, open == 0 { return draft.result(.good) }
    return draft.result(
      .attention,
      "Run `rpc amtinfo -json` on the machines whose product, version or state is not "
        + "known, and import the answers.")
  }

  private func versionOrder(_ left: String, _ right: String) -> Bool {
    switch (FirmwareVersion(left), FirmwareVersion(right)) {
    case (let first?, let second?): first < second
    case (.some, nil): true
    default: false
    }
  }

  private var suffixes: SiteCheck {
    var draft = Draft("c", "DHCP: option 15, option 6, option 81", .toolkitCertificate)
    let heard = view.segments.filter { !$0.option15.isEmpty || $0.withoutOption15 != .none }
    let told = profile.segments.filter { $0.option15 != nil }
    guard !heard.isEmpty || !told.isEmpty else {
      draft.say("No option 15 is known of any segment.")
      return draft.result(
        .notMeasured,
        "Capture while leases are renewed, import the DHCP server's export, or name "
          + "option 15 in the site profile.")
    }
    var troubles: [String] = []
    for segment in heard {
      let values = Set(segment.option15.map { SuffixDemand.normal($0.value) }).sorted()
      var text = "\(segment.prefix): option 15 "
      text += values.isEmpty ? "is missing" : values.map(clip).joined(separator: ", ")
      if !segment.servers.isEmpty {
        text += "; servers \(segment.servers.map(\.description).joined(separator: ", "))"
      }
      if !segment.nameServers.isEmpty {
        text += "; name servers \(segment.nameServers.map(\.description).joined(separator: ", "))"
      }
      let evidence =
        segment.withoutOption15 + Evidence(segment.option15.flatMap(\.evidence.observations))
      draft.say(text + ".", evidence)
      if segment.withoutOption15 != .none || values.contains(where: SuffixKind.isBlank) {
        troubles.append("set option 15 in \(segment.prefix)")
      }
      if values.count > 1 { troubles.append("make all servers of \(segment.prefix) agree") }
      for value in values where SuffixKind(value) != .ordinary && !SuffixKind.isBlank(value) {
        troubles.append("replace \(clip(value)) in \(segment.prefix) by a registered domain")
      }
    }
    for segment in told where !heard.contains(where: { segment.prefix.contains($0.prefix) }) {
      draft.say("\(segment.prefix): option 15 is said to be \(clip(segment.option15 ?? "")).")
    }
    if tallies.selfNamed.count > 0 {
      draft.say(
        "\(tallies.selfNamed.count) machines name themselves by option 81.",
        tallies.selfNamed.evidence)
    }
    return troubles.isEmpty ? draft.result(.good) : draft.result(.attention, sentence(troubles))
  }

  private var names: SiteCheck {
    var draft = Draft("d", "DNS: provisionserver, forward and reverse names", .sdkFlow)
    var troubles: [String] = []
    var best: [String: Lookup] = [:]
    for lookup in view.provisionServers {
      if best[lookup.name]?.outcome != .answered { best[lookup.name] = lookup }
    }
    for name in best.keys.sorted() {
      guard let lookup = best[name] else { continue }
      switch lookup.outcome {
      case .answered:
        draft.say("\(clip(name)) is \(lookup.values.joined(separator: ", ")).", lookup.evidence)
      case .noSuchName, .noData:
        draft.say("\(clip(name)) does not exist.", lookup.evidence)
        // The bare name is looked up first, and is missing nearly everywhere.
        if name.contains(".") {
          troubles.append("add \(clip(name)), or let an agent start the configuration")
        }
      case .serverFailed, .noAnswer, .questionOnly, .registered, .registrationRefused:
        draft.say("\(clip(name)) was asked for, and no answer is known.", lookup.evidence)
      }
    }
    for verdict in NameVerdict.allCases {
      guard let tally = tallies.names[verdict] else { continue }
      draft.say(
        "Names and addresses of \(tally.count) machines: \(verdict.rawValue).", tally.evidence)
    }
    draft.say(
      "AMT's own dynamic updates reach non-secure zones only; in secure zones let DHCP register "
        + "(option 81).")
    if (tallies.names[.mismatch]?.count ?? 0) > 0 {
      troubles.append("settle the names of the machines with a mismatch")
    }
    if !index.segmentsWithoutReverse.isEmpty { troubles.append("create the missing reverse zones") }
    if !troubles.isEmpty { return draft.result(.attention, sentence(troubles)) }
    let known = (tallies.names[.consistent]?.count ?? 0) > 0
    if best.isEmpty && !known {
      return draft.result(
        .notMeasured, "Scan with a name server that answers for the site (--dns).")
    }
    return draft.result(.good)
  }

  private var certificates: SiteCheck {
    var draft = Draft(
      "e", "PKI: the certificate against suffixes and firmware", .toolkitCertificate)
    guard !plan.coverage.certificates.isEmpty else {
      draft.say("The site profile names no provisioning certificate.")
      if let purchase = plan.coverage.purchase, !purchase.names.isEmpty {
        draft.say(
          "\(purchase.names.map(\.name).joined(separator: ", ")) would fit \(purchase.covered) of "
            + "\(purchase.devices) devices whose suffix is known.")
      }
      return draft.result(
        .notMeasured,
        "Name the certificates owned or considered in the site profile, or give them "
          + "to amtscout plan with --certificate.")
    }
    var troubles: [String] = []
    for review in plan.coverage.certificates {
      draft.say("\(clip(review.name)) fits the suffix of \(review.devicesFitting) devices.")
      for check in review.checks where check.passes == .no {
        draft.say("\(clip(review.name)) (\(check.firmware)): \(check.statement.text)")
        troubles.append("see \(check.id) of \(clip(review.name))")
      }
    }
    for row in plan.coverage.suffixes {
      guard let advice = row.advice else { continue }
      draft.say("\(row.suffix), \(row.devices) devices: \(advice)", row.evidence)
      if row.devices > 0 { troubles.append("cover \(row.suffix)") }
    }
    return troubles.isEmpty ? draft.result(.good) : draft.result(.attention, sentence(troubles))
  }

  private var ports: SiteCheck {
    var draft = Draft("f", "Ports of AMT", .sdkSecurity)
    guard !tallies.ports.isEmpty else {
      draft.say("None of AMT's ports took a connection.")
      return draft.result(
        view.coverage.total.addresses > 0 ? .good : .notMeasured,
        view.coverage.total.addresses > 0
          ? nil : "Scan ports 16992 to 16995 and the presence ping on UDP 623.")
    }
    for port in tallies.ports.keys.sorted() {
      guard let tally = tallies.ports[port] else { continue }
      draft.say("\(tally.count) machines on \(port).", tally.evidence)
    }
    if tallies.tlsOnly.count > 0 {
      draft.say(
        "\(tallies.tlsOnly.count) machines answer on 16993 alone, as 16.1 and later always do: that "
          + "is no fault.", tallies.tlsOnly.evidence)
    }
    draft.say(
      "9971 (hello) is not probed; a hello is heard by a capture only. 623, 664 and 5900 are asked "
        + "for on machines that are known as AMT or DASH.")
    if tallies.clear.count > 0 {
      return draft.result(
        .attention, "Enable TLS on the \(tallies.clear.count) machines that answer on 16992.")
    }
    return draft.result(.good)
  }

  private var tls: SiteCheck {
    var draft = Draft("g", "TLS versions that devices take", .sdkTLS)
    guard !tallies.tlsVersions.isEmpty else {
      draft.say("No device showed which versions of TLS it takes.")
      return draft.result(.notMeasured, "Scan 16993 of configured devices.")
    }
    for version in tallies.tlsVersions.keys.sorted() {
      guard let tally = tallies.tlsVersions[version] else { continue }
      draft.say("TLS \(version): \(tally.count) answers.", tally.evidence)
    }
    if tallies.clientCertificates.count > 0 {
      draft.say(
        "\(tallies.clientCertificates.count) answers ask for a client certificate.",
        tallies.clientCertificates.evidence)
    }
    let old = tallies.tlsVersions.keys.contains { $0 < .tls12 }
    return old
      ? draft.result(
        .attention,
        "Some devices take TLS 1.0 or 1.1: firmware from 12.0 and 16.0 on no longer "
          + "does, so a console must speak 1.2.")
      : draft.result(.good)
  }

  private var home: SiteCheck {
    var draft = Draft("h", "Home domains (environment detection)", .sdkEnvironment)
    guard !profile.homeDomains.isEmpty else {
      draft.say("The site profile names no home domains.")
      return draft.result(
        .question,
        "Name in home_domains what AMT will be given: the suffix of every host "
          + "connection, VPN included; a common parent is enough.")
    }
    var outside: [String] = []
    for row in plan.coverage.suffixes {
      let isHome = DomainName(row.suffix).map { name in
        profile.homeDomains.contains { name.isWithin($0) }
      }
      if isHome == true {
        draft.say("\(row.suffix) lies in the home domains.", row.evidence)
      } else {
        draft.say("\(row.suffix) lies in none of them: AMT closes its ports there.", row.evidence)
        outside.append(row.suffix)
      }
    }
    if plan.coverage.suffixes.isEmpty {
      return draft.result(.notMeasured, "Learn option 15 of the segments first (check c).")
    }
    return outside.isEmpty
      ? draft.result(.good)
      : draft.result(.attention, "Add \(outside.joined(separator: ", ")) to the home domains.")
  }

  private var media: SiteCheck {
    var draft = Draft("i", "Wireless, VPN and machines without a wired port", .wireless)
    let known = profile.segments.contains { $0.medium != nil } || tallies.hostFiles.count > 0
    draft.say(
      "\(tallies.wireless.count) machines on wireless, \(tallies.vpn.count) on VPN, "
        + "\(tallies.withoutWiredPort.count) without a wired port; of \(tallies.wiredPortUnknown) "
        + "it is not known.",
      tallies.wireless.evidence + tallies.withoutWiredPort.evidence)
    if !known, tallies.wiredPortUnknown > 0 {
      return draft.result(
        .notMeasured, "Say in the site profile which segments are wired, wireless or VPN.")
    }
    let limited = tallies.wireless.count + tallies.vpn.count + tallies.withoutWiredPort.count
    return limited > 0
      ? draft.result(
        .attention, "Configure these from the host, or by wire at the corporate network.")
      : draft.result(.good)
  }

  private var directory: SiteCheck {
    var draft = Draft("j", "802.1x and Active Directory", .checklist)
    draft.say(
      profile.needs.contains(.ieee8021x)
        ? "The site needs 802.1x: machines in sleep lose the network without AMT's own profile."
        : "Whether ports demand 802.1x cannot be scanned.")
    draft.say(
      profile.needs.contains(.kerberos)
        ? "The site needs Kerberos: AMT needs objects in the directory."
        : "Whether AMT is to be joined to the directory cannot be scanned.")
    return draft.result(
      .question,
      "Ask who runs the switches and the directory, and put the answer under needs in the "
        + "site profile.")
  }

  private var advisories: SiteCheck {
    var draft = Draft("k", "Advisories", .observed)
    guard tallies.versions.keys.contains(where: { $0 != "unknown" }) else {
      draft.say("No firmware version is known.")
      return draft.result(.notMeasured, "Read the versions: import `rpc amtinfo -json`.")
    }
    var worst = Severity.info
    for id in tallies.advisories.keys.sorted() {
      guard let entry = tallies.advisories[id] else { continue }
      draft.say(
        "\(id), \(entry.severity.rawValue), \(entry.tally.count) machines, as in: \(entry.title).",
        entry.tally.evidence)
      worst = max(worst, entry.severity)
    }
    if worst >= .medium {
      return draft.result(.attention, "Update the firmware, those that can be reached first.")
    }
    if tallies.advisories.isEmpty { draft.say("No known advisory covers the versions seen.") }
    return draft.result(.good)
  }

  private var advice: SiteCheck {
    var draft = Draft("l", "Recommendations and work", .weighing)
    guard !tallies.advice.isEmpty else {
      draft.say("There is no machine to advise on.")
      return draft.result(.notMeasured, "Scan, or import files of host-side tools.")
    }
    for advice in Advice.allCases {
      guard let tally = tallies.advice[advice] else { continue }
      draft.say("\(tally.count) machines: \(advice.rawValue).", tally.evidence)
    }
    for wave in plan.waves {
      draft.say("\(wave.title): \(wave.devices.count) machines, \(wave.touches) visits.")
    }
    let share = plan.readiness.first
    if let percent = share?.share, let share {
      draft.say(
        "\(share.withoutTouch) of \(share.open) machines that are not configured can be configured "
          + "without a visit (\(percent) %)"
          + (share.worstBlocker.map {
            "; \(share.worstBlockerDevices) are held back by \($0.rule)"
          } ?? "") + ".")
    }
    let held = (share?.blocked ?? 0) + (share?.undecided ?? 0)
    return held > 0
      ? draft.result(.attention, "Work through the waves of the plan in their order.")
      : draft.result(.good)
  }

  private var unknowns: SiteCheck {
    var draft = Draft("m", "Unknowns, and what to collect next", .weighing)
    let sorted = tallies.missing.values.sorted {
      $0.1 == $1.1 ? $0.0.rule < $1.0.rule : $0.1 > $1.1
    }
    for (question, count) in sorted { draft.say("For \(count) machines: \(question.text)") }
    return sorted.isEmpty
      ? draft.result(.good) : draft.result(.attention, sorted.first?.0.text)
  }

  /// `a; b.`, with a capital at its head; at most eight parts.
  private func sentence(_ parts: [String]) -> String {
    let shown = parts.prefix(8).joined(separator: "; ")
    let rest = parts.count > 8 ? "; and \(parts.count - 8) more" : ""
    return shown.prefix(1).uppercased() + shown.dropFirst() + rest + "."
  }

  private func list(
    _ tallies: [String: Tally], by order: (String, String) -> Bool
  ) -> String {
    tallies.keys.sorted(by: order).map { "\(tallies[$0]?.count ?? 0) \($0)" }
      .joined(separator: ", ")
  }
}
