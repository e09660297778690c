import ArgumentParser
import Foundation
import ScoutAssess
import ScoutImport
import ScoutModel
import ScoutPipeline
import ScoutReport

/// Which findings are known and accepted for a while.
struct AcceptOptions: ParsableArguments {
  @Option(
    name: .customLong("accept"),
    help: ArgumentHelp(
      "A file of accepted findings (YAML): each with a reason and a last day. They leave counts, "
        + "lists and --fail-on.", valueName: "file"))
  var path: String?

  /// A site file's reading without the findings that are accepted.
  func applied(to reading: SiteReading) throws -> SiteReading {
    var reading = reading
    reading.accept(try read(), at: OutputOptions.time)
    for acceptance in reading.accepted.unused {
      Terminal.say("Note: nothing fits the accepted \(acceptance.finding)\(place(acceptance)).")
    }
    return reading
  }

  private func place(_ acceptance: Acceptance) -> String {
    acceptance.line.map { " in line \($0) of \(path ?? "the file")" } ?? ""
  }

  /// Reads the file; nothing is accepted without one.
  func read() throws -> [Acceptance] {
    guard let path else { return [] }
    guard let data = FileManager.default.contents(atPath: path) else {
      throw Failure("\(path) cannot be read; does it exist, and may you read it?")
    }
    let list = try explained {
      try AcceptedFindingsFile.parse(String(decoding: data, as: UTF8.self), path: path)
    }
    for acceptance in list where FindingRegistry[id: acceptance.finding] == nil {
      let line = acceptance.line.map { ", line \($0)" } ?? ""
      throw Failure(
        "\(path)\(line): there is no finding \(acceptance.finding); "
          + "`amtscout findings` shows the numbers")
    }
    return list
  }
}
