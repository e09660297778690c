package import ScoutModel

/// What a provisioning certificate is worth by itself, before any device is looked at.
package struct CertificateGrade: Hashable, Sendable {
  package static let provisioningUsage = "2.16.840.1.113741.1.2.3"
  package static let serverUsage = "1.3.6.1.5.5.7.3.1"
  package static let provisioningUnit = "Intel(R) Client Setup Certificate"

  package let name: String
  /// Common names and subject alternative names of the leaf, without repetitions.
  package let names: [String]
  package let hasServerUsage: Ternary
  package let hasProvisioningMark: Ternary
  package let isWeak: Ternary
  package let isOfOldStrength: Ternary
  package let isOutOfDate: Ternary
  /// The root's fingerprints, where the chain holds it.
  let root: RootPrints?
  /// Whether each certificate was issued by the next.
  package let isInOrder: Bool

  package init(_ certificate: ProvisioningCertificate, at time: Timestamp) {
    name = certificate.name
    guard let leaf = certificate.chain.first, leaf.defect == nil else {
      names = []
      hasServerUsage = .unknown
      hasProvisioningMark = .unknown
      isWeak = .unknown
      isOfOldStrength = .unknown
      isOutOfDate = .unknown
      root = nil
      isInOrder = true
      return
    }
    var seen: Set<String> = []
    names = (leaf.commonNames + leaf.dnsNames).filter { seen.insert($0).inserted }
    hasServerUsage = Ternary(leaf.extendedKeyUsages.contains(Self.serverUsage))
    hasProvisioningMark = Ternary(
      leaf.extendedKeyUsages.contains(Self.provisioningUsage)
        || leaf.organizationalUnits.contains(Self.provisioningUnit))
    isWeak = certificate.chain.reduce(.no) { $0.or($1.isWeak) }
    isOfOldStrength = certificate.chain.reduce(.no) { $0.or($1.isOfOldStrength) }
    isOutOfDate = leaf.isOutOfDate(at: time)
    root = certificate.chain.last.flatMap { RootPrints($0) }
    isInOrder = zip(certificate.chain, certificate.chain.dropFirst()).allSatisfy { issued, issuer in
      guard let name = issued.issuerCommonName, !issuer.commonNames.isEmpty else { return true }
      return issuer.commonNames.contains(name)
    }
  }

  /// Whether one of the leaf's names fits `suffix`; a certain fit comes before a likely one.
  package func verdict(suffix: String, table: Ternary) -> SuffixRule.Verdict {
    if names.isEmpty { return SuffixRule.Verdict(fits: .unknown, match: nil, certainty: .seen) }
    var best = SuffixRule.Verdict.no
    for name in names {
      let verdict = SuffixRule.verdict(name, suffix: suffix, table: table)
      if Self.worth(verdict) > Self.worth(best) { best = verdict }
    }
    return best
  }

  private static func worth(_ verdict: SuffixRule.Verdict) -> Int {
    switch verdict.fits {
    case .no: 0
    case .unknown: 1
    case .yes: verdict.certainty == .seen ? 3 : 2
    }
  }
}

extension CertificateFact {
  /// Whether the signature rests on SHA-1 or MD5; unknown where the algorithm is.
  var hasOldSignature: Ternary {
    guard let algorithm = signatureAlgorithm?.lowercased() else { return .unknown }
    return Ternary(
      ["sha1", "sha-1", "md5", "md4", "md2"].contains { Self.text(algorithm, contains: $0) })
  }

  /// Whether the key is RSA below `bits`.
  func hasShortKey(below bits: Int) -> Ternary {
    guard let keyType else { return .unknown }
    guard keyType.uppercased().hasPrefix("RSA") else { return .no }
    return Ternary(keyBits.map { $0 < bits })
  }

  var isWeak: Ternary { hasOldSignature.or(hasShortKey(below: 2048)) }

  var isOfOldStrength: Ternary {
    guard let algorithm = signatureAlgorithm?.lowercased() else { return .unknown }
    return hasShortKey(below: 3072).or(hasOldSignature)
      .or(Ternary(Self.text(algorithm, contains: "sha256")))
  }

  /// Whether it is expired or not yet valid at `time`.
  func isOutOfDate(at time: Timestamp) -> Ternary {
    if let notAfter, notAfter < time { return .yes }
    if let notBefore, time < notBefore { return .yes }
    return notAfter == nil || notBefore == nil ? .unknown : .no
  }

  private static func text(_ text: String, contains part: String) -> Bool {
    let text = Array(text.utf8)
    let part = Array(part.utf8)
    guard text.count >= part.count else { return false }
    return (0...text.count - part.count).contains { text[$0..<$0 + part.count].elementsEqual(part) }
  }
}
