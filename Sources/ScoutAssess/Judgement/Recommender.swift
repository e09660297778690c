import ScoutModel

/// Turns one rulebook and one device into a recommendation, gate by gate.
struct Recommender {
  let book: RuleBook
  /// The book's place among the assessor's, for ``VersionFacts/ranges``.
  let place: Int
  /// The book's points for each of its methods, for the site's purpose.
  private let points: [Int?]
  private let efforts: [Int]
  private let keysPlace: Int?
  private let questions = Questions()

  init(book: RuleBook, place: Int, purpose: Purpose) {
    self.book = book
    self.place = place
    // Looked up once: a dictionary is slow to ask for every method of every device.
    points = book.methods.map { book.ranking.points[purpose]?[$0] }
    efforts = Remedy.allCases.map { book.ranking.effort[$0] ?? 0 }
    keysPlace = book.methods.firstIndex(of: .psk)
  }

  func recommendation(for situation: Situation) -> Recommendation {
    // A small business device that answers is set up already: there is nothing to refuse.
    let isSetUp = situation.product == .sbt && situation.state.value == .post
    if let obstacle = Gates.obstacle(situation), !isSetUp {
      return refusal(obstacle, situation)
    }
    if situation.product == .unknown { return undecided(situation) }
    let ranges = situation.versions.ranges[place]
    let judged = book.methods.indices.map {
      MethodJudge.judge($0, book, situation, ranges, questions)
    }
    if situation.state.value == .post { return maintenance(situation, judged) }
    if situation.isDisabled && book.isCurrent { return enabling(situation, judged) }
    return configuration(situation, judged, ranges)
  }

  private func refusal(_ rule: Rule, _ situation: Situation) -> Recommendation {
    var result = Recommendation(
      rulebook: book.id, advice: .none, nextStep: Steps.leaveOut(rule))
    let reason = rule.statement(situation.device.product.evidence)
    result.reasons = [reason]
    result.blockers = [reason]
    result.verdicts = book.methods.map { method in
      var verdict = MethodVerdict(method, .ineligible)
      verdict.reasons = [reason]
      return verdict
    }
    return result
  }

  private func undecided(_ situation: Situation) -> Recommendation {
    let question = Steps.measure(.product)
    var result = Recommendation(rulebook: book.id, advice: .unknown, nextStep: question)
    result.reasons = [Gates.unknownProduct.statement(situation.device.evidence)]
    result.missing = [question]
    result.verdicts = book.methods.map { method in
      var verdict = MethodVerdict(method, .undetermined)
      verdict.missing = [question]
      return verdict
    }
    return result
  }

  private func maintenance(_ situation: Situation, _ judged: [Judged]) -> Recommendation {
    let rules = book.isCurrent ? Maintenance.rules(for: situation) : [Maintenance.keep]
    let first = rules.first ?? Maintenance.keep
    var result = Recommendation(
      rulebook: book.id, advice: .configured, nextStep: Maintenance.step(first, situation))
    result.reasons = [stateReason(situation)]
    for rule in rules {
      let statement = rule.statement(evidence(rule, situation), for: situation)
      result.reasons.append(statement)
      if rule.effect == .precedes { result.blockers.append(statement) }
    }
    result.verdicts = judged.map(\.verdict)
    if book.isCurrent {
      if situation.controlMode == nil { result.missing.append(Steps.measure(.controlMode)) }
      if situation.answer(.takeoverPossible) == .unknown {
        result.missing.insert(Steps.measure(.build), at: 0)
      }
    }
    return result
  }

  private func evidence(_ rule: Rule, _ situation: Situation) -> Evidence {
    switch rule.id {
    case Maintenance.patch.id, Maintenance.update.id: situation.device.version.evidence
    case Maintenance.enableTLS.id: situation.clearEvidence
    case Maintenance.upgrade.id: situation.device.controlMode.evidence
    case Maintenance.homeDomain.id: situation.device.option15.evidence
    case Maintenance.remoteAccess.id, Maintenance.password.id: situation.hostEvidence
    default: situation.state.evidence
    }
  }

  private func stateReason(_ situation: Situation) -> Statement {
    guard let reason = situation.state.reason else {
      return Gates.configured.statement(situation.state.evidence)
    }
    return Statement(
      "\(Gates.configured.text) \(reason)", rule: Gates.configured.id,
      source: Source.sdkPing.description, certainty: situation.state.certainty,
      evidence: situation.state.evidence)
  }

  private func enabling(_ situation: Situation, _ judged: [Judged]) -> Recommendation {
    var result = Recommendation(
      rulebook: book.id, advice: .enable, nextStep: Steps.enable(situation))
    let reason = Gates.disabled.statement(situation.hostEvidence)
    result.reasons = [reason]
    result.blockers = [reason]
    result.verdicts = judged.map(\.verdict)
    result.alternatives = []
    return result
  }

