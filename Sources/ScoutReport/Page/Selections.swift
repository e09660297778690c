import ScoutModel
import ScoutNet

/// The machines behind the page's numbers.
///
/// A number leads to a fragment such as `#r=blocked&p=10.1.0.0/24`. Scripts read it as filters of the
/// table; without scripts it is the id of a list that names the machines. What filters cannot say,
/// as the machines of one wave of work, is a list with a key, `#l=wave-2`, whose number stands in the
/// rows of its machines.
final class Selections {
  /// How many machines a list names where scripts do not run.
  private static let nameLimit = 25

  private struct Members {
    var count = 0
    /// The first of them, by their places among the assessments.
    var first: [Int] = []
  }

  private var members: [String: Members] = [:]
  /// The keys of the lists, by number.
  private(set) var keys: [String] = []
  /// The lists of each machine, by number.
  private var numbers: [[Int]]
  private let places: [DeviceID: Int]
  /// What the page led to so far, in that order, with its title.
  private(set) var used: [(fragment: String, title: String)] = []
  private var isUsed: Set<String> = []

  init(_ assessments: [Assessment], places: [DeviceID: Int]) {
    self.places = places
    numbers = Array(repeating: [], count: assessments.count)
    for (place, assessment) in assessments.enumerated() { count(assessment, place) }
  }

  /// Look-alikes are not among the machines found, in the page's numbers and so in these.
  private func count(_ assessment: Assessment, _ place: Int) {
    let group = assessment.readiness
    add(place, to: Self.readiness(group))
    let segment = assessment.device.segment
    if let segment {
      add(place, to: Self.names(assessment.nameVerdict, in: segment))
      for id in assessment.findings.map(\.id).unique where id == id.anchor {
        add(place, to: Self.finding(id, in: segment))
      }
    }
    guard group != .lookAlike else { return }
    add(place, to: Self.found)
    add(place, to: Self.method(assessment.recommendation.advice.rawValue))
    add(place, to: Self.method2011(assessment.recommendation2011.advice.rawValue))
    add(place, to: Self.generation(Generation(assessment.device).key))
    add(place, to: Self.state(assessment.device.state.best?.value.rawValue ?? "unknown"))
    guard let segment else { return }
    add(place, to: Self.method(assessment.recommendation.advice.rawValue, in: segment))
    add(place, to: Self.segment(segment))
    add(place, to: Self.segment(segment, [group]))
    if Self.ready.contains(group) { add(place, to: Self.segment(segment, Self.ready)) }
  }

  private func add(_ place: Int, to fragment: String) {
    var entry = members.removeValue(forKey: fragment) ?? Members()
    entry.count += 1
    if entry.first.count < Self.nameLimit { entry.first.append(place) }
    members[fragment] = entry
  }

  /// Makes a list of machines that no filter can say; `key` holds nothing but letters, digits and
  /// hyphens.
  func list(_ key: String, _ devices: some Sequence<DeviceID>) {
    let found = Set(devices.compactMap { places[$0] }).sorted()
    guard !found.isEmpty, members[Self.list(key)] == nil else { return }
    for place in found {
      add(place, to: Self.list(key))
      numbers[place].append(keys.count)
    }
    keys.append(key)
  }

  /// The numbers of the lists that a machine is in, parted by spaces.
  func numbers(at place: Int) -> String {
    numbers[place].map { String($0) }.joined(separator: " ")
  }

  /// How many machines a fragment leads to.
  func count(_ fragment: String) -> Int { members[fragment]?.count ?? 0 }

  /// The places of the machines that are named without scripts.
  func first(_ fragment: String) -> [Int] { members[fragment]?.first ?? [] }

  /// A link to machines that reads `text`; the text alone where they are not as many as it says.
  func link(_ fragment: String, _ title: String, _ count: Int, _ text: Markup) -> Markup {
    guard count > 0, self.count(fragment) == count else { return text }
    let title = title.replacing("`", with: "")
    if isUsed.insert(fragment).inserted { used.append((fragment, title)) }
    return """
      <a class="count" href="#\(fragment)" aria-label="\(counted(count, "machine")): \(title)">\
      \(text)</a>
      """
  }
}

extension Selections {
  static let found = "r=found"
  static let ready: [Readiness] = [.configured, .remote, .visit]

