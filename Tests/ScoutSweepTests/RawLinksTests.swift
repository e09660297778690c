import Foundation
import ScoutLink
import ScoutModel
import ScoutNet
import Synchronization
import Testing

@testable import ScoutSweep

@Suite(
  "Raw sweep over links of many kinds",
  .enabled(if: RawNetwork.isPossible, "needs root, iproute2 and nftables"), .serialized)
struct RawLinksTests {
  /// Has a peer answer on the peer's end of the cable, while `body` works.
  private func withPeer<Value>(
    _ network: RawNetwork, _ habit: RawPeer.Habit = .honest, vlan: UInt16? = nil,
    _ body: () async throws -> Value
  ) async throws -> (value: Value, answered: Int) {
    // The kernel of the peer keeps quiet: it has no address.
    try RawNetwork.run("/usr/sbin/ip", "-n \(network.peer) addr flush dev scout1")
    let peer = RawPeer(habit)
    async let serving: Void = network.on(network.peer) {
      let known = try Interfaces.current()
      guard let index = known["scout1"]?.index else { return }
      try peer.serve(PacketPort(index: index), vlan: vlan)
    }
    defer { peer.stop() }
    try await Task.sleep(for: .milliseconds(200))
    let value = try await body()
    peer.stop()
    _ = try await serving
    return (value, peer.answered.load(ordering: .relaxed))
  }

  private func pongs(_ found: Findings) -> Set<String> {
    Set(
      found.events.compactMap { event in
        if case .pong(let address, 623, let bytes, _) = event, bytes.count == 28 {
          "\(address)"
        } else {
          nil
        }
      })
  }

