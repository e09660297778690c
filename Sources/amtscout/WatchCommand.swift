import ArgumentParser
import ScoutLink
import ScoutModel
import ScoutPipeline
import ScoutReport
import ScoutStore

/// The picture of a site, kept up to date while listening: a line for each change.
struct WatchCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "watch",
    abstract: "Listen, and tell each change: a new device, an address or a name that moved.",
    discussion: """
      Begins with what the site file knows and keeps what it hears there. Sends nothing. Which \
      machines have AMT is learned from presence pongs that pass by and from what earlier scans \
      found; DHCP and DNS then tell where they are. Ctrl-C ends it.

      EXAMPLES
        sudo amtscout watch -i eth0
        sudo amtscout watch -i eth0 --json | jq 'select(.change == "option15")'
        amtscout watch -r monday.pcapng --site office.amtscout
      """)

  @Option(
    name: [.customShort("i"), .customLong("interface")],
    help: ArgumentHelp(
      "Listen on an interface; may be given more than once.", valueName: "interface"))
  var interfaces: [String] = []

  @Option(
    name: [.customShort("r"), .customLong("read")], parsing: .upToNextOption,
    help: ArgumentHelp("Read capture files, - for standard input.", valueName: "file"))
  var files: [String] = []

  @Option(
    name: .customLong("for"), help: ArgumentHelp("End after this time, as 10m.", valueName: "time"))
  var time: String?

  @Flag(help: "One JSON object a line for each change.")
  var json = false

  @OptionGroup(title: "Site") var site: SiteOptions
  @OptionGroup(title: "Site profile") var profile: ProfileOptions
  @OptionGroup(title: "Progress") var progress: ProgressOptions

  func validate() throws {
    guard interfaces.isEmpty != files.isEmpty else {
      throw ValidationError(
        "Name an interface to listen on (-i eth0) or files to read (-r monday.pcapng).")
    }
    if let time, TimeSpan.duration(time) == nil {
      throw ValidationError("--for \(time) is not a time; write 90s, 10m or 2h")
    }
  }

  func run() async throws {
    let profile = try profile.read()
    let file = try explained { try SiteFile.open(path: site.path, create: true) }
    let json = json
    let watcher = try explained {
      try Watcher(file, profile: profile) { Terminal.print(json ? $0.json : $0.text) }
    }
    let scan = try explained {
      try ScanSession.silentScan(in: file, command: Array(CommandLine.arguments.dropFirst()))
    }
    let recorder = Recorder(
      file: file, scan: scan, questions: NameQuestions(profile: profile),
      recorded: { watcher.take($0) })
    if !progress.quiet { Terminal.say("\(watcher.deviceCount) devices are known.") }
    let counts =
      files.isEmpty
      ? try await listen(recorder, profile.site)
      : try explained { try read(recorder, profile.site) }
    try explained {
      try recorder.record([]) { scan in
        counts.add(to: &scan.coverage)
        scan.ended = .now
      }
    }
    if !progress.quiet {
      Terminal.say(
        "\(counts.packets) packets, \(counts.messages) messages, \(counts.dropped) lost; "
          + "\(watcher.deviceCount) devices; kept in \(site.path)")
    }
  }

  private func read(_ recorder: Recorder, _ label: String) throws -> Ear.Counts {
    var sum = Ear.Counts()
    for path in files {
      let ear = Ear(source: path, site: label, recorder: recorder, batch: 500)
      var damage: LinkError?
      do {
        try CaptureFile(path: path).read { head, bytes in
          ear.hear(head, bytes)
          if ear.hasFailed { try ear.finish() }
        }
      } catch let error as LinkError {
        damage = error
      }
      try ear.finish()
      if let damage {
        // What came before the damage counts; the rest of the files is still read.
        guard damage.code == .truncatedFile || damage.code == .damagedFile else { throw damage }
        Terminal.complain(damage.message)
      }
      let counts = ear.counts
      sum.packets += counts.packets
      sum.messages += counts.messages
      sum.requests += counts.requests
      sum.answers += counts.answers
    }
    return sum
  }

  private func listen(_ recorder: Recorder, _ label: String) async throws -> Ear.Counts {
    let end = Queue<Bool>(capacity: 4)
    let interruption = Interruption { end.finish() }
    let listening = try explained {
      try Listening(interfaces) { Ear(source: $0, site: label, recorder: recorder) }
    }
    if !progress.quiet {
      Terminal.say(
        "Watching \(interfaces.joined(separator: ", "))"
          + (time.map { " for \($0)" } ?? "; Ctrl-C ends it"))
    }
    let limit = time.flatMap { TimeSpan.duration($0) }
    let counts = try await explained {
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { for await _ in end {} }
        group.addTask { try await listening.failure() }
        if let limit { group.addTask { try await Task.sleep(for: limit) } }
        let first = await group.nextResult()
        end.finish()
        group.cancelAll()
        let counts = try await listening.finish()
        if case .failure(let error) = first, !(error is CancellationError) { throw error }
        return counts
      }
    }
    withExtendedLifetime(interruption) {}
    return counts
  }
}
