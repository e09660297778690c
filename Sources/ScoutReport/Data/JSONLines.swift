package import ScoutModel

extension Report {
  /// A device as it stands in report.json, on one line.
  package func jsonLine(_ assessment: Assessment) -> String { JSONValue(assessment, input).text }

  /// A finding as it stands in report.json, on one line.
  package func jsonLine(_ finding: Finding) -> String { JSONValue(finding).text }
}
