import ScoutModel

/// The rules that the details cite, each with its source, told once for the whole page.
struct Citations {
  private struct Key: Hashable {
    let rule: String
    let source: String
  }

  private var numbers: [Key: Int] = [:]
  /// In the order of their numbers, which begin at 1.
  private(set) var list: [(rule: String, source: String)] = []

  init(_ assessments: [Assessment]) {
    for assessment in assessments {
      for recommendation in [assessment.recommendation, assessment.recommendation2011] {
        add(recommendation.reasons)
        add(recommendation.blockers)
        add(recommendation.missing)
        add([recommendation.nextStep])
        for verdict in recommendation.verdicts {
          add(verdict.reasons)
          add(verdict.missing)
        }
      }
      add(assessment.nameReasons)
    }
    let sorted = list.sorted { ($0.rule, $0.source) < ($1.rule, $1.source) }
    numbers = [:]
    for (index, entry) in sorted.enumerated() {
      numbers[Key(rule: entry.rule, source: entry.source)] = index + 1
    }
    list = sorted
  }

  private mutating func add(_ statements: [Statement]) {
    for statement in statements where !statement.source.isEmpty {
      let key = Key(rule: statement.rule, source: statement.source)
      guard numbers[key] == nil else { continue }
      numbers[key] = 0
      list.append((statement.rule, statement.source))
    }
  }

  /// The number under which a statement's rule is cited; `nil` where it names no source.
  func number(_ statement: Statement) -> Int? {
    numbers[Key(rule: statement.rule, source: statement.source)]
  }
}
