package import ScoutModel

/// Everything that a report is made from.
package struct ReportInput: Sendable {
  package var site: SiteAssessment
  /// The scans that the observations come from, by number.
  package var scans: [Scan]
  /// When the report is written; it stands in `report.html` and `run.json` only.
  package var generated: Timestamp
  /// What writes the report, as in `amtscout 1.0`.
  package var program: String
  /// The SHA-256 of the site file's observations, in hexadecimal digits; `nil` where there is no file.
  package var digest: String?
  /// Findings that were accepted, and are in `site` no more.
  package var accepted = AcceptedFindings()
  /// What differs from the visit before; `nil` on a first visit.
  package var changes: SiteDifference?
  /// Finds an observation again; `nil` where it cannot be had any more.
  ///
  /// It is called for each line of evidence, so it should cost no more than a look into a table.
  package var observation: @Sendable (ObservationID) -> Observation?

  package init(
    site: SiteAssessment, scans: [Scan], generated: Timestamp, program: String,
    observation: @escaping @Sendable (ObservationID) -> Observation?
  ) {
    self.site = site
    self.scans = scans
    self.generated = generated
    self.program = program
    self.observation = observation
  }

  /// The observations of `evidence` that can still be had, in order.
  func observations(_ evidence: Evidence) -> [Observation] {
    evidence.observations.compactMap(observation)
  }
}

/// How reports are to be written.
package struct ReportOptions: Hashable, Sendable {
  package var csv = CSVFormat()
  /// With more machines than this the page has no details, only table and findings.
  package var detailLimit = 2000
  /// With more machines than this the evidence of a finding in findings.csv is named by its numbers,
  /// and report.json says what was seen: the file would be beyond what a spreadsheet opens.
  package var evidenceLimit = 20_000

  package init() {}
}

/// The files that a run leaves behind.
package enum ReportFile: String, CaseIterable, Hashable, Sendable {
  case html = "report.html"
  case devices = "devices.csv"
  case findings = "findings.csv"
  case json = "report.json"
  case run = "run.json"

  package var name: String { rawValue }
}

/// Writes the reports of a site. The same input gives the same bytes.
package struct Report: Sendable {
  package let input: ReportInput
  package let options: ReportOptions

  package init(_ input: ReportInput, options: ReportOptions = ReportOptions()) {
    self.input = input
    self.options = options
  }

  /// Writes one of the files to `sink` in pieces of some 64 KiB; throws what the sink throws.
  package func write(_ file: ReportFile, to sink: TextSink) throws {
    try withoutActuallyEscaping(sink) { sink in
      let buffer = TextBuffer(sink)
      switch file {
      case .html: try Page(self).write(to: buffer)
      case .devices: try writeDevices(to: buffer)
      case .findings: try writeFindings(to: buffer)
      case .json: try writeJSON(to: buffer)
      case .run: try writeRun(to: buffer)
      }
      try buffer.flush()
    }
  }
}
