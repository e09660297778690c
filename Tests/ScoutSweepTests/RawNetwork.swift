import Foundation
import ScoutLink
import ScoutLoop
import ScoutModel
import ScoutNet
import Testing

@testable import ScoutSweep

/// Two network namespaces of this test's own, joined by a cable; nothing leaves them.
///
///     scanner  10.77.0.1/24, fd77::1/64  scout0 ── veth ── scout1  10.77.0.2/24, fd77::2/64  peer
///
/// The peer routes, and answers for all of 10.81.0.0/16 and fd81::/64, which lie behind it.
final class RawNetwork: Sendable {
  static var isPossible: Bool {
    getuid() == 0 && access("/usr/sbin/ip", X_OK) == 0 && access("/usr/sbin/nft", X_OK) == 0
  }

  struct Failure: Error { let command: String }

  let scanner: String
  let peer: String

  init() throws {
    let id = "\(getpid())x\(UInt16.random(in: 0...999))"
    scanner = "rs\(id)"
    peer = "rp\(id)"
    for command in [
      "netns add \(scanner)", "netns add \(peer)",
      "-n \(scanner) link add scout0 type veth peer name scout1 netns \(peer)",
      "-n \(scanner) addr add 10.77.0.1/24 dev scout0",
      "-n \(scanner) addr add fd77::1/64 dev scout0 nodad",
      "-n \(peer) addr add 10.77.0.2/24 dev scout1",
      "-n \(peer) addr add fd77::2/64 dev scout1 nodad",
      "-n \(scanner) link set lo up", "-n \(peer) link set lo up",
      "-n \(scanner) link set scout0 up", "-n \(peer) link set scout1 up",
      "-n \(scanner) route add default via 10.77.0.2",
      "-n \(scanner) route add default via fd77::2",
      "-n \(peer) route add local 10.81.0.0/16 dev lo",
      "-n \(peer) route add local fd81::/64 dev lo",
      "netns exec \(peer) sh -c echo${IFS}1>/proc/sys/net/ipv4/ip_forward",
      "netns exec \(peer) sh -c echo${IFS}0>/proc/sys/net/ipv4/icmp_ratelimit",
    ] { try Self.run("/usr/sbin/ip", command) }
  }

  deinit {
    for name in [scanner, peer] { try? Self.run("/usr/sbin/ip", "netns delete \(name)") }
  }

  /// Runs a program and waits. Not through `Process`, which needs a loopback interface that is up.
  static func run(_ program: String, _ command: String) throws {
    let words = [program] + command.split(separator: " ").map(String.init)
    var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
    defer { for argument in arguments { free(argument) } }
    var child: pid_t = 0
    var status: Int32 = 0
    guard posix_spawn(&child, program, nil, nil, &arguments, environ) == 0,
      waitpid(child, &status, 0) == child, status == 0
    else { throw Failure(command: command) }
  }

  /// Loads rules into the firewall of one side.
  func filter(_ side: String, _ rules: String) throws {
    let path = "/tmp/\(side).nft"
    try Data(rules.utf8).write(to: URL(fileURLWithPath: path))
    defer { unlink(path) }
    try Self.run("/usr/sbin/ip", "netns exec \(side) /usr/sbin/nft -f \(path)")
  }

  /// The packets that the rules with a counter of a side have met.
  func counted(_ side: String) throws -> Int {
    let path = "/tmp/\(side).counted"
    defer { unlink(path) }
    try Self.run(
      "/usr/sbin/ip", "netns exec \(side) sh -c /usr/sbin/nft${IFS}list${IFS}ruleset>\(path)")
    let text = try String(contentsOfFile: path, encoding: .utf8)
    return text.split(separator: "packets ").dropFirst()
      .compactMap { Int($0.prefix { $0.isNumber }) }.reduce(0, +)
  }

