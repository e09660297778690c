import ArgumentParser
import ScoutModel
import ScoutPipeline
import ScoutReport

/// The whole reasoning about one device, from the site file.
struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Show why one device is to be configured as it is: what is known, gates, methods.",
    discussion: """
      The device is named by its id (also one that it had before), a name, an address, a hardware \
      address or a UUID. Each sentence ends with its rule in brackets and the numbers of the \
      observations it rests on; rules' sources and the observations stand at the end.

      EXAMPLES
        amtscout explain D17
        amtscout explain pc-0042.corp.example
        amtscout explain 10.1.0.7 --json
      """)

  @Argument(
    help: ArgumentHelp("An id, name, address, hardware address or UUID.", valueName: "device"))
  var device: String

  @OptionGroup(title: "Site") var site: SiteOptions
  @OptionGroup(title: "Site profile") var profile: ProfileOptions
  @OptionGroup(title: "Rules") var rules: RulesOptions

  @Flag(help: "One JSON object, the device as in report.json.")
  var json = false

  func run() throws {
    let reading = try site.reading(profile.read(), rules.read())
    let found = DeviceQuery(device)?.matches(in: reading.assessment.devices) ?? []
    guard let first = found.first else {
      throw Failure(
        "\(Visible.text(device, limit: 80)) names no device of \(site.path); `amtscout devices` "
          + "lists them")
    }
    guard found.count == 1, let explanation = reading.explanation(of: first.id) else {
      let ids = found.prefix(8).map { device in
        "\(device.id)" + (device.address.map { " (\($0))" } ?? "")
      }
      throw Failure(
        "\(Visible.text(device, limit: 80)) names \(found.count) devices; say which: "
          + ids.joined(separator: ", "))
    }
    let report = Report(reading.input(at: .now, program: "amtscout \(Version.text)"))
    if json { return Terminal.print(report.jsonLine(explanation)) }
    for line in report.lines(explanation, width: Terminal.tableWidth) { Terminal.print(line) }
  }
}
