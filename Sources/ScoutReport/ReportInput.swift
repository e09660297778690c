package import ScoutModel
import Synchronization

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
  /// Finds observations again, in the order asked for; those that cannot be had any more are left
  /// out.
  ///
  /// It is asked for the evidence of each machine, from several threads at once.
  package var find: @Sendable ([ObservationID]) -> [Observation]

  package init(
    site: SiteAssessment, scans: [Scan], generated: Timestamp, program: String,
    observation: @escaping @Sendable (ObservationID) -> Observation?
  ) {
    self.site = site
    self.scans = scans
    self.generated = generated
    self.program = program
    find = { $0.compactMap(observation) }
  }

  /// An observation; `nil` where it cannot be had any more.
  func observation(_ id: ObservationID) -> Observation? { find([id]).first }

  /// The observations of `evidence` that can still be had, in order.
  func observations(_ evidence: Evidence) -> [Observation] {
    find(evidence.observations)
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
  /// What several files need and takes a look at every finding; `nil` where each makes its own.
  private var shared: Once?

  package init(_ input: ReportInput, options: ReportOptions = ReportOptions()) {
    self.input = input
    self.options = options
  }

  /// The same, with what the files share made once, by the first that needs it. For whoever writes
  /// several.
  package func sharing() -> Report {
    var report = self
    report.shared = Once()
    return report
  }

  var overview: Overview { shared?.overview(input.site) ?? Overview(input.site) }

  /// Makes the overview when it is first asked for; whoever asks meanwhile waits for it.
  private final class Once: Sendable {
    private let made = Mutex<Overview?>(nil)

    func overview(_ site: SiteAssessment) -> Overview {
      made.withLock { made in
        let overview = made ?? Overview(site)
        made = overview
        return overview
      }
    }
  }

  /// Writes one of the files to `sink` in pieces; throws what the sink throws.
  ///
  /// - Parameter sideBySide: Makes the parts of a file that do not depend on each other.
  package func write(
    _ file: ReportFile, to sink: TextSink, sideBySide: SideBySide = oneByOne
  ) throws {
    try withoutActuallyEscaping(sink) { sink in
      let buffer = TextBuffer(sink)
      switch file {
      case .html: try Page(self).write(to: buffer)
      case .devices: try writeDevices(to: buffer, sideBySide)
      case .findings: try writeFindings(to: buffer, sideBySide)
      case .json: try writeJSON(to: buffer, sideBySide)
      case .run: try writeRun(to: buffer)
      }
      try buffer.flush()
    }
  }
}

/// What is counted over all machines and findings of a site.
struct Overview: Sendable {
  let findings: FindingList
  let groups: [FindingGroup]
  let summary: SiteSummary

  init(_ site: SiteAssessment) {
    findings = site.allFindings
    groups = FindingGroup.all(findings)
    summary = SiteSummary(site, groups)
  }
}
