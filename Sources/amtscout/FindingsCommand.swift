import ArgumentParser
import ScoutModel
import ScoutPipeline
import ScoutReport

/// The findings of a site file as a table.
struct FindingsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "findings",
    abstract: "List the findings of a site file, the most severe first.",
    discussion: """
      EXAMPLES
        amtscout findings --severity medium
        amtscout findings --area NAME --json
        amtscout findings --accept accepted.yaml
      """)

  @OptionGroup(title: "Site") var site: SiteOptions
  @OptionGroup(title: "Site profile") var profile: ProfileOptions
  @OptionGroup(title: "Rules") var rules: RulesOptions

  @OptionGroup var accept: AcceptOptions

  @Option(help: ArgumentHelp("Only findings at least this severe.", valueName: "severity"))
  var severity: String?

  @Option(
    help: ArgumentHelp(
      "Only findings of this area: NAME, DHCP, DNS, CERT, TLS, FW, STATE, NET, ENV, SITE.",
      valueName: "area"))
  var area: String?

  @Option(help: ArgumentHelp("Only findings about this device, as D17.", valueName: "id"))
  var device: String?

  @Flag(help: "One JSON object a line, as in report.json.")
  var json = false

  func validate() throws {
    if let severity, Severity(rawValue: severity) == nil {
      throw ValidationError("--severity takes info, low, medium, high or critical")
    }
    if let device, DeviceID(device) == nil {
      throw ValidationError("--device takes an id as `amtscout devices` shows it, as D17")
    }
  }

  func run() throws {
    let reading = try accept.applied(to: site.reading(profile.read(), rules.read()))
    let least = severity.flatMap { Severity(rawValue: $0) } ?? .info
    let id = device.flatMap { DeviceID($0) }
    let chosen = reading.assessment.allFindings.filter { finding in
      finding.severity >= least && (id == nil || finding.device == id)
        && (area.map { finding.id.hasPrefix("AMT-\($0.uppercased())-") } ?? true)
    }
    if json {
      let report = Report(reading.input(at: .now, program: "amtscout \(Version.text)"))
      for finding in chosen { Terminal.print(report.jsonLine(finding)) }
      return
    }
    for line in TextTable.findings(chosen).lines(width: Terminal.tableWidth) {
      Terminal.print(line)
    }
  }
}
