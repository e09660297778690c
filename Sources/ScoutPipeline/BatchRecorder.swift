import ScoutModel
import Synchronization

/// Records batch after batch, in the background where that may take its time, so that a file is read on
/// while what was read is written.
final class BatchRecorder: Sendable {
  private let recorder: Recorder
  private let isPatient: Bool
  private let background = Background("amtscout.recording", limit: 2)
  private let failure = Mutex<(any Error)?>(nil)
  private let isBroken = Atomic(false)

  /// - Parameter isPatient: whether a batch may be written later than it is handed over.
  init(_ recorder: Recorder, isPatient: Bool) {
    self.recorder = recorder
    self.isPatient = isPatient
  }

  /// Whether a batch could not be written. Those after it are dropped.
  var hasFailed: Bool { isBroken.load(ordering: .relaxed) }

  /// Takes a batch behind those that were taken before.
  func record(_ batch: [Sighting]) {
    guard isPatient else { return write(batch) }
    background.take { [self] in write(batch) }
  }

  private func write(_ batch: [Sighting]) {
    if hasFailed { return }
    do {
      try recorder.record(batch)
    } catch {
      failure.withLock { $0 = error }
      isBroken.store(true, ordering: .relaxed)
    }
  }

  /// Waits until all is written; throws why it could not be.
  func finish() throws {
    background.finish()
    if let failure = failure.withLock({ $0 }) { throw failure }
  }
}
