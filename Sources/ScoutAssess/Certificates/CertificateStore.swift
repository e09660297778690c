import ScoutModel

/// The profile's certificates, graded once, with the verdicts on suffixes remembered.
struct CertificateStore {
  private struct Key: Hashable {
    let certificate: Int
    let suffix: String
    let table: Ternary
  }

  let grades: [CertificateGrade]
  private var verdicts: [Key: SuffixRule.Verdict] = [:]

  init(_ profile: SiteProfile, at time: Timestamp) {
    grades = profile.certificates.map { CertificateGrade($0, at: time) }
  }

  mutating func verdict(_ certificate: Int, suffix: String, table: Ternary) -> SuffixRule.Verdict {
    let key = Key(certificate: certificate, suffix: suffix, table: table)
    if let known = verdicts[key] { return known }
    let verdict = grades[certificate].verdict(suffix: suffix, table: table)
    verdicts[key] = verdict
    return verdict
  }

  /// All suffixes must fit; where they differ in that, the answer is unknown.
  mutating func verdict(
    _ certificate: Int, suffixes: [String], table: Ternary
  ) -> SuffixRule.Verdict {
    guard let first = suffixes.first else {
      return SuffixRule.Verdict(fits: .unknown, match: nil, certainty: .seen)
    }
    let all = suffixes.map { verdict(certificate, suffix: $0, table: table) }
    let head = verdict(certificate, suffix: first, table: table)
    return all.allSatisfy { $0.fits == head.fits }
      ? head : SuffixRule.Verdict(fits: .unknown, match: nil, certainty: .seen)
  }
}
