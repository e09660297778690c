import ScoutModel
import ScoutNet

/// Spells the reasoning about one device out, gate by gate.
struct Explainer {
  private let situation: Situation
  private let assessment: Assessment
  private let book: RuleBook
  private let ranges: [Ternary]

  private var device: Device { situation.device }
  private var advice: Recommendation { assessment.recommendation }

  init(_ situation: Situation, _ assessment: Assessment, _ book: RuleBook) {
    self.situation = situation
    self.assessment = assessment
    self.book = book
    ranges = situation.versions.ranges[0]
  }

  var explanation: Explanation {
    var explanation = Explanation(assessment: assessment)
    explanation.inputs = inputs
    explanation.gates = gates
    return explanation
  }

  // MARK: What went in

  private var inputs: [ExplainedInput] {
    let profile = situation.profile
    return [
      input("product", device.product) { $0.rawValue },
      input("version", device.version, situation.versions.isKnown ? situation.versionText : nil),
      stateInput,
      input("control mode", device.controlMode) { $0.rawValue },
      told("switched on", enabled.map { $0 ? "yes" : "no" }, "a host file", situation.hostEvidence),
      told(
        "wired port", word(situation.medium.hasWiredPort), "host file, profile or pong",
        situation.medium.evidence),
      told(
        "on wireless", word(situation.medium.isWireless), "host file, profile or pong",
        situation.medium.evidence),
      suffixInput,
      input("option 15", device.option15) { clip($0) },
      told(
        "certificate", situation.certificate.name.map(clip), "the site profile", .none),
      told(
        "root trusted",
        situation.certificate.name.flatMap { _ in word(situation.certificate.rootNotTrusted.negated)
        },
        "a host file",
        situation.hostEvidence),
      told(
        "provisionserver",
        situation.provisionServer.map { lookup in
          lookup.values.isEmpty ? lookup.outcome.rawValue : lookup.values.joined(separator: ", ")
        }, "a name server", situation.provisionServer?.evidence ?? .none),
      told("names", assessment.nameVerdict.rawValue, "all names and addresses seen", .none),
      told(
        "policy",
        "agent \(profile.agentAllowed ? "allowed" : "forbidden"), "
          + "visits \(profile.touchAllowed ? "allowed" : "forbidden"), "
          + "consent \(profile.consentAvailable ? "available" : "not available")",
        "the site profile", .none),
      told(
        "needs",
        profile.needs.isEmpty
          ? "none" : profile.needs.map(\.rawValue).sorted().joined(separator: ", "),
        "the site profile", .none),
    ]
  }

  private var enabled: Bool? {
    device.hosts.last { $0.value.enabled != nil }?.value.enabled
  }

  private var stateInput: ExplainedInput {
    let state = situation.state
    guard let value = state.value else { return input("state", device.state) { $0.rawValue } }
    return told(
      "state", value.rawValue, state.reason ?? device.state.best?.source ?? "its control mode",
      state.evidence)
  }

  private var suffixInput: ExplainedInput {
    let suffix = situation.suffix
    let value =
      suffix.isMissing == .yes
      ? "none" : suffix.values.isEmpty ? nil : suffix.values.map(clip).joined(separator: ", ")
    return told(
      "suffix for certificates", value,
      suffix.isFromFirmware ? "the PKI DNS suffix in the firmware" : "option 15", suffix.evidence)
  }

  private func input<Value>(
    _ name: String, _ known: Known<Value>, _ text: (Value) -> String
  ) -> ExplainedInput {
    input(name, known, known.best.map { text($0.value) })
  }

  private func input<Value>(
    _ name: String, _ known: Known<Value>, _ text: String?
  ) -> ExplainedInput {
    switch known {
    case .known(let claim):
      ExplainedInput(name: name, value: text, source: claim.source, evidence: claim.evidence)
    case .conflicting(let claims):
      ExplainedInput(
        name: name, value: text,
        source: "contradicted: " + claims.map(\.source).joined(separator: ", "),
        evidence: known.evidence)
    case .unknown(let why):
      ExplainedInput(
        name: name, value: text, source: text == nil ? why.text : "concluded", evidence: .none)
    }
  }

  private func told(
    _ name: String, _ value: String?, _ source: String, _ evidence: Evidence
  ) -> ExplainedInput {
    ExplainedInput(
      name: name, value: value, source: value == nil ? "nothing tells" : source,
      evidence: value == nil ? .none : evidence)
  }

  private func word(_ answer: Ternary) -> String? {
    switch answer {
    case .yes: "yes"
    case .no: "no"
    case .unknown: nil
    }
  }

  // MARK: The gates

  private var gates: [GateAnswer] {
    var gates = [product]
    if gates[0].result == .stops || situation.product == .unknown { return gates }
    gates.append(configured)
    if situation.state.value == .post { return gates }
    gates.append(switchedOn)
    if situation.isDisabled { return gates }
    gates.append(firmware)
    gates.append(
      rules(5, "Where does it hang on the network?") {
        [.noWiredPort, .onWireless, .onVPN, .hostAddressStatic].contains($0.condition)
      })
    gates.append(
      rules(6, "Which control does the site need?") {
        [.controlNeeded, .settingsNeeded].contains($0.condition)
      })
    gates.append(
      rules(7, "Which methods do its version and the policy allow?") { rule in
        !rule.methods.isEmpty
          && [
            .always, .agentForbidden, .touchForbidden, .keysImpossible, .keysPreloaded,
            .beingProvisioned,
          ].contains(rule.condition)
      })
    gates.append(
      rules(8, "Does a certificate suit it?") { rule in
        rule.methods.contains(.pki) && rule.condition.isAboutCertificates
      })
    gates.append(fallbacks)
    return gates
  }

