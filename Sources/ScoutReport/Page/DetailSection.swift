import ScoutModel
import ScoutNet

extension Page {
  /// Each machine with all that is known of it, closed until it is asked for.
  func writeDetails(to buffer: TextBuffer) throws {
    guard !site.assessments.isEmpty else { return }
    try buffer.write(
      """
      <section id="details" aria-labelledby="details-h">
      <h2 id="details-h">Machines in detail</h2>
      <p class="tools" id="all" hidden><button type="button" id="open">Open all</button> \
      <button type="button" id="close">Close all</button></p>

      """ as Markup)
    for assessment in site.assessments {
      try buffer.write(MachineDetail(assessment, self).markup)
    }
    try buffer.write("</section>\n")
  }
}

/// All that is known and judged of one machine.
struct MachineDetail {
  /// How many observations are listed; report.json has them all.
  static let evidenceLimit = 200

  let assessment: Assessment
  let device: Device
  let input: ReportInput
  /// The observations listed, so that references lead only to what is there.
  private let observations: [Observation]
  private let citations: Citations
  private let listed: Set<ObservationID>

  init(_ assessment: Assessment, _ page: Page) {
    self.assessment = assessment
    input = page.input
    citations = page.citations
    device = assessment.device
    let all = input.observations(MachineDetail.evidence(of: assessment))
    observations = Array(all.prefix(Self.evidenceLimit))
    listed = Set(observations.map(\.id))
  }

  /// What belongs to the device and what any statement on it rests on.
  private static func evidence(of assessment: Assessment) -> Evidence {
    let today = assessment.recommendation
    var statements = today.reasons + today.blockers + today.missing + [today.nextStep]
    statements += today.verdicts.flatMap { $0.reasons + $0.missing }
    statements += assessment.recommendation2011.reasons
    statements += assessment.nameReasons + assessment.confidenceReasons
    return Evidence(
      assessment.device.evidence.observations + statements.flatMap(\.evidence.observations)
        + assessment.findings.flatMap(\.evidence.observations))
  }

  private var id: String { device.id.description }

  var markup: Markup {
    let label = device.label
    let worst = assessment.findings.map(\.severity).max()
    return """
      <details class="machine"><summary><h3>\(label.isEmpty ? "No name known" : label)</h3>\
      <span>\(device.address?.description ?? "no address")</span>\
      <span class="r-\(assessment.readiness.rawValue) dot">\
      \(assessment.recommendation.advice.word)</span>\
      \(worst.map { Page.mark($0) })</summary>
      <div id="\(id)">
      \(advice)\(names)\(facts)\(configurations)\(identity)\(methods)\(findings)\(evidence)\
      <p class="back"><a href="#devices">Back to the table</a></p>
      </div></details>

      """
  }

  // MARK: Statements

  /// `[17]` for each observation, up to a dozen.
  func references(_ evidence: Evidence) -> Markup {
    let ids = evidence.observations.filter(listed.contains)
    guard !ids.isEmpty else { return "" }
    let links: [Markup] = ids.prefix(12).map {
      "<a href=\"#\(id)-\($0.rawValue)\">\($0.rawValue)</a>"
    }
    let more: Markup = ids.count > 12 ? " and \(ids.count - 12) more" : ""
    return " <span class=\"ref\">[\(links.joined(", "))\(more)]</span>"
  }

  func statement(_ statement: Statement) -> Markup {
    let hedge: Markup = statement.certainty == .inferred ? ", inferred" : ""
    let rule: Markup =
      citations.number(statement).map { "<a href=\"#r\($0)\">\(statement.rule)</a>" }
      ?? "\(statement.rule)"
    return """
      \(Markup(prose: statement.text))\(references(statement.evidence)) <small class="src">\(rule)\(hedge)</small>
      """
  }

  private func list(_ statements: [Statement]) -> Markup {
    guard !statements.isEmpty else { return "" }
    return "<ul>\(statements.map { "<li>\(statement($0))</li>" as Markup })</ul>"
  }

  // MARK: Parts

  private var advice: Markup {
    let today = assessment.recommendation
    let then = assessment.recommendation2011
    var parts: [Markup] = [
      """
      <p class="next"><span>Next step</span> \(statement(today.nextStep))</p>
      \(list(today.reasons))
      """
    ]
    let blockers = today.blockers.filter { !today.reasons.contains($0) }
    if !blockers.isEmpty {
      parts.append("<h4>What stands in the way</h4>\n\(list(blockers))")
    }
    if !today.missing.isEmpty {
      parts.append("<h4>What to measure or tell next</h4>\n\(list(today.missing))")
    }
    if !today.alternatives.isEmpty {
      let words = today.alternatives.map(\.word).joined(separator: ", ")
      parts.append("<p><span class=\"soft\">It could also be done by:</span> \(words)</p>")
    }
    if then.advice != today.advice {
      parts.append(
        """
        <h4>The guidance of 2011 differs</h4>
        <p>It would have said: \(then.advice.word).</p>
        \(list(then.reasons))
        """)
    }
    return parts.joined("\n") + "\n"
  }

