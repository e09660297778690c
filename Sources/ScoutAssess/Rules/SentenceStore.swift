import ScoutModel

/// Keeps each sentence once: machines of one version are told the same.
final class SentenceStore {
  private var known: Set<Sentence> = []

  func shared(_ sentence: Sentence) -> Sentence { known.insert(sentence).memberAfterInsert }

  func shared(_ statement: Statement) -> Statement {
    Statement(shared(statement.sentence), evidence: statement.evidence)
  }
}
