package import ScoutModel
import Yams

/// The rules file: what the operator sets otherwise than the built-in rules, as YAML.
///
/// It changes the bounds and dates of rules that exist, and adds or changes advisories. Rules of a
/// new kind cannot be written in it.
package enum RulesFile {
  /// Files up to so many bytes are read.
  package static let sizeLimit = 1 << 20
  private static let advisoryLimit = 1000

  /// Reads a rules file.
  /// - Parameters:
  ///   - path: The file's name, for messages.
  ///   - rules: The bounds of the rules that there are, by id.
  ///   - advisories: The ids of the advisories that there are.
  /// - Throws: ``ImportError``, which names the line and the key.
  package static func parse(
    _ text: String, path: String, rules: [String: RuleBounds], advisories: Set<String>
  ) throws -> RuleOverrides {
    guard text.utf8.count <= sizeLimit else {
      throw ImportError(path, "is larger than \(sizeLimit >> 20) MiB")
    }
    guard let root = try YAMLValue.root(of: text, path: path, key: "the rules file") else {
      return RuleOverrides()
    }
    let map = try root.map(["name", "rules", "advisories"])
    var overrides = RuleOverrides()
    overrides.name = try map["name"]?.text() ?? fileName(path)
    guard overrides.name.utf8.count <= 64 else {
      throw (map["name"] ?? root).error("needs at most 64 bytes")
    }
    for value in try map["rules"]?.list() ?? [] {
      let rule = try rule(value, rules)
      if overrides.rules.contains(where: { $0.id == rule.id }) {
        throw value.error("\(rule.id.quoted) stands twice")
      }
      overrides.rules.append(rule)
    }
    for value in try map["advisories"]?.list() ?? [] {
      let advisory = try advisory(value, advisories)
      if overrides.advisories.contains(where: { $0.id == advisory.id }) {
        throw value.error("\(advisory.id.quoted) stands twice")
      }
      overrides.advisories.append(advisory)
      guard overrides.advisories.count <= advisoryLimit else {
        throw value.error("there are more than \(advisoryLimit) advisories")
      }
    }
    return overrides
  }

  private static func fileName(_ path: String) -> String {
    String(path.split(separator: "/").last?.prefix(64) ?? "rules")
  }

  private static func rule(
    _ value: YAMLValue, _ known: [String: RuleBounds]
  ) throws -> RuleOverride {
    let map = try value.map(["id", "from", "below", "date"], required: ["id"])
    let id = try map["id"]?.text() ?? ""
    guard let bounds = known[id] else {
      let near = nearest(id, known.keys)
      throw (map["id"] ?? value).error(
        "\(id.quoted) is the id of no rule\(near.map { "; did you mean \($0.quoted)?" } ?? "")")
    }
    guard map.count > 1 else {
      throw value.error("\(id.quoted) changes nothing; give `from`, `below` or `date`")
    }
    var rule = RuleOverride(id: id)
    rule.from = try map["from"].map(bound) ?? .unchanged
    rule.below = try map["below"].map(bound) ?? .unchanged
    rule.date = try map["date"].map(date)
    let changed = bounds.overridden(by: rule)
    if let from = changed.from, let below = changed.below, below <= from {
      throw (map["below"] ?? map["from"] ?? value).error(
        "\(id.quoted) would hold from \(from) and below \(below), which is no version at all")
    }
    return rule
  }

  private static func bound(_ value: YAMLValue) throws -> BoundOverride {
    let text = try value.text()
    if text.lowercased() == "any" { return .none }
    guard let version = FirmwareVersion(text) else {
      throw value.error(
        "\(text.quoted) is not a version; write it as in \"11.8\", in quotation marks, or `any`")
    }
    return .version(version)
  }

  private static func advisory(
    _ value: YAMLValue, _ known: Set<String>
  ) throws -> AdvisoryOverride {
    let map = try value.map(
      ["id", "records", "reach", "gain", "date", "branches"], required: ["id"])
    let id = try map["id"]?.text() ?? ""
    guard (4...64).contains(id.utf8.count),
      id.utf8.allSatisfy({ $0 == UInt8(ascii: "-") || ($0 > 0x2F && $0 < 0x7B) })
    else { throw (map["id"] ?? value).error("\(id.quoted) is no id, as in INTEL-SA-00783") }
    var advisory = AdvisoryOverride(id: id)
    advisory.records = try map["records"]?.list().map { try $0.text() }
    advisory.reach = try map["reach"]?.choice(of: Reach.self)
    advisory.gain = try map["gain"]?.choice(of: Gain.self)
    advisory.date = try map["date"].map(date)
    advisory.branches = try map["branches"]?.list().map(branch)
    if !known.contains(id) {
      for key in ["reach", "gain", "date", "branches"] where map[key] == nil {
        throw value.error("\(id.quoted) is new, and needs the key `\(key)`")
      }
    } else if map.count == 1 {
      throw value.error("\(id.quoted) changes nothing")
    }
    if advisory.branches?.isEmpty == true {
      throw (map["branches"] ?? value).error("needs at least one branch")
    }
    return advisory
  }

  /// `"11.8.94"`, the first version of its branch that is cured; or `from`, and `fixed` or `below`.
  private static func branch(_ value: YAMLValue) throws -> AdvisoryOverride.Branch {
    if value.isText {
      return AdvisoryOverride.Branch(from: nil, fixed: try fixed(value), below: nil)
    }
    let map = try value.map(["from", "fixed", "below"])
    let from = try map["from"].map(version)
    let below = try map["below"].map(version)
    let cure = try map["fixed"].map(fixed)
    guard cure != nil || (from != nil && below != nil) else {
      throw value.error("a branch needs `fixed`, or `from` and `below`")
    }
    if let from, let end = cure ?? below, end <= from {
      throw value.error("a branch from \(from) cannot end at \(end)")
    }
    return AdvisoryOverride.Branch(from: from, fixed: cure, below: cure == nil ? below : nil)
  }

  private static func fixed(_ value: YAMLValue) throws -> FirmwareVersion {
    let version = try version(value)
    guard version.components.count >= 3 else {
      throw value.error("\(version) is too short: a cure needs three or four numbers")
    }
    return version
  }

  private static func version(_ value: YAMLValue) throws -> FirmwareVersion {
    let text = try value.text()
    guard let version = FirmwareVersion(text) else {
      throw value.error("\(text.quoted) is not a version, as in \"11.8.94\"")
    }
    return version
  }

  /// A year, a month or a day.
  private static func date(_ value: YAMLValue) throws -> String {
    let text = try value.text()
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    let numbers = parts.compactMap { Int($0) }
    let isDate =
      numbers.count == parts.count && (1...3).contains(parts.count) && parts[0].utf8.count == 4
      && parts.dropFirst().allSatisfy { $0.utf8.count == 2 }
      && (numbers.count < 2 || (1...12).contains(numbers[1]))
      && (numbers.count < 3 || (1...31).contains(numbers[2]))
    guard isDate else {
      throw value.error("\(text.quoted) is not a date, as in 2026-06-30, 2026-06 or 2026")
    }
    return text
  }

  /// The id that differs least, where it differs little.
  private static func nearest(_ id: String, _ ids: some Collection<String>) -> String? {
    guard id.utf8.count <= 64 else { return nil }
    let ranked = ids.map { (distance(Array(id.utf8), Array($0.utf8)), $0) }.min { $0 < $1 }
    return ranked.flatMap { $0.0 <= 3 ? $0.1 : nil }
  }

  /// How many letters must be put in, left out or changed.
  private static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
    var row = Array(0...right.count)
    for (place, letter) in left.enumerated() {
      var diagonal = row[0]
      row[0] = place + 1
      for (other, theirs) in right.enumerated() {
        let above = row[other + 1]
        row[other + 1] = min(
          above + 1, row[other] + 1, diagonal + (letter == theirs ? 0 : 1))
        diagonal = above
      }
    }
    return row[right.count]
  }
}
