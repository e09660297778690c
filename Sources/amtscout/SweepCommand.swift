import ArgumentParser
import ScoutAMT
import ScoutModel
import ScoutPipeline
import ScoutStore
import ScoutSweep

/// Only finds: open ports and presence pongs.
struct SweepCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sweep",
    abstract: "Find open ports and presence pongs, and nothing more.",
    discussion: """
      EXAMPLES
        amtscout sweep 10.1.0.0/22
        amtscout sweep 10.1.0.0/22 --json > found.jsonl
        amtscout sweep 10.1.0.0/16 --rate 2k --ports 16992-16993 --no-udp
      """)

  @OptionGroup(title: "Targets") var targets: TargetOptions
  @OptionGroup(title: "Sweep") var sweep: SweepOptions
  @OptionGroup(title: "Names") var names: NameOptions
  @OptionGroup(title: "Site") var site: SiteOptions
  @OptionGroup(title: "Progress") var progress: ProgressOptions

  @Flag(help: "One JSON object a line for each open port or pong, a summary on standard error.")
  var json = false

  func run() async throws {
    guard !(targets.targets.isEmpty && targets.targetFiles.isEmpty) else {
      throw ValidationError(
        "No targets. Name addresses or prefixes, as in: amtscout sweep 10.1.0.0/22")
    }
    let servers = try names.groups(profile: [])
    var job = try await explained {
      try await SweepSetup(targets: targets, sweep: sweep)
        .job(nameServers: servers, infrastructure: servers.infrastructure)
    }
    job.asks = false
    job.resolves = false
    if sweep.dryRun { return DryRun.show(job) }
    let file = try explained { try SiteFile.open(path: site.path, create: true) }
    let command = Array(CommandLine.arguments.dropFirst())
    let scan = try explained {
      try ScanSession.scan(
        in: file, for: job, command: command, add: targets.add,
        quiet: progress.quiet || self.json)
    }
    let counts = Progress()
    let json = json
    let run = try explained {
      try AssessRun(job, scan: scan, file: file, progress: counts) { events in
        let lines = events.compactMap { SweepLine.text(for: $0, json: json) }
        if !lines.isEmpty { Terminal.print(lines.joined(separator: "\n")) }
      }
    }
    let clock = ContinuousClock()
    let started = clock.now
    let interruption = try await RunWithProgress.run(run, counts, progress)
    let elapsed = clock.now - started
    if json {
      Terminal.say(SweepLine.summary(run.summary, elapsed: elapsed))
    } else if !progress.quiet {
      let total = run.summary
      Terminal.say(
        "\(total.sent) packets sent, \(total.open) open ports, \(total.pongs) pongs, "
          + "\(total.refused) refused, \(total.silent) silent")
    }
    try interruption?.failIfRequested(
      "Stopped. Everything found is in \(site.path); the same command goes on from here.")
  }
}

/// What `sweep` prints of each thing found.
enum SweepLine {
  static func text(for event: SweepEvent, json: Bool) -> String? {
    switch event {
    case .open(let address, let port, let time):
      return json
        ? #"{"address":"\#(address)","port":\#(port),"transport":"tcp","state":"open","time":"\#(time)"}"#
        : "\(address) \(port) open"
    case .pong(let address, _, let bytes, let time):
      guard let pong = try? PongSighting(parsing: bytes) else { return nil }
      var fields = [
        #""address":"\#(address)""#, #""port":623"#, #""transport":"udp""#,
        #""enterprise":\#(pong.enterprise)"#, #""product":"\#(pong.product.rawValue)""#,
      ]
      if let version = pong.version { fields.append(#""version":"\#(version)""#) }
      if let state = pong.state { fields.append(#""state":"\#(state.rawValue)""#) }
      if let port = pong.openPort { fields.append(#""openPort":\#(port)"#) }
      fields.append(#""dualPorts":\#(pong.dualPorts)"#)
      fields.append(#""time":"\#(time)""#)
      if json { return "{" + fields.joined(separator: ",") + "}" }
      let version = pong.version.map { " \($0)" } ?? ""
      let state = pong.state.map { " \($0.rawValue)" } ?? ""
      return "\(address) 623/udp \(pong.product.rawValue)\(version)\(state)"
    case .neighbour, .unreachable:
      return nil
    }
  }

  static func summary(_ tally: SweepTally, elapsed: Duration) -> String {
    let seconds =
      Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) / 1e18
    let rate = seconds > 0 ? Int(Double(tally.sent) / seconds) : 0
    return
      #"{"sent":\#(tally.sent),"received":\#(tally.received),"duplicates":\#(tally.duplicates),"#
      + #""late":\#(tally.late),"forged":\#(tally.forged),"strays":\#(tally.strays),"#
      + #""kernelDrops":\#(tally.kernelDrops),"notSent":\#(tally.notSent),"localDrops":\#(tally.localDrops),"#
      + #""clockJumps":\#(tally.clockJumps),"elapsed":\#(Int(seconds * 1000)),"rate":\#(rate)}"#
  }
}
