package import ScoutModel

/// The parts of a rule that decide, apart from its words: copying a whole rule costs more.
struct RuleKey: Hashable, Sendable {
  let effect: Effect
  let condition: Condition
  let hasBounds: Bool
  let mayBlockAlone: Bool
  let isLenient: Bool
  let measurement: Measurement
  let remedy: Remedy?

  init(_ rule: Rule) {
    effect = rule.effect
    condition = rule.condition
    hasBounds = rule.lower != nil || rule.upper != nil
    mayBlockAlone = rule.mayBlockAlone
    isLenient = rule.isLenient
    measurement = rule.settledBy ?? rule.condition.measurement
    remedy = rule.remedy
  }
}

/// One age's rules, as data, with its order of preference.
package struct RuleBook: Hashable, Sendable {
  package let id: String
  /// Raised with every change of the rules.
  package let version: String
  package let rules: [Rule]
  package let ranking: Ranking
  /// The methods it knows, in the order of the report.
  package let methods: [ConfigurationMethod]
  /// Whether it knows advisories, and that AMT can be switched off in the BIOS.
  package let isCurrent: Bool
  /// What a judge must know of each of ``rules`` before it says its sentence.
  let keys: [RuleKey]
  /// Their sentences.
  private let sentences: [Sentence]
  private let areTemplates: [Bool]
  /// For each method of ``methods`` the indices of the rules that speak of it.
  let rulesOfMethods: [[Int]]
  /// For each method what it costs, and what it gives up.
  let costsOfMethods: [[String]]
  let lossesOfMethods: [[String]]
  /// The indices of the rules that speak of the device as a whole.
  let generalRules: [Int]

  package init(
    id: String, version: String, rules: [Rule], ranking: Ranking, methods: [ConfigurationMethod],
    isCurrent: Bool
  ) {
    self.id = id
    self.version = version
    self.rules = rules
    self.ranking = ranking
    self.methods = methods
    self.isCurrent = isCurrent
    keys = rules.map { RuleKey($0) }
    sentences = rules.map(\.sentence)
    areTemplates = rules.map(\.hasPlaces)
    costsOfMethods = methods.map(\.costs)
    lossesOfMethods = methods.map(\.givesUp)
    rulesOfMethods = methods.map { method in
      rules.indices.filter { rules[$0].methods.contains(method) }
    }
    generalRules = rules.indices.filter { rules[$0].methods.isEmpty }
  }

  package subscript(id id: String) -> Rule? { rules.first { $0.id == id } }

  /// The sentence of the rule of that number, for a device.
  func statement(_ number: Int, for situation: Situation) -> Statement {
    let sentence = sentences[number]
    return Statement(
      areTemplates[number] ? situation.filled(sentence) : sentence,
      evidence: situation.evidence(keys[number]))
  }

  /// How the report names it.
  package var fact: RulebookFact { RulebookFact(id: id, version: version, rules: rules.count) }
}

extension RuleBook {
  /// What is known today.
  package static let current2026 = RuleBook(
    id: "current-2026", version: "1",
    rules: HostBased.current + HostBasedACM.current + CertificateRules.current + PKI.current
      + PSK.current + USB.current + Manual.current + GeneralRules.current,
    ranking: .current, methods: ConfigurationMethod.allCases, isCurrent: true)

  /// What the founding article of December 2011 says.
  package static let seed2011 = RuleBook(
    id: "seed-2011", version: "1",
    rules: HostBased.seed + CertificateRules.seed + PKI.seed + PSK.seed + USB.seed + Manual.seed
      + GeneralRules.seed,
    ranking: .seed, methods: [.hostBased, .pki, .psk, .usb, .manual], isCurrent: false)
}
