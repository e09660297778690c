import Foundation
import ScoutLoop
import ScoutModel
import ScoutNet
import Synchronization
import Testing

@testable import ScoutSweep

/// A network of this test's own: it lives as long as its thread, and nothing leaves it.
///
///     this thread's namespace  10.77.0.1/24 ── veth ── 10.77.0.2  a namespace that routes,
///     prohibits 10.78.0.0/24, knows no way to 10.79.0.0/24 and drops 10.80.0.0/16,
///     and answers for all of 10.81.0.0/24
private enum Lab {
  static let ip = "/usr/sbin/ip"

  static var isPossible: Bool {
    getuid() == 0 && access(ip, X_OK) == 0
  }

  struct Failure: Error { let command: String }

  /// Runs `ip` and waits. Not through `Process`, which needs a loopback interface that is up.
  static func run(_ command: String) throws {
    let words = [ip] + command.split(separator: " ").map(String.init)
    var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
    defer { for argument in arguments { free(argument) } }
    var child: pid_t = 0
    var status: Int32 = 0
    guard posix_spawn(&child, ip, nil, nil, &arguments, environ) == 0,
      waitpid(child, &status, 0) == child, status == 0
    else { throw Failure(command: command) }
  }

  /// Starts an event loop inside a new network and hands it to `body`; removes the network after.
  static func withLoop<Value: Sendable>(
    _ admission: @escaping Admission, _ body: @Sendable (EventLoop) async throws -> Value
  ) async throws -> Value {
    let id = "scout\(getpid())"
    // A thread of its own: its namespace is inherited by the loop's thread and by processes.
    let started: Result<EventLoop, any Error> = await withCheckedContinuation { continuation in
      Thread.detachNewThread {
        continuation.resume(returning: Result { try start(id, admission) })
      }
    }
    defer { try? run("netns delete \(id)") }
    let loop = try started.get()
    defer { loop.stop() }
    return try await body(loop)
  }

  private static func start(_ id: String, _ admission: @escaping Admission) throws -> EventLoop {
    typealias Unshare = @convention(c) (CInt) -> CInt
    // Not in Swift's view of the C library; CLONE_NEWNET is 0x40000000.
    guard let symbol = dlsym(nil, "unshare"),
      unsafeBitCast(symbol, to: Unshare.self)(0x4000_0000) == 0
    else { throw Failure(command: "unshare") }
    try run("netns add \(id)")
    for command in [
      "link set lo up", "link add scout0 type veth peer name scout1 netns \(id)",
      "addr add 10.77.0.1/24 dev scout0", "link set scout0 up",
      "route add default via 10.77.0.2", "ntable change name arp_cache dev scout0 retrans 60",
      "-n \(id) addr add 10.77.0.2/24 dev scout1", "-n \(id) link set lo up",
      "-n \(id) link set scout1 up", "-n \(id) route add prohibit 10.78.0.0/24",
      "-n \(id) route add unreachable 10.79.0.0/24", "-n \(id) route add blackhole 10.80.0.0/16",
      "-n \(id) route add local 10.81.0.0/24 dev lo",
      "netns exec \(id) sh -c echo${IFS}1>/proc/sys/net/ipv4/ip_forward",
      "netns exec \(id) sh -c echo${IFS}0>/proc/sys/net/ipv4/icmp_ratelimit",
    ] { try run(command) }
    return try EventLoop(admission: admission)
  }
}

@Suite(
  "Connect sweep in a network of its own",
  .enabled(if: Lab.isPossible, "needs root and iproute2"), .serialized)
