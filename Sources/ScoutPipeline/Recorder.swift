package import ScoutModel
package import ScoutStore
import Synchronization

/// Writes what a run learns into the site file, as it comes.
///
/// Whatever a stage hands over is on disk when `record` returns. Sightings and the scan's progress
/// go in together, so that a resumed scan neither loses nor repeats.
package final class Recorder: Sendable {
  private struct State {
    var scan: Scan
    var questions: NameQuestions
  }

  /// What several tasks want written, and who waits for it.
  private struct Gathering {
    var sightings: [Sighting] = []
    var waiting: [CheckedContinuation<Void, any Error>] = []
  }

  /// How long the first of them waits for others.
  private static let patience = Duration.milliseconds(15)

  private let file: SiteFile
  private let state: Mutex<State>
  private let recorded: (@Sendable ([Observation]) -> Void)?
  private let gathering = Mutex(Gathering())

  /// - Parameter recorded: hears of what was written, in order; it must not record by itself.
  package init(
    file: SiteFile, scan: Scan, questions: NameQuestions,
    recorded: (@Sendable ([Observation]) -> Void)? = nil
  ) {
    self.file = file
    self.recorded = recorded
    state = Mutex(State(scan: scan, questions: questions))
  }

  package var scan: Scan { state.withLock { $0.scan } }

  /// The names and addresses worth asking about, of all that was recorded so far.
  package var questions: NameQuestions { state.withLock { $0.questions } }

  /// Takes in the names that imported files tell of addresses where something answers.
  func askAboutImportedNames() throws {
    guard questions.hasImportedNames else { return }
    // Those where something answers are few: a copy serves, and nothing is locked meanwhile.
    var questions = questions
    try file.forEachObservation { questions.addImported($0.sighting) }
    state.withLock { [questions] in $0.questions = questions }
  }

  /// Appends sightings, and changes the scan in the same transaction.
  package func record(_ sightings: [Sighting], _ change: (inout Scan) -> Void = { _ in }) throws {
    try state.withLock { state in
      var scan = state.scan
      change(&scan)
      for sighting in sightings { state.questions.add(sighting) }
      let ids = try file.append(sightings, to: scan)
      state.scan = scan
      guard let recorded else { return }
      let number = scan.id
      recorded(zip(ids, sightings).map { Observation(id: $0, scan: number, sighting: $1) })
    }
  }

  /// Appends sightings as `record` does, in one transaction with those that other tasks hand over
  /// within a few milliseconds: a transaction costs more than the observations of one device.
  package func recordTogether(_ sightings: [Sighting]) async throws {
    if sightings.isEmpty { return }
    try await withCheckedThrowingContinuation { continuation in
      let isFirst = gathering.withLock { gathering in
        gathering.sightings += sightings
        gathering.waiting.append(continuation)
        return gathering.waiting.count == 1
      }
      if isFirst { Task { await writeGathered() } }
    }
  }

  private func writeGathered() async {
    // Nobody cancels this task, so the wait cannot fail.
    try? await Task.sleep(for: Self.patience)
    let batch = gathering.withLock { gathering in
      defer { gathering = Gathering() }
      return gathering
    }
    let result = Result { try record(batch.sightings) }
    for continuation in batch.waiting { continuation.resume(with: result) }
  }
}
