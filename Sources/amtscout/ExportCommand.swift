import ArgumentParser
import ScoutModel
import ScoutPipeline
import ScoutReport

/// Machines in the form that another tool takes.
struct ExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write the machines of a site file in the form of another tool.",
    discussion: """
      FORMATS
        meshctrl   a shell script that adds configured machines to MeshCentral
        console    devices for the Console of the Device Management Toolkit (JSON)
        ansible    an inventory, grouped by method, state, generation, site and segment (YAML)
        targets    a folder of lists for each method: computer names, and addresses
        nmap       hosts and open ports, as `nmap -oX` writes them (XML)
      No form holds a password. docs/operating/exports.md shows the command that takes each.

      EXAMPLES
        amtscout export --format meshctrl -o add-devices.sh
        amtscout export --format console | jq length
        amtscout export --format targets -o lists && wc -l lists/*
        amtscout export --format ansible --method pki -o inventory.yml
      """)

  @OptionGroup(title: "Site") var site: SiteOptions
  @OptionGroup(title: "Site profile") var profile: ProfileOptions
  @OptionGroup(title: "Rules") var rules: RulesOptions

  @Option(
    help: ArgumentHelp("The form: meshctrl, console, ansible, targets or nmap.", valueName: "form"))
  var format: String

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "Where to write it; for targets a folder. Standard output if not given.", valueName: "path"))
  var output: String?

  @Option(help: ArgumentHelp("Only machines with this recommendation.", valueName: "method"))
  var method: String?

  private var chosen: ExportFormat {
    get throws {
      guard let format = ExportFormat(rawValue: format) else {
        throw ValidationError(
          "--format takes one of \(ExportFormat.allCases.map(\.rawValue).joined(separator: ", "))")
      }
      return format
    }
  }

  func validate() throws {
    _ = try chosen
    if let method, Advice(rawValue: method) == nil {
      throw ValidationError(
        "--method takes one of \(Advice.allCases.map(\.rawValue).joined(separator: ", "))")
    }
  }

  func run() throws {
    let reading = try site.reading(profile.read(), rules.read())
    let input = reading.input(at: .now, program: "amtscout \(Version.text)")
    let export = Export(input, method: method.flatMap { Advice(rawValue: $0) })
    let format = try chosen
    guard let output else {
      return try export.write(format) { Terminal.print($0, terminator: "") }
    }
    let paths = try explained {
      if format == .targets {
        return try ReportFiles(folder: output).write(
          export.lists.map { ($0.name, $0.lines.map { $0 + "\n" }.joined()) })
      }
      try ReportFiles.write(output) { sink in try export.write(format, to: sink) }
      return [output]
    }
    for path in paths { Terminal.say(path) }
  }
}
