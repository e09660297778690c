import Foundation
import ScoutModel
import ScoutNet
import Testing

@testable import ScoutSweep

@Suite(
  "Raw sweep in a network of its own",
  .enabled(if: RawNetwork.isPossible, "needs root, iproute2 and nftables"), .serialized)
struct RawSweepTests {
  /// All pairs of an address and a port.
  private func pairs(_ text: String, _ ports: [UInt16]) throws -> Set<String> {
    let set = try addresses(text)
    return Set(
      (0..<set.count).compactMap { set[$0] }.flatMap { address in
        ports.map { "\(address) \($0)" }
      })
  }

  @Test("finds every open port of a /22 where all is open, once, and nothing else")
  func complete() async throws {
    let network = try RawNetwork()
    let listeners = try await network.listen([16992, 16994])
    let plan = try rawPlan("10.81.4.0/22", ports: [16992, 16993, 16994])
    let found = try await network.sweep(plan).results(plan)
    #expect(try found.open == pairs("10.81.4.0/22", [16992, 16994]))
    #expect(found.events.count == 2048)
    let summary = found.summary
    #expect(summary.isComplete && summary.progress == 3072 && summary.trouble == nil)
    #expect(summary.counts.addresses == 1024 && summary.counts.probes == 3072)
    #expect(summary.counts.open == 2048 && summary.counts.silent == 0)
    #expect(summary.counts.refused == 1024)
    #expect(summary.counts.silentAddresses == 0 && summary.tally.forged == 0)
    #expect(summary.prefixes.count == 4 && summary.prefixes.allSatisfy { $0.counts.open == 512 })
    #expect(summary.tally.resets == summary.tally.open + summary.tally.duplicates)
    withExtendedLifetime(listeners) {}
  }

  @Test("on its own link it asks for hardware addresses first, and probes only who has one")
  func onLink() async throws {
    let network = try RawNetwork()
    let listeners = try await network.listen([16992])
    let plan = try rawPlan("10.77.0.0/24", ports: [16992, 16993])
    let found = try await network.sweep(plan).results(plan)
    #expect(found.open == ["10.77.0.2 16992"])
    let told = found.events.compactMap { event -> String? in
      if case .neighbour(let address, let mac, _) = event, mac.isUnicast {
        "\(address)"
      } else {
        nil
      }
    }
    #expect(told == ["10.77.0.2"])
    let summary = found.summary
    #expect(summary.isComplete && summary.counts.addresses == 256)
    #expect(summary.counts.silentAddresses == 254)
    // The scanner's own address was asked by connections: both of its ports refused.
    #expect(summary.counts.refused == 3 && summary.counts.probes == 4)
    #expect((253...762).contains(summary.tally.neighbourQuestions))
    withExtendedLifetime(listeners) {}
  }

  @Test("where the local firewall drops all that comes in, ports are found and reset all the same")
  func defaultDrop() async throws {
    let network = try RawNetwork()
    let listeners = try await network.listen([16992])
    try network.filter(
      network.scanner,
      """
      table inet local {
        chain input { type filter hook input priority 0; policy drop; }
      }
      """)
    // What arrives at the peer is what was on the wire.
    try network.filter(
      network.peer,
      """
      table inet wire {
        chain input {
          type filter hook input priority 0; policy accept;
          tcp dport 16992 tcp flags & (syn | rst | ack) == rst counter
        }
      }
      """)
    let plan = try rawPlan("10.81.0.0/24", ports: [16992])
    let found = try await network.sweep(plan).results(plan)
    #expect(try found.open == pairs("10.81.0.0/24", [16992]))
    #expect(try network.counted(network.peer) >= 256)
    withExtendedLifetime(listeners) {}
  }

  @Test("with one SYN in ten lost, two repetitions find all but a thousandth, and no more is sent")
  func loss() async throws {
    let network = try RawNetwork()
    let listeners = try await network.listen([16992, 16993])
    try network.filter(
      network.peer,
      """
      table inet loss {
        chain input {
          type filter hook input priority 0; policy accept;
          tcp flags & (syn | ack) == syn numgen random mod 10 == 0 drop
        }
      }
      """)
    let plan = try rawPlan("10.81.0.0/22", ports: [16992, 16993])
    let found = try await network.sweep(plan).results(plan)
    let missing = 2048 - found.open.count
    // 2,048 probes are lost three times in a row with 1 in 1,000: 2.05 of them, and 3 sigma.
    #expect((0...7).contains(missing) && found.summary.counts.silent == missing)
    #expect(found.open.isSubset(of: try pairs("10.81.0.0/22", [16992, 16993])))
    #expect(found.events.count == found.open.count)
    let sent = Int(found.summary.tally.sent)
    // Each pass sends what the one before did not hear of: 1 + 0.1 + 0.01 of the probes.
    #expect(sent > 2048 + 120 && sent < 2048 + 320)
    withExtendedLifetime(listeners) {}
  }

