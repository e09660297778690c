package import ScoutModel

extension RuleBook {
  /// The book with other bounds and dates; rules that it does not have are left to other books.
  func overridden(by overrides: RuleOverrides) -> RuleBook {
    guard overrides.rules.contains(where: { self[id: $0.id] != nil }) else { return self }
    let byID = Dictionary(overrides.rules.map { ($0.id, $0) }) { $1 }
    let rules = rules.map { rule in
      guard let override = byID[rule.id] else { return rule }
      var rule = rule
      let bounds = RuleBounds(from: rule.lower, below: rule.upper).overridden(by: override)
      rule.lower = bounds.from
      rule.upper = bounds.below
      if let date = override.date {
        rule.source = Source(rule.source.key, rule.source.title, date)
      }
      return rule
    }
    return RuleBook(
      id: id, version: "\(version)+\(overrides.name)", rules: rules, ranking: ranking,
      methods: methods, isCurrent: isCurrent)
  }
}

extension Advisory {
  /// The advisories with those of `overrides` in their places, new ones behind them.
  static func overridden(_ advisories: [Advisory], by overrides: RuleOverrides) -> [Advisory] {
    var result = advisories
    for override in overrides.advisories {
      if let place = result.firstIndex(where: { $0.id == override.id }) {
        result[place] = result[place].overridden(by: override, overrides.name)
      } else {
        let blank = Advisory(
          id: override.id, records: [], reach: .network, gain: .takeover, branches: [],
          source: Source(override.id, "the rules file", "undated"))
        result.append(blank.overridden(by: override, overrides.name))
      }
    }
    return result
  }

  private func overridden(by override: AdvisoryOverride, _ name: String) -> Advisory {
    Advisory(
      id: id, records: override.records ?? records, reach: override.reach ?? reach,
      gain: override.gain ?? gain,
      branches: override.branches?.compactMap { AdvisoryBranch($0) } ?? branches,
      buildRules: override.branches == nil ? buildRules : [],
      source: Source(
        source.key, "the rules file \(name)", override.date ?? source.date))
  }
}

extension AdvisoryBranch {
  init?(_ branch: AdvisoryOverride.Branch) {
    if let fixed = branch.fixed {
      self.init(fixed: fixed, from: branch.from)
    } else if let from = branch.from, let below = branch.below {
      self.init(from: from, below: below)
    } else {
      return nil
    }
  }
}

/// What a rules file may name.
package enum RuleNames {
  /// The bounds of every rule of both books, by id.
  package static let bounds: [String: RuleBounds] = Dictionary(
    (RuleBook.current2026.rules + RuleBook.seed2011.rules).map {
      ($0.id, RuleBounds(from: $0.lower, below: $0.upper))
    }
  ) { first, _ in first }

  package static let advisories: Set<String> = Set(Advisories.all.map(\.id))
}
