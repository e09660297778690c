extension Quirk {
  func applyToPing(of presence: inout Presence) {
    guard case .pong(var face) = presence.answer else { return }
    switch self {
    case .asfNumber: face.header = PongFace.asf
    case .acknowledgeFirst: presence.alwaysAcknowledges = true
    case .pongTwice: presence.repeats = 2
    case .versionInBytes where face.data[6] != 0:
      face.data[10] = face.data[6] >> 4
      face.data[11] = face.data[6] & 0x0F
      face.data[6] = 0
    case .noDualBit: face.data[7] &= ~0x04
    case .dualBit: face.data[7] |= 0x04
    case .entitiesBit:
      face.data[8] |= 0x20
      face.data[9] &= ~0x20
    case .noDASHBit:
      face.data[8] &= ~0x20
      face.data[9] &= ~0x20
    case .setupPortZero where face.data[7] & 0x03 == 1:
      face.data[4] = 0
      face.data[5] = 0
    case .pingOff:
      presence = Presence(answer: .silent, certainty: .seen)
      return
    default: break
    }
    presence.answer = .pong(face)
  }

  func applyToWeb(_ face: inout WebFace) {
    switch self {
    case .bareAMT: face.server = "AMT"
    case .noVersion:
      // The version is the last word, where there is one.
      let words = face.server.split(separator: " ")
      if words.last?.first?.isNumber == true {
        face.server = words.dropLast().joined(separator: " ")
      }
    case .standardTitle: face.title = "Intel&reg; " + Product.ism.rawValue
    case .redirect302: face.front = .found
    case .redirect303: face.front = .seeOther
    case .webOff: face.front = .off
    case .noWSMan: face.wsman = false
    case .twoQualities: face.challenge.quality = "auth-int, auth"
    case .wholeQuality: face.challenge.quality = "auth-int"
    case .spacedChallenge: face.challenge.hasNoCommas = true
    case .lowerCase: face.spelling = .lower
    case .upperCase: face.spelling = .upper
    case .noKVM:
      face.management?.classes["IPS_KVMRedirectionSettingData"] = nil
      face.management?.classes["CIM_KVMRedirectionSAP"] = nil
    case .brokenClass: face.management?.broken = ["AMT_RedirectionService"]
    default: break
    }
  }

  /// What carries the conversation instead of a TLS server with `face`.
  func channel(_ face: TLSFace) -> Channel {
    var face = face
    switch self {
    case .onlyTLS10: face.versions = .tls10 ... .tls10
    case .onlyTLS11: face.versions = .tls11 ... .tls11
    case .onlyTLS12: face.versions = .tls12 ... .tls12
    case .onlyTLS13: face.versions = .tls13 ... .tls13
    case .staticRSA: face.suites = "AES128-GCM-SHA256:AES128-SHA:AES256-SHA"
    case .ephemeral:
      face.suites = "ECDHE-RSA-AES128-GCM-SHA256:ECDHE-RSA-AES256-GCM-SHA384"
    case .aes256: face.suites = "ECDHE-RSA-AES256-GCM-SHA384"
    case .rc4: return .old(.rc4, face)
    case .tripleDES: return .old(.tripleDES, face)
    case .nothingInCommon: return .refusal
    case .asksForCertificate: face.clientCertificate = .asked
    case .needsCertificate: face.clientCertificate = .required
    case .selfSigned: face.certificate.issuer = .itself
    case .leafRCFG: face.certificate.show("AMT RCFG")
    case .leafCSMERCFG: face.certificate.show("iAMT CSME IDevID RCFG")
    case .leafOldRCFG: face.certificate.show("iAMT-RCFG")
    case .leafWSMan: face.certificate.show("AMT WS-MAN")
    case .leafCSMEWSMan: face.certificate.show("iAMT CSME IDevID WS-MAN")
    case .leafAudit: face.certificate.show("AMT AuditL")
    default: break
    }
    return .tls(face)
  }

  func applyToRedirection(_ face: inout RedirectionFace) {
    switch self {
    case .redirectionBusy: face.status = 2
    case .redirectionUnsupported: face.status = 3
    case .redirectionError: face.status = 0xFF
    case .redirectionOEM: face.oem = [0xDE, 0xAD, 0xBE, 0xEF]
    default: break
    }
  }
}

extension CertificatePlan {
  /// Becomes a leaf of the chip's own authority with this name.
  fileprivate mutating func show(_ name: String) {
    commonName = name
    names = []
    issuer = .onDie
  }
}
