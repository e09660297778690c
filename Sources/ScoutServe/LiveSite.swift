import Foundation
package import ScoutModel
import ScoutPipeline
import ScoutReport
package import ScoutStore

/// A site file as it stands, read again when it has grown. It keeps nothing that the file does not
/// hold: what it has read and written is a cache.
package actor LiveSite {
  /// One reading of the file, with what was made of it.
  private struct Snapshot {
    let reading: SiteReading
    /// Tells it from others: the value of the ETag header.
    let tag: String
    var picture: Data?
    /// What its files are written from; it takes reading the whole file once more.
    var input: ReportInput?
    var files: [ReportFile: Data] = [:]
  }

  nonisolated let profile: SiteProfile
  private let file: SiteFile
  private let acceptances: [Acceptance]
  private let rules: RuleOverrides
  private let program: String
  private var last: Snapshot?
  private var readAt: ContinuousClock.Instant?
  private var cost = Duration.zero

  /// - Parameter program: what writes the reports, as in `amtscout 1.0`.
  package init(
    _ file: SiteFile, profile: SiteProfile, acceptances: [Acceptance] = [],
    rules: RuleOverrides = RuleOverrides(), program: String
  ) {
    self.file = file
    self.profile = profile
    self.acceptances = acceptances
    self.rules = rules
    self.program = program
  }

  /// `live.json` as of now, and its tag.
  func picture(at time: Timestamp) throws -> (json: Data, tag: String) {
    let snapshot = try snapshot(at: time)
    if let picture = snapshot.picture { return (picture, snapshot.tag) }
    let picture = LivePicture(snapshot.reading.assessment, scans: snapshot.reading.scans)
    let json = Data(picture.json.utf8)
    last?.picture = json
    return (json, snapshot.tag)
  }

  /// One of the files of the report, as of now.
  func file(_ name: ReportFile, at time: Timestamp) throws -> Data {
    let snapshot = try snapshot(at: time)
    if let known = snapshot.files[name] { return known }
    let input = snapshot.input ?? snapshot.reading.report(at: time, program: program)
    last?.input = input
    var data = Data()
    try Report(input).write(name) { text in
      try Task.checkCancellation()
      data += text.utf8
    }
    last?.files[name] = data
    return data
  }

  /// The site as it stands. A large site is read no more often than leaves time for other work.
  private func snapshot(at time: Timestamp) throws -> Snapshot {
    let tag = try "\"\(file.observationCount())-\(Self.state(of: file.latestScan()))\""
    if let last, last.tag == tag { return last }
    let clock = ContinuousClock()
    if let last, let readAt, clock.now - readAt < cost * 5 { return last }
    let start = clock.now
    var reading = try SiteReading(file, profile: profile, rules: rules)
    reading.accept(acceptances, at: time)
    let snapshot = Snapshot(reading: reading, tag: tag)
    cost = clock.now - start
    readAt = clock.now
    last = snapshot
    return snapshot
  }

  private static func state(of scan: Scan?) -> String {
    guard let scan else { return "none" }
    return "\(scan.id)-\(scan.progress)-\(scan.coverage.total.probes)-\(scan.isFinished)"
  }
}