  /// Does something on a thread whose network is one of the two sides.
  func on<Value: Sendable>(
    _ side: String, _ work: @escaping @Sendable () throws -> Value
  ) async throws -> Value {
    let result: Result<Value, any Error> = await withCheckedContinuation { continuation in
      Thread.detachNewThread {
        continuation.resume(
          returning: Result {
            typealias Enter = @convention(c) (CInt, CInt) -> CInt
            let file = open("/run/netns/\(side)", O_RDONLY | O_CLOEXEC)
            defer { close(file) }
            // Not in Swift's view of the C library; CLONE_NEWNET is 0x40000000.
            guard file >= 0, let symbol = dlsym(nil, "setns"),
              unsafeBitCast(symbol, to: Enter.self)(file, 0x4000_0000) == 0
            else { throw Failure(command: "setns \(side)") }
            return try work()
          })
      }
    }
    return try result.get()
  }

  /// Takes connections at the peer, at all of its addresses.
  func listen(_ ports: [UInt16]) async throws -> [WildcardListener] {
    try await on(peer) { try ports.map(WildcardListener.init) }
  }

  /// A sweep that begins at the scanner, ready to run.
  func sweep(
    _ plan: SweepPlan, vlan: UInt16? = nil, through interface: String? = nil,
    exclusions: AddressSet = .empty, readClock: @escaping @Sendable () -> Moment = { .now }
  ) async throws -> RawSweep {
    try await on(scanner) {
      let routes = try RoutePlan(to: plan.targets.addresses, through: interface)
      let routers = routes.gateways.compactMap { router in
        Prefix(router, length: router.bitWidth).map { TargetPolicy.Infrastructure.neighbours($0) }
      }
      let policy = TargetPolicy(exclusions: exclusions).adding(routers)
      let loop = try EventLoop { policy.permits($0, port: $1) }
      let ports = try #require(SourcePorts(besides: 32_768...60_999))
      return try RawSweep(
        routes, settings: .init(sourcePorts: ports, vlan: vlan), pingPort: plan.pingPort,
        rate: plan.rate, policy: policy, loop: loop, readClock: readClock)
    }
  }
}

/// A TCP port that takes connections at every address of its network, of both families.
final class WildcardListener: Sendable {
  private let file: Int32

  init(_ port: UInt16) throws {
    file = socket(AF_INET6, Int32(SOCK_STREAM.rawValue), 0)
    var one: Int32 = 1
    setsockopt(file, SOL_SOCKET, SO_REUSEADDR, &one, 4)
    var address = sockaddr_in6()
    address.sin6_family = sa_family_t(AF_INET6)
    address.sin6_port = port.bigEndian
    let bound = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(file, $0, socklen_t(MemoryLayout<sockaddr_in6>.size))
      }
    }
    guard file >= 0, bound == 0, listen(file, 4096) == 0 else {
      throw RawNetwork.Failure(command: "listen \(port)")
    }
  }

  deinit { close(file) }
}

extension SweepEngine {
  /// Runs a sweep and keeps all that it says.
  func results(_ plan: SweepPlan) async throws -> Findings {
    var events: [SweepEvent] = []
    var batches = 0
    var last: UInt64 = 0
    let summary = try await run(plan) { batch in
      events += batch.events
      batches += 1
      last = batch.progress
    }
    return Findings(events: events, batches: batches, lastProgress: last, summary: summary)
  }
}

/// A plan for the network above, with no pacing to speak of and short waits.
func rawPlan(_ targets: String..., ports: [UInt16], ping: Bool = false) throws -> SweepPlan {
  let set = try TargetList(arguments: targets).addresses
  let policy = TargetPolicy(
    only: try addresses("10.77.0.0-10.83.255.255", "fd77::/64", "fd81::/64"))
  var plan = SweepPlan(
    targets: try policy.admit(set), ports: ports, presencePing: ping, seed: .random(in: 0 ... .max))
  plan.rate = PacketsPerSecond(10_000_000)
  plan.prefixRate = PacketsPerSecond(10_000_000)
  plan.connectTimeout = .milliseconds(900)
  plan.coolDown = .milliseconds(500)
  return plan
}
