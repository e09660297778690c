import ArgumentParser
import Foundation
import ScoutModel
import ScoutPipeline
import ScoutReport

/// Where reports are written, and in which form.
struct OutputOptions: ParsableArguments {
  @Option(
    name: .shortAndLong, help: ArgumentHelp("The folder for the reports.", valueName: "folder"))
  var output = "report"

  @Option(help: "Which reports to write: html, csv, json, with commas.")
  var format = "html,csv,json"

  @Flag(help: "Write CSV for Excel: with a byte order mark and semicolons.")
  var excel = false

  @Flag(help: "Write CSV cells as they are, also those that a spreadsheet takes for a formula.")
  var rawCSV = false

  @Option(
    help: ArgumentHelp(
      "End with 3 where a finding is at least this severe: info, low, medium, high, critical.",
      valueName: "severity"))
  var failOn: String?

  @Flag(
    help: "Replace names, addresses, hardware addresses and UUIDs by pseudonyms, for strangers.")
  var redact = false

  @Option(
    help: ArgumentHelp(
      "A file of at least 16 secret bytes: reports with the same key have the same pseudonyms.",
      valueName: "file"))
  var redactKey: String?

  @OptionGroup var accept: AcceptOptions

  func validate() throws {
    _ = try files
    _ = try threshold
    if redactKey != nil, !redact { throw ValidationError("--redact-key goes with --redact") }
  }

  /// The files that the chosen formats stand for; `run.json` is always among them.
  var files: [ReportFile] {
    get throws {
      var files: [ReportFile] = []
      for word in format.split(separator: ",") {
        switch word {
        case "html": files.append(.html)
        case "csv": files += [.devices, .findings]
        case "json": files.append(.json)
        default: throw ValidationError("--format \(word): the formats are html, csv and json")
        }
      }
      return files + [.run]
    }
  }

  private var threshold: Severity? {
    get throws {
      guard let failOn else { return nil }
      guard let severity = Severity(rawValue: failOn) else {
        throw ValidationError("--fail-on takes info, low, medium, high or critical")
      }
      return severity
    }
  }

  /// When the reports are written; SOURCE_DATE_EPOCH sets it, so that a report can be made again
  /// byte for byte (reproducible-builds.org).
  static var time: Timestamp {
    let told = Environment.value("SOURCE_DATE_EPOCH").flatMap { Int64($0) }
    return told.map { Timestamp(seconds: $0) } ?? .now
  }

  /// Makes the folder, so that a scan of an hour does not end with nowhere to write its report.
  func prepare() throws { try explained { try ReportFiles(folder: output).prepare() } }

  private func input(_ reading: SiteReading) throws -> ReportInput {
    let program = "amtscout \(Version.text)"
    guard redact else { return reading.report(at: Self.time, program: program) }
    var key = Redaction.randomKey
    if let redactKey {
      guard let data = FileManager.default.contents(atPath: redactKey) else {
        throw Failure("\(redactKey) cannot be read; does it exist, and may you read it?")
      }
      guard (16...4096).contains(data.count) else {
        throw Failure(
          "\(redactKey) needs 16 to 4,096 bytes; make one with: "
            + "head -c 32 /dev/urandom > \(redactKey)")
      }
      key = Array(data)
    }
    return try explained {
      try reading.redactedReport(at: Self.time, program: program, key: key)
    }
  }

  /// Writes the reports, says where they are, and ends with 3 where `--fail-on` says so.
  func write(_ reading: SiteReading, quiet: Bool) throws {
    // The program ends after this.
    Memory.leave(reading)
    var options = ReportOptions()
    if excel { options.csv = .excel() }
    options.csv.guardsFormulas = !rawCSV
    let input = try input(reading)
    let paths = try explained {
      try ReportFiles(folder: output).write(Report(input, options: options), files)
    }
    if !quiet {
      for path in paths { Terminal.print(path) }
    }
    if let threshold = try threshold,
      reading.assessment.allFindings.contains(where: { $0.severity >= threshold })
    {
      throw ExitStatus.findings
    }
  }
}
