import Foundation

/// Measures the parts whose speed matters and prints Markdown tables. Nothing is asserted.
///
/// `scout-bench correlating [DEVICES…]` measures how correlation grows, in a process of its own because
/// of its memory, also at other sizes;
/// `scout-bench judging [DEVICES]` assessment alone, of a site with everything there is to judge;
/// `scout-bench site DEVICES FILE` makes a site file of that many machines, for `amtscout report`.
@main struct Bench {
  static func main() async throws {
    do {
      try await run(Array(CommandLine.arguments.dropFirst()))
    } catch {
      FileHandle.standardError.write(Data("scout-bench: \(error)\n".utf8))
      // EX_USAGE of sysexits.h, as amtscout itself ends.
      exit(error is Misuse ? 64 : 1)
    }
  }

  private static func run(_ words: [String]) async throws {
    switch words.first {
    case nil: try await measure()
    case "correlating":
      let sizes = words.dropFirst().compactMap { Int($0) }
      Correlating.measure(sizes.isEmpty ? Correlating.sizes : sizes)
    case "judging":
      Judging.assess(words.dropFirst().first.flatMap { Int($0) } ?? 100_000)
    case "site" where words.count == 3:
      guard let count = Int(words[1]) else { throw Misuse() }
      try ManySightings.write(devices: count, to: words[2])
    case "ask" where words.count == 4:
      guard let port = UInt16(words[1]) else { throw Misuse() }
      try await Contending.ask(port: port, site: words[2], addresses: words[3])
    case "loop" where words.count == 4:
      guard let port = UInt16(words[1]), let rounds = Int(words[3]) else { throw Misuse() }
      try await LoopAlone.ask(port: port, addresses: words[2], rounds: rounds)
    case "parse" where words.count == 2: try Contending.parse(words[1])
    case "print" where words.count == 2: try Contending.printLines(words[1])
    case "generate" where words.count == 3:
      guard let count = Int(words[1]) else { throw Misuse() }
      try Traffic.write(count, to: words[2])
    default: throw Misuse()
    }
  }

  struct Misuse: Error, CustomStringConvertible {
    let description =
      "it takes nothing, or: correlating [DEVICES…], judging [DEVICES], "
      + "site DEVICES FILE, "
      + "ask PORT SITE-FILE ADDRESS-FILE, loop PORT ADDRESS-FILE ROUNDS, parse FILE, print FILE, "
      + "generate COUNT FILE"
  }

  private static func measure() async throws {
    print(Measurement.heading)
    try await show(Parsing.measure())
    try await show(Judging.measure())
    try await show(Storing.measure())
    try await show(Asking.measure())
    try await show(Sweeping.measure())
    await show(RawSweeping.measure())
  }

  private static func show(_ measurements: [Measurement]) {
    for measurement in measurements { print(measurement.row) }
  }
}