  static func readiness(_ group: Readiness) -> String { "r=\(group.rawValue)" }
  static func method(_ key: String) -> String { "r=found&m=\(key)" }
  static func method2011(_ key: String) -> String { "r=found&o=\(key)" }
  static func generation(_ key: String) -> String { "r=found&g=\(key)" }
  static func state(_ key: String) -> String { "r=found&s=\(key)" }
  static func segment(_ prefix: Prefix) -> String { "r=found&p=\(prefix)" }
  static func segment(_ prefix: Prefix, _ groups: [Readiness]) -> String {
    "r=\(groups.map(\.rawValue).joined(separator: ","))&p=\(prefix)"
  }
  static func method(_ key: String, in prefix: Prefix) -> String { "r=found&m=\(key)&p=\(prefix)" }
  static func finding(_ id: String, in prefix: Prefix) -> String { "p=\(prefix)&f=\(id)" }
  static func names(_ verdict: NameVerdict, in prefix: Prefix) -> String {
    "p=\(prefix)&n=\(verdict.rawValue)"
  }
  static func list(_ key: String) -> String { "l=\(key)" }
}

extension Page {
  /// The lists that the page's numbers lead to.
  func makeLists() {
    for (index, decision) in summary.decisions.enumerated() {
      selections.list("decision-\(index + 1)", decision.devices)
    }
    for blocker in summary.blockers.prefix(Self.blockerLimit) {
      selections.list("blocker-\(blocker.rule.anchor)", blocker.machines)
    }
    for group in groups where group.devices > 0 {
      selections.list(group.listKey, group.findings.lazy.compactMap(\.device))
    }
    let coverage = site.plan.coverage
    for (index, row) in coverage.suffixes.prefix(Self.suffixLimit).enumerated() {
      selections.list("suffix-\(index + 1)", row.machines)
    }
    selections.list("without-suffix", coverage.machinesWithoutSuffix)
    selections.list("suffix-unknown", coverage.machinesOfUnknownSuffix)
    for (index, wave) in waves.enumerated() {
      selections.list("wave-\(index + 1)", wave.devices.lazy.map(\.id))
      selections.list("visits-\(index + 1)", wave.devices.lazy.filter(\.needsTouch).map(\.id))
    }
    if let changes = input.changes {
      for kind in [SiteDifference.Kind.new, .changed] {
        selections.list(
          "change-\(kind.rawValue)", changes.machines.lazy.filter { $0.kind == kind }.map(\.id))
      }
    }
    selections.list(
      "from-outside", site.assessments.lazy.filter { $0.device.hosts.isEmpty }.map(\.device.id))
  }

  /// A number that leads to the machines it counts.
  func number(_ count: Int, _ fragment: String, _ title: String) -> Markup {
    selections.link(fragment, title, count, "\(grouped(count))")
  }

  /// `12 machines`, leading to them.
  func machines(_ count: Int, _ fragment: String, _ title: String) -> Markup {
    selections.link(fragment, title, count, "\(counted(count, "machine"))")
  }

  /// What stands for the filtered table where scripts do not run: the machines of each number, the
  /// first of them by name.
  func writeLists(to buffer: TextBuffer) throws {
    guard !selections.used.isEmpty else { return }
    try buffer.write(
      """
      <section id="lists" aria-labelledby="lists-h">
      <h2 id="lists-h">Machines behind the numbers</h2>
      <p class="lede">Where scripts run, a number filters the table of machines. Here the machines \
      are named, the first of each.</p>
      <dl class="lists">

      """ as Markup)
    for (fragment, title) in selections.used {
      let first = selections.first(fragment)
      let count = selections.count(fragment)
      let names: [Markup] = first.map { machine(site.assessments[$0].device.id) }
      let more: Markup = count > first.count ? " and \(grouped(count - first.count)) more" : ""
      try buffer.write(
        """
        <div id="\(fragment)"><dt><span>\(title)</span> <small>\(counted(count, "machine"))</small>\
        </dt><dd>\(names.joined(", "))\(more)</dd></div>

        """ as Markup)
    }
    try buffer.write("</dl>\n</section>\n")
  }
}

extension FindingGroup {
  /// The list of its machines.
  var listKey: String { String(anchor.dropFirst(2)) }
}
