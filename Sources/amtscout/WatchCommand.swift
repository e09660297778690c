import ArgumentParser
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

  @OptionGroup var source: PacketSource

  @Flag(help: "One JSON object a line for each change.")
  var json = false

  @OptionGroup(title: "Site") var site: SiteOptions
  @OptionGroup(title: "Site profile") var profile: ProfileOptions
  @OptionGroup(title: "Progress") var progress: ProgressOptions

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
      source.files.isEmpty
      ? try await source.listen(progress.quiet ? nil : "Watching") {
        try Listening(source.interfaces) { Ear(source: $0, site: profile.site, recorder: recorder) }
      }
      : try explained {
        try source.read { Ear(source: $0, site: profile.site, recorder: recorder, batch: 500) }
      }
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
}
