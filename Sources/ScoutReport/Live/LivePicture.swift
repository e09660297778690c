package import ScoutModel
import ScoutNet

/// What a page that watches a scan needs to know, as one small JSON document.
package struct LivePicture: Sendable {
  /// How many machines it names at most, those seen last first; the counts are of all.
  package static let limit = 500

  private let site: SiteAssessment
  private let scans: [Scan]

  package init(_ site: SiteAssessment, scans: [Scan]) {
    self.site = site
    self.scans = scans
  }

  package var json: String {
    let summary = SiteSummary(site)
    let recent = site.assessments.sorted { left, right in
      let (mine, theirs) = (left.device.lastSeen, right.device.lastSeen)
      return mine == theirs ? left.device.id < right.device.id : mine > theirs
    }.prefix(Self.limit)
    let groups = Readiness.shown.map { group -> JSONValue in
      [
        "key": .string(group.rawValue), "word": .string(group.word),
        "count": JSONValue(summary.count(group)),
      ]
    }
    let value: JSONValue = [
      "site": .string(site.profile.site),
      "scan": scans.last.map { Self.scan($0) } ?? .null,
      "found": JSONValue(summary.found),
      "look_alikes": JSONValue(summary.lookAlikes),
      "groups": .array(groups),
      "findings": .object(
        Severity.allCases.reversed().map { ($0.rawValue, JSONValue(summary.severities[$0] ?? 0)) }),
      "devices": .array(recent.map { Self.device($0) }),
    ]
    return value.text + "\n"
  }

  private static func scan(_ scan: Scan) -> JSONValue {
    let total = scan.coverage.total
    return [
      "id": .number(scan.id), "started": .string(scan.started.short),
      "ended": JSONValue(scan.ended?.short), "targets": JSONValue(scan.targets.prefix(20)),
      "addresses": JSONValue(scan.progress), "sent": JSONValue(total.probes),
      "open": JSONValue(total.open), "pongs": JSONValue(total.pongs),
      "silent": JSONValue(total.silentAddresses),
    ]
  }

  private static func device(_ assessment: Assessment) -> JSONValue {
    let device = assessment.device
    let worst = assessment.findings.map(\.severity).max()
    return [
      "id": .string(device.id.description),
      "name": .string(Visible.text(device.label)),
      "ip": .string(device.address?.description ?? ""),
      "product": .string((device.product.best?.value ?? .unknown).word),
      "version": .string(device.version.best?.value.description ?? ""),
      "state": .string(device.state.best?.value.word ?? "not known"),
      "method": .string(assessment.recommendation.advice.word),
      "readiness": .string(assessment.readiness.rawValue),
      "worst": .string(worst?.rawValue ?? ""),
      "seen": .string(device.lastSeen.short),
    ]
  }
}