  private var names: Markup {
    let picture = NamePicture(device)
    return """
      <h4>Names and addresses</h4>
      <p>\(Page.names(assessment.nameVerdict))</p>
      \(list(assessment.nameReasons))
      \(picture.markup(id: "\(id)-p"))\
      \(NameTable(self).markup)
      """
  }

  private var facts: Markup {
    let rows: [Markup] = DeviceFacts(self).rows.map { name, value in
      "<div><dt>\(name)</dt><dd>\(value)</dd></div>\n"
    }
    return """
      <h4>What is known</h4>
      <dl class="known">
      \(rows)</dl>

      """
  }

  /// How its observations came to be one machine.
  private var identity: Markup {
    guard !device.identity.isEmpty else { return "" }
    let items: [Markup] = device.identity.map {
      "<li>\($0.text)\(references($0.evidence)) <small>\($0.time.short)</small></li>\n"
    }
    return "<h4>Why this is one machine</h4>\n<ul>\n\(items)</ul>\n"
  }

  private var methods: Markup {
    guard !assessment.recommendation.verdicts.isEmpty else { return "" }
    let rows: [Markup] = assessment.recommendation.verdicts.map { verdict in
      var why = list(verdict.reasons)
      if !verdict.missing.isEmpty {
        why += "<p class=\"soft\">To be decided first:</p>"
        why += list(verdict.missing)
      }
      return """
        <tr><th scope="row">\(verdict.method.word)</th>\
        <td><span class="e-\(verdict.eligibility.rawValue)">\(verdict.eligibility.sign) \
        \(verdict.eligibility.word)</span></td><td>\(why)</td>\
        <td>\(plain(verdict.costs))</td><td>\(plain(verdict.givesUp))</td></tr>

        """
    }
    return """
      <h4>Each method</h4>
      <div class="scroll"><table class="wide"><caption class="away">Verdict on each method</caption>
      <thead><tr><th scope="col">Method</th><th scope="col">Verdict</th><th scope="col">Why</th>\
      <th scope="col">Costs</th><th scope="col">Gives up</th></tr></thead>
      <tbody>
      \(rows)</tbody></table></div>

      """
  }

  private func plain(_ texts: [String]) -> Markup {
    texts.map { "<div>\($0)</div>" as Markup }.joined("")
  }

  private var findings: Markup {
    guard !assessment.findings.isEmpty else { return "" }
    let items: [Markup] = assessment.findings.map { finding in
      """
      <li><p>\(Page.mark(finding.severity)) <b>\(finding.title)</b>\
      \(references(finding.evidence))</p><p>\(Markup(prose: finding.detail))</p>\
      <p><span class="soft">Remedy:</span> \(Markup(prose: finding.remedy))</p>\
      <p><small class="src"><a href="#f-\(finding.id.anchor)-\(finding.severity.rawValue)">\
      \(finding.id)</a></small></p></li>

      """
    }
    return """
      <h4>Findings</h4>
      <ul class="findings">
      \(items)</ul>

      """
  }

  private var evidence: Markup {
    guard !observations.isEmpty else { return "" }
    let rows: [Markup] = observations.map { observation in
      let text = ObservationText(observation)
      return """
        <tr id="\(id)-\(observation.id.rawValue)"><th scope="row">\(observation.id.rawValue)</th>\
        <td>\(observation.time.short)</td><td>\(observation.sighting.method.word)</td>\
        <td>\(text.origin)</td><td>\(observation.endpoint.address?.description ?? "")</td>\
        <td>\(Markup(text.summary, limit: 1000))</td></tr>

        """
    }
    let total = Self.evidence(of: assessment).observations.count
    let more: Markup =
      total > observations.count
      ? "<p class=\"aside\">\(total - observations.count) more stand in report.json or are gone.</p>\n"
      : ""
    return """
      <h4>Evidence</h4>
      <div class="scroll"><table class="evidence"><caption class="away">Observations</caption>
      <thead><tr><th scope="col">No.</th><th scope="col">Time (UTC)</th><th scope="col">How</th>\
      <th scope="col">Source</th><th scope="col">Address</th><th scope="col">What was seen</th>\
      </tr></thead>
      <tbody>
      \(rows)</tbody></table></div>
      \(more)
      """
  }
}
