import ArgumentParser
import ScoutLink
import ScoutListen
import ScoutModel
import ScoutPipeline
import ScoutStore
import Synchronization

/// Listens to DHCP, DNS and presence pongs, live or from files. Sends nothing.
struct CaptureCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "capture",
    abstract: "Listen to DHCP, DNS and presence pongs; send nothing.",
    discussion: """
      On a switched port only broadcasts and this machine's own traffic are heard. To hear a whole \
      segment, use a mirror port or the relay's side, or bring a capture home and read it with -r.

      EXAMPLES
        sudo amtscout capture -i eth0 --for 10m
        amtscout capture -r monday.pcapng tuesday.pcap
        amtscout capture -r monday.pcapng --json | jq .domainName
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

  @Option(
    name: .customShort("w"),
    help: ArgumentHelp("Keep the packets in a capture file.", valueName: "file"))
  var keep: String?

  @Flag(help: "One JSON object a line on standard output, one for each message heard.")
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
    if keep != nil, interfaces.count != 1 {
      throw ValidationError("-w keeps the packets of one interface; name one with -i")
    }
  }

  func run() async throws {
    let profile = try profile.read()
    let file = try explained { try SiteFile.open(path: site.path, create: true) }
    let command = Array(CommandLine.arguments.dropFirst())
    let scan = try explained { try ScanSession.silentScan(in: file, command: command) }
    let recorder = Recorder(file: file, scan: scan, questions: NameQuestions(profile: profile))
    let reading = Reading(site: profile.site, json: json, recorder: recorder)
    let counts =
      files.isEmpty
      ? try await listen(reading)
      : try explained { try read(reading) }
    try explained {
      try recorder.record([]) { scan in
        counts.add(to: &scan.coverage)
        scan.ended = .now
      }
    }
    if !progress.quiet {
      Terminal.say(
        "\(counts.packets) packets, \(counts.messages) messages, \(counts.dropped) lost; "
          + "kept in \(site.path)"
          + (counts.repetitions > 0
            ? ", without \(counts.repetitions) that only repeated the last ten minutes" : ""))
      if counts.requests > 0, counts.answers == 0 {
        Terminal.say(
          "DHCP requests were heard, answers were not: this port is not mirrored. "
            + "Option 15 is unknown here.")
      }
    }
  }

  /// How messages are shown and recorded, the same for both sources.
  private struct Reading {
    let site: String
    let json: Bool
    let recorder: Recorder

    /// - Parameter lines: where lines gather; live ones are shown at once.
    func ear(_ source: String, batch: Int, lines: Lines? = nil) -> Ear {
      let json = json
      return Ear(source: source, site: site, recorder: recorder, batch: batch) { message in
        guard json else { return }
        if let lines { return lines.add(message) }
        let line = LineBuffer(capacity: 1024)
        CaptureLine.append(message, to: line)
        if line.count > 0 { Terminal.print(line.bytes) }
      }
    }
  }

  private func read(_ reading: Reading) throws -> Ear.Counts {
    var sum = Ear.Counts()
    let lines = Lines()
    defer { lines.flush() }
    for path in files {
      let ear = reading.ear(path, batch: 2000, lines: lines)
      var damage: LinkError?
      do {
        try CaptureFile(path: path).read { head, bytes in
          ear.hear(head, bytes)
          if ear.hasFailed { try ear.finish() }
        }
      } catch let error as LinkError {
        // What came before the damage counts; the rest of the files is still read.
        damage = error
      }
      try ear.finish()
      if let damage {
        guard damage.code == .truncatedFile || damage.code == .damagedFile else { throw damage }
        lines.flush()
        Terminal.complain(damage.message)
      }
      let counts = ear.counts
      sum.packets += counts.packets
      sum.messages += counts.messages
      sum.requests += counts.requests
      sum.answers += counts.answers
      sum.repetitions += counts.repetitions
    }
    return sum
  }

  private func listen(_ reading: Reading) async throws -> Ear.Counts {
    let keeper = Keeper()
    let listening = try explained {
      let listening = try Listening(interfaces) { head, bytes in
        keeper.keep(head, bytes)
      } ear: {
        reading.ear($0, batch: 1)
      }
      if let keep, let linkType = listening.linkTypes.first {
        try keeper.open(keep, linkType: linkType)
      }
      return listening
    }
    let end = Queue<Bool>(capacity: 4)
    let interruption = Interruption { end.finish() }
    if !progress.quiet {
      Terminal.say(
        "Listening on \(interfaces.joined(separator: ", "))"
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
    try explained { try keeper.close() }
    withExtendedLifetime(interruption) {}
    return counts
  }
}

/// Keeps packets in a file, where one was asked for.
private final class Keeper: Sendable {
  private struct State {
    var writer: CaptureWriter?
    var failure: LinkError?
  }
  private let state = Mutex(State())

  func open(_ path: String, linkType: LinkType) throws {
    let writer = try CaptureWriter(path: path, linkType: linkType)
    state.withLock { $0.writer = writer }
  }

  func keep(_ head: PacketHead, _ bytes: RawSpan) {
    state.withLock { state in
      guard let writer = state.writer, state.failure == nil else { return }
      do throws(LinkError) { try writer.write(head, bytes) } catch { state.failure = error }
    }
  }

  func close() throws {
    let (writer, failure) = state.withLock { ($0.writer, $0.failure) }
    if let failure { throw failure }
    try writer?.close()
  }
}

/// Lines for standard output that are written many at a time.
private final class Lines: Sendable {
  private static let limit = 1 << 16
  private let lines = Mutex(LineBuffer(capacity: limit + 4096))

  func add(_ message: HeardMessage) {
    lines.withLock { lines in
      CaptureLine.append(message, to: lines)
      if lines.count >= Self.limit { lines.take { Terminal.print($0) } }
    }
  }

  func flush() { lines.withLock { lines in lines.take { Terminal.print($0) } } }
}
