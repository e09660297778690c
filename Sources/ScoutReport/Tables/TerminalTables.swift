package import ScoutModel
import ScoutNet

extension TextTable {
  /// The machines, a line each, as `amtscout devices` shows them.
  package static func devices(_ assessments: some Sequence<Assessment>) -> TextTable {
    var table = TextTable([
      Column("ID", minimum: 4), Column("ADDRESS", minimum: 15), Column("NAME", minimum: 12),
      Column("PRODUCT", minimum: 7, isOptional: true), Column("VERSION", minimum: 8),
      Column("STATE", minimum: 7, isOptional: true), Column("METHOD", minimum: 10),
      Column("2011", minimum: 10, isOptional: true), Column("NAMES", minimum: 10),
      Column("CONFIDENCE", minimum: 10, isOptional: true),
      Column("WORST FINDING", minimum: 8),
    ])
    for assessment in assessments {
      let device = assessment.device
      let worst = assessment.findings.max { $0.severity < $1.severity }
      table.add([
        device.id.description,
        device.address?.description ?? "",
        device.label,
        (device.product.best?.value ?? .unknown).rawValue,
        device.version.best?.value.description ?? "",
        device.state.best?.value.rawValue ?? "unknown",
        assessment.recommendation.advice.rawValue,
        assessment.recommendation2011.advice.rawValue,
        assessment.nameVerdict.rawValue,
        assessment.confidence.rawValue,
        worst.map { "\($0.severity.rawValue) \($0.id)" } ?? "",
      ])
    }
    return table
  }

  /// Findings, a line each, as `amtscout findings` shows them.
  package static func findings(_ findings: some Sequence<Finding>) -> TextTable {
    var table = TextTable([
      Column("SEVERITY", minimum: 8), Column("ID", minimum: 12), Column("MACHINE", minimum: 4),
      Column("ADDRESS", minimum: 15), Column("WHAT", minimum: 20),
    ])
    for finding in findings {
      table.add([
        finding.severity.rawValue, finding.id, finding.device?.description ?? "site",
        finding.address?.description ?? "", finding.title,
      ])
    }
    return table
  }
}
