import ScoutGrab
import ScoutNet
import ScoutSimulator

/// How fast devices are asked, against the simulated site in the same process on loopback.
enum Asking {
  /// Machines with the plain web port alone, and with the secure one alone.
  private static let plain = [
    "1.2", "1.5", "1.8", "1.11", "1.14", "1.16", "1.19", "1.21", "1.22", "1.23", "1.24", "1.27",
    "1.34",
  ]
  private static let secure = ["1.25", "1.28", "1.33", "1.37", "1.38", "1.39"]

  static func measure() async throws -> [Measurement] {
    var options = SimulatedSite.Options()
    options.base = (127, 78)
    options.presencePing = false
    options.hosts = Set(plain + secure)
    let site = try SimulatedSite.start(options)
    defer { site.stop() }
    let grabber = try Grabber { address, _ in Loopback.contains(address) }
    return [
      try await Measurement("plain web ports asked", "ports") {
        try await ask(plain.map { site.site.address($0) }, port: 16992, times: 100, grabber)
      },
      try await Measurement("TLS web ports asked: versions, chain, web", "ports") {
        try await ask(secure.map { site.site.address($0) }, port: 16993, times: 20, grabber)
      },
    ]
  }

  struct Unanswered: Error {}

  private static func ask(
    _ addresses: [IPv4Address], port: UInt16, times: Int, _ grabber: Grabber
  ) async throws -> Int {
    let targets = AsyncStream<GrabTarget> { stream in
      for _ in 0..<times {
        for address in addresses {
          stream.yield(GrabTarget(address: .v4(address), ports: [port]))
        }
      }
      stream.finish()
    }
    var asked = 0
    try await grabber.run(targets) { result in
      guard result.connections > 0, !result.facts.isEmpty else { throw Unanswered() }
      asked += 1
    }
    return asked
  }
}

enum Loopback {
  static func contains(_ address: IPAddress) -> Bool {
    address >= .v4(IPv4Address(127, 0, 0, 0)) && address <= .v4(IPv4Address(127, 255, 255, 255))
  }
}
