package import ScoutModel

/// What a rule does to the methods it speaks of, where it applies.
package enum Effect: String, Hashable, Sendable, CaseIterable {
  /// A reason for the method.
  case supports
  /// A reason to be careful; the method stays possible.
  case warns
  /// Something to do before any configuration; no method becomes impossible.
  case precedes
  /// The method is impossible. An inferred rule never does that alone: see ``Rule/mayBlockAlone``.
  case blocks
}

/// What takes a blocker away. Blockers without a remedy stay.
package enum Remedy: String, Hashable, Sendable, CaseIterable {
  case firmware, option15, reissueCertificate, obtainCertificate, wire

  /// Its place in ``allCases``.
  var order: Int {
    switch self {
    case .firmware: 0
    case .option15: 1
    case .reissueCertificate: 2
    case .obtainCertificate: 3
    case .wire: 4
    }
  }

  /// What to do, for a person.
  var step: String {
    switch self {
    case .firmware: "Update the firmware"
    case .option15:
      "Hand out a DHCP option 15 that the certificate fits, or set the PKI DNS suffix in the MEBx"
    case .reissueCertificate: "Have the provisioning certificate issued again"
    case .obtainCertificate: "Obtain a provisioning certificate from a vendor the firmware trusts"
    case .wire: "Connect the machine to the corporate network by wire"
    }
  }
}

/// One sentence of the rulebook: when it applies, what follows, and who says so.
package struct Rule: Hashable, Sendable {
  /// Stable, as in `psk-removed`.
  package let id: String
  /// The methods it speaks of; none means that it speaks of the device or of all methods.
  package let methods: [ConfigurationMethod]
  package let effect: Effect
  /// The first firmware it applies to; `nil`: from the first ever.
  package var lower: FirmwareVersion?
  /// The first firmware it applies to no more; `nil`: up to the newest.
  package var upper: FirmwareVersion?
  package let condition: Condition
  package let certainty: Certainty
  package var source: Source {
    didSet { sentence = Self.sentence(text, id, source, certainty) }
  }
  /// For the report. `{version}`, `{suffix}`, `{certificate}` stand for the device's.
  package let text: String
  package let remedy: Remedy?
  /// What settles an inferred rule, or what its condition needs where not the usual.
  package let settledBy: Measurement?
  /// Whether not knowing the condition only adds a question, and leaves the method possible.
  package let isLenient: Bool
  /// Whether the text has places to fill.
  let hasPlaces: Bool
  /// The rule's words, shared by all that it is told of.
  private(set) var sentence: Sentence

  package init(
    _ id: String, _ effect: Effect, of methods: [ConfigurationMethod] = [],
    from lower: FirmwareVersion? = nil, below upper: FirmwareVersion? = nil,
    when condition: Condition = .always, certainty: Certainty = .seen, _ source: Source,
    remedy: Remedy? = nil, settledBy: Measurement? = nil, isLenient: Bool = false, _ text: String
  ) {
    self.id = id
    self.methods = methods
    self.effect = effect
    self.lower = lower
    self.upper = upper
    self.condition = condition
    self.certainty = certainty
    self.source = source
    self.text = text
    self.remedy = remedy
    self.settledBy = settledBy
    self.isLenient = isLenient
    hasPlaces = text.utf8.contains(UInt8(ascii: "{"))
    sentence = Self.sentence(text, id, source, certainty)
  }

  private static func sentence(
    _ text: String, _ id: String, _ source: Source, _ certainty: Certainty
  ) -> Sentence {
    Sentence(text, rule: id, source: source.description, certainty: certainty)
  }

  /// Whether the rule alone may make a method impossible: it blocks, and its source was read.
  package var mayBlockAlone: Bool { effect == .blocks && certainty == .seen }

  /// Whether the firmware of `device` lies in the rule's range.
  func range(of device: Device) -> Ternary {
    let above = lower.map(device.isAtLeast) ?? .yes
    if above == .no { return .no }
    let below = upper.map { device.isAtLeast($0).negated } ?? .yes
    return above.and(below)
  }

  /// The rule as a sentence of the report.
  func statement(_ evidence: Evidence = .none, for situation: Situation? = nil) -> Statement {
    Statement(
      hasPlaces ? situation?.filled(sentence) ?? sentence : sentence, evidence: evidence)
  }
}

extension Ternary {
  var negated: Ternary {
    switch self {
    case .yes: .no
    case .no: .yes
    case .unknown: .unknown
    }
  }

  func and(_ other: Ternary) -> Ternary {
    if self == .no || other == .no { return .no }
    return self == .yes && other == .yes ? .yes : .unknown
  }

  func or(_ other: Ternary) -> Ternary { negated.and(other.negated).negated }

  init(_ value: Bool) { self = value ? .yes : .no }
  init(_ value: Bool?) { self = value.map { $0 ? .yes : .no } ?? .unknown }
}
