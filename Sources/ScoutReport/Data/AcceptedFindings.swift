package import ScoutModel
import ScoutNet

/// What became of the acceptances that somebody wrote down.
package struct AcceptedFindings: Hashable, Sendable, Codable {
  package struct Entry: Hashable, Sendable, Codable {
    package let finding: Finding
    package let acceptance: Acceptance
  }

  /// Findings that are left out of every count and list but this one.
  package var accepted: [Entry] = []
  /// Findings whose acceptance has come to its end: they count again.
  package var expired: [Entry] = []
  /// Acceptances that fit no finding: the trouble is gone, or the entry is wrong.
  package var unused: [Acceptance] = []

  package init() {}

  package var isEmpty: Bool { accepted.isEmpty && expired.isEmpty && unused.isEmpty }
}

extension SiteAssessment {
  /// Takes the accepted findings out, and returns them.
  ///
  /// - Parameter time: acceptances that ended before it count no more.
  package mutating func accept(_ acceptances: [Acceptance], at time: Timestamp) -> AcceptedFindings
  {
    var result = AcceptedFindings()
    guard !acceptances.isEmpty else { return result }
    let byNumber = Dictionary(grouping: acceptances.enumerated(), by: \.element.finding)
    var used: Set<Int> = []
    func keeps(_ finding: Finding, _ device: Device?) -> Bool {
      let fitting = (byNumber[finding.id] ?? []).filter { $0.element.covers(finding, of: device) }
      used.formUnion(fitting.map(\.offset))
      // The one that lasts longest speaks.
      guard let last = fitting.map(\.element).max(by: { $0.until < $1.until }) else { return true }
      let entry = AcceptedFindings.Entry(finding: finding, acceptance: last)
      if last.until <= time {
        result.expired.append(entry)
        return true
      }
      result.accepted.append(entry)
      return false
    }
    findings = findings.filter { keeps($0, nil) }
    for index in assessments.indices {
      let device = assessments[index].device
      let kept = assessments[index].findings.filter { keeps($0, device) }
      if kept.count < assessments[index].findings.count { assessments[index].findings = kept }
    }
    result.unused = acceptances.enumerated().filter { !used.contains($0.offset) }.map(\.element)
    return result
  }
}
