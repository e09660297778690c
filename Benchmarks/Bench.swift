/// Measures the parts whose speed matters and prints a Markdown table. Nothing is asserted.
@main struct Bench {
  static func main() async throws {
    print(Measurement.heading)
    try await show(Parsing.measure())
    try await show(Judging.measure())
    try await show(Storing.measure())
    try await show(Asking.measure())
    try await show(Sweeping.measure())
  }

  private static func show(_ measurements: [Measurement]) {
    for measurement in measurements { print(measurement.row) }
  }
}
