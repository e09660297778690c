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
    var devices: Int { machines(groups) }

    private func machines(_ groups: [FindingGroup]) -> Int {
      Set(groups.flatMap { $0.findings.compactMap(\.device) }).count
    }

    /// The remedy of the gravest group speaks for the area.
    var decision: Decision {
      let first = groups[0]
      let count = machines(groups.filter { $0.severity == worst })
      let whom = count == 0 ? "the site" : counted(count, "machine")
      let rest = groups.count - 1
      let more = rest == 0 ? "." : ". \(counted(rest, "more finding")) in this area."
      // A remedy with gaps names something else for each machine.
      let varies = first.remedy.contains("…")
      let headline =
        !varies
        ? first.remedy.firstSentence
        : first.area == "FW"
          ? "Update the firmware of \(whom)"
          : mostFrequent(first.findings.map(\.remedy)).firstSentence
      let what =
        first.heading.contains("…") ? "; for example: \(first.example)" : ". \(first.heading)"
      let weight =
        worst == .critical
        ? "\(whom.capitalizedFirst) can be attacked now"
        : "\(worst.rawValue.capitalizedFirst), for \(whom)"
      return Decision(
        headline: headline, reason: "\(weight)\(what)\(more)", anchor: first.anchor)
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
    var counts: [String: Int] = [:]
    for assessment in site.assessments where groups.contains(assessment.readiness) {
      counts[assessment.recommendation.nextStep.text, default: 0] += 1
    }
    return counts.sorted { $0.value == $1.value ? $0.key < $1.key : $0.value > $1.value }.map {
      Decision(
        headline: $0.key.firstSentence,
        reason:
          "The next step for \(counted($0.value, "machine")) that \($0.value == 1 ? "is" : "are")"
          + " blocked or not decided.",
        anchor: "devices")
    }
  }

  private var start: [Decision] {
    let count = summary.count(.remote)
    guard count > 0 else { return [] }
    var methods: [Advice: Int] = [:]
    for assessment in site.assessments where assessment.readiness == .remote {
      methods[assessment.recommendation.advice, default: 0] += 1
    }
    let best = Advice.allCases.max { methods[$0] ?? 0 < methods[$1] ?? 0 }
    let method = best.map {
      "; for \(methods[$0] == count ? "all" : grouped(methods[$0] ?? 0)) of them by: "
        + $0.word.lowercasedFirst
    }
    return [
      Decision(
        headline: "Start with the \(counted(count, "machine")) that can be set up without a visit",
        reason: "Nothing seen stands in the way\(method ?? "").", anchor: "methods")
    ]
  }

  private var coverage: [Decision] {
    let silent = site.view.coverage.total.silentAddresses
    guard silent > 0 else { return [] }
    return [
      Decision(
        headline: "Ask the machines that stayed silent from within",
        reason: "\(counted(silent, "address", plural: "addresses")) gave no answer, which does not"
          + " mean that no AMT is there. Run a discovery tool on the machines and import its file.",
        anchor: "coverage")
    ]
  }
}

extension String {
  var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
  var lowercasedFirst: String { prefix(1).lowercased() + dropFirst() }
}
