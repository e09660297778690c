import ScoutModel

/// What a firmware's list of roots says of one root.
enum RootTrust: Hashable, Sendable {
  case trusted
  /// Listed, by its SHA-1 fingerprint alone.
  case trustedBySHA1
  case switchedOff
  case absent
  /// The list has fingerprints of a kind that the root's is not known in.
  case unknown
}

/// A root's fingerprints: firmware lists roots by SHA-1, SHA-256 or SHA-384 of their DER.
struct RootPrints: Hashable, Sendable {
  /// By the number of hexadecimal digits: 40, 64, 96.
  private let byLength: [Int: String]

  init?(_ root: CertificateFact) {
    guard root.selfSigned else { return nil }
    // A root that is only thought of has no fingerprint yet.
    var prints = root.fingerprint.isEmpty ? [:] : [64: root.fingerprint.lowercased()]
    if let short = root.fingerprintSHA1 { prints[40] = short.lowercased() }
    if let long = root.fingerprintSHA384 { prints[96] = long.lowercased() }
    byLength = prints
  }

  func trust(in roots: [RootHash]) -> RootTrust {
    var isOff = false
    var isUnknown = false
    var bySHA1 = false
    for root in roots {
      let length = root.hash.utf8.count
      guard let own = byLength[length] else {
        isUnknown = isUnknown || root.isActive
        continue
      }
      guard root.hash.lowercased() == own else { continue }
      if !root.isActive {
        isOff = true
      } else if length == 40 {
        bySHA1 = true
      } else {
        return .trusted
      }
    }
    if bySHA1 { return .trustedBySHA1 }
    if isUnknown { return .unknown }
    return isOff ? .switchedOff : .absent
  }
}
