import ScoutModel
import ScoutNet

/// Every suffix seen against every certificate, and the names worth buying.
struct CoverageMatrix {
  private let view: SiteView
  private let profile: SiteProfile
  private let demand: SuffixDemand
  private let roots: RootSurvey

  init(_ view: SiteView, _ profile: SiteProfile, _ demand: SuffixDemand, _ roots: RootSurvey) {
    self.view = view
    self.profile = profile
    self.demand = demand
    self.roots = roots
  }

  func coverage(_ store: inout CertificateStore, at time: Timestamp) -> CertificateCoverage {
    var coverage = CertificateCoverage()
    coverage.machinesWithoutSuffix = demand.withoutSuffix
    coverage.machinesOfUnknownSuffix = demand.suffixUnknown
    var rows = self.rows
    for place in rows.indices {
      rows[place].fits = store.grades.indices.map { certificate in
        SuffixFit(
          early: answer(certificate, rows[place].suffix, .no, &store),
          later: answer(certificate, rows[place].suffix, .yes, &store))
      }
      rows[place].advice = advice(rows[place], store)
    }
    coverage.suffixes = rows
    var isFitted: Set<SuffixDemand.Key> = []
    for (number, certificate) in profile.certificates.enumerated() {
      var review = CertificateReview(name: certificate.name)
      review.names = store.grades[number].names
      review.notAfter = certificate.chain.first?.notAfter
      review.checks = CertificateLint(certificate, roots, profile.projectEnd).checks(at: time)
      for (key, devices) in demand.machines {
        guard store.verdict(number, suffix: key.suffix, table: key.table).fits == .yes else {
          continue
        }
        review.devicesFitting += devices.count
        if isFitted.insert(key).inserted { review.devicesGained += devices.count }
      }
      coverage.certificates.append(review)
    }
    coverage.purchase = Purchase(demand).names
    return coverage
  }

  private func answer(
    _ certificate: Int, _ suffix: String, _ table: Ternary, _ store: inout CertificateStore
  ) -> FitAnswer {
    let verdict = store.verdict(certificate, suffix: suffix, table: table)
    return FitAnswer(
      fits: verdict.fits, match: verdict.match?.rawValue, certainty: verdict.certainty)
  }

  /// The suffixes with where they come from; those of most devices first.
  private var rows: [SuffixRow] {
    var rows: [String: SuffixRow] = [:]
    func note(_ text: String, _ origin: String, _ evidence: Evidence = .none) {
      guard !SuffixKind.isBlank(text) else { return }
      let suffix = SuffixDemand.normal(clip(text))
      var row = rows[suffix] ?? SuffixRow(suffix: suffix, kind: SuffixKind(suffix).rawValue)
      if !row.origins.contains(origin), row.origins.count < 8 { row.origins.append(origin) }
      if row.evidence.observations.count < 16 { row.evidence = row.evidence + evidence }
      rows[suffix] = row
    }
    for segment in view.segments {
      for claim in segment.option15 {
        note(claim.value, "option 15 in \(segment.prefix)", claim.evidence)
      }
    }
    for segment in profile.segments {
      if let told = segment.option15 { note(told, "the site profile, for \(segment.prefix)") }
    }
    for (suffix, tally) in demand.inFirmware.sorted(by: { $0.key < $1.key }) {
      note(suffix, "PKI DNS suffix in the firmware", tally.evidence)
    }
    for segment in view.segments {
      for suffix in segment.searchLists.joined() {
        note(suffix, "a search list (option 119 or DHCPv6 option 24) in \(segment.prefix)")
      }
    }
    for key in demand.machines.keys.sorted(by: { $0.suffix < $1.suffix }) {
      note(key.suffix, "option 15 of single leases")
    }
    for (suffix, machines) in demand.bySuffix { rows[suffix]?.machines = machines }
    return rows.values.sorted { left, right in
      left.devices == right.devices
        ? left.suffix < right.suffix : left.devices > right.devices
    }
  }

  /// What to do about a suffix, most of all what to write into option 15.
  private func advice(_ row: SuffixRow, _ store: CertificateStore) -> String? {
    let fitting = zip(store.grades, row.fits).first { $0.1.later.fits == .yes }?.0
    let target = Self.target(store.grades)
    switch SuffixKind(row.suffix) {
    case .ordinary, .blank:
      if fitting != nil || row.devices == 0 { return nil }
      guard let target else {
        return "Buy a certificate with a name under \(row.suffix), as in "
          + "\(Purchase.host).\(row.suffix)."
      }
      return "Add a name under \(row.suffix) to the certificate, or write \(target) into option 15."
    case .publicSuffix:
      return "It is a registry's domain, which certificates of others fit as well: write your own "
        + "domain into option 15\(target.map { ", as in \($0)" } ?? "")."
    case .privateUse, .singleLabel, .notAName:
      if fitting != nil { return nil }
      return "No public vendor issues certificates for it: write "
        + "\(target ?? "a registered domain that a certificate is bought for") into option 15, or "
        + "set that as PKI DNS suffix in each machine's MEBx."
    }
  }

  /// What option 15 would have to be for the first certificate that has a name under a domain.
  static func target(_ grades: [CertificateGrade]) -> String? {
    for name in grades.flatMap(\.names) {
      let plain = name.hasPrefix("*.") ? String(name.dropFirst(2)) : name
      guard let domain = DomainName(plain) else { continue }
      if name.hasPrefix("*.") { return domain.text }
      if let parent = domain.parent, parent.parent != nil { return parent.text }
    }
    return nil
  }
}
