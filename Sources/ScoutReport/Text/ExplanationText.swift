package import ScoutModel
import ScoutNet

extension Report {
  /// The whole reasoning about one device, as lines for a terminal.
  ///
  /// Each sentence ends with its rule in brackets and the numbers of the observations it rests on;
  /// sources and observations stand at the end.
  /// - Parameter width: places in a line; `nil` for a file.
  package func lines(_ explanation: Explanation, width: Int?) -> [String] {
    var text = ExplanationText(explanation, input, width: width)
    return text.lines
  }
}

private struct ExplanationText {
  private let explanation: Explanation
  private let input: ReportInput
  private var page: TextPage
  private var cited: [Statement] = []
  private var citedRules: Set<String> = []
  private var shown: Set<ObservationID> = []

  private static let observationLimit = 16

  init(_ explanation: Explanation, _ input: ReportInput, width: Int?) {
    self.explanation = explanation
    self.input = input
    page = TextPage(width: width)
  }

  var lines: [String] {
    mutating get {
      head()
      inputs()
      gates()
      methods()
      sources()
      observations()
      return page.lines
    }
  }

  private mutating func head() {
    let assessment = explanation.assessment
    let device = assessment.device
    let advice = assessment.recommendation
    var names = [device.id.description]
    if !device.aliases.isEmpty {
      names[0] += " (once \(device.aliases.map(\.description).joined(separator: ", ")))"
    }
    names += [device.address?.description ?? "", device.label].filter { !$0.isEmpty }
    page.item("", names.joined(separator: "  "))
    var line = "\(advice.advice.word) (\(advice.advice.rawValue))"
    let then = assessment.recommendation2011.advice
    if then != advice.advice { line += "; by the rules of 2011: \(then.rawValue)" }
    page.item("=>", line + "; confidence \(assessment.confidence.rawValue)", column: 3)
    page.item("", "Next: " + cite(advice.nextStep), column: 3)
    for blocker in advice.blockers { page.item("", "Before that: " + cite(blocker), column: 3) }
    if !advice.alternatives.isEmpty {
      page.item(
        "", "Else: " + advice.alternatives.map(\.rawValue).joined(separator: ", "), column: 3)
    }
    let finding = assessment.findings.first
    if let finding {
      page.item(
        "", "Worst finding: \(finding.severity.rawValue) \(finding.id), \(finding.title).",
        column: 3)
    }
  }

  /// The sentence with its rule and its observations.
  private mutating func cite(_ statement: Statement) -> String {
    if citedRules.insert(statement.rule).inserted { cited.append(statement) }
    return "\(statement.text) [\(statement.rule)]" + numbers(statement.evidence)
  }

  private mutating func numbers(_ evidence: Evidence) -> String {
    let ids = evidence.observations
    shown.formUnion(ids.prefix(Self.observationLimit))
    let text = ids.prefix(4).map { " #\($0.rawValue)" }.joined()
    return text + (ids.count > 4 ? " and \(ids.count - 4) more" : "")
  }

  private mutating func inputs() {
    page.heading("What is known")
    for known in explanation.inputs {
      guard let value = known.value else { continue }
      page.item(
        "  \(known.name)", "\(value) (\(known.source))" + numbers(known.evidence), column: 27)
    }
    let unknown = explanation.inputs.filter { $0.value == nil }
    guard !unknown.isEmpty else { return }
    page.item(
      "  not known",
      unknown.map { "\($0.name) (\($0.source))" }.joined(separator: "; "), column: 27)
  }

  /// A gate that nothing speaks against takes one line.
  private mutating func gates() {
    page.heading("Gates")
    for gate in explanation.gates {
      let head = "  \(gate.number) \(gate.result.sign)"
      if gate.result == .passes, let only = gate.statements.last {
        page.item(head, "\(gate.question) " + cite(only), column: 6)
        continue
      }
      page.item(head, gate.question, column: 6)
      for statement in gate.statements {
        page.item("", cite(statement), column: 8)
      }
    }
  }

  private mutating func methods() {
    page.heading("Methods")
    for verdict in explanation.assessment.recommendation.verdicts {
      let reasons = verdict.reasons.map { reason in
        citedRules.contains(reason.rule) ? "[\(reason.rule)]" : cite(reason)
      }
      page.item(
        "  \(verdict.eligibility.sign) \(verdict.method.rawValue)",
        "\(verdict.eligibility.word): \(reasons.joined(separator: " "))", column: 19)
      if verdict.eligibility == .ineligible { continue }
      if let question = verdict.missing.first {
        page.item("", "To settle it: " + cite(question), column: 19)
      }
      let losses = verdict.givesUp.joined(separator: "; ")
      page.item(
        "",
        "Costs \(verdict.costs.joined(separator: ", "))"
          + (losses.isEmpty ? "" : "; gives up \(losses)") + ".", column: 19)
    }
  }

  /// Each source once, with the rules that it is cited for.
  private mutating func sources() {
    page.heading("Sources")
    var rules: [String: [String]] = [:]
    for statement in cited {
      let mark = statement.certainty == .inferred ? " (inferred)" : ""
      rules[statement.source, default: []].append("[\(statement.rule)]\(mark)")
    }
    for source in rules.keys.sorted() {
      page.item(
        "", "\(source): \((rules[source] ?? []).sorted().joined(separator: " "))", column: 2)
    }
  }

  private mutating func observations() {
    let ids = shown.sorted()
    guard !ids.isEmpty else { return }
    page.heading("Observations")
    for id in ids.prefix(Self.observationLimit) {
      guard let observation = input.observation(id) else { continue }
      let text = ObservationText(observation)
      page.item(
        "  #\(id.rawValue)", "\(observation.time.short) \(text.summary) (\(text.origin))",
        column: 8, limit: 300)
    }
    if ids.count > Self.observationLimit {
      page.item("", "and \(ids.count - Self.observationLimit) more", column: 8)
    }
  }
}

extension GateResult {
  /// A sign beside the question, for the quick look.
  var sign: String {
    switch self {
    case .passes: "✓"
    case .stops: "■"
    case .warns: "!"
    case .open: "?"
    }
  }
}
