import ScoutLoop
import ScoutNet
import ScoutSweep

/// How fast the connect sweep goes where nothing holds it back: loopback refuses at once.
enum Sweeping {
  static func measure() async throws -> [Measurement] {
    guard let prefix = Prefix("127.79.0.0/17") else { return [] }
    let only = AddressSet([prefix])
    let policy = TargetPolicy(isConfirmed: true, only: only)
    var plan = SweepPlan(
      targets: try policy.admit(only), ports: [16992], presencePing: false, seed: 1)
    plan.rate = PacketsPerSecond(10_000_000)
    plan.prefixRate = plan.rate
    plan.coolDown = .zero
    let settled = plan
    let sweeping = try await Measurement("connect attempts, all refused", "attempts") {
      let loop = try EventLoop { policy.permits($0, port: $1) }
      defer { loop.stop() }
      let summary = try await ConnectSweep(loop: loop).run(settled) { _ in }
      return Int(summary.tally.sent)
    }
    return [sweeping]
  }
}
