import ArgumentParser
import ScoutPipeline
import ScoutStore

/// Writes the reports again from what is known; sends nothing.
struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Write the reports again from a site file; scans nothing.",
    discussion: """
      EXAMPLES
        amtscout report --site lyon.amtscout --output lyon
        amtscout report --profile with-certificate.yaml --output what-if
      """)

  @OptionGroup(title: "Site") var site: SiteOptions
  @OptionGroup(title: "Site profile") var profile: ProfileOptions
  @OptionGroup(title: "Rules") var rules: RulesOptions
  @OptionGroup(title: "Reports") var output: OutputOptions
  @OptionGroup(title: "Progress") var progress: ProgressOptions

  func run() throws {
    let profile = try profile.read()
    let rules = try rules.read()
    let reading = try output.accept.applied(
      to: explained {
        try SiteReading(
          SiteFile.open(path: site.path, create: false), profile: profile, rules: rules)
      })
    try output.write(reading, quiet: progress.quiet)
    if !progress.quiet { Summary.say(reading) }
  }
}
