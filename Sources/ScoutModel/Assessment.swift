package import ScoutNet

/// One of the ways to configure AMT. The founding article knew five; host-based splits in two today.
package enum ConfigurationMethod: String, Hashable, Sendable, Codable, CaseIterable {
  case hostBased = "host-based"
  case hostBasedACM = "host-based-acm"
  case pki, psk, usb, manual
}

/// What to do with a device: the words of the `method` column.
package enum Advice: String, Hashable, Sendable, Codable, CaseIterable {
  case hostBased = "host-based"
  case hostBasedACM = "host-based-acm"
  case pki, psk, usb, manual
  /// Nothing to do: it is configured.
  case configured
  /// Enable it first, in the BIOS or from the operating system.
  case enable
  /// It cannot be configured.
  case none
  case unknown

  package init(_ method: ConfigurationMethod) {
    switch method {
    case .hostBased: self = .hostBased
    case .hostBasedACM: self = .hostBasedACM
    case .pki: self = .pki
    case .psk: self = .psk
    case .usb: self = .usb
    case .manual: self = .manual
    }
  }
}

/// Whether a rule's source was read, or the rule reasoned from it; an inferred one never blocks alone.
package enum Certainty: String, Hashable, Sendable, Codable {
  case seen, inferred
}

/// The words of a statement. Machines by the hundred thousand share them, so they are held once.
package final class Sentence: Sendable {
  package let text: String
  /// The rule's stable id, as in `psk-removed`.
  package let rule: String
  /// Where the rule comes from: its source's name and, where known, date.
  package let source: String
  package let certainty: Certainty

  package init(_ text: String, rule: String, source: String, certainty: Certainty = .seen) {
    self.text = text
    self.rule = rule
    self.source = source
    self.certainty = certainty
  }
}

extension Sentence: Hashable {
  package static func == (left: Sentence, right: Sentence) -> Bool {
    left === right
      || left.text == right.text && left.rule == right.rule && left.source == right.source
        && left.certainty == right.certainty
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(text)
    hasher.combine(rule)
  }
}

/// A sentence of the report, with the rule that says it and the observations it rests on.
package struct Statement: Hashable, Sendable {
  package let sentence: Sentence
  package let evidence: Evidence

  package var text: String { sentence.text }
  package var rule: String { sentence.rule }
  package var source: String { sentence.source }
  package var certainty: Certainty { sentence.certainty }

  package init(_ sentence: Sentence, evidence: Evidence = .none) {
    self.sentence = sentence
    self.evidence = evidence
  }

  package init(
    _ text: String, rule: String, source: String, certainty: Certainty = .seen,
    evidence: Evidence = .none
  ) {
    self.init(
      Sentence(text, rule: rule, source: source, certainty: certainty), evidence: evidence)
  }
}

extension Statement: Codable {
  private enum CodingKeys: CodingKey { case text, rule, source, certainty, evidence }

  package init(from decoder: any Decoder) throws {
    let members = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      try members.decode(String.self, forKey: .text),
      rule: try members.decode(String.self, forKey: .rule),
      source: try members.decode(String.self, forKey: .source),
      certainty: try members.decode(Certainty.self, forKey: .certainty),
      evidence: try members.decode(Evidence.self, forKey: .evidence))
  }

  package func encode(to encoder: any Encoder) throws {
    var members = encoder.container(keyedBy: CodingKeys.self)
    try members.encode(text, forKey: .text)
    try members.encode(rule, forKey: .rule)
    try members.encode(source, forKey: .source)
    try members.encode(certainty, forKey: .certainty)
    try members.encode(evidence, forKey: .evidence)
  }
}

/// Whether a method suits a device.
package enum Eligibility: String, Hashable, Sendable, Codable {
  case eligible, ineligible
  /// Something must be measured first; the verdict's `missing` says what.
  case undetermined
}

/// The verdict on one method for one device.
package struct MethodVerdict: Hashable, Sendable, Codable {
  package let method: ConfigurationMethod
  package var eligibility: Eligibility
  /// Why, strongest first; for an ineligible method these are its blockers.
  package var reasons: [Statement]
  /// What would have to be measured or told to decide.
  package var missing: [Statement]
  /// What it costs: a touch, a certificate, an agent, a wire.
  package var costs: [String]
  /// What a device configured in this way cannot do.
  package var givesUp: [String]

  package init(_ method: ConfigurationMethod, _ eligibility: Eligibility) {
    self.method = method
    self.eligibility = eligibility
    reasons = []
    missing = []
    costs = []
    givesUp = []
  }
}

package enum Confidence: String, Hashable, Comparable, Sendable, Codable, CaseIterable {
  case low, medium, high
  package static func < (left: Self, right: Self) -> Bool {
    (allCases.firstIndex(of: left) ?? 0) < (allCases.firstIndex(of: right) ?? 0)
  }
}

