import ScoutModel
import ScoutNet

/// `report.html`: one page that needs nothing but itself.
struct Page {
  let report: Report
  let input: ReportInput
  let site: SiteAssessment
  let summary: SiteSummary
  let groups: [FindingGroup]
  let segments: [Prefix: SegmentTally]
  /// Whether each machine opens to its details.
  let isDetailed: Bool
  /// Empty where there are no details.
  let citations: Citations
  /// Where a device stands among the assessments.
  let assessments: [DeviceID: Int]
  let waves: [Wave]
  let selections: Selections

  init(_ report: Report) {
    self.report = report
    input = report.input
    site = report.input.site
    let overview = report.overview
    groups = overview.groups
    summary = overview.summary
    segments = SegmentTally.all(site)
    isDetailed = site.assessments.count <= report.options.detailLimit
    citations = Citations(isDetailed ? site.assessments : [])
    assessments = Dictionary(
      site.assessments.enumerated().map { ($1.device.id, $0) },
      uniquingKeysWith: { first, _ in
        first
      })
    waves = site.plan.waves.filter { !$0.devices.isEmpty }
    selections = Selections(site.assessments, places: assessments)
    makeLists()
  }

  /// The site's name as the heading shows it.
  var siteName: String {
    site.profile.site.isEmpty ? "Network readiness" : site.profile.site
  }

  /// A plan without checks was not made.
  private var hasPlan: Bool { !site.plan.checks.isEmpty }

  /// The page's parts in their order: where each begins, and its name in the contents.
  var parts: [(id: String, name: String)] {
    var parts: [(id: String, name: String)] = []
    if input.changes != nil { parts.append(("changes", "Since the last visit")) }
    parts += [("summary", "Summary"), ("pictures", "In pictures")]
    if hasPlan { parts.append(("certificates", "Certificates and suffixes")) }
    parts += [("segments", "Segments"), ("devices", "Machines")]
    if isDetailed, !site.assessments.isEmpty { parts.append(("details", "Machines in detail")) }
    parts.append(("findings", "Findings"))
    if hasPlan { parts += [("waves", "Waves of work"), ("checks", "Checks of the site")] }
    parts.append(("firewall", "Firewall sheet"))
    return parts + [
      ("coverage", "Coverage and limits"), ("glossary", "Glossary"), ("provenance", "Provenance"),
    ]
  }

  func write(to buffer: TextBuffer) throws {
    try writeHead(to: buffer)
    try buffer.write(ReadinessBar.patterns)
    try buffer.write(cover)
    try buffer.write(contents)
    try buffer.write("<main id=\"main\">\n")
    if let changes = input.changes { try writeChanges(changes, to: buffer) }
    try writeSummary(to: buffer)
    try writePictures(to: buffer)
    if hasPlan { try writeCertificates(to: buffer) }
    try writeSegments(to: buffer)
    try writeTable(to: buffer)
    if isDetailed { try writeDetails(to: buffer) }
    try writeFindings(to: buffer)
    if hasPlan {
      try writeWaves(to: buffer)
      try writeChecks(to: buffer)
    }
    try writeFirewall(to: buffer)
    try writeCoverage(to: buffer)
    try buffer.write(glossary)
    try writeLists(to: buffer)
    try writeProvenance(to: buffer)
    try buffer.write("</main>\n")
    try buffer.write("<script>")
    try buffer.write(Script.text)
    try buffer.write("</script>\n</body>\n</html>\n")
  }

  private func writeHead(to buffer: TextBuffer) throws {
    let head: Markup = """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta http-equiv="Content-Security-Policy" content="\(ContentPolicy.text)">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <meta name="referrer" content="no-referrer">
      <title>Intel AMT readiness: \(siteName)</title>

      """
    try buffer.write(head)
    try buffer.write("<script>\(Script.mark)</script>\n<style>\(Stylesheet.text)</style>\n")
    try buffer.write("</head>\n<body>\n<a class=\"skip\" href=\"#main\">To the summary</a>\n")
  }

  private var glossary: Markup {
    let terms: [Markup] = Glossary.terms.map {
      """
      <div><dt id="g-\($0.id)">\($0.name)</dt><dd>\(Markup(prose: $0.text)) \(place(of: $0))</dd></div>

      """
    }
    return """
      <section id="glossary" aria-labelledby="glossary-h">
      <h2 id="glossary-h">Glossary</h2>
      <p class="lede">The terms of this report in plain words. Words with dots under them lead here.</p>
      <dl class="glossary">
      \(terms)</dl>
      </section>

      """
  }

  /// Where a term matters: the machines of a method or state, else a part of the page.
  private func place(of term: Glossary.Term) -> Markup {
    let machines: Markup? = Advice.allCases.first { $0.term == term.id }.flatMap { advice in
      let fragment = Selections.method(advice.rawValue)
      let count = selections.count(fragment)
      return count == 0 ? nil : self.machines(count, fragment, advice.word)
    }
    let id = Glossary.part(term.id)
    let part = parts.first { $0.id == id } ?? parts.first { $0.id == "devices" }
    let link: Markup? = part.map { "<a href=\"#\($0.id)\">\($0.name)</a>" }
    return "<small>\([machines, link].compactMap(\.self).joined(" · "))</small>"
  }
}

extension Page {
  /// A machine's best name and where the page shows it.
  func machine(_ id: DeviceID) -> Markup {
    guard let index = assessments[id] else { return "\(id.description)" }
    let label = site.assessments[index].device.label
    return "<a href=\"#\(id.description)\">\(label.isEmpty ? id.description : label)</a>"
  }

  /// A severity as a word with its mark.
  static func mark(_ severity: Severity) -> Markup {
    "<span class=\"sev s\(severity.rank)\">\(severity.rawValue)</span>"
  }
}

extension Device {
  /// The name to call the machine by; empty where none is known.
  var label: String {
    names.amt.best?.value.text
      ?? names.pointers.first { $0.outcome == .answered && !$0.values.isEmpty }?.values.first
      ?? names.host.best?.value
      ?? names.dhcp.best?.value
      ?? names.certificate.first?.value
      ?? ""
  }
}