  private var product: GateAnswer {
    let question = "Is it AMT?"
    if let obstacle = Gates.obstacle(situation), advice.advice == .none {
      return GateAnswer(
        number: 1, question: question, result: .stops,
        statements: [obstacle.statement(device.product.evidence)])
    }
    if situation.product == .unknown {
      return GateAnswer(
        number: 1, question: question, result: .open,
        statements: [Gates.unknownProduct.statement(device.evidence), Steps.measure(.product)])
    }
    return GateAnswer(
      number: 1, question: question, result: .passes,
      statements: [
        Statement(
          "It is \(situation.product.rawValue), as \(device.product.best?.source ?? "") tells.",
          rule: "gate-product", source: Source.observed.description,
          evidence: device.product.evidence)
      ])
  }

  private var configured: GateAnswer {
    let question = "Is it configured already?"
    switch situation.state.value {
    case .post:
      return GateAnswer(number: 2, question: question, result: .stops, statements: advice.reasons)
    case .in:
      return GateAnswer(
        number: 2, question: question, result: .warns,
        statements: [Gates.inProgress.statement(situation.state.evidence)])
    case .pre:
      return GateAnswer(
        number: 2, question: question, result: .passes,
        statements: [
          Statement(
            "It is not configured.", rule: "gate-not-configured",
            source: Source.observed.description, certainty: situation.state.certainty,
            evidence: situation.state.evidence)
        ])
    case nil:
      return GateAnswer(
        number: 2, question: question, result: .open,
        statements: [Gates.stateUnknown.statement(device.evidence), Steps.measure(.state)])
    }
  }

  private var switchedOn: GateAnswer {
    let question = "Is it switched on?"
    switch enabled {
    case false?:
      return GateAnswer(
        number: 3, question: question, result: .stops,
        statements: [Gates.disabled.statement(situation.hostEvidence)])
    case true?:
      return GateAnswer(
        number: 3, question: question, result: .passes,
        statements: [
          Statement(
            "A tool on the host says that it is switched on.", rule: "gate-enabled",
            source: Source.observed.description, evidence: situation.hostEvidence)
        ])
    case nil:
      return GateAnswer(
        number: 3, question: question, result: .open,
        statements: [
          Statement(
            "No tool on the host told; what answers on the network is switched on.",
            rule: "gate-enabled-unknown", source: Source.observed.description)
        ])
    }
  }

  private var firmware: GateAnswer {
    rules(4, "Is the firmware safe and supported?") { rule in
      rule.methods.isEmpty && rule.condition != .hostAddressStatic
    }
  }

  /// What the rules that `isAsked` chooses say: those that hold, and what is open about the others.
  /// What speaks for a method stands with the method's verdict.
  private func rules(
    _ number: Int, _ question: String, _ isAsked: (Rule) -> Bool
  ) -> GateAnswer {
    var statements: [Statement] = []
    var open: Set<Measurement> = []
    var warns = false
    for (place, rule) in book.rules.enumerated()
    where isAsked(rule) && rule.effect != .supports {
      let holds = situation.answer(rule.condition)
      if ranges[place] == .yes && holds == .yes {
        statements.append(book.statement(place, for: situation))
        warns = true
      } else if ranges[place] != .no && holds != .no {
        if ranges[place] == .unknown { open.insert(.version) }
        if holds == .unknown { open.insert(rule.condition.measurement) }
      }
    }
    statements += open.sorted().map { Steps.measure($0) }
    if statements.isEmpty {
      statements = [
        Statement(
          "No rule has anything against it.", rule: "gate-\(number)",
          source: "\(book.id), \(book.version)")
      ]
    }
    return GateAnswer(
      number: number, question: question,
      result: warns ? .warns : open.isEmpty ? .passes : .open, statements: statements)
  }

  private var fallbacks: GateAnswer {
    let words =
      advice.alternatives.isEmpty
      ? "No other method would do."
      : "Next best: \(advice.alternatives.map(\.rawValue).joined(separator: ", "))."
    return GateAnswer(
      number: 9, question: "What is left if that fails?",
      result: advice.alternatives.isEmpty ? .warns : .passes,
      statements: [
        Statement(words, rule: "gate-fall-backs", source: "\(book.id), \(book.version)")
      ])
  }
}

extension Condition {
  /// Whether it asks about the certificate or the suffix.
  var isAboutCertificates: Bool {
    switch self {
    case .noCertificate, .certificateWithoutPurpose, .certificateWeak, .certificateOfOldStrength,
      .certificateOutOfDate, .rootNotTrusted, .rootKnownBySHA1, .chainOutOfOrder, .suffixMissing,
      .suffixMismatch, .suffixLikely, .provisionServerMissing:
      true
    default: false
    }
  }
}

extension WhyUnknown {
  fileprivate var text: String {
    switch self {
    case .notAsked: "nobody asked"
    case .noAnswer: "asked, and no answer"
    case .notTold: "the answers do not say"
    case .needsHostOrCredentials: "visible only with credentials or from the host"
    }
  }
}
