import ScoutModel

/// Picks the three to five things that a reader should decide or do first.
struct Decisions {
  private let site: SiteAssessment
  private let summary: SiteSummary
  private let groups: [FindingGroup]

  init(_ site: SiteAssessment, _ summary: SiteSummary, _ groups: [FindingGroup]) {
    self.site = site
    self.summary = summary
    self.groups = groups
  }

  /// What endangers machines now comes first, then what holds most of them back, then the start.
  var list: [Decision] {
    let areas = self.areas
    let dangers = areas.filter { $0.worst == .critical }
    let troubles = areas.filter { $0.worst == .high || $0.worst == .medium }
    let steps = self.steps
    let list =
      dangers.prefix(2).map(\.decision) + steps.prefix(1) + start
      + troubles.prefix(2).map(\.decision) + coverage + steps.dropFirst().prefix(2)
    var seen: Set<String> = []
    return Array(list.filter { seen.insert($0.headline).inserted }.prefix(5))
  }

  /// The findings of one area, such as firmware or names, which one piece of work removes.
  private struct Area {
    var groups: [FindingGroup] = []
    var worst: Severity { groups[0].severity }
    var devices: Int { machines(groups).count }

    private func machines(_ groups: [FindingGroup]) -> [DeviceID] {
      Set(groups.lazy.flatMap { $0.findings.lazy.compactMap(\.device) }).sorted()
    }

    /// The remedy of the gravest group speaks for the area.
    var decision: Decision {
      let first = groups[0]
      let machines = machines(groups.filter { $0.severity == worst })
      let whom = machines.isEmpty ? "the site" : counted(machines.count, "machine")
      // A remedy with gaps names something else for each machine.
      let varies = first.remedy.contains("…")
      let headline =
        varies && first.area == "FW"
        ? "Update the firmware of \(whom) to the newest that the maker offers"
        : (varies ? mostFrequent(first.findings.map(\.remedy)) : first.remedy).firstSentence
          .asked(of: machines.count)
      var reason = [worst.weight]
      if first.heading.contains("…") {
        reason.append("For example: \(first.example).")
      } else {
        reason.append("\(first.heading).")
      }
      let rest = groups.count - 1
      if rest > 0 {
        reason.append("\(counted(rest, "more problem")) of this kind further down.")
      }
      return Decision(
        when: worst == .critical ? .now : .before, headline: headline,
        reason: reason.joined(separator: " "), devices: machines,
        more: (first.anchor, "What was seen, and how to mend it"))
    }
  }

  /// The areas with findings from medium up, the gravest first, then those of most machines.
  private var areas: [Area] {
    var areas: [String: Area] = [:]
    for group in groups where group.severity >= .medium {
      // Site-wide trouble must not hide behind a finding of the same area on single machines.
      areas[group.area + (group.devices == 0 ? " site" : ""), default: Area()].groups.append(group)
    }
    for key in areas.keys {
      areas[key]?.groups.sort { left, right in
        if left.severity != right.severity { return left.severity > right.severity }
        return left.devices == right.devices ? left.id < right.id : left.devices > right.devices
      }
    }
    // Machines are counted once, not for each comparison.
    let counted = areas.map { (key: $0.key, area: $0.value, devices: $0.value.devices) }
    return counted.sorted { left, right in
      if left.area.worst != right.area.worst { return left.area.worst > right.area.worst }
      return left.devices == right.devices ? left.key < right.key : left.devices > right.devices
    }.map(\.area)
  }

