import Foundation
import ScoutLoop
import ScoutModel
import ScoutNet
import Synchronization
import Testing

@testable import ScoutSweep

@Suite(
  "Trouble of this machine while a raw sweep runs",
  .enabled(if: RawNetwork.isPossible, "needs root, iproute2 and nftables"), .serialized)
struct RawTroubleTests {
  @Test("a rate above what the interface takes is counted, gives way, and loses nothing")
  func noRoom() async throws {
    let network = try RawNetwork()
    let listeners = try await network.listen([16992])
    // Some ten thousand small frames a second, and room for fifty that wait.
    try RawNetwork.run(
      "/usr/sbin/ip",
      "netns exec \(network.scanner) tc qdisc add dev scout0 root tbf rate 5mbit burst 1600 limit 3000"
    )
    let plan = try rawPlan("10.81.0.0/20", ports: [16992])
    let sweep = try await network.sweep(plan)
    var slowedBy: Set<String> = []
    var open: Set<IPAddress> = []
    let summary = try await sweep.run(plan) { batch in
      if let reason = batch.tally.slowedBy { slowedBy.insert(reason) }
      for case .open(let address, _, _) in batch.events { open.insert(address) }
    }
    #expect(summary.isComplete && summary.trouble == nil)
    #expect(open.count == 4096 && summary.counts.open == 4096)
    #expect(summary.tally.localDrops > 0 && summary.tally.notSent == 0)
    #expect(slowedBy == ["the interface takes no more"])
    #expect(summary.tally.remarks.contains { $0.contains("had no room to send") })
    withExtendedLifetime(listeners) {}
  }

  @Test("an address taken away ends the sweep with a message, and the rest is swept from another")
  func addressChanges() async throws {
    let network = try RawNetwork()
    let listeners = try await network.listen([16992])
    var plan = try rawPlan("10.81.0.0/24", ports: [16992, 16993])
    plan.rate = PacketsPerSecond(100)
    let slow = plan
    let sweep = try await network.sweep(slow)
    async let running = sweep.results(slow)
    try await Task.sleep(for: .milliseconds(1200))
    for change in [
      "addr del 10.77.0.1/24 dev scout0", "addr add 10.77.0.9/24 dev scout0",
      "route replace default via 10.77.0.2",
    ] { try RawNetwork.run("/usr/sbin/ip", "-n \(network.scanner) \(change)") }
    let broken = try await running
    let trouble = try #require(broken.summary.trouble)
    #expect(trouble.code == .interfaceLost)
    #expect(trouble.description.contains("it no longer has the address 10.77.0.1"))
    #expect(!broken.summary.isComplete && broken.summary.progress < 512)
    plan.rate = PacketsPerSecond(10_000)
    plan.start = broken.summary.progress
    let rest = try await network.sweep(plan).results(plan)
    #expect(rest.summary.isComplete && rest.summary.trouble == nil)
    #expect(broken.open.union(rest.open).count == 256)
    withExtendedLifetime(listeners) {}
  }

  @Test("a clock that jumps by an hour is named, and makes no answer overdue")
  func clockJumps() async throws {
    let network = try RawNetwork()
    let listeners = try await network.listen([16992])
    var plan = try rawPlan("10.81.0.0/23", ports: [16992, 16993])
    plan.rate = PacketsPerSecond(2000)
    let settled = plan
    // The machine sleeps for an hour at the hundredth look at the clock.
    let looks = Mutex(0)
    let sweep = try await network.sweep(settled) {
      let count = looks.withLock { looks in
        looks += 1
        return looks
      }
      return .now + (count > 100 ? .seconds(3600) : .zero)
    }
    let found = try await sweep.results(settled)
    #expect(found.summary.isComplete && found.open.count == 512)
    #expect(found.summary.counts.silent == 0 && found.summary.tally.late == 0)
    #expect(found.summary.tally.clockJumps == 1)
    #expect(found.summary.tally.remarks.contains { $0.hasPrefix("The clock jumped once") })
    withExtendedLifetime(listeners) {}
  }
}
