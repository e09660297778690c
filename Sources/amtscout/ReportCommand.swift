import ArgumentParser
import ScoutPipeline

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
    let reading = try output.accept.applied(
      to: site.reading(profile.read(), rules.read(), digesting: true))
    try output.write(reading, quiet: progress.quiet)
    if !progress.quiet { Summary.say(reading) }
  }
}
