import ScoutModel
import ScoutNet

/// How the machines of one segment stand.
struct SegmentTally {
  let prefix: Prefix
  /// The segment's name in the profile.
  let name: String?
  var readiness: [Readiness: Int] = [:]
  var methods: [Advice: Int] = [:]
  /// Findings by number, with the gravest severity met.
  var findings: [String: (severity: Severity, title: String, machines: Int)] = [:]

  var found: Int { Readiness.shown.reduce(0) { $0 + (readiness[$1] ?? 0) } }
  func count(_ groups: Readiness...) -> Int { groups.reduce(0) { $0 + (readiness[$1] ?? 0) } }

  /// The findings from low up, the gravest first, then those of most machines.
  var worst: [(id: String, severity: Severity, title: String, machines: Int)] {
    findings.map { ($0.key, $0.value.severity, $0.value.title, $0.value.machines) }
      .filter { $0.1 >= .low }
      .sorted { left, right in
        if left.1 != right.1 { return left.1 > right.1 }
        return left.3 == right.3 ? left.0 < right.0 : left.3 > right.3
      }
  }

  /// The tallies of all segments with machines or with settings, by prefix.
  static func all(_ site: SiteAssessment) -> [Prefix: SegmentTally] {
    let names = Dictionary(
      site.profile.segments.map { ($0.prefix, $0.name) }, uniquingKeysWith: { first, _ in first })
    var tallies: [Prefix: SegmentTally] = [:]
    for segment in site.view.segments {
      tallies[segment.prefix] = SegmentTally(
        prefix: segment.prefix, name: names[segment.prefix] ?? nil)
    }
    for assessment in site.assessments {
      guard let prefix = assessment.device.segment else { continue }
      tallies[prefix, default: SegmentTally(prefix: prefix, name: names[prefix] ?? nil)]
        .add(assessment)
    }
    return tallies
  }

  private mutating func add(_ assessment: Assessment) {
    let group = assessment.readiness
    readiness[group, default: 0] += 1
    if group != .lookAlike { methods[assessment.recommendation.advice, default: 0] += 1 }
    var counted: Set<String> = []
    for finding in assessment.findings {
      var entry = findings[finding.id] ?? (finding.severity, finding.title, 0)
      if finding.severity > entry.severity {
        entry.severity = finding.severity
        entry.title = finding.title
      }
      if counted.insert(finding.id).inserted { entry.machines += 1 }
      findings[finding.id] = entry
    }
  }
}
