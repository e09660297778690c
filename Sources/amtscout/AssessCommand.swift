import ArgumentParser
import ScoutGrab
import ScoutModel
import ScoutPipeline
import ScoutResolve
import ScoutStore
import ScoutSweep

/// The main job: sweep, ask, resolve, correlate, assess, report.
struct AssessCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "assess",
    abstract: "Sweep, ask, resolve, assess, and write the reports.",
    discussion: """
      Everything that is learned goes into the site file. The same command again goes on where a \
      stopped run was.

      EXAMPLES
        amtscout assess 10.1.0.0/22
        amtscout assess 10.1.0.0/22 --dry-run
        amtscout assess -iL targets.txt --exclude 10.1.0.1 --profile lyon.yaml
        sudo amtscout assess 10.1.0.0/22 --capture eth0 --output lyon
        amtscout assess 10.1.0.0/22 --credentials keys.yaml --ca corp-ca.pem
        sudo amtscout assess 10.1.0.0/22 --dhcp-discover
        amtscout assess --demo
      """)

  @OptionGroup(title: "Targets") var targets: TargetOptions
  @OptionGroup(title: "Sweep") var sweep: SweepOptions
  @OptionGroup(title: "Credentials") var keys: CredentialOptions
  @OptionGroup(title: "Names") var names: NameOptions
  @OptionGroup(title: "DHCP") var dhcp: DHCPOptions
  @OptionGroup(title: "Site") var site: SiteOptions
  @OptionGroup(title: "Site profile") var profile: ProfileOptions
  @OptionGroup(title: "Rules") var rules: RulesOptions
  @OptionGroup(title: "Reports") var output: OutputOptions
  @OptionGroup(title: "Progress") var progress: ProgressOptions

  @Option(
    name: .customLong("capture"),
    help: ArgumentHelp("Listen on an interface during the scan.", valueName: "interface"))
  var interfaces: [String] = []

  @Option(
    name: .customLong("import"),
    help: ArgumentHelp(
      "Take in a host-side file or capture first; may be given more than once.", valueName: "file"))
  var imports: [String] = []

  @Flag(help: "Assess the simulated site on this machine's loopback addresses.")
  var demo = false

  @Flag(help: "Go on with a stopped scan. This happens by itself; the option insists on it.")
  var resume = false

  func run() async throws {
    if demo { return try await Demo(self).run() }
    guard !(targets.targets.isEmpty && targets.targetFiles.isEmpty) else {
      throw ValidationError(
        "No targets. Name addresses or prefixes, as in: amtscout assess 10.1.0.0/22")
    }
    try await assess(command: Array(CommandLine.arguments.dropFirst()))
  }

  /// Does the work for the targets as they stand.
  func assess(command: [String]) async throws {
    let profile = try profile.read()
    let rules = try rules.read()
    _ = try output.accept.read()
    let servers = names.noResolve ? [] : try names.groups(profile: profile.nameServers)
    var job = try await explained {
      try await SweepSetup(targets: targets, sweep: sweep)
        .job(
          nameServers: servers, infrastructure: servers.infrastructure + dhcp.infrastructure)
    }
    job.dhcp = try explained { try dhcp.asking(for: job.plan) }
    (job.credentials, job.authorities) = try keys.read()
    job.profile = profile
    job.resolves = !names.noResolve
    job.interfaces = interfaces
    if sweep.dryRun { return DryRun.show(job) }
    try output.prepare()
    let file = try explained { try SiteFile.open(path: site.path, create: true) }
    if !imports.isEmpty {
      try await ImportCommand.take(imports, into: file, profile: profile, command: command)
    }
    let scan = try explained {
      try ScanSession.scan(
        in: file, for: job, command: command, add: targets.add, quiet: progress.quiet)
    }
    let interruption = try await perform(job, scan: scan, file: file)
    try interruption?.failIfRequested(
      "Stopped. Everything learned is in \(site.path); the same command goes on from here.")
    let reading = try output.accept.applied(
      to: explained { try SiteReading(file, profile: profile, rules: rules, digesting: true) })
    try output.write(reading, quiet: progress.quiet)
    if !progress.quiet { Summary.say(reading) }
  }

  private func perform(_ job: AssessJob, scan: Scan, file: SiteFile) async throws -> Interruption? {
    let counts = Progress()
    let run = try explained {
      try AssessRun(job, scan: scan, file: file, progress: counts)
    }
    let interruption = try await RunWithProgress.run(run, counts, progress)
    for account in run.accounts where account.isStopped {
      // Accounts lock, so this is said even to those who want to hear nothing else.
      Terminal.complain(
        "The password for \(account.label) was refused by \(account.refused) devices and was not "
          + "used any more; \(account.spared) devices were not asked. Correct the entry, then scan "
          + "anew with another --site, or remove it.")
    }
    return interruption
  }
}
