/// Measures the parts whose speed matters and prints Markdown tables. Nothing is asserted.
///
/// `scout-bench correlating [DEVICES…]` measures correlation alone, at other sizes.
@main struct Bench {
  static func main() async throws {
    let words = CommandLine.arguments.dropFirst()
    if words.first == "correlating" {
      let sizes = words.dropFirst().compactMap { Int($0) }
      Correlating.measure(sizes.isEmpty ? Correlating.sizes : sizes)
      return
    }
    print(Measurement.heading)
    try await show(Parsing.measure())
    try await show(Judging.measure())
    try await show(Storing.measure())
    try await show(Asking.measure())
    try await show(Sweeping.measure())
    print()
    Correlating.measure()
  }

  private static func show(_ measurements: [Measurement]) {
    for measurement in measurements { print(measurement.row) }
  }
}
