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
  do {
    return try work()
  } catch let error as TargetError {
    throw Failure(error.description, code: .wrongUse)
  } catch let error where !isAnswer(error) {
    throw Failure("\(error)")
  }
}

/// As ``explained(_:)-(()->_)`` for work that waits.
func explained<Value>(_ work: () async throws -> Value) async throws -> Value {
  do {
    return try await work()
  } catch let error as TargetError {
    throw Failure(error.description, code: .wrongUse)
  } catch let error where !isAnswer(error) {
    throw Failure("\(error)")
  }
}

/// Whether an error is one of our own answers to the caller already.
private func isAnswer(_ error: any Error) -> Bool {
  error is Failure || error is ExitStatus || error is ValidationError
}
