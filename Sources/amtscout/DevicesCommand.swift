import ArgumentParser
import ScoutModel
import ScoutPipeline
import ScoutReport

/// The devices of a site file as a table.
struct DevicesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "devices",
    abstract: "List the devices of a site file.",
    discussion: """
      EXAMPLES
        amtscout devices
        amtscout devices --method pki --state pre
        amtscout devices --json | jq .id
      """)

  @OptionGroup(title: "Site") var site: SiteOptions
  @OptionGroup(title: "Site profile") var profile: ProfileOptions
  @OptionGroup(title: "Rules") var rules: RulesOptions

  @Option(help: ArgumentHelp("Only devices with this recommendation.", valueName: "method"))
  var method: String?

  @Option(help: ArgumentHelp("Only devices in this state: pre, in, post.", valueName: "state"))
  var state: String?

  @Option(help: ArgumentHelp("Only devices with this product, as AMT.", valueName: "product"))
  var product: String?

  @Option(help: ArgumentHelp("Only devices with this finding, as AMT-NAME-002.", valueName: "id"))
  var finding: String?

  @Flag(help: "One JSON object a line, as in report.json.")
  var json = false

  func validate() throws {
    if let method, Advice(rawValue: method) == nil {
      throw ValidationError(
        "--method takes one of \(Advice.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    if let state, ProvisioningState(rawValue: state) == nil {
      throw ValidationError("--state takes pre, in or post")
    }
    if let product, Product(rawValue: product) == nil {
      throw ValidationError(
        "--product takes one of \(Product.allCases.map(\.rawValue).joined(separator: ", "))")
    }
  }

  func run() throws {
    let reading = try site.reading(profile.read(), rules.read())
    let chosen = reading.assessment.assessments.filter { assessment in
      (method.map { assessment.recommendation.advice.rawValue == $0 } ?? true)
        && (state.map { assessment.device.state.best?.value.rawValue == $0 } ?? true)
        && (product.map { assessment.device.product.best?.value.rawValue == $0 } ?? true)
        && (finding.map { id in assessment.findings.contains { $0.id == id } } ?? true)
    }
    if json {
      let report = Report(reading.input(at: .now, program: "amtscout \(Version.text)"))
      for assessment in chosen { Terminal.print(report.jsonLine(assessment)) }
      return
    }
    for line in TextTable.devices(chosen).lines(width: Terminal.tableWidth) {
      Terminal.print(line)
    }
  }
}
