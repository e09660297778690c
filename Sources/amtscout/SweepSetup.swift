import ArgumentParser
import ScoutLoop
import ScoutModel
import ScoutNet
import ScoutPipeline
import ScoutResolve
import ScoutSweep

/// Turns the options of a scanning command into a job.
struct SweepSetup {
  let targets: TargetOptions
  let sweep: SweepOptions

  /// What each preset means; 3 is what applies without one.
  private struct Preset {
    let rate: Int
    /// With raw packets, which cost neither side a connection.
    let rawRate: Int
    let prefixRate: Int
    let retries: Int
    let timeout: Duration

    static let all = [
      Preset(rate: 10, rawRate: 20, prefixRate: 10, retries: 2, timeout: .seconds(10)),
      Preset(rate: 50, rawRate: 100, prefixRate: 25, retries: 2, timeout: .seconds(6)),
      Preset(rate: 150, rawRate: 500, prefixRate: 75, retries: 2, timeout: .seconds(4)),
      Preset(rate: 500, rawRate: 2000, prefixRate: 200, retries: 2, timeout: .seconds(3)),
      Preset(rate: 2000, rawRate: 10_000, prefixRate: 1000, retries: 2, timeout: .seconds(2)),
      Preset(
        rate: 10_000, rawRate: 100_000, prefixRate: 10_000, retries: 1, timeout: .seconds(1)),
    ]
  }

  /// Makes the job, or fails with what to correct. Host names are looked up at `nameServers`.
  func job(nameServers: [NameServerGroup], infrastructure: [TargetPolicy.Infrastructure])
    async throws
    -> AssessJob
  {
    var list = try TargetFiles.list(targets.targets, files: targets.targetFiles)
    var excluded = try TargetFiles.list(targets.exclude, files: targets.excludeFile)
    let only = try Self.onlyTargets()
    let lookUps = TargetPolicy(only: only, infrastructure: infrastructure)
    let named = try await Self.resolve(&list, nameServers.servers, lookUps)
    _ = try await Self.resolve(&excluded, nameServers.servers, lookUps)
    let policy = TargetPolicy(
      exclusions: excluded.addresses, allowPublic: targets.allowPublic,
      isConfirmed: targets.yes || sweep.dryRun, only: only, infrastructure: infrastructure)
    guard let ports = PortList(sweep.ports) else {
      throw ValidationError(
        "--ports \(sweep.ports) is not a list of ports; write 16992-16995 or 16992,16993")
    }
    guard let preset = Preset.all.indices.contains(sweep.preset ?? 3) ? sweep.preset ?? 3 : nil
    else { throw ValidationError("-T takes a number from 0 to 5") }
    var plan = SweepPlan(
      targets: try policy.admit(list.addresses), ports: ports.ports, presencePing: sweep.udp,
      seed: sweep.seed ?? UInt64.random(in: .min ... .max))
    if let text = sweep.shard {
      guard let shard = Shard(text) else {
        throw ValidationError("--shard \(text) is not a part; write 2/8 for the second of eight")
      }
      plan.shard = shard
    }
    let engine = try EngineSelection(sweep, targets: plan.targets)
    let isRaw = if case .raw = engine.choice { true } else { false }
    plan.options.interface = sweep.interface
    plan.options.sourcePort = engine.connectSourcePort
    plan.rate = PacketsPerSecond(isRaw ? Preset.all[preset].rawRate : Preset.all[preset].rate)
    plan.prefixRate = PacketsPerSecond(Preset.all[preset].prefixRate)
    plan.retries = Preset.all[preset].retries
    plan.connectTimeout = Preset.all[preset].timeout
    if let text = sweep.rate {
      guard let rate = Rate.packets(text) else {
        throw ValidationError("--rate \(text) is not a rate; write 500, 2k or max")
      }
      plan.rate = PacketsPerSecond(rate)
      // Who asks for more than the gentle default knows the network, and means each part of it.
      plan.prefixRate = PacketsPerSecond(max(rate, Preset.all[preset].prefixRate))
      // Where nothing answers, each attempt stays open until its time is over.
      let seconds = Int(plan.connectTimeout.components.seconds)
      plan.inFlight = min(max(plan.inFlight, rate * seconds), SweepLimits.mostInFlight)
    }
    if let text = sweep.ratePerPrefix {
      guard let rate = Rate.packets(text) else {
        throw ValidationError("--rate-per-prefix \(text) is not a rate; write 50, 1k or max")
      }
      plan.prefixRate = PacketsPerSecond(rate)
    }
    if let retries = sweep.retries {
      guard (0...10).contains(retries) else {
        throw ValidationError("--retries takes a number from 0 to 10")
      }
      plan.retries = retries
    }
    if let text = sweep.coolDown {
      guard let time = TimeSpan.duration(text), Self.coolDowns.contains(time) else {
        throw ValidationError(
          "--cool-down \(text) is not a time from 100ms to 60s; write 1s or 500ms")
      }
      plan.coolDown = time
    }
    var job = AssessJob(plan: plan, policy: policy, labels: LabelIndex(list))
    job.nameServers = nameServers
    job.named = named.filter { plan.targets.addresses.contains($0.address) }
    job.redirection = sweep.redirection
    job.engine = engine.choice
    job.givesUpRawSockets = isRaw
    job.remarks = engine.remarks
    if let text = sweep.hostTimeout {
      guard let time = TimeSpan.duration(text), time > .zero else {
        throw ValidationError("--host-timeout \(text) is not a time; write 60s or 2m")
      }
      job.hostTimeout = time
    }
    return job
  }

