/// What a change of the site would do: counts before and after, and which devices move.
package struct PlanComparison: Hashable, Sendable, Codable {
  /// What was changed, a phrase each.
  package var changes: [String]
  package var before: [Advice: Int]
  package var after: [Advice: Int]
  /// Devices that could be configured without a touch, before and after.
  package var withoutTouchBefore: Int
  package var withoutTouchAfter: Int
  /// In the order of the devices.
  package var moves: [Move]

  package struct Move: Hashable, Sendable, Codable {
    package let id: DeviceID
    package let from: Advice
    package let to: Advice
    /// Whether the method could be used at once, before and after.
    package let wasReady: Bool
    package let isReady: Bool

    package init(id: DeviceID, from: Advice, to: Advice, wasReady: Bool, isReady: Bool) {
      self.id = id
      self.from = from
      self.to = to
      self.wasReady = wasReady
      self.isReady = isReady
    }
  }

  /// Compares two assessments of the same devices.
  package init(_ before: SiteAssessment, _ after: SiteAssessment, changes: [String]) {
    self.changes = changes
    self.before = before.adviceCounts
    self.after = after.adviceCounts
    withoutTouchBefore = before.plan.readiness.first?.withoutTouch ?? 0
    withoutTouchAfter = after.plan.readiness.first?.withoutTouch ?? 0
    var old: [DeviceID: Recommendation] = [:]
    for assessment in before.assessments {
      old[assessment.device.id] = assessment.recommendation
    }
    moves = after.assessments.compactMap { assessment in
      guard let was = old[assessment.device.id] else { return nil }
      let now = assessment.recommendation
      guard was.advice != now.advice || was.isReady != now.isReady else { return nil }
      return Move(
        id: assessment.device.id, from: was.advice, to: now.advice, wasReady: was.isReady,
        isReady: now.isReady)
    }
  }
}

extension SiteAssessment {
  /// How many devices have each recommendation.
  package var adviceCounts: [Advice: Int] {
    var counts: [Advice: Int] = [:]
    for assessment in assessments { counts[assessment.recommendation.advice, default: 0] += 1 }
    return counts
  }
}

extension Recommendation {
  /// Whether the method that is recommended could be used at once.
  package var isReady: Bool {
    guard let method = ConfigurationMethod(rawValue: advice.rawValue),
      let verdict = verdicts.first(where: { $0.method == method })
    else { return false }
    return verdict.eligibility == .eligible && !nextStep.rule.hasPrefix("measure-")
      && !blockers.contains { $0.rule != "psk-removed" }
  }
}
