import ArgumentParser
import ScoutLink
import ScoutPipeline

/// Where packets come from: interfaces to listen on, or files.
struct PacketSource: ParsableArguments {
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

  func validate() throws {
    guard interfaces.isEmpty != files.isEmpty else {
      throw ValidationError(
        "Name an interface to listen on (-i eth0) or files to read (-r monday.pcapng).")
    }
    if let time, TimeSpan.duration(time) == nil {
      throw ValidationError("--for \(time) is not a time; write 90s, 10m or 2h")
    }
  }

  /// Reads all files. One that is cut or damaged is complained of, and what came before it counts.
  ///
  /// - Parameter flush: called before anything is said, so that lines keep their order.
  func read(flush: () -> Void = {}, ear: (String) -> Ear) throws -> Ear.Counts {
    var sum = Ear.Counts()
    for path in files {
      let ear = ear(path)
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
        guard damage.code == .truncatedFile || damage.code == .damagedFile else { throw damage }
        flush()
        Terminal.complain(damage.message)
      }
      sum += ear.counts
    }
    return sum
  }

  /// Listens until Ctrl-C, or as long as was asked for.
  ///
  /// - Parameters:
  ///   - word: What is done, for the line that says that it has begun; `nil` to say nothing.
  ///   - start: Begins to listen.
  func listen(_ word: String?, start: () throws -> Listening) async throws -> Ear.Counts {
    let end = Queue<Bool>(capacity: 4)
    let interruption = Interruption { end.finish() }
    let listening = try explained(start)
    if let word {
      Terminal.say(
        "\(word) \(interfaces.joined(separator: ", "))"
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