  private func configuration(
    _ situation: Situation, _ judged: [Judged], _ ranges: [Ternary]
  ) -> Recommendation {
    let prefersKeys = situation.own?.pskPreloaded == true && situation.hasOddSuffix
    var ranked: [(score: Int, place: Int)] = []
    for (place, candidate) in judged.enumerated() {
      guard let remedies = candidate.remedies, var score = points[place] else { continue }
      for remedy in remedies { score += efforts[remedy.order] }
      if candidate.verdict.eligibility != .eligible && !candidate.measurements.isEmpty {
        score += book.ranking.uncertainty
      }
      if prefersKeys && place == keysPlace { score += book.ranking.preloadedKeys }
      ranked.append((score, place))
    }
    ranked.sort { ($0.score, $0.place) < ($1.score, $1.place) }
    guard let best = ranked.first.map({ judged[$0.place] }) else {
      return impossible(situation, judged)
    }
    let method = best.verdict.method
    let isGuess = best.measurements.has(.version) && !situation.versions.isKnown
    var result = Recommendation(
      rulebook: book.id, advice: isGuess ? .unknown : Advice(method),
      nextStep: step(best, situation))
    result.verdicts = judged.map(\.verdict)
    result.alternatives = ranked.dropFirst(isGuess ? 0 : 1).map { judged[$0.place].verdict }
      .filter { $0.eligibility != .ineligible }.map(\.method)
    general(situation, ranges, &result)
    addState(situation, &result)
    let isBlocked = best.verdict.eligibility == .ineligible
    if isBlocked {
      result.blockers += best.verdict.reasons
    } else {
      result.reasons = best.verdict.reasons + result.reasons
    }
    addForgottenKeys(situation, judged, &result)
    addMissing(situation, best, judged, &result)
    return result
  }

  private func impossible(_ situation: Situation, _ judged: [Judged]) -> Recommendation {
    let reasons = judged.flatMap { $0.verdict.reasons.prefix(1) }
    var result = Recommendation(
      rulebook: book.id, advice: .none,
      nextStep: Steps.of(
        "Allow software on the hosts or a visit to the machine, or leave it out of the roll-out",
        reasons.first?.rule ?? Gates.other.id, .profile))
    result.reasons = reasons
    result.blockers = reasons
    result.verdicts = judged.map(\.verdict)
    return result
  }

  private func step(_ best: Judged, _ situation: Situation) -> Statement {
    let method = best.verdict.method
    if situation.state.value == .in {
      return Steps.of(
        "Find out which server is configuring it and let it finish, or stop it and configure it "
          + "anew", Gates.inProgress.id, .observed)
    }
    if book.isCurrent, situation.answer(.takeoverPossible) == .yes,
      let rule = book[id: "firmware-takeover"]
    {
      let others = (best.remedies ?? []).filter { $0 != .firmware }
      return Steps.remedy([.firmware] + others, then: method, rule)
    }
    if let obstacle = best.obstacle.map({ book.rules[$0] }), let remedies = best.remedies,
      !remedies.isEmpty
    {
      return Steps.remedy(remedies, then: method, obstacle)
    }
    if best.verdict.eligibility == .undetermined, let question = best.verdict.missing.first {
      return question
    }
    if situation.state.value == nil { return Steps.measure(.state) }
    if book.isCurrent, situation.isElderly, let rule = book[id: "firmware-11-8-first"] {
      return Steps.remedy([.firmware], then: method, rule)
    }
    let support = best.verdict.reasons.first
    return Statement(
      method.step + ".", rule: support?.rule ?? "method-\(method.rawValue)",
      source: support?.source ?? book.id)
  }

  /// What holds for the device whatever the method.
  private func general(
    _ situation: Situation, _ ranges: [Ternary], _ result: inout Recommendation
  ) {
    for number in book.generalRules {
      let rule = book.keys[number]
      guard ranges[number] == .yes, situation.answer(rule.condition) == .yes else { continue }
      let statement = book.statement(number, for: situation)
      if rule.effect == .precedes {
        result.blockers.append(statement)
      } else {
        result.reasons.append(statement)
      }
    }
  }

  private func addState(_ situation: Situation, _ result: inout Recommendation) {
    switch situation.state.value {
    case .in: result.reasons.append(Gates.inProgress.statement(situation.state.evidence))
    case nil: result.reasons.append(Gates.stateUnknown.statement(situation.device.evidence))
    case .pre, .post: break
    }
  }

  /// Keys that the vendor set are worth a word where they no longer help.
  private func addForgottenKeys(
    _ situation: Situation, _ judged: [Judged], _ result: inout Recommendation
  ) {
    guard situation.own?.pskPreloaded == true,
      let keys = judged.first(where: { $0.verdict.method == .psk }),
      let removed = keys.verdict.reasons.first(where: { $0.rule == "psk-removed" }),
      !result.blockers.contains(removed)
    else { return }
    result.blockers.append(removed)
  }

  private func addMissing(
    _ situation: Situation, _ best: Judged, _ judged: [Judged], _ result: inout Recommendation
  ) {
    var asked = best.measurements
    if situation.state.value == nil { asked.add(.state) }
    if book.isCurrent && situation.answer(.takeoverPossible) == .unknown { asked.add(.build) }
    // What settles the other methods comes after what settles the best one.
    var others: Measurements = []
    for candidate in judged { others.formUnion(candidate.measurements) }
    result.missing = questions[asked] + questions[others.subtracting(asked)]
  }
}

extension Situation {
  /// Whether the firmware lies in [11.0, 11.8): too old for today's consoles, yet to be updated.
  var isElderly: Bool {
    versions.is110 == .yes && device.isAtLeast(FirmwareVersion(11, 8)) == .no
  }
}
