import ScoutModel

/// All findings of one number and severity, as the page shows them under one heading.
struct FindingGroup: Sendable {
  let id: String
  let severity: Severity
  /// By address.
  let findings: FindingList.SubSequence

  /// `f-AMT-NAME-002-high`: where the page shows it.
  var anchor: String { "f-\(id.anchor)-\(severity.rawValue)" }

  /// The title with `…` for the words that differ; what it means where too little is common.
  ///
  /// Made once, like the texts below: they look at every finding of the group.
  let heading: String
  /// The title that came most often.
  let example: String
  let detail: String
  let remedy: String
  let source: String

  /// The area within the number: `NAME` in `AMT-NAME-002`.
  var area: String { id.split(separator: "-").dropFirst().first.map(String.init) ?? id }

  /// Machines concerned; a finding about the site has none.
  let devices: Int

  /// The remedy as steps, a sentence each.
  var steps: [String] { remedy.sentences }

  /// Where machines need different remedies: each of them, that of most machines first.
  let remedies: [(text: String, count: Int)]

  /// The groups of a site's findings, highest severity first.
  static func all(_ list: FindingList) -> [FindingGroup] {
    var groups: [FindingGroup] = []
    var start = list.startIndex
    while start < list.endIndex {
      let first = list[start]
      let end =
        list[start...].firstIndex { $0.id != first.id || $0.severity != first.severity }
        ?? list.endIndex
      groups.append(FindingGroup(first, list[start..<end]))
      start = end
    }
    return groups
  }

  private init(_ first: Finding, _ findings: FindingList.SubSequence) {
    id = first.id
    severity = first.severity
    self.findings = findings
    var details: [String: Int] = [:]
    var titles: [String: Int] = [:]
    var remedies: [String: Int] = [:]
    var sources: [String: Int] = [:]
    var machines: Set<DeviceID> = []
    for finding in findings {
      details[finding.detail, default: 0] += 1
      titles[finding.title, default: 0] += 1
      remedies[finding.remedy, default: 0] += 1
      sources[finding.source, default: 0] += 1
      if let machine = finding.device { machines.insert(machine) }
    }
    detail = common(details.keys) ?? mostFrequent(details)
    example = mostFrequent(titles)
    heading = common(titles.keys) ?? detail.firstSentence
    remedy = common(remedies.keys) ?? mostFrequent(remedies)
    self.remedies = remedies.map { ($0.key, $0.value) }.sorted {
      $0.1 == $1.1 ? $0.0 < $1.0 : $0.1 > $1.1
    }
    source = mostFrequent(sources)
    devices = machines.count
  }
}

/// The words that all texts share at the same place, `…` for the others; `nil` where the texts are
/// not of one form or share no more than two words.
private func common(_ texts: some Collection<String>) -> String? {
  guard let first = texts.first else { return nil }
  var common = first.split(separator: " ").map { Substring?($0) }
  for text in texts.dropFirst() {
    let words = text.split(separator: " ")
    guard words.count == common.count else { return nil }
    for (index, word) in words.enumerated() where common[index] != word { common[index] = nil }
  }
  let shared = common.count { $0 != nil }
  guard shared > 2 || shared == common.count else { return nil }
  return common.map { $0.map(String.init) ?? "…" }.joined(separator: " ")
}

func mostFrequent(_ texts: [String]) -> String {
  mostFrequent(texts.reduce(into: [:]) { $0[$1, default: 0] += 1 })
}

extension String {
  /// The text up to its first full stop that ends a sentence, without the stop.
  var firstSentence: String {
    var previous: Character = " "
    var length = 0
    for character in self {
      if character == " ", previous == "." { return String(prefix(length - 1)) }
      previous = character
      length += 1
    }
    return previous == "." ? String(dropLast()) : self
  }

  /// The sentences of the text, each with its full stop.
  var sentences: [String] {
    var sentences: [String] = []
    var current = ""
    var previous: Character = " "
    for character in self {
      if character == " ", previous == "." {
        sentences.append(current)
        current = ""
      } else {
        current.append(character)
      }
      previous = character
    }
    return current.isEmpty ? sentences : sentences + [current]
  }

  /// The text reduced to what a fragment of an address may hold.
  var anchor: String {
    String(
      unicodeScalars.map { scalar -> Character in
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", "-": Character(scalar)
        default: "-"
        }
      })
  }
}