  @Test("a router that prohibits is named, and what it says of a probe is believed only with proof")
  func prohibited() async throws {
    let network = try RawNetwork()
    try RawNetwork.run("/usr/sbin/ip", "-n \(network.peer) route add prohibit 10.82.0.0/24")
    try RawNetwork.run("/usr/sbin/ip", "-n \(network.peer) route add unreachable 10.83.0.0/24")
    let router = IPAddress.v4(IPv4Address(10, 77, 0, 2))
    for (target, state) in [
      ("10.82.0.0/30", PortState.filtered(by: router)),
      ("10.83.0.0/30", .unreachable(by: router)),
    ] {
      let plan = try rawPlan(target, ports: [16992, 16993], ping: true)
      let found = try await network.sweep(plan).results(plan)
      let counts = found.summary.counts
      // A Linux router says so to one peer five times at once and then once a second.
      #expect((1...12).contains(counts.unreachable))
      #expect(counts.unreachable + counts.silent == 12)
      #expect(!found.events.isEmpty)
      #expect(
        found.events.allSatisfy {
          guard case .unreachable(_, _, _, let found, _) = $0 else { return false }
          return SweepEvent.state(found) == state
        })
    }
  }

  @Test("a gateway that does not answer ARP is named, and so is an interface that goes down")
  func trouble() async throws {
    let network = try RawNetwork()
    let plan = try rawPlan("10.82.0.0/24", ports: [16992])
    try RawNetwork.run("/usr/sbin/ip", "-n \(network.scanner) route add 10.82.0.0/24 via 10.77.0.9")
    let silent = try await network.sweep(plan).results(plan)
    #expect(silent.summary.trouble?.code == .gatewaySilent && silent.summary.progress == 0)
    #expect(silent.summary.trouble?.description.contains("10.77.0.9") == true)
    #expect(!silent.summary.isComplete)

    var rest = try rawPlan("10.81.0.0/24", ports: [16992, 16993])
    rest.rate = PacketsPerSecond(100)
    let slow = rest
    let sweep = try await network.sweep(slow)
    async let running = sweep.results(slow)
    try await Task.sleep(for: .milliseconds(1200))
    try RawNetwork.run("/usr/sbin/ip", "-n \(network.scanner) link set scout0 down")
    let broken = try await running
    let summary = broken.summary
    #expect(summary.trouble?.code == .interfaceLost && !summary.isComplete)
    #expect(summary.progress > 0 && summary.progress < 512)
    // Put right, the rest is swept from that number on.
    try RawNetwork.run("/usr/sbin/ip", "-n \(network.scanner) link set scout0 up")
    try RawNetwork.run("/usr/sbin/ip", "-n \(network.scanner) route replace default via 10.77.0.2")
    rest.rate = PacketsPerSecond(10_000)
    rest.start = summary.progress
    let resumed = try await network.sweep(rest).results(rest)
    #expect(resumed.summary.isComplete)
    #expect(resumed.summary.counts.probes == 512 - Int(summary.progress))
  }

  @Test("a stopped sweep resumed elsewhere asks everything once, and shards share the work out")
  func resume() async throws {
    let network = try RawNetwork()
    let listeners = try await network.listen([16992])
    let counting = """
      table inet wire {
        chain input {
          type filter hook input priority 0; policy accept;
          tcp flags & (syn | ack) == syn counter
        }
      }
      """
    try network.filter(network.peer, counting)
    var plan = try rawPlan("10.81.0.0/23", ports: [16992, 16993])
    plan.rate = PacketsPerSecond(500)
    let beginning = plan
    let sweep = try await network.sweep(beginning)
    async let first = sweep.results(beginning)
    try await Task.sleep(for: .milliseconds(800))
    sweep.stop()
    let stopped = try await first
    #expect(!stopped.summary.isComplete && stopped.summary.progress > 100)
    plan.rate = PacketsPerSecond(50_000)
    plan.start = stopped.summary.progress
    let rest = try await network.sweep(plan).results(plan)
    #expect(rest.summary.isComplete && stopped.open.isDisjoint(with: rest.open))
    #expect(try stopped.open.union(rest.open) == pairs("10.81.0.0/23", [16992]))
    #expect(stopped.summary.counts.probes + rest.summary.counts.probes == 1024)
    // Seen on the wire: nothing was asked twice.
    #expect(try network.counted(network.peer) == 1024)

    var found: [String] = []
    for part in 1...3 {
      var share = try rawPlan("10.81.0.0/23", ports: [16992, 16993])
      share.shard = try #require(Shard("\(part)/3"))
      found += try await network.sweep(share).results(share).open
    }
    #expect(try found.count == 512 && Set(found) == pairs("10.81.0.0/23", [16992]))
    withExtendedLifetime(listeners) {}
  }
}