  /// The next steps of the machines that are stuck, those of most machines first.
  private var steps: [Decision] {
    let groups: Set<Readiness> = [.blocked, .unknown]
    var stuck: [String: (known: [DeviceID], unknown: [DeviceID])] = [:]
    for assessment in site.assessments where groups.contains(assessment.readiness) {
      let step = assessment.recommendation.nextStep.text
      if assessment.readiness == .blocked {
        stuck[step, default: ([], [])].known.append(assessment.device.id)
      } else {
        stuck[step, default: ([], [])].unknown.append(assessment.device.id)
      }
    }
    return stuck.map { (step: $0.key, $0.value.known, $0.value.unknown) }
      .sorted { left, right in
        let (mine, theirs) = (left.1.count + left.2.count, right.1.count + right.2.count)
        return mine == theirs ? left.step < right.step : mine > theirs
      }
      .map { step, known, unknown in
        var why: [String] = []
        if !unknown.isEmpty {
          let all = summary.count(.unknown)
          let whom =
            unknown.count < all ? "\(grouped(unknown.count)) of them" : all == 1 ? "it" : "they"
          why.append(
            "Of \(counted(all, "machine")) too little is known; this tells whether and how \(whom) can "
              + "be set up."
              + (step.contains("rpc amtinfo")
                ? " rpc is a free tool, run as administrator on the machine." : ""))
        }
        if !known.isEmpty {
          why.append(
            "\(counted(known.count, "machine")) cannot be set up before it is done.")
        }
        return Decision(
          when: unknown.isEmpty ? .before : .learn,
          headline: step.firstSentence.asked(of: known.count + unknown.count),
          reason: why.joined(separator: " "), devices: known + unknown)
      }
  }

  private var start: [Decision] {
    let ready = site.assessments.filter { $0.readiness == .remote }
    guard !ready.isEmpty else { return [] }
    var methods: [Advice: Int] = [:]
    for assessment in ready { methods[assessment.recommendation.advice, default: 0] += 1 }
    let best = Advice.allCases.max { methods[$0] ?? 0 < methods[$1] ?? 0 }
    let method = best.map {
      " Method for \(methods[$0] == ready.count ? "all" : "\(grouped(methods[$0] ?? 0)) of them"): "
        + "\($0.word.lowercasedFirst)\($0.means.map { ", \($0)" } ?? "")."
    }
    let one = ready.count == 1
    return [
      Decision(
        when: .start,
        headline: "Start with the \(counted(ready.count, "machine")) that can be set up without a "
          + "visit",
        reason: "No obstacle was seen on \(one ? "it" : "them")."
          + "\(method ?? "") Try one of each model first.",
        devices: ready.map(\.device.id),
        more: site.plan.waves.isEmpty ? nil : ("waves", "In which order to work"))
    ]
  }

  private var coverage: [Decision] {
    let silent = site.view.coverage.total.silentAddresses
    guard silent > 0 else { return [] }
    return [
      Decision(
        when: .learn, headline: "Ask the machines that stayed silent from within",
        reason: "\(counted(silent, "address", plural: "addresses")) gave no answer, which does not"
          + " mean that no AMT is there. Run a discovery tool on the machines and import its file.",
        more: ("coverage", "What silence does not prove"))
    ]
  }
}

extension Severity {
  /// What it means, before an example.
  fileprivate var weight: String {
    switch self {
    case .critical:
      "Until then whoever is in their network can attack them, as far as can be seen from outside."
    case .high: "What was found stops the roll-out, or lays passwords open."
    case .medium: "Without it, setting up or reaching the machines can fail later."
    case .low, .info: "Good to know."
    }
  }
}

extension Advice {
  /// What the method comes down to, for a reader who meets it first on the summary page.
  fileprivate var means: String? {
    switch self {
    case .hostBased, .hostBasedACM: "that is, by a program run in the machine's operating system"
    case .pki: "that is, over the network with a provisioning certificate"
    case .psk: "that is, over the network with a key set on each machine before"
    case .usb: "that is, with a USB stick at the machine"
    case .manual: "that is, by hand at the machine"
    case .configured, .enable, .none, .unknown: nil
    }
  }
}

extension String {
  var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
  var lowercasedFirst: String { prefix(1).lowercased() + dropFirst() }
}

extension String {
  /// A rule's instruction, which speaks of one machine, as one about several.
  fileprivate func asked(of machines: Int) -> String {
    guard machines > 1 else { return self }
    // Names in capitals stay as they are.
    let isWord = dropFirst().first?.isLowercase == true
    return "For \(grouped(machines)) machines: \(isWord ? lowercasedFirst : self)"
  }
}
