import ScoutModel
import ScoutNet

/// A count under a name; `key` is what tables and files filter by.
struct Tally: Hashable, Sendable {
  let key: String
  let word: String
  let count: Int
}

/// Something that stands in the way of several machines.
struct BlockerTally: Hashable, Sendable {
  let rule: String
  let text: String
  /// By address.
  let machines: [DeviceID]
  var devices: Int { machines.count }
  /// The next step of most of these machines.
  let removedBy: String
}

/// Something the reader should decide or do first.
struct Decision: Sendable {
  /// How soon, and to what end.
  let when: Urgency
  let headline: String
  let reason: String
  /// The machines meant; none where it is about the site.
  var devices: [DeviceID] = []
  /// The part of the page that says more, without its `#`, and what stands there.
  var more: (anchor: String, words: String)?

  enum Urgency: Hashable, Sendable {
    case now, start, before, learn
  }
}

/// The numbers and decisions that stand on the first page.
struct SiteSummary: Sendable {
  /// Machines with AMT or a relative of it, or which may have it; look-alikes are not among them.
  private(set) var found = 0
  private(set) var lookAlikes = 0
  private(set) var methods: [Tally] = []
  private(set) var methods2011: [Tally] = []
  private(set) var generations: [Tally] = []
  private(set) var states: [Tally] = []
  private(set) var severities: [Severity: Int] = [:]
  private(set) var blockers: [BlockerTally] = []
  private(set) var decisions: [Decision] = []
  private var readiness: [Readiness: Int] = [:]

  func count(_ group: Readiness) -> Int { readiness[group] ?? 0 }

  init(_ site: SiteAssessment) { self.init(site, FindingGroup.all(site.allFindings)) }

  /// - Parameter groups: the site's findings by number and severity, which others need as well.
  init(_ site: SiteAssessment, _ groups: [FindingGroup]) {
    var today: [Advice: Int] = [:]
    var then: [Advice: Int] = [:]
    var generations: [Generation: Int] = [:]
    var states: [ProvisioningState?: Int] = [:]
    var blockers: [String: BlockerGroup] = [:]
    for assessment in site.assessments {
      for finding in assessment.findings { severities[finding.severity, default: 0] += 1 }
      let group = assessment.readiness
      readiness[group, default: 0] += 1
      guard group != .lookAlike else {
        lookAlikes += 1
        continue
      }
      found += 1
      today[assessment.recommendation.advice, default: 0] += 1
      then[assessment.recommendation2011.advice, default: 0] += 1
      generations[Generation(assessment.device), default: 0] += 1
      states[assessment.device.state.best?.value, default: 0] += 1
      guard group == .blocked else { continue }
      for (rule, statements) in Dictionary(
        grouping: assessment.recommendation.blockers, by: \.rule)
      {
        blockers[rule, default: BlockerGroup()].add(
          assessment.device.id, statements[0].text, assessment.recommendation.nextStep.text)
      }
    }
    for finding in site.findings { severities[finding.severity, default: 0] += 1 }
    methods = Advice.allCases.map { Tally(key: $0.rawValue, word: $0.word, count: today[$0] ?? 0) }
    methods2011 = Advice.allCases.map {
      Tally(key: $0.rawValue, word: $0.word, count: then[$0] ?? 0)
    }
    self.generations = generations.sorted { $0.key < $1.key }.map {
      Tally(key: $0.key.key, word: $0.key.word, count: $0.value)
    }
    self.states =
      ProvisioningState.allCases.map {
        Tally(key: $0.rawValue, word: $0.word, count: states[$0] ?? 0)
      } + [Tally(key: "unknown", word: "not known", count: states[nil] ?? 0)]
    self.blockers = Self.ranked(blockers)
    decisions = Decisions(site, self, groups).list
  }

  private static func ranked(_ groups: [String: BlockerGroup]) -> [BlockerTally] {
    groups.sorted { left, right in
      let (mine, theirs) = (left.value.machines.count, right.value.machines.count)
      return mine == theirs ? left.key < right.key : mine > theirs
    }.map { rule, group in
      BlockerTally(
        rule: rule, text: mostFrequent(group.texts), machines: group.machines,
        removedBy: mostFrequent(group.steps))
    }
  }
}

/// The machines that one rule blocks.
private struct BlockerGroup {
  var machines: [DeviceID] = []
  var texts: [String: Int] = [:]
  var steps: [String: Int] = [:]

  mutating func add(_ machine: DeviceID, _ text: String, _ step: String) {
    machines.append(machine)
    texts[text, default: 0] += 1
    steps[step, default: 0] += 1
  }
}

/// The text that came most often, the first by the alphabet among equals.
func mostFrequent(_ counts: [String: Int]) -> String {
  counts.min { left, right in
    left.value == right.value ? left.key < right.key : left.value > right.value
  }?.key ?? ""
}

/// The major version of a device's firmware, as far as it is known.
enum Generation: Hashable, Comparable {
  case major(Int)
  case span(from: Int, to: Int)
  case unknown

  init(_ device: Device) {
    if let version = device.version.best?.value {
      self = .major(version.major)
    } else if let span = device.span {
      let upper = span.upper
      let reachesIn = upper.components.dropFirst().contains { $0 > 0 }
      let last = max(span.lower.major, reachesIn ? upper.major : upper.major &- 1)
      self = last == span.lower.major ? .major(last) : .span(from: span.lower.major, to: last)
    } else {
      self = .unknown
    }
  }

  var key: String {
    switch self {
    case .major(let major): "\(major)"
    case .span(let first, let last): "\(first)-\(last)"
    case .unknown: "unknown"
    }
  }

  var word: String {
    switch self {
    case .major(let major): "\(major).x"
    case .span(let first, let last): "\(first).x to \(last).x"
    case .unknown: "not known"
    }
  }

  private var order: (Int, Int) {
    switch self {
    case .major(let major): (major, 0)
    case .span(let first, let last): (first, last)
    case .unknown: (.max, 0)
    }
  }

  static func < (left: Self, right: Self) -> Bool { left.order < right.order }
}
