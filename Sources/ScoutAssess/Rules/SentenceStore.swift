import ScoutModel

/// Keeps each sentence once: machines of one version are told the same.
final class SentenceStore {
  private var known: Set<Sentence> = []
  private var titles: Set<String> = []

  /// Titles that name what one machine shows must not pile up.
  private static let titleLimit = 2048

  func shared(_ sentence: Sentence) -> Sentence { known.insert(sentence).memberAfterInsert }

  func shared(_ statement: Statement) -> Statement {
    Statement(shared(statement.sentence), evidence: statement.evidence)
  }

  /// The finding with a title that others have as well held once.
  func shared(_ finding: Finding) -> Finding {
    var finding = finding
    if let known = titles.firstIndex(of: finding.title) {
      finding.title = titles[known]
    } else if titles.count < Self.titleLimit {
      titles.insert(finding.title)
    }
    return finding
  }
}
