import ArgumentParser
import ScoutModel
import ScoutPipeline
import ScoutStore

/// Where what is learned is kept.
struct SiteOptions: ParsableArguments {
  @Option(
    name: .customLong("site"),
    help: ArgumentHelp("The site file that holds everything learned.", valueName: "file"))
  var path = "site.amtscout"

  /// The site file, read and judged.
  ///
  /// - Parameter digesting: Whether reports are to name the file's hash.
  func reading(
    _ profile: SiteProfile, _ rules: RuleOverrides, digesting: Bool = false
  ) throws -> SiteReading {
    try explained {
      try SiteReading(
        SiteFile.open(path: path, create: false), profile: profile, rules: rules,
        digesting: digesting)
    }
  }
}
