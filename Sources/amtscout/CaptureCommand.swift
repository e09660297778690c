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

  @OptionGroup var source: PacketSource

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
    if keep != nil, source.interfaces.count != 1 {
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
      source.files.isEmpty
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
    let lines = Lines()
    defer { lines.flush() }
    return try source.read(flush: lines.flush) { reading.ear($0, batch: 1000, lines: lines) }
  }

  private func listen(_ reading: Reading) async throws -> Ear.Counts {
    let keeper = Keeper()
    let counts = try await source.listen(progress.quiet ? nil : "Listening on") {
      let listening = try Listening(source.interfaces) { head, bytes in
        keeper.keep(head, bytes)
      } ear: {
        reading.ear($0, batch: 1)
      }
      if let keep, let linkType = listening.linkTypes.first {
        try keeper.open(keep, linkType: linkType)
      }
      return listening
    }
    try explained { try keeper.close() }
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

/// Lines for standard output that are written many at a time, while the next are made.
private final class Lines: Sendable {
  private static let limit = 1 << 16
  private let lines = Mutex(LineBuffer(capacity: limit + 4096))
  private let writing = Background("amtscout.lines", limit: 4)

  func add(_ message: HeardMessage) {
    lines.withLock { lines in
      CaptureLine.append(message, to: lines)
      if lines.count >= Self.limit { write(lines) }
    }
  }

  private func write(_ lines: LineBuffer) {
    let bytes = lines.bytes
    lines.removeAll()
    writing.take { Terminal.print(bytes) }
  }

  /// Writes what still waits.
  func flush() {
    lines.withLock { write($0) }
    writing.finish()
  }
}
