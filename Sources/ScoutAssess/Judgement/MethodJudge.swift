import ScoutModel

/// A verdict on one method, with what the ranking must know of it.
struct Judged {
  var verdict: MethodVerdict
  /// What would take all its blockers away, or `nil` where one of them stays.
  var remedies: [Remedy]?
  /// The number of the blocker that the remedies are for.
  var obstacle: Int?
  var measurements: Measurements
}

/// Reads a rulebook for one method and one device.
enum MethodJudge {
  static func judge(
    _ index: Int, _ book: RuleBook, _ situation: Situation, _ ranges: [Ternary],
    _ questions: Questions
  ) -> Judged {
    var hits: [Int] = []
    var asked: Measurements = []
    var isOpen = false
    var isBlocked = false
    for number in book.rulesOfMethods[index] where ranges[number] != .no {
      let rule = book.keys[number]
      let holds = situation.answer(rule.condition)
      if holds == .no { continue }
      if ranges[number] == .yes && holds == .yes {
        hits.append(number)
        if rule.mayBlockAlone {
          isBlocked = true
        } else if rule.effect == .blocks {
          // An inferred rule never makes a method impossible by itself: it leaves a doubt.
          asked.add(rule.measurement)
          isOpen = true
        }
      } else if rule.effect == .blocks {
        if ranges[number] == .unknown && !rule.isLenient { asked.add(.version) }
        if holds == .unknown { asked.add(rule.condition.measurement) }
        if !rule.isLenient { isOpen = true }
      }
    }
    let method = book.methods[index]
    var verdict = MethodVerdict(
      method, isBlocked ? .ineligible : isOpen ? .undetermined : .eligible)
    verdict.costs = book.costsOfMethods[index]
    verdict.givesUp = book.lossesOfMethods[index]
    verdict.reasons = reasons(hits, isBlocked, book, situation)
    if !isBlocked { verdict.missing = questions[asked] }
    let blockers = isBlocked ? hits.filter { book.keys[$0].mayBlockAlone } : []
    return Judged(
      verdict: verdict, remedies: remedies(blockers, book),
      obstacle: blockers.first,
      measurements: !isBlocked || isOpen ? asked : [])
  }

  /// Blockers and doubts come first; an impossible method needs no words in its favour.
  private static func reasons(
    _ hits: [Int], _ isBlocked: Bool, _ book: RuleBook, _ situation: Situation
  ) -> [Statement] {
    var reasons: [Statement] = []
    reasons.reserveCapacity(hits.count)
    func add(_ isWanted: (RuleKey) -> Bool) {
      for number in hits where isWanted(book.keys[number]) {
        reasons.append(book.statement(number, for: situation))
      }
    }
    if isBlocked { add { $0.mayBlockAlone } }
    add { $0.effect == .blocks && !$0.mayBlockAlone }
    if !isBlocked {
      add { $0.effect == .supports }
      add { $0.effect == .warns || $0.effect == .precedes }
    }
    return reasons
  }

  private static func remedies(_ blockers: [Int], _ book: RuleBook) -> [Remedy]? {
    var remedies: [Remedy] = []
    for number in blockers {
      guard let remedy = book.keys[number].remedy else { return nil }
      if !remedies.contains(remedy) { remedies.append(remedy) }
    }
    return remedies
  }
}

/// The questions of each combination of measurements, made once and shared by all devices.
final class Questions {
  private var known: [Measurements: [Statement]] = [:]

  subscript(_ measurements: Measurements) -> [Statement] {
    if measurements.isEmpty { return [] }
    if let found = known[measurements] { return found }
    let new = measurements.questions
    known[measurements] = new
    return new
  }
}
