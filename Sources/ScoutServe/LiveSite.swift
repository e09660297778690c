import Dispatch
import Foundation
package import ScoutModel
import ScoutPipeline
import ScoutReport
package import ScoutStore

/// A site file as it stands, read again when it has grown. It keeps nothing that the file does not
/// hold: what it has read is a cache.
///
/// Reading a large site takes seconds and much memory, so it happens on a thread of its own while the
/// picture before is still shown, and the reading before is given up first.
package actor LiveSite {
  /// What a page that watches asks for, and what tells it from others: the value of the ETag header.
  typealias Picture = (json: Data, tag: String)

  /// One reading of the file.
  private struct Snapshot {
    let reading: SiteReading
    let tag: String
    /// What its files are written from; it takes comparing the visits.
    var report: Report?
  }

  nonisolated let profile: SiteProfile
  private let file: SiteFile
  private let acceptances: [Acceptance]
  private let rules: RuleOverrides
  private let program: String
  private var shown: Picture?
  private var last: Snapshot?
  private var refresh: Task<Void, any Error>?
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

  /// `live.json`, and its tag: as of now, or as of the last reading while there is a new one.
  func picture(at time: Timestamp) async throws -> Picture {
    let tag = try tag
    if let shown, shown.tag == tag || isTooSoon { return shown }
    let refresh = begin(tag, at: time)
    // The first has nothing to show meanwhile.
    if shown == nil { try await refresh.value }
    guard let shown else { throw CancellationError() }
    return shown
  }

  /// The report as of now, ready to be written.
  func report(at time: Timestamp) async throws -> Report {
    let tag = try tag
    if last == nil || last?.tag != tag && !isTooSoon { try await begin(tag, at: time).value }
    guard let last else { throw CancellationError() }
    if let report = last.report { return report }
    let program = program
    let report = try await Self.apart {
      Report(last.reading.report(at: time, program: program)).sharing()
    }
    if self.last?.tag == last.tag { self.last?.report = report }
    return report
  }

  /// Begins to read the file; the one that is under way where there is one.
  private func begin(_ tag: String, at time: Timestamp) -> Task<Void, any Error> {
    if let refresh { return refresh }
    let new = Task {
      defer { refresh = nil }
      // Two readings at once would take twice the memory.
      last = nil
      let (path, profile, rules, acceptances) = (file.path, profile, rules, acceptances)
      let clock = ContinuousClock()
      let start = clock.now
      let (reading, json) = try await Self.apart {
        // By a connection of its own, for this one is asked how far the file has grown.
        var reading = try SiteReading(
          SiteFile.open(path: path, create: false), profile: profile, rules: rules,
          digesting: true)
        reading.accept(acceptances, at: time)
        let picture = LivePicture(reading.assessment, scans: reading.scans)
        return (reading, Data(picture.json.utf8))
      }
      cost = clock.now - start
      readAt = clock.now
      last = Snapshot(reading: reading, tag: tag)
      shown = (json, tag)
    }
    refresh = new
    return new
  }

  /// A large site is read no more often than leaves time for other work.
  private var isTooSoon: Bool { readAt.map { .now - $0 < cost * 5 } ?? false }

  private var tag: String {
    get throws { try "\"\(file.newestObservation())-\(Self.state(of: file.latestScan()))\"" }
  }

  /// Does work of seconds on a thread that nobody else waits for.
  private static func apart<Value: Sendable>(
    _ work: @escaping @Sendable () throws -> Value
  ) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
      DispatchQueue.global().async { continuation.resume(with: Result { try work() }) }
    }
  }

  private static func state(of scan: Scan?) -> String {
    guard let scan else { return "none" }
    return "\(scan.id)-\(scan.progress)-\(scan.coverage.total.probes)-\(scan.isFinished)"
  }
}
