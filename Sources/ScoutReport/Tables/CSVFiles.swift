import ScoutModel
import ScoutNet

extension Report {
  func writeDevices(to buffer: TextBuffer, _ sideBySide: SideBySide) throws {
    try writeHead(DeviceColumns.names, to: buffer)
    let all = input.site.assessments
    try write(all.count, sideBySide, to: buffer) { range in
      range.reduce(into: "") { text, place in
        text += options.csv.record(
          DeviceColumns(all[place], site: input.site.profile.site).cells)
      }
    }
  }

  func writeFindings(to buffer: TextBuffer, _ sideBySide: SideBySide) throws {
    try writeHead(FindingColumns.names, to: buffer)
    let isBrief = input.site.assessments.count > options.evidenceLimit
    let all = overview.findings
    try write(all.count, sideBySide, to: buffer) { range in
      let ids =
        isBrief
        ? []
        : Set(all[range].flatMap { $0.evidence.observations.prefix(FindingColumns.limit) }).sorted()
      let observations = Dictionary(input.find(ids).map { ($0.id, $0) }) { first, _ in first }
      return all[range].reduce(into: "") { text, finding in
        text += options.csv.record(FindingColumns(finding, observations).cells)
      }
    }
  }

  private func writeHead(_ names: [String], to buffer: TextBuffer) throws {
    if options.csv.byteOrderMark { try buffer.write("\u{FEFF}") }
    try buffer.write(options.csv.record(names.map(CSVCell.text)))
  }

  private func write(
    _ count: Int, _ sideBySide: SideBySide, to buffer: TextBuffer,
    _ rows: @Sendable (Range<Int>) -> String
  ) throws {
    let parts = Parts(of: count, by: 256)
    try inOrder(parts.count, atOnce: 8, sideBySide) {
      rows(parts[$0])
    } _: {
      try buffer.write($0)
    }
  }
}

/// The columns of `findings.csv` for one finding, in the order of the contract.
struct FindingColumns {
  static let names = ["id", "severity", "device", "ip", "title", "evidence", "remedy", "source"]

  /// How many observations a cell names; the rest is counted.
  static let limit = 10

  let finding: Finding
  /// What its evidence was; that which is missing is named by its number only.
  let observations: [ObservationID: Observation]

  init(_ finding: Finding, _ observations: [ObservationID: Observation]) {
    self.finding = finding
    self.observations = observations
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
      guard let observation = observations[id] else { return "#\(id.rawValue)" }
      let text = ObservationText(observation)
      return "#\(id.rawValue) \(observation.time) \(text.origin): \(text.summary)"
    }
    if ids.count > lines.count { lines.append("and \(ids.count - lines.count) more") }
    return lines
  }
}
