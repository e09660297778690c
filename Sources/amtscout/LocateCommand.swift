import ArgumentParser
import ScoutLink
import ScoutModel
import ScoutNet
import ScoutPipeline
import ScoutReport
import ScoutStore

/// Where one machine's AMT is, under which names, and what disagrees.
struct LocateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "locate",
    abstract: "Where is that machine's AMT, and why do its names and addresses disagree?",
    discussion: """
      Answers from the site file, on one screen. With --live the machine's known addresses are \
      asked first, as by `amtscout assess`: the same ports, the same limits, the same rules on \
      which addresses may be asked. A machine cannot reach its own AMT by its own address; ask from \
      another one.

      EXAMPLES
        amtscout locate pc-0042
        amtscout locate 10.1.0.17 --live
        amtscout locate 80:c4:a8:58:df:e9 --json | jq .answers_at
        amtscout locate 4c4b4568-195a-4260-8097-a4c14f566733
      """)

  @Argument(
    help: ArgumentHelp("A name, an address, a hardware address, a UUID, or a device's id."))
  var machine: String

  @Flag(help: "Ask the network now: the ports and names of the machine's known addresses.")
  var live = false

  @Flag(help: "Allow public addresses to be asked with --live.")
  var allowPublic = false

  @Flag(help: "One JSON object a line for each machine that matches.")
  var json = false

  @OptionGroup(title: "Names") var names: NameOptions
  @OptionGroup(title: "Site") var site: SiteOptions
  @OptionGroup(title: "Site profile") var profile: ProfileOptions
  @OptionGroup(title: "Progress") var progress: ProgressOptions

  /// So many machines are shown at most; more match a name that is none.
  private static let limit = 20

  func validate() throws {
    guard DeviceQuery(machine) != nil else {
      throw ValidationError(
        "\(machine) is neither a name nor an address, a hardware address, a UUID or an id as D17")
    }
  }

  func run() async throws {
    let profile = try profile.read()
    let file = try explained { try SiteFile.open(path: site.path, create: live) }
    var reading = try explained { try SiteReading(file, profile: profile) }
    if live {
      try await ask(targets(reading), file, profile)
      reading = try explained { try SiteReading(file, profile: profile) }
    }
    let found = matches(in: reading)
    guard !found.isEmpty else { throw Failure(nothing(reading)) }
    let input = reading.input(at: OutputOptions.time, program: "amtscout \(Version.text)")
    let own = (try? Interfaces.current().all.flatMap { $0.addresses.map(\.address) }) ?? []
    for (index, assessment) in found.prefix(Self.limit).enumerated() {
      let location = Location(
        assessment, input, at: OutputOptions.time, own: own.filter { !$0.isLoopback })
      if json {
        Terminal.print(location.json)
        continue
      }
      if index > 0 { Terminal.print("") }
      for line in location.lines(width: Terminal.tableWidth) { Terminal.print(line) }
    }
    if found.count > 1, !progress.quiet {
      Terminal.say("\(found.count) machines match \(machine).")
    }
  }

  private func matches(in reading: SiteReading) -> [Assessment] {
    let assessments = reading.assessment.assessments
    guard let query = DeviceQuery(machine) else { return [] }
    let found = query.matches(in: assessments.map(\.device)).map(\.id)
    let wanted = Set(found)
    let byID = Dictionary(
      assessments.filter { wanted.contains($0.device.id) }.map { ($0.device.id, $0) },
      uniquingKeysWith: { first, _ in first })
    return found.compactMap { byID[$0] }
  }

  /// The addresses to ask: all that are known of the machine, and what was named itself.
  private func targets(_ reading: SiteReading) -> [String] {
    var targets: [String] = []
    for assessment in matches(in: reading).prefix(Self.limit) {
      targets += assessment.device.addresses.map(\.value.description)
    }
    switch DeviceQuery(machine) {
    case .address(let address): targets.append(address.description)
    // A name that nothing is known of is looked up.
    case .name(let name) where targets.isEmpty: targets.append(name.text)
    default: break
    }
    return Set(targets).sorted()
  }

  private func ask(_ targets: [String], _ file: SiteFile, _ profile: SiteProfile) async throws {
    guard !targets.isEmpty else {
      throw Failure(
        "\(machine) is not in \(site.path), so there is no address to ask; name an address, or "
          + "capture or import first")
    }
    let servers = names.noResolve ? [] : try names.groups(profile: profile.nameServers)
    let setup = SweepSetup(
      targets: try TargetOptions.parse(targets + (allowPublic ? ["--allow-public"] : [])),
      sweep: try SweepOptions.parse([]))
    var job = try await explained {
      try await setup.job(nameServers: servers, infrastructure: servers.infrastructure)
    }
    job.profile = profile
    job.resolves = !names.noResolve
    let command = Array(CommandLine.arguments.dropFirst())
    let scan = try explained {
      // What is asked for belongs to the site that it is looked up in.
      try ScanSession.scan(in: file, for: job, command: command, add: true, quiet: true)
    }
    let counts = Progress()
    let run = try explained { try AssessRun(job, scan: scan, file: file, progress: counts) }
    let interruption = try await RunWithProgress.run(run, counts, progress)
    try interruption?.failIfRequested("Stopped. What was learned is in \(site.path).")
  }

  /// What can be said of a machine that the site file does not know.
  private func nothing(_ reading: SiteReading) -> String {
    var advice = "capture, import or assess first" + (live ? "" : ", or ask with --live")
    if case .address(let address) = DeviceQuery(machine) {
      let wasAsked = reading.assessment.view.coverage.prefixes.contains {
        $0.prefix.contains(address) && $0.counts.probes > 0
      }
      if wasAsked {
        advice =
          "its range was asked and nothing answered there, which does not prove that no AMT is "
          + "there: before it is configured AMT keeps its TCP ports closed. Import "
          + "`rpc amtinfo -json` from the machine"
      }
    }
    return "no machine in \(site.path) matches \(machine); \(advice)"
  }
}

extension IPAddress {
  fileprivate var isLoopback: Bool {
    switch self {
    case .v4(let address): address.rawValue >> 24 == 127
    case .v6(let address): address.high == 0 && address.low == 1
    }
  }
}
