import ArgumentParser
import ScoutSweep

/// What the program tells its caller; thrown to leave early without a message.
enum ExitStatus: Int32, Error {
  case done = 0
  case failed = 1
  /// Done, and there are findings at or above `--fail-on`.
  case findings = 3
  case wrongUse = 64
  /// Stopped by Ctrl-C; everything is saved and the same command goes on.
  case interrupted = 130
}

/// The end of a command with a message that says what to do next.
struct Failure: Error {
  let message: String
  let code: ExitStatus

  init(_ message: String, code: ExitStatus = .failed) {
    self.message = message
    self.code = code
  }
}

/// Runs `work` and turns the errors of the modules below, which describe themselves, into failures.
func explained<Value>(_ work: () throws -> Value) throws -> Value {
  do { return try work() } catch { throw answer(to: error) }
}

/// As ``explained(_:)-(()->_)`` for work that waits.
func explained<Value>(_ work: () async throws -> Value) async throws -> Value {
  do { return try await work() } catch { throw answer(to: error) }
}

/// What the program answers to an error: what is our own answer already stays as it is.
private func answer(to error: any Error) -> any Error {
  switch error {
  case is Failure, is ExitStatus, is ValidationError: error
  case let error as TargetError: Failure(error.description, code: .wrongUse)
  default: Failure("\(error)")
  }
}
