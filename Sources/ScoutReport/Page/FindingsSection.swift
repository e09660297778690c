import ScoutModel
import ScoutNet

extension Page {
  /// How many machines are listed under one finding; findings.csv has them all.
  private static let findingLimit = 200

  func writeFindings(to buffer: TextBuffer) throws {
    let total = summary.severities.values.reduce(0, +)
    try buffer.write(
      """
      <section id="findings" aria-labelledby="findings-h">
      <h2 id="findings-h">Findings</h2>
      <p class="lede">\(severityLine(total)) Every finding stands with its machine in \
      findings.csv.</p>

      """ as Markup)
    for severity in Severity.allCases.reversed() {
      let groups = self.groups.filter { $0.severity == severity }
      guard !groups.isEmpty else { continue }
      try buffer.write(
        """
        <h3>\(severity.rawValue.capitalizedFirst)</h3>
        <p class="aside">\(severity.explanation)</p>

        """ as Markup)
      for group in groups { try write(group, to: buffer) }
    }
    try buffer.write(accepted)
    try buffer.write("</section>\n")
  }

  private func severityLine(_ total: Int) -> Markup {
    guard total > 0 else { return "Nothing was found that asks for a remedy." }
    let parts = Severity.allCases.reversed().compactMap { severity in
      summary.severities[severity].map { "\(grouped($0)) \(severity.rawValue)" }
    }
    return "\(counted(total, "finding")): \(parts.joined(separator: ", "))."
  }

  private func write(_ group: FindingGroup, to buffer: TextBuffer) throws {
    let count: Markup =
      group.devices > 0 ? "\(counted(group.devices, "machine"))" : "What was seen"
    try buffer.write(
      """
      <article class="finding" id="\(group.anchor)">
      <h4>\(Glossary.linked(group.heading))</h4>
      <p>\(Glossary.linked(group.detail))</p>
      \(steps(group))<p><small class="src">\(group.id) · \(group.source)</small></p>
      \(inTable(group))<details><summary>\(count)</summary><ul class="where">

      """ as Markup)
    for finding in group.findings.prefix(Self.findingLimit) {
      try buffer.write(line(finding, group))
    }
    let rest = group.findings.count - Self.findingLimit
    if rest > 0 {
      try buffer.write("<li>and \(grouped(rest)) more in findings.csv</li>\n" as Markup)
    }
    try buffer.write("</ul></details>\n</article>\n")
  }

  private func inTable(_ group: FindingGroup) -> Markup {
    guard group.devices > 0 else { return "" }
    let machines = machines(
      group.devices, Selections.list(group.listKey), "\(group.id): \(group.example)")
    return "<p>In the table: \(machines)</p>\n"
  }

  private func steps(_ group: FindingGroup) -> Markup {
    if group.remedy.contains("…") {
      let items: [Markup] = group.remedies.prefix(8).map {
        "<li>\(Glossary.linked($0.text)) <small>\(counted($0.count, "machine"))</small></li>\n"
      }
      let rest = group.remedies.count - 8
      let more: Markup = rest > 0 ? "<li><small>and \(rest) more</small></li>\n" : ""
      return "<p><b>Remedy.</b></p>\n<ul class=\"steps\">\n\(items)\(more)</ul>\n"
    }
    let steps = group.steps
    guard steps.count > 1 else {
      return "<p><b>Remedy.</b> \(Glossary.linked(group.remedy))</p>\n"
    }
    let items: [Markup] = steps.map { "<li>\(Glossary.linked($0))</li>\n" }
    return "<p><b>Remedy.</b></p>\n<ol class=\"steps\">\n\(items)</ol>\n"
  }

  private func line(_ finding: Finding, _ group: FindingGroup) -> Markup {
    var parts: [Markup] = []
    if let device = finding.device { parts.append(machine(device)) }
    if let address = finding.address { parts.append("\(address.description)") }
    if finding.title != group.heading || parts.isEmpty { parts.append("\(finding.title)") }
    // Machines list their evidence themselves; the site has no other place for its own.
    let evidence: Markup = finding.device == nil ? observations(finding.evidence) : ""
    return "<li>\(parts.joined(" · "))\(evidence)</li>\n"
  }

  private func observations(_ evidence: Evidence) -> Markup {
    let lines: [Markup] = input.observations(Evidence(evidence.observations.prefix(10))).map {
      let text = ObservationText($0)
      return """
        <li><small>[\($0.id.rawValue)] \($0.time.short), \(text.origin): \
        \(Markup(text.summary, limit: 1000))</small></li>
        """
    }
    guard !lines.isEmpty else { return "" }
    let rest = evidence.observations.count - lines.count
    let more: Markup = rest > 0 ? "<li><small>and \(rest) more</small></li>" : ""
    return "<ul>\(lines)\(more)</ul>"
  }
}

extension Severity {
  var explanation: Markup {
    switch self {
    case .critical: "Reachable and exploitable now."
    case .high: "Blocks the deployment or leaves credentials exposed."
    case .medium: "Will make configuring or reaching the machine fail later."
    case .low: "Hygiene."
    case .info: "Worth knowing."
    }
  }
}