/// What one rulebook says of one device.
package struct Recommendation: Hashable, Sendable, Codable {
  /// `current-2026` or `seed-2011`.
  package var rulebook: String
  package var advice: Advice
  package var reasons: [Statement]
  package var verdicts: [MethodVerdict]
  /// Other methods that would do, best first.
  package var alternatives: [ConfigurationMethod]
  /// What stands in the way of the best method or of any.
  package var blockers: [Statement]
  /// What to measure or tell next, most useful first.
  package var missing: [Statement]
  package var nextStep: Statement

  package init(rulebook: String, advice: Advice, nextStep: Statement) {
    self.rulebook = rulebook
    self.advice = advice
    self.nextStep = nextStep
    reasons = []
    verdicts = []
    alternatives = []
    blockers = []
    missing = []
  }
}

package enum NameVerdict: String, Hashable, Sendable, Codable, CaseIterable {
  case consistent, mismatch, unknown
}

package enum Severity: String, Hashable, Comparable, Sendable, Codable, CaseIterable {
  case info, low, medium, high, critical
  package static func < (left: Self, right: Self) -> Bool {
    (allCases.firstIndex(of: left) ?? 0) < (allCases.firstIndex(of: right) ?? 0)
  }
}

/// A numbered statement about a device or about the site.
package struct Finding: Hashable, Sendable, Codable {
  /// `AMT-NAME-002`: stable over releases.
  package let id: String
  package let severity: Severity
  /// `nil` where it is about the site or a segment.
  package let device: DeviceID?
  package let address: IPAddress?
  /// One sentence that names what was seen.
  package var title: String
  /// What it means, and for whom.
  package let detail: String
  package let remedy: String
  package let source: String
  package let evidence: Evidence
  /// How sure it is that what the title says is so: `high` where two independent sources agree or
  /// one cannot be mistaken, `low` where it is inferred.
  package let confidence: Confidence

  package init(
    id: String, severity: Severity, device: DeviceID?, address: IPAddress?, title: String,
    detail: String, remedy: String, source: String, evidence: Evidence,
    confidence: Confidence = .medium
  ) {
    self.id = id
    self.severity = severity
    self.device = device
    self.address = address
    self.title = title
    self.detail = detail
    self.remedy = remedy
    self.source = source
    self.evidence = evidence
    self.confidence = confidence
  }
}

/// A device with all that was judged of it, by one version of the rules.
///
/// What is large stands behind references, for a large site's assessments pass through many hands.
package struct Assessment: Hashable, Sendable, Codable {
  package let device: Device
  package var recommendation: Recommendation {
    _read { yield today.value }
    _modify { yield &today.value }
  }
  package var recommendation2011: Recommendation {
    _read { yield then.value }
    _modify { yield &then.value }
  }
  package var nameVerdict: NameVerdict
  /// Why the verdict on the names is what it is.
  package var nameReasons: [Statement]
  package var confidence: Confidence
  /// Why no more, no less.
  package var confidenceReasons: [Statement]
  /// `unknown` until it was judged.
  package var readiness: Readiness
  /// Highest severity first, then by id.
  package var findings: [Finding]

  private var today: Shared<Recommendation>
  private var then: Shared<Recommendation>

  package init(
    device: Device, recommendation: Recommendation, recommendation2011: Recommendation,
    nameVerdict: NameVerdict, confidence: Confidence
  ) {
    self.device = device
    today = Shared(recommendation)
    then = Shared(recommendation2011)
    self.nameVerdict = nameVerdict
    self.confidence = confidence
    nameReasons = []
    confidenceReasons = []
    readiness = .unknown
    findings = []
  }
}

/// A rulebook as the report names it.
package struct RulebookFact: Hashable, Sendable, Codable {
  package let id: String
  package let version: String
  package let rules: Int

  package init(id: String, version: String, rules: Int) {
    self.id = id
    self.version = version
    self.rules = rules
  }
}

/// Everything that was judged of a site.
package struct SiteAssessment: Hashable, Sendable, Codable {
  package var profile: SiteProfile
  /// What was seen; of the devices only those that get no row: the others stand in ``assessments``.
  package var view: SiteView
  /// One for each device that gets a row, in the order of their addresses.
  package var assessments: [Assessment]
  /// Findings about the site and its segments; those of devices stand in their assessments.
  package var findings: [Finding]
  package var rulebooks: [RulebookFact]
  /// How names work in each segment, in the order of the segments.
  package var nameSheets: [NameSheet]
  /// What to buy, change and do, and in which order.
  package var plan: SitePlan

  package init(profile: SiteProfile, view: SiteView) {
    self.profile = profile
    self.view = view
    assessments = []
    findings = []
    rulebooks = []
    nameSheets = []
    plan = SitePlan()
  }

  /// The site's and the devices' findings, highest severity first, then by id and address.
  package var allFindings: FindingList { FindingList(self) }

  /// Every device of the site, by id: those that were judged, and those of ``view``.
  package var devices: [Device] {
    (assessments.map(\.device) + view.devices).sorted { $0.id < $1.id }
  }

  /// The view with ``devices``, as it was judged.
  package var wholeView: SiteView {
    var whole = view
    whole.devices = devices
    return whole
  }
}