  /// Less than this no answer can be expected over a wide network, more than this none comes.
  private static let coolDowns = Duration.milliseconds(100)...Duration.seconds(60)

  /// The prefixes that AMTSCOUT_ONLY_TARGETS limits this run to, if it is set.
  static func onlyTargets() throws -> AddressSet? {
    guard let text = Environment.value("AMTSCOUT_ONLY_TARGETS") else { return nil }
    let prefixes = try text.split(separator: ",").map { part in
      guard let prefix = Prefix(part) else {
        throw Failure("AMTSCOUT_ONLY_TARGETS: \(part) is not a prefix", code: .wrongUse)
      }
      return prefix
    }
    return AddressSet(prefixes)
  }

  /// Looks up the names of a list, adds their addresses to it, and returns what they led to.
  private static func resolve(
    _ list: inout TargetList, _ nameServers: [NameServer], _ policy: TargetPolicy
  ) async throws -> [NamedTarget] {
    if list.names.isEmpty { return [] }
    var named: [NamedTarget] = []
    let loop = try EventLoop(name: "names") { policy.permits($0, port: $1) }
    defer { loop.stop() }
    let resolver = try await Resolver(servers: nameServers, loop: loop)
    for name in list.names {
      let (v4, v6) = await resolver.addresses(of: name)
      let addresses = v4.addresses + v6.addresses
      guard !addresses.isEmpty else {
        throw Failure(
          "\(name) has no address at the name servers asked "
            + "(\(nameServers.map(\.address.description).joined(separator: ", "))); "
            + "correct the name, name an address, or name another server with --dns")
      }
      list.add(resolved: addresses, of: name)
      for answer in [v4, v6] {
        named += answer.addresses.map { NamedTarget(address: $0, answer: answer.sighting) }
      }
    }
    return named
  }
}

/// A number of packets a second.
enum Rate {
  /// Reads `500`, `2k`, `1.5k` or `max`.
  static func packets(_ text: String) -> Int? {
    if text == "max" { return most }
    let isThousands = text.hasSuffix("k") || text.hasSuffix("K")
    guard let number = Double(isThousands ? String(text.dropLast()) : text), number.isFinite else {
      return nil
    }
    let packets = isThousands ? number * 1000 : number
    return (1...Double(most)).contains(packets) ? Int(packets) : nil
  }

  /// More than any card sends.
  static let most = 10_000_000
}

/// A length of time.
enum TimeSpan {
  /// Reads `90`, `90s`, `10m`, `2h` or `500ms`.
  static func duration(_ text: String) -> Duration? {
    let units: [(String, Double)] = [("ms", 0.001), ("s", 1), ("m", 60), ("h", 3600), ("", 1)]
    for (unit, seconds) in units where text.hasSuffix(unit) {
      guard let number = Double(text.dropLast(unit.count)), number.isFinite, number >= 0,
        number * seconds < 1e8
      else { return nil }
      return .milliseconds(Int64(number * seconds * 1000))
    }
    return nil
  }
}
