/// From where a weakness can be used.
package enum Reach: String, Hashable, Sendable, Codable, CaseIterable {
  /// Over the network, without any credentials.
  case network
  /// Over the network, through IPv6 only.
  case networkIPv6 = "network-ipv6"
  /// Over the network, with credentials.
  case authenticated
  /// From the same subnet.
  case adjacent
  /// By someone with an account on the machine, or with hands at it.
  case local
}

/// What a weakness's use gains.
package enum Gain: String, Hashable, Sendable, Codable, CaseIterable {
  case takeover
  /// A denial of service, or parts of what is said.
  case limited
}

/// What the operator sets otherwise than the built-in rules: bounds and dates of rules, advisories.
package struct RuleOverrides: Hashable, Sendable, Codable {
  /// Stands in the report behind the rulebook's version.
  package var name = ""
  package var rules: [RuleOverride] = []
  package var advisories: [AdvisoryOverride] = []

  package init() {}

  package var isEmpty: Bool { rules.isEmpty && advisories.isEmpty }
}

/// A bound of a rule.
package enum BoundOverride: Hashable, Sendable, Codable {
  case unchanged
  /// No bound on this side any more.
  case none
  case version(FirmwareVersion)
}

package struct RuleOverride: Hashable, Sendable, Codable {
  package let id: String
  package var from = BoundOverride.unchanged
  package var below = BoundOverride.unchanged
  /// The date of the rule's source.
  package var date: String?

  package init(id: String) { self.id = id }
}

/// The bounds of a rule, for whoever checks overrides.
package struct RuleBounds: Hashable, Sendable {
  package let from: FirmwareVersion?
  package let below: FirmwareVersion?

  package init(from: FirmwareVersion?, below: FirmwareVersion?) {
    self.from = from
    self.below = below
  }

  /// The bounds with `override` on top.
  package func overridden(by override: RuleOverride) -> RuleBounds {
    func bound(_ own: FirmwareVersion?, _ change: BoundOverride) -> FirmwareVersion? {
      switch change {
      case .unchanged: own
      case .none: nil
      case .version(let version): version
      }
    }
    return RuleBounds(from: bound(from, override.from), below: bound(below, override.below))
  }
}

/// A new advisory, or other words on a known one; what is `nil` stays as it was.
package struct AdvisoryOverride: Hashable, Sendable, Codable {
  package struct Branch: Hashable, Sendable, Codable {
    /// `nil`: the branch of `fixed`, from its major and minor number on.
    package var from: FirmwareVersion?
    /// The first version that is cured; `nil` where none is known.
    package var fixed: FirmwareVersion?
    /// Where the branch ends, if no cure is known.
    package var below: FirmwareVersion?

    package init(from: FirmwareVersion?, fixed: FirmwareVersion?, below: FirmwareVersion?) {
      self.from = from
      self.fixed = fixed
      self.below = below
    }
  }

  package let id: String
  package var records: [String]?
  package var reach: Reach?
  package var gain: Gain?
  package var date: String?
  package var branches: [Branch]?

  package init(id: String) { self.id = id }
}
