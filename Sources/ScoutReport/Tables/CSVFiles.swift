import ScoutModel
import ScoutNet

extension Report {
  func writeDevices(to buffer: TextBuffer) throws {
    if options.csv.byteOrderMark { try buffer.write("\u{FEFF}") }
    try buffer.write(options.csv.record(DeviceColumns.names.map(CSVCell.text)))
    for assessment in input.site.assessments {
      let columns = DeviceColumns(assessment, site: input.site.profile.site)
      try buffer.write(options.csv.record(columns.cells))
    }
  }

  func writeFindings(to buffer: TextBuffer) throws {
    if options.csv.byteOrderMark { try buffer.write("\u{FEFF}") }
    try buffer.write(options.csv.record(FindingColumns.names.map(CSVCell.text)))
    let isBrief = input.site.assessments.count > options.evidenceLimit
    for finding in input.site.allFindings {
      try buffer.write(options.csv.record(FindingColumns(finding, input, isBrief: isBrief).cells))
    }
  }
}

/// The columns of `findings.csv` for one finding, in the order of the contract.
struct FindingColumns {
  static let names = ["id", "severity", "device", "ip", "title", "evidence", "remedy", "source"]

  /// How many observations a cell names; the rest is counted.
  static let limit = 10

  let finding: Finding
  let input: ReportInput
  /// Whether evidence is named by its numbers only.
  let isBrief: Bool

  init(_ finding: Finding, _ input: ReportInput, isBrief: Bool) {
    self.finding = finding
    self.input = input
    self.isBrief = isBrief
  }

  var cells: [CSVCell] {
    [
      .text(finding.id),
      .text(finding.severity.rawValue),
      .text(finding.device?.description ?? ""),
      .text(finding.address?.description ?? ""),
      .text(finding.title),
      .list(evidence),
      .text(finding.remedy),
      .text(finding.source),
    ]
  }

  /// `#17 2026-03-01T10:00:00Z office.pcap, frame 12: DHCP ACK, …`.
  private var evidence: [String] {
    let ids = finding.evidence.observations
    var lines = ids.prefix(Self.limit).map { id in
      guard !isBrief, let observation = input.observation(id) else { return "#\(id.rawValue)" }
      let text = ObservationText(observation)
      return "#\(id.rawValue) \(observation.time) \(text.origin): \(text.summary)"
    }
    if ids.count > lines.count { lines.append("and \(ids.count - lines.count) more") }
    return lines
  }
}
