import Dispatch
package import ScoutAssess
import ScoutCorrelate
package import ScoutModel
import ScoutNet
package import ScoutReport
package import ScoutStore
import ScoutTLS
import Synchronization

/// A site file read and judged: what every report, table and question is answered from.
package struct SiteReading: Sendable {
  package private(set) var assessment: SiteAssessment
  /// The findings that were taken out of it because they are accepted.
  package private(set) var accepted = AcceptedFindings()
  package let scans: [Scan]
  /// The moment that ages and dates are judged by: that of the newest observation.
  package let time: Timestamp
  private let assessor: Assessor
  private let file: SiteFile

  /// The SHA-256 of all observations, by which a reader can tell which site file a report is of;
  /// `nil` where it was not asked for.
  private let digest: String?

  /// Correlates and assesses everything in `file`. Observations are not kept: those that a report
  /// quotes are read again.
  ///
  /// - Parameters:
  ///   - rules: What the operator's rules file sets otherwise.
  ///   - digesting: Whether reports are to name the file's hash.
  package init(
    _ file: SiteFile, profile: SiteProfile, rules: RuleOverrides = RuleOverrides(),
    digesting: Bool = false
  ) throws {
    Memory.limitHeaps()
    let scans = try file.scans()
    assessor = Assessor(overrides: rules)
    let (view, newest, digest) = try Self.view(of: file, profile, scans, digesting: digesting)
    self.digest = digest
    Memory.trim()
    time = newest
    assessment = assessor.assessOnAllCores(view, profile: profile, at: newest)
    Memory.trim()
    self.scans = scans
    self.file = file
  }

  /// Everything in the file as devices: what was kept of the observations for that is gone
  /// afterwards, before anything is judged.
  private static func view(
    of file: SiteFile, _ profile: SiteProfile, _ scans: [Scan], digesting: Bool
  ) throws -> (view: SiteView, newest: Timestamp, digest: String?) {
    // Age is counted from the newest observation, not from now: the same file gives the same report.
    let gathered = Gathered()
    let sha = RunningDigest()
    try ObservationStream.read(
      file,
      row: { stored in
        guard digesting else { return }
        // What `sqlite3 FILE 'SELECT id, scan, sighting FROM observations ORDER BY id'` prints.
        sha.update("\(stored.id.rawValue)|\(stored.scan)|")
        sha.update(stored.text)
        sha.update("\n")
      }
    ) { gathered.add($0) }
    let view = gathered.view(profile, coverage(of: scans))
    return (view, gathered.newest, digesting ? sha.hex() : nil)
  }

  /// Takes out the findings that are accepted at `time`.
  package mutating func accept(_ acceptances: [Acceptance], at time: Timestamp) {
    accepted = assessment.accept(acceptances, at: time)
  }

  /// What differs from the visit before that asked some of the same addresses; `nil` where there was
  /// none.
  package var changes: SiteDifference? {
    let visits = SiteLook.visits(scans, of: file)
    guard let new = visits.last, let old = visits.dropLast().last(where: new.overlaps) else {
      return nil
    }
    // A file that can no longer be read leaves the comparison out.
    return try? SiteDifference(from: old, to: new, profile: assessment.profile, assessor: assessor)
  }

  /// The whole reasoning about one device.
  package func explanation(of id: DeviceID) -> Explanation? {
    assessor.explanation(of: id, in: assessment.wholeView, profile: assessment.profile, at: time)
  }

  /// The same site, judged as if a change had been made.
  package func changed(_ change: WhatIf, rules: RuleOverrides) -> SiteReading {
    SiteReading(
      assessment: assessor.assessOnAllCores(
        change.applied(to: assessment.wholeView, advisories: rules),
        profile: change.applied(to: assessment.profile), at: time),
      scans: scans, time: time, digest: digest, assessor: assessor, file: file)
  }

  private init(
    assessment: SiteAssessment, scans: [Scan], time: Timestamp, digest: String?,
    assessor: Assessor, file: SiteFile
  ) {
    self.assessment = assessment
    self.scans = scans
    self.time = time
    self.digest = digest
    self.assessor = assessor
    self.file = file
  }

  /// What all scans together can speak for.
  private static func coverage(of scans: [Scan]) -> Coverage {
    var sum = Coverage()
    var prefixes: [Prefix: ProbeCounts] = [:]
    // The newest scan speaks for each segment.
    var inquiries: [Prefix: [String: DHCPInquiryFacts]] = [:]
    for scan in scans {
      sum.total += scan.coverage.total
      for entry in scan.coverage.prefixes {
        prefixes[entry.prefix, default: ProbeCounts()] += entry.counts
      }
      sum.presencePing = sum.presencePing || scan.coverage.presencePing
      sum.captured += scan.coverage.captured
      sum.captureDropped += scan.coverage.captureDropped
      sum.dhcpRequests += scan.coverage.dhcpRequests
      sum.dhcpAnswers += scan.coverage.dhcpAnswers
      for inquiry in scan.coverage.dhcpInquiries ?? [] {
        inquiries[inquiry.segment, default: [:]][inquiry.interface] = inquiry
      }
      sum.unfinished = sum.unfinished || !scan.isFinished
    }
    sum.prefixes = prefixes.map { PrefixCounts(prefix: $0.key, counts: $0.value) }
      .sorted { $0.prefix < $1.prefix }
    if !inquiries.isEmpty {
      sum.dhcpInquiries = inquiries.values.flatMap(\.values)
        .sorted { ($0.segment, $0.interface) < ($1.segment, $1.interface) }
    }
    return sum
  }

  /// The input of a report written at `time`.
  package func report(at time: Timestamp, program: String) -> ReportInput {
    var input = input(at: time, program: program)
    input.changes = changes
    input.digest = digest
    return input
  }

  /// The same without what the whole site file must be read for again: the visit before, and the
  /// file's hash. Enough for single machines and lists.
  package func input(at time: Timestamp, program: String) -> ReportInput {
    let file = file
    // A file that can no longer be read leaves lines of evidence out; the judgement stands.
    var input = ReportInput(
      site: assessment, scans: scans, generated: time, program: program,
      observation: { try? file.observation($0) })
    input.find = { (try? file.observations($0)) ?? [] }
    input.accepted = accepted
    return input
  }

  /// The input of a report in which everything that names the customer is replaced.
  package func redactedReport(at time: Timestamp, program: String, key: [UInt8]) throws
    -> ReportInput
  {
    try Redaction(key: key).redacted(
      report(at: time, program: program), of: file)
  }
}

extension Assessor {
  /// Judges a site on all cores; the same comes of it as on one.
  func assessOnAllCores(
    _ view: SiteView, profile: SiteProfile, at time: Timestamp
  ) -> SiteAssessment {
    assess(view, profile: profile, at: time, sideBySide: onAllCores)
  }
}

/// For what runs on a thread of its own: inside another one it keeps to one core.
package func onAllCores(_ count: Int, _ body: @Sendable (Int) -> Void) {
  DispatchQueue.concurrentPerform(iterations: count, execute: body)
}
