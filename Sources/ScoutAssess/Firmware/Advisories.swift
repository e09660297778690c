import ScoutModel

/// The advisories that a version can flag, each with what its CVE record says.
package enum Advisories {
  private static func branches(_ fixed: String...) -> [AdvisoryBranch] {
    fixed.compactMap { FirmwareVersion($0).map { AdvisoryBranch(fixed: $0) } }
  }

  private static func branch(_ from: String, fixed: String) -> [AdvisoryBranch] {
    guard let from = FirmwareVersion(from), let fixed = FirmwareVersion(fixed) else { return [] }
    return [AdvisoryBranch(fixed: fixed, from: from)]
  }

  private static func record(_ advisory: String, _ record: String, _ date: String) -> Source {
    Source("INTEL-\(advisory)", record, date)
  }

  static let sa00075 = Advisory(
    id: "INTEL-SA-00075", records: ["CVE-2017-5689"], reach: .network, gain: .takeover,
    branches: branches(
      "6.2.61.3535", "7.1.91.3272", "8.1.71.3608", "9.1.41.3024", "10.0.55.3000", "11.0.25.3001",
      "11.6.27.3264"),
    buildRules: [
      BuildRule(major: 6, minors: [0, 1], affected: 0..<3000),
      BuildRule(major: 7, minors: [0], affected: 0..<3000),
      BuildRule(major: 8, minors: [0], affected: 0..<3000),
      BuildRule(major: 9, minors: [0, 5], affected: 0..<3000),
      BuildRule(major: 11, minors: [5], affected: 0..<3000),
      BuildRule(major: 11, minors: [7], affected: 1000..<2000),
    ],
    source: record("SA-00075", "CVE-2017-5689", "2017-05-01"))

  static let sa00125 = Advisory(
    id: "INTEL-SA-00125", records: ["CVE-2018-3655"], reach: .local, gain: .limited,
    branches: branches("11.21.55"), source: record("SA-00125", "CVE-2018-3655", "undated"))

  static let sa00141 = Advisory(
    id: "INTEL-SA-00141", records: ["CVE-2018-3616"], reach: .network, gain: .limited,
    branches: branches("12.0.5"), source: record("SA-00141", "CVE-2018-3616", "2018-09-11"))

  static let sa00241 = Advisory(
    id: "INTEL-SA-00241", records: ["CVE-2019-11131", "CVE-2019-0166"], reach: .network,
    gain: .takeover, branches: branches("11.8.70", "11.11.70", "11.22.70", "12.0.45"),
    source: record("SA-00241", "CVE-2019-11131", "2019-12-18"))

  // The CVE record and the support article disagree on 11.11 or 11.12: both are kept.
  static let sa00295 = Advisory(
    id: "INTEL-SA-00295", records: ["CVE-2020-0594"], reach: .networkIPv6, gain: .takeover,
    branches: branch("11.0", fixed: "11.8.77") + branch("11.10", fixed: "11.11.77")
      + branches("11.12.77") + branch("11.20", fixed: "11.22.77")
      + branches("12.0.64", "13.0.32", "14.0.33") + branch("14.5.11", fixed: "14.5.12"),
    source: record("SA-00295", "CVE-2020-0594 and Intel support article 000056594", "2020-06-15"))

  static let sa00391 = Advisory(
    id: "INTEL-SA-00391", records: ["CVE-2020-8752", "CVE-2020-8747"], reach: .networkIPv6,
    gain: .takeover, branches: branches("11.8.80", "11.12.80", "11.22.80", "12.0.70", "14.0.45"),
    source: record("SA-00391", "CVE-2020-8752", "2020-11-12"))

  static let sa00404 = Advisory(
    id: "INTEL-SA-00404", records: ["CVE-2020-8758"], reach: .network, gain: .takeover,
    branches: branches("11.8.79", "11.12.79", "11.22.79", "12.0.68", "14.0.39"),
    source: record("SA-00404", "CVE-2020-8758", "2020-09-10"))

  static let sa00610 = Advisory(
    id: "INTEL-SA-00610", records: ["CVE-2022-26845", "CVE-2021-33159"], reach: .network,
    gain: .takeover,
    branches: branches(
      "11.8.93", "11.12.93", "11.22.93", "12.0.92", "14.1.67", "15.0.42", "16.1.25"),
    source: record("SA-00610", "CVE-2022-26845", "2022-11-11"))

  static let sa00783 = Advisory(
    id: "INTEL-SA-00783", records: ["CVE-2022-36392"], reach: .network, gain: .limited,
    branches: branches(
      "11.8.94", "11.12.94", "11.22.94", "12.0.93", "14.1.70", "15.0.45", "16.1.27"),
    source: record("SA-00783", "CVE-2022-36392", "2023-08-11"))

  static let sa00086 = Advisory(
    id: "INTEL-SA-00086", records: ["CVE-2017-5712"], reach: .authenticated, gain: .takeover,
    branches: [
      AdvisoryBranch(from: FirmwareVersion(8, 0), below: FirmwareVersion(11, 1)),
      AdvisoryBranch(from: FirmwareVersion(11, 5), below: FirmwareVersion(11, 8)),
      AdvisoryBranch(from: FirmwareVersion(11, 10), below: FirmwareVersion(11, 11)),
      AdvisoryBranch(from: FirmwareVersion(11, 20), below: FirmwareVersion(11, 21)),
    ], source: record("SA-00086", "CVE-2017-5712", "2017-11-20"))

  static let sa00112 = Advisory(
    id: "INTEL-SA-00112", records: ["CVE-2018-3628"], reach: .adjacent, gain: .takeover,
    branches: [AdvisoryBranch(from: FirmwareVersion(3, 0), below: FirmwareVersion(12, 0))],
    source: record("SA-00112", "CVE-2018-3628", "2018-07-10"))

  static let sa00185 = Advisory(
    id: "INTEL-SA-00185", records: ["CVE-2018-12196"], reach: .local, gain: .limited,
    branches: branches("11.8.60", "11.11.60", "11.22.60", "12.0.20"),
    source: record("SA-00185", "CVE-2018-12196", "undated"))

  static let sa00213 = Advisory(
    id: "INTEL-SA-00213", records: ["CVE-2019-0092"], reach: .local, gain: .limited,
    branches: branches("11.8.65", "11.11.65", "11.22.65", "12.0.35"),
    source: record("SA-00213", "CVE-2019-0092", "undated"))

  static let sa00459 = Advisory(
    id: "INTEL-SA-00459", records: ["CVE-2020-8703"], reach: .local, gain: .limited,
    branches: branches(
      "11.8.86", "11.12.86", "11.22.86", "12.0.81", "13.0.47", "13.30.17", "14.1.53", "14.5.32",
      "15.0.22"),
    source: record("SA-00459", "CVE-2020-8703", "undated"))

  /// All of them, by id; the order of the verdicts in ``VersionFacts``.
  package static let all: [Advisory] = [
    sa00075, sa00086, sa00112, sa00125, sa00141, sa00185, sa00213, sa00241, sa00295, sa00391,
    sa00404,
    sa00459, sa00610, sa00783,
  ]
}