  @Test("IPv6 on the link and behind a router: neighbour discovery, SYN and reset")
  func version6() async throws {
    let network = try RawNetwork()
    let listeners = try await network.listen([16992])
    var plan = try rawPlan("fd77::/124", ports: [16992, 16993])
    let link = try await network.sweep(plan).results(plan)
    #expect(link.open == ["fd77::2 16992"])
    #expect(link.summary.isComplete && link.summary.counts.silentAddresses == 14)
    #expect(
      link.events.contains {
        if case .neighbour(let address, _, _) = $0 { "\(address)" == "fd77::2" } else { false }
      })
    plan = try rawPlan("fd81::4:0/119", ports: [16992, 16993])
    let far = try await network.sweep(plan).results(plan)
    #expect(far.open.count == 512 && far.summary.counts.refused == 512)
    #expect(far.open.contains("fd81::4:1ff 16992") && far.summary.counts.open == 512)
    #expect(far.summary.prefixes.map(\.prefix.description) == ["fd81::4:0/120", "fd81::4:100/120"])
    withExtendedLifetime(listeners) {}
  }

  @Test("a bridge is a link like any other")
  func bridge() async throws {
    let network = try RawNetwork()
    let listeners = try await network.listen([16992])
    for command in [
      "link add br0 type bridge", "link set scout0 master br0", "link set br0 up",
      "addr flush dev scout0", "addr add 10.77.0.1/24 dev br0",
      "route replace default via 10.77.0.2",
    ] { try RawNetwork.run("/usr/sbin/ip", "-n \(network.scanner) \(command)") }
    let plan = try rawPlan("10.81.0.0/24", "10.77.0.2", ports: [16992])
    let found = try await network.sweep(plan).results(plan)
    #expect(found.open.count == 257 && found.summary.isComplete)
    withExtendedLifetime(listeners) {}
  }

  @Test("a tun device has no link layer, and answers come all the same")
  func tun() async throws {
    let network = try RawNetwork()
    let file = try await network.on(network.scanner) { () -> Int32 in
      let file = open("/dev/net/tun", O_RDWR | O_CLOEXEC)
      var request = [UInt8](repeating: 0, count: 40)
      for (index, byte) in "scoutt0".utf8.enumerated() { request[index] = byte }
      // IFF_TUN without packet information; TUNSETIFF.
      request[16] = 0x01
      request[17] = 0x10
      guard file >= 0, ioctl(file, 0x4004_54CA, &request) == 0 else {
        throw RawNetwork.Failure(command: "tun")
      }
      return file
    }
    defer { close(file) }
    for command in [
      "addr add 10.77.9.1/32 dev scoutt0", "link set scoutt0 up",
      "route add 10.82.0.0/24 dev scoutt0",
    ] { try RawNetwork.run("/usr/sbin/ip", "-n \(network.scanner) \(command)") }
    let peer = RawPeer()
    Thread.detachNewThread { peer.serve(tun: file) }
    defer { peer.stop() }
    let plan = try rawPlan("10.82.0.0/24", ports: [16992, 16993], ping: true)
    let found = try await network.sweep(plan).results(plan)
    #expect(found.open.count == 256 && pongs(found).count == 256)
    #expect(found.summary.counts.refused == 256 && found.summary.isComplete)
    #expect(found.summary.tally.neighbourQuestions == 0)
  }

  @Test("tagged frames reach a VLAN whose tag the kernel does not know, and no other")
  func vlan() async throws {
    let network = try RawNetwork()
    let plan = try rawPlan("10.77.0.0/26", ports: [16992, 16993], ping: true)
    let (right, _) = try await withPeer(network, vlan: 12) {
      try await network.sweep(plan, vlan: 12).results(plan)
    }
    // All but this machine itself; newer kernels take the lowest address for one of a machine too.
    #expect((62...63).contains(right.open.count) && pongs(right).count == right.open.count)
    #expect(right.summary.isComplete && right.summary.tally.forged == 0)
    let (wrong, answered) = try await withPeer(network, vlan: 12) {
      try await network.sweep(plan, vlan: 13).results(plan)
    }
    #expect(wrong.open.isEmpty && answered == 0)
  }

  @Test("what does not prove itself is counted and not believed; what comes twice counts once")
  func forgeries() async throws {
    let network = try RawNetwork()
    let plan = try rawPlan("10.81.0.0/24", ports: [16992, 16993], ping: true)
    let (forged, asked) = try await withPeer(network, .forges) {
      try await network.sweep(plan).results(plan)
    }
    #expect(asked == 768)
    #expect(forged.open.count == 256 && forged.events.count == 512)
    #expect(pongs(forged).count == 256)
    // One to each SYN and ping with a wrong proof, one to each SYN from elsewhere.
    #expect(forged.summary.tally.forged == 768 && forged.summary.tally.strays == 512)
    #expect(forged.summary.counts.strays == 1280)

    let (twice, _) = try await withPeer(network, .repeatsItself) {
      try await network.sweep(plan).results(plan)
    }
    #expect(twice.open.count == 256 && twice.events.count == 512)
    #expect(twice.summary.tally.duplicates == 512 && twice.summary.counts.refused == 256)
  }

  @Test("the ceiling of a small prefix and the rate as a whole are kept")
  func pace() async throws {
    let network = try RawNetwork()
    let listeners = try await network.listen([16992])
    var plan = try rawPlan("10.81.0.0/23", ports: [16992])
    plan.prefixRate = PacketsPerSecond(200)
    let clock = ContinuousClock()
    let start = clock.now
    let found = try await network.sweep(plan).results(plan)
    #expect(found.open.count == 512)
    // 256 to each prefix at 200 a second, of which 8 may go at once.
    #expect(clock.now - start > .milliseconds(1200))
    withExtendedLifetime(listeners) {}
  }

  @Test("a router that was excluded is not asked, and an excluded target never")
  func exclusion() async throws {
    let network = try RawNetwork()
    let plan = try rawPlan("10.81.0.0/30", ports: [16992])
    await #expect(throws: TargetError.self) {
      _ = try await network.sweep(plan, exclusions: addresses("10.77.0.2"))
    }
  }
}
