import ScoutModel

/// All findings of one number and severity, as the page shows them under one heading.
struct FindingGroup: Sendable {
  let id: String
  let severity: Severity
  /// By address.
  let findings: [Finding]

  /// `f-AMT-NAME-002-high`: where the page shows it.
  var anchor: String { "f-\(id.anchor)-\(severity.rawValue)" }

  /// The title with `…` for the words that differ; what it means where too little is common.
  var heading: String { common(findings.map(\.title)) ?? detail.firstSentence }

  var detail: String { common(findings.map(\.detail)) ?? mostFrequent(findings.map(\.detail)) }
  var remedy: String { common(findings.map(\.remedy)) ?? mostFrequent(findings.map(\.remedy)) }
  var source: String { mostFrequent(findings.map(\.source)) }

  /// The area within the number: `NAME` in `AMT-NAME-002`.
  var area: String { id.split(separator: "-").dropFirst().first.map(String.init) ?? id }

  /// Machines concerned; a finding about the site has none.
  var devices: Int { Set(findings.compactMap(\.device)).count }

  /// The groups of a site, highest severity first.
  static func all(_ site: SiteAssessment) -> [FindingGroup] {
    var groups: [FindingGroup] = []
    var current: [Finding] = []
    for finding in site.allFindings {
      if let last = current.last, last.id != finding.id || last.severity != finding.severity {
        groups.append(FindingGroup(current))
        current = []
      }
      current.append(finding)
    }
    if !current.isEmpty { groups.append(FindingGroup(current)) }
    return groups
  }

  private init(_ findings: [Finding]) {
    id = findings[0].id
    severity = findings[0].severity
    self.findings = findings
  }
}

/// The words that all texts share at the same place, `…` for the others; `nil` where the texts are
/// not of one form or share no more than two words.
private func common(_ texts: [String]) -> String? {
  guard let first = texts.first else { return nil }
  var common = first.split(separator: " ").map { Substring?($0) }
  for text in texts where text != first {
    let words = text.split(separator: " ")
    guard words.count == common.count else { return nil }
    for (index, word) in words.enumerated() where common[index] != word { common[index] = nil }
  }
  let shared = common.count { $0 != nil }
  guard shared > 2 || shared == common.count else { return nil }
  return common.map { $0.map(String.init) ?? "…" }.joined(separator: " ")
}

private func mostFrequent(_ texts: [String]) -> String {
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
