import ScoutModel

/// What devices speak on their TLS ports.
enum TLSFindings {
  static let onlyOld = FindingKind(
    .tls, 1, .medium, .sdkTLS, title: "Port {0} speaks TLS {1} at most",
    detail: "Consoles of today offer TLS 1.2 and later only and cannot connect. Firmware before 12 "
      + "speaks 1.0 or 1.1.",
    remedy: "Update the firmware; where it has no TLS 1.2, plan to replace the machine.")
  static let mutual = FindingKind(
    .tls, 2, .info, .sdkTLS, title: "Port {0} asks for a client certificate",
    detail: "Only consoles that have one can connect.",
    remedy: "Make sure that the console has the client certificate.")
  static let noHandshake = FindingKind(
    .tls, 3, .medium, .sdkTLS, title: "Port {0} is open and no TLS handshake came about: {1}",
    detail: "It may speak only suites or versions that no library of today offers, or pre-shared "
      + "keys while it is being configured.",
    remedy: "Look at the device's TLS settings with an older console, or in its MEBx.")
  static let acceptsOld = FindingKind(
    .tls, 4, .low, .sdkTLS, title: "Port {0} still accepts TLS {1}",
    detail: "Old versions can be attacked; firmware dropped 1.0 with 12.0 and 1.1 with 15 or 16.",
    remedy: "Update the firmware.")

  static let kinds = [onlyOld, mutual, noHandshake, acceptsOld]

  static func findings(_ situation: Situation) -> [Finding] {
    // A device whose TLS nobody can speak may show nothing else of what it is.
    guard situation.product.isConfigurable || situation.product == .unknown,
      !situation.isBehindMiddlebox
    else { return [] }
    let device = situation.device
    var findings: [Finding] = []
    for sighting in device.tls {
      let port = String(sighting.value.port)
      if let newest = sighting.value.versions.max() {
        if newest < .tls12 {
          findings.append(onlyOld.about(device, [port, newest.description], sighting.evidence))
        } else {
          let old = sighting.value.versions.filter { $0 < .tls12 }.map(\.description)
          if !old.isEmpty {
            findings.append(
              acceptsOld.about(
                device, [port, old.joined(separator: " and ")], sighting.evidence))
          }
        }
      } else if sighting.value.outcome != .notConnected && sighting.value.outcome != .notAsked {
        findings.append(
          noHandshake.about(device, [port, words(sighting.value.outcome)], sighting.evidence))
      }
      if sighting.value.clientCertificateRequested == true && situation.state.value != .in {
        findings.append(mutual.about(device, [port], sighting.evidence))
      }
    }
    return findings
  }

  static func words(_ outcome: Outcome) -> String {
    switch outcome {
    case .complete: "the answer held none"
    case .notConnected: "no connection"
    case .silent: "it says nothing"
    case .cutShort: "it fell silent"
    case .closedSilently: "it closed without a word"
    case .brokenOff: "it broke off"
    case .tooLong: "the answer was too long"
    case .otherProtocol: "it speaks something else"
    case .refusedHandshake: "it refused"
    case .notAsked: "not asked"
    }
  }
}
