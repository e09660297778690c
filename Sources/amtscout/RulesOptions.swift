import ArgumentParser
import Foundation
import ScoutAssess
import ScoutImport
import ScoutModel

/// What the operator sets otherwise than the built-in rules.
struct RulesOptions: ParsableArguments {
  @Option(
    name: .customLong("rules"),
    help: ArgumentHelp(
      "A rules file (YAML): other bounds and dates of rules, more advisories.", valueName: "file"))
  var path: String?

  /// Reads the file; without one, nothing is set otherwise.
  func read() throws -> RuleOverrides {
    guard let path else { return RuleOverrides() }
    guard let data = FileManager.default.contents(atPath: path) else {
      throw Failure("\(path) cannot be read; does it exist, and may you read it?")
    }
    return try explained {
      try RulesFile.parse(
        String(decoding: data.prefix(RulesFile.sizeLimit + 1), as: UTF8.self), path: path,
        rules: RuleNames.bounds, advisories: RuleNames.advisories)
    }
  }
}
