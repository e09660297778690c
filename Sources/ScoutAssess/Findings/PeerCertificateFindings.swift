import ScoutModel
import ScoutNet

/// The certificates that devices show.
enum PeerCertificateFindings {
  static let expired = FindingKind(
    .cert, 1, .medium, .observed, title: "The certificate on port {0} expired on {1}",
    detail: "Consoles that verify certificates refuse the device.",
    remedy: "Renew the device's TLS certificate.")
  static let notYetValid = FindingKind(
    .cert, 2, .medium, .observed, title: "The certificate on port {0} is valid from {1} only",
    detail: "Consoles that verify certificates refuse the device.",
    remedy: "Check the clocks of the device and of the issuer, and renew the certificate.")
  static let shortKey = FindingKind(
    .cert, 3, .low, .kbChain, title: "The certificate on port {0} has an RSA key of {1} bits",
    detail: "Keys below 2048 bits are within reach of attackers; firmware 16 refuses them for "
      + "configuration.",
    remedy: "Renew the certificate with RSA of 2048 bits or more.")
  static let oldSignature = FindingKind(
    .cert, 4, .low, .kbChain, title: "The certificate on port {0} is signed with {1}",
    detail: "SHA-1 and MD5 signatures can be forged; firmware 16 refuses them for configuration.",
    remedy: "Renew the certificate with SHA-256 or better.")
  static let selfSigned = FindingKind(
    .cert, 5, .low, .sdkSecurity, title: "The certificate on port {0} is self-signed",
    detail: "Nobody can tell the device from one that pretends to be it. From 16.1 on the firmware "
      + "makes such a certificate by itself until it is given another.",
    remedy: "Give the device a certificate of your own authority.")
  static let unreadable = FindingKind(
    .cert, 6, .info, .observed, title: "The certificate on port {0} could not be read: {1}",
    detail: "Nothing can be said of its names and dates.",
    remedy: "Look at the certificate with another tool.")

  static let otherName = FindingKind(
    .cert, 7, .medium, .observed, confidence: .high,
    title: "Reached as {1}, the certificate on port {0} is for {2}",
    detail: "A console that goes by this name and verifies certificates refuses the device. A "
      + "certificate with DNS names is held against these alone, whatever its common name is.",
    remedy: "Issue the device's certificate for the name that consoles go by.")

  static let kinds = [
    expired, notYetValid, shortKey, oldSignature, selfSigned, unreadable, otherName,
  ]

  static func findings(_ situation: Situation, at time: Timestamp) -> [Finding] {
    var findings: [Finding] = []
    let device = situation.device
    var seen: Set<String> = []
    for sighting in device.tls {
      guard let leaf = sighting.value.chain.first, seen.insert(leaf.fingerprint).inserted else {
        continue
      }
      let port = String(sighting.value.port)
      func add(_ kind: FindingKind, _ word: String, _ severity: Severity? = nil) {
        findings.append(kind.about(device, [port, word], severity: severity, sighting.evidence))
      }
      if let defect = leaf.defect {
        add(unreadable, clip(defect))
        continue
      }
      if let end = leaf.notAfter, end < time { add(expired, end.description) }
      if let start = leaf.notBefore, time < start { add(notYetValid, start.description) }
      let isNew = situation.versions.is160 == .yes
      if leaf.hasShortKey(below: 2048) == .yes {
        add(shortKey, leaf.keyBits.map(String.init) ?? "few", isNew ? .medium : .low)
      }
      if leaf.hasOldSignature == .yes {
        add(oldSignature, clip(leaf.signatureAlgorithm ?? ""), isNew ? .medium : .low)
      }
      if let reached = reachedUnnamed(device, leaf), situation.state.value != .in {
        let own = (leaf.dnsNames.isEmpty ? leaf.commonNames : leaf.dnsNames).prefix(4)
        let words = own.isEmpty ? "no name" : own.map(clip).joined(separator: ", ")
        findings.append(
          otherName.about(
            device, [port, clip(reached.value), words], sighting.evidence + reached.evidence))
      }
      // While it is being configured, the firmware shows a certificate of its own making.
      if leaf.selfSigned && situation.state.value != .in { add(selfSigned, "") }
    }
    return findings
  }

  /// A name by which the device was reached, where its certificate is for none of them.
  private static func reachedUnnamed(_ device: Device, _ leaf: CertificateFact) -> Seen<String>? {
    let isNamed = device.names.reached.contains { name in
      DomainName(name.value).map { leaf.names(server: $0) } ?? true
    }
    return isNamed ? nil : device.names.reached.first
  }
}
