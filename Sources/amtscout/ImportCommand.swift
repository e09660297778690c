import ArgumentParser
import ScoutModel
import ScoutPipeline
import ScoutStore

/// Takes in what other tools know: host-side discovery files.
struct ImportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Take in files of host-side tools; the format is recognised from the content.",
    discussion: """
      Read are outputs of `rpc amtinfo`, as JSON or as text. A folder stands for the files in it. A \
      file that cannot be read is named, and the rest is still taken in.

      EXAMPLES
        amtscout import pc-0042.json pc-0043.json
        amtscout import amtinfo/ --site lyon.amtscout
      """)

  @Argument(help: ArgumentHelp("Files and folders to read.", valueName: "file"))
  var files: [String]

  @OptionGroup(title: "Site") var site: SiteOptions
  @OptionGroup(title: "Site profile") var profile: ProfileOptions
  @OptionGroup(title: "Progress") var progress: ProgressOptions

  func run() async throws {
    let profile = try profile.read()
    let file = try explained { try SiteFile.open(path: site.path, create: true) }
    let taken = try await Self.take(
      files, into: file, profile: profile, command: Array(CommandLine.arguments.dropFirst()))
    if !progress.quiet { Terminal.say("\(taken) observations from files, kept in \(site.path)") }
  }

  /// Reads `paths` into `file`; says which could not be read, and fails where none could.
  @discardableResult
  static func take(
    _ paths: [String], into file: SiteFile, profile: SiteProfile, command: [String]
  ) async throws -> Int {
    try explained {
      let scan = try ScanSession.silentScan(in: file, command: command)
      let recorder = Recorder(file: file, scan: scan, questions: NameQuestions(profile: profile))
      let outcome = try FileImport(site: profile.site, recorder: recorder).take(paths)
      for complaint in outcome.complaints { Terminal.complain(complaint) }
      try recorder.record([]) { $0.ended = .now }
      if outcome.observations == 0, !outcome.complaints.isEmpty {
        throw Failure("none of the files could be read; nothing was imported")
      }
      return outcome.observations
    }
  }
}
