/// One line of the table: how long some work took, five times over.
struct Measurement {
  let name: String
  /// What is counted, in the plural.
  let unit: String
  let count: Int
  /// Fastest first.
  let times: [Duration]

  /// How often each piece of work is done; the figure is the median.
  static let repetitions = 5

  /// Measures `work`, which returns how much it did, after one run that does not count.
  init(
    _ name: String, _ unit: String, _ work: () async throws -> Int
  ) async rethrows {
    self.name = name
    self.unit = unit
    let clock = ContinuousClock()
    var times: [Duration] = []
    var count = try await work()
    for _ in 0..<Self.repetitions {
      let start = clock.now
      count = try await work()
      times.append(clock.now - start)
    }
    self.count = count
    self.times = times.sorted()
  }

  private static func seconds(_ time: Duration) -> Double {
    let (seconds, attoseconds) = time.components
    return Double(seconds) + Double(attoseconds) / 1e18
  }

  /// Three digits, in the unit of time that fits.
  private static func text(_ time: Duration) -> String {
    let (value, unit) = seconds(time) < 1 ? (seconds(time) * 1000, "ms") : (seconds(time), "s")
    let scale = value < 10 ? 100.0 : value < 100 ? 10.0 : 1.0
    let number = (value * scale).rounded() / scale
    return scale == 1 ? "\(Int(number)) \(unit)" : "\(number) \(unit)"
  }

  /// A whole number with commas, rounded to three digits.
  private static func text(_ rate: Double) -> String {
    var scale = 1.0
    while rate / scale >= 1000 { scale *= 10 }
    let number = Int((rate / scale).rounded() * scale)
    let digits = Array(String(number))
    var text = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { text += "," }
      text.append(digit)
    }
    return text
  }

  static let heading = """
    | what | amount | median | fastest to slowest | a second |
    |---|---|---|---|---|
    """

  var row: String {
    guard let fastest = times.first, let slowest = times.last else { return "" }
    let median = times[times.count / 2]
    let rate = Double(count) / max(Self.seconds(median), 1e-9)
    return "| \(name) | \(count) \(unit) | \(Self.text(median)) "
      + "| \(Self.text(fastest)) to \(Self.text(slowest)) | \(Self.text(rate)) |"
  }
}

/// Takes a result, so that the compiler cannot leave out the work behind it.
@inline(never) func keep<Value>(_ value: Value) { withExtendedLifetime(value) {} }
