import Glibc
import ScoutLink
import ScoutModel
import ScoutNet
import ScoutPipeline
import ScoutStore
import ScoutSweep

/// A site file with a scan in it, begun or taken up again.
enum ScanSession {
  /// Goes on with an unfinished scan of the same targets, else begins one.
  ///
  /// - Parameter add: whether the site file may hold scans of other targets. Without it, a file
  ///   that is at hand by chance would mix two customers' networks.
  static func scan(
    in file: SiteFile, for job: AssessJob, command: [String], add: Bool, quiet: Bool
  ) throws -> Scan {
    let plan = job.plan
    var targets = plan.targets.addresses.ranges.map(\.description)
    let scanned = try file.scans().map(addresses).filter { !$0.isEmpty }
    if let other = scanned.last, !scanned.contains(targets), !add {
      let described = other.prefix(3).joined(separator: ", ") + (other.count > 3 ? ", …" : "")
      throw Failure(
        "\(file.path) holds a scan of other targets (\(described)); --add puts these beside them, "
          + "or name another file with --site", code: .wrongUse)
    }
    // Another part of the same targets is other work.
    if !plan.shard.isWhole { targets.append("shard \(plan.shard)") }
    let steps = plan.addressCount * (job.engine.name == "raw" ? plan.probesEach : 1)
    if !quiet { for remark in job.remarks { Terminal.say(remark) } }
    if var scan = try file.unfinishedScan(matching: targets), scan.ports == plan.ports,
      scan.presencePing == plan.presencePing, scan.runner.engine != job.engine.name
    {
      // The engines go different ways through the targets: one's place means nothing to the other.
      scan.ended = .now
      scan.coverage.unfinished = true
      try file.update(scan)
      if !quiet {
        Terminal.say(
          "The unfinished scan of \(scan.started) was made by the \(scan.runner.engine) engine, this "
            + "one is made by the \(job.engine.name) engine: it begins anew.")
      }
    } else if var scan = try file.unfinishedScan(matching: targets), scan.ports == plan.ports,
      scan.presencePing == plan.presencePing
    {
      scan.rate = plan.rate.value
      if !quiet {
        Terminal.say(
          "Going on with the scan of \(scan.started) at step \(scan.progress) of \(steps).")
      }
      return scan
    }
    var scan = Scan(
      id: 0, started: .now, targets: targets, seed: plan.seed,
      runner: runner(command, engine: job.engine.name))
    if !plan.shard.isWhole { scan.shard = plan.shard.description }
    scan.exclusions = plan.targets.excluded.ranges.map(\.description)
    scan.ports = plan.ports
    scan.presencePing = plan.presencePing
    scan.rate = plan.rate.value
    return try file.beginScan(scan)
  }

  /// What a scan looks at, whichever part of it.
  private static func addresses(_ scan: Scan) -> [String] {
    scan.shard == nil ? scan.targets : scan.targets.dropLast()
  }

  /// Begins a scan that sends nothing: a capture or an import.
  static func silentScan(in file: SiteFile, command: [String]) throws -> Scan {
    try file.beginScan(
      Scan(id: 0, started: .now, targets: [], seed: 0, runner: runner(command, engine: "none")))
  }

  private static func runner(_ command: [String], engine: String) -> RunnerFacts {
    let interfaces = (try? Interfaces.current().all) ?? []
    let described = interfaces.filter { $0.isUp && !$0.addresses.isEmpty }.map { interface in
      "\(interface.name): "
        + interface.addresses.map { "\($0.address)/\($0.prefix.length)" }.joined(separator: " ")
    }
    return RunnerFacts(
      version: Version.text, host: hostName, user: Environment.value("USER") ?? "uid \(getuid())",
      command: ["amtscout"] + command, interfaces: described, engine: engine)
  }

  private static var hostName: String {
    var buffer = [CChar](repeating: 0, count: 256)
    guard gethostname(&buffer, buffer.count - 1) == 0 else { return "unknown" }
    return String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
  }
}
