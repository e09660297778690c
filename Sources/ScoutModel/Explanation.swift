/// The whole reasoning about one device: what went in, what each gate said, what came out.
package struct Explanation: Hashable, Sendable, Codable {
  package var assessment: Assessment
  /// What the rules were fed, each with its source.
  package var inputs: [ExplainedInput]
  /// In the order in which they are asked.
  package var gates: [GateAnswer]

  package init(assessment: Assessment) {
    self.assessment = assessment
    inputs = []
    gates = []
  }
}

/// One thing that the rules ask of a device.
package struct ExplainedInput: Hashable, Sendable, Codable {
  /// As in `version`, `option 15`.
  package let name: String
  /// `nil` where it is not known.
  package let value: String?
  /// Where it comes from, or why it is not known.
  package let source: String
  package let evidence: Evidence

  package init(name: String, value: String?, source: String, evidence: Evidence) {
    self.name = name
    self.value = value
    self.source = source
    self.evidence = evidence
  }
}

/// What a gate lets through.
package enum GateResult: String, Hashable, Sendable, Codable, CaseIterable {
  case passes
  /// It decides: what follows is not asked.
  case stops
  /// It passes, and something is to be kept in mind or done first.
  case warns
  /// Not known; it never stops.
  case open
}

/// One gate's answer for one device.
package struct GateAnswer: Hashable, Sendable, Codable {
  /// From 1 on.
  package let number: Int
  package let question: String
  package let result: GateResult
  package let statements: [Statement]

  package init(number: Int, question: String, result: GateResult, statements: [Statement]) {
    self.number = number
    self.question = question
    self.result = result
    self.statements = statements
  }
}
