import ScoutModel

/// How the certificate that suits a device best does in each of the checks.
struct CertificateAnswers {
  let name: String?
  let lacksPurpose: Ternary
  let isWeak: Ternary
  let isOfOldStrength: Ternary
  let isOutOfDate: Ternary
  let rootNotTrusted: Ternary
  let isTrustedBySHA1: Ternary
  /// Whether the chain is out of order or does not reach its root.
  let isOutOfOrder: Ternary
  let mismatch: Ternary
  let isLikely: Ternary

  /// The answers where there is no certificate: the rule that asks for one says all.
  static let none = CertificateAnswers(nil, nil, .unknown, false)

  init(
    _ device: Device, _ suffix: SuffixFacts, _ versions: VersionFacts,
    _ store: inout CertificateStore
  ) {
    var best = Self.none
    for index in store.grades.indices {
      let grade = store.grades[index]
      var fit: SuffixRule.Verdict?
      if !suffix.values.isEmpty {
        fit = store.verdict(index, suffixes: suffix.values, table: versions.hasDomainTable)
      }
      let answers = CertificateAnswers(
        grade, fit, Self.trust(device, grade), suffix.isMissing != .yes)
      if best.name == nil || answers.demerits < best.demerits { best = answers }
    }
    self = best
  }

  private init(
    _ grade: CertificateGrade?, _ fit: SuffixRule.Verdict?, _ trust: RootTrust,
    _ mayHaveSuffix: Bool
  ) {
    name = grade?.name
    lacksPurpose =
      grade.map { $0.hasServerUsage.and($0.hasProvisioningMark).negated } ?? .no
    isWeak = grade?.isWeak ?? .no
    isOfOldStrength = grade?.isOfOldStrength ?? .no
    isOutOfDate = grade?.isOutOfDate ?? .no
    rootNotTrusted =
      switch trust {
      case .trusted, .trustedBySHA1: .no
      case .switchedOff, .absent: .yes
      case .unknown: grade == nil ? .no : .unknown
      }
    isTrustedBySHA1 = Ternary(trust == .trustedBySHA1)
    isOutOfOrder = Ternary(grade.map { !$0.isInOrder || $0.root == nil } ?? false)
    if grade == nil || !mayHaveSuffix {
      mismatch = .no
    } else {
      mismatch = fit?.fits.negated ?? .unknown
    }
    isLikely = Ternary(fit?.fits == .yes && fit?.certainty == .inferred)
  }

  private var demerits: Int {
    func points(_ answer: Ternary) -> Int {
      switch answer {
      case .yes: 2
      case .unknown: 1
      case .no: 0
      }
    }
    return 4 * points(mismatch) + 3 * points(lacksPurpose) + 2 * points(isWeak)
      + 2 * points(rootNotTrusted) + 2 * points(isOutOfDate) + points(isLikely)
  }

  /// Compares the chain's root with the roots that the firmware lists, where both are known.
  private static func trust(_ device: Device, _ grade: CertificateGrade) -> RootTrust {
    guard let root = grade.root,
      let roots = device.hosts.first(where: { !$0.value.rootHashes.isEmpty })?.value.rootHashes
    else { return .unknown }
    return root.trust(in: roots)
  }
}
