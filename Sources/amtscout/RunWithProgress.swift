import ScoutPipeline
import ScoutSweep

/// Runs the main job with its progress shown and Ctrl-C heard.
enum RunWithProgress {
  static func run(
    _ run: AssessRun, _ counts: Progress, _ options: ProgressOptions
  ) async throws -> Interruption? {
    let interruption = Interruption { run.stop() }
    let rateSignals = RateSignals { run.changeRate(steps: $0) }
    let display = ProgressDisplay(counts, options: options)
    try await explained {
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { await display.run() }
        defer { group.cancelAll() }
        _ = try await run.run()
      }
    }
    withExtendedLifetime(rateSignals) {}
    if !options.quiet { for remark in run.summary.remarks { Terminal.say(remark) } }
    if let trouble = run.trouble { throw Failure(trouble.description) }
    return interruption
  }
}

extension Interruption {
  /// Ends the program with 130 where a stop was asked for.
  func failIfRequested(_ message: String) throws {
    if wasRequested { throw Failure(message, code: .interrupted) }
  }
}