struct NetworkNamespaceTests {
  @Test("routers' refusals, missing neighbours, silence and resets are told apart")
  func kinds() async throws {
    let policy = TargetPolicy(only: try addresses("10.76.0.0-10.81.255.255"))
    let results = try await Lab.withLoop({ policy.permits($0, port: $1) }) { loop in
      var results: [String: (SweepSummary, [SweepEvent])] = [:]
      for target in [
        "10.77.0.32/28", "10.78.0.0/30", "10.79.0.0/30", "10.80.0.1", "10.81.0.0/28",
      ] {
        var plan = SweepPlan(
          targets: try policy.admit(addresses(target)), ports: [16992, 16993], presencePing: true,
          seed: 1)
        plan.coolDown = .milliseconds(100)
        plan.retries = 1
        plan.connectTimeout = .milliseconds(1500)
        let found = try await ConnectSweep(loop: loop).findings(plan)
        results[target] = (found.summary, found.events)
      }
      return results
    }
    // Nobody answers ARP: silence, and no ICMP of anybody else.
    let (dead, deadEvents) = try #require(results["10.77.0.32/28"])
    #expect(deadEvents.isEmpty)
    #expect(dead.counts.silentAddresses == 16 && dead.counts.unreachable == 0)
    #expect(dead.counts.refused == 0 && dead.counts.notSent == 0)

    let router = IPAddress.v4(IPv4Address(10, 77, 0, 2))
    let (prohibited, prohibitedEvents) = try #require(results["10.78.0.0/30"])
    // A Linux router says so to one peer five times at once and then once a second, whatever its
    // settings; what it does not say is silence, and together they are all probes.
    #expect((1...12).contains(prohibited.counts.unreachable))
    #expect(prohibited.counts.unreachable + prohibited.counts.silent == 12)
    #expect(!prohibitedEvents.isEmpty)
    #expect(
      prohibitedEvents.allSatisfy {
        guard case .unreachable(_, _, _, let found, _) = $0 else { return false }
        return SweepEvent.state(found) == .filtered(by: router)
      })
    let (unreachable, unreachableEvents) = try #require(results["10.79.0.0/30"])
    #expect((1...12).contains(unreachable.counts.unreachable))
    #expect(unreachable.counts.unreachable + unreachable.counts.silent == 12)
    #expect(!unreachableEvents.isEmpty)
    #expect(
      unreachableEvents.allSatisfy {
        guard case .unreachable(_, _, _, let found, _) = $0 else { return false }
        return SweepEvent.state(found) == .unreachable(by: router)
      })
    let (silent, silentEvents) = try #require(results["10.80.0.1"])
    #expect(silentEvents.isEmpty)
    #expect(silent.counts.silent == 3 && silent.counts.silentAddresses == 1)
    // The kernel repeated the SYN by itself, and that was the repetition asked for.
    #expect(silent.counts.kernelRepetitions == 2 && silent.counts.repetitions == 1)
    #expect(silent.tally.sent == 6)
    let (refusing, refusingEvents) = try #require(results["10.81.0.0/28"])
    #expect(refusingEvents.isEmpty)
    #expect(refusing.counts.refused == 48 && refusing.counts.silentAddresses == 0)
  }

  @Test("ten thousand attempts are under way at once where the open-file limit allows, and no more")
  func manyAtOnce() async throws {
    let policy = TargetPolicy(only: try addresses("10.80.0.0/16"))
    var plan = SweepPlan(
      targets: try policy.admit(addresses("10.80.0.0/18")), ports: [16992], presencePing: false,
      seed: 1)
    plan.rate = PacketsPerSecond(10_000_000)
    plan.prefixRate = plan.rate
    plan.inFlight = 10_000
    plan.retries = 0
    plan.connectTimeout = .seconds(2)
    plan.coolDown = .milliseconds(100)
    let settled = plan
    let limit = min(10_000, LocalMachine.raiseOpenFiles() / 2)
    let (summary, most) = try await Lab.withLoop({ policy.permits($0, port: $1) }) { loop in
      let before = Self.openFiles
      let sampling = Task {
        var most = 0
        while !Task.isCancelled {
          most = max(most, Self.openFiles - before)
          try? await Task.sleep(for: .milliseconds(20))
        }
        return most
      }
      let summary = try await ConnectSweep(loop: loop).run(settled) { _ in }
      sampling.cancel()
      return (summary, await sampling.value)
    }
    #expect((limit - 16...limit + 16).contains(most))
    #expect(summary.isComplete && summary.counts.notSent == 0)
    #expect(summary.counts.addresses == 16_384 && summary.counts.silent == 16_384)
  }

  private static var openFiles: Int {
    (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count) ?? 0
  }
}
