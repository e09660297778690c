import ScoutSweep

/// What a raw probe costs this program itself; the way through the kernel is measured in the lab.
enum RawSweeping {
  static func measure() async -> [Measurement] {
    let filling = ProbeFilling(addresses: 65_536, ports: [16992, 16993, 16994, 16995])
    return [
      await Measurement("raw probes: order, cookie, frame", "probes") { filling.fillAll() }
    ]
  }
}
