/// The products that answer on AMT's ports, by the words of their Server header.
package enum Product: String, Sendable {
  case amt = "Active Management Technology"
  case ism = "Standard Manageability"
  case sbt = "Small Business Technology"
  case cme = "Con. Management Engine"
  case imss = "Management & Security Application"
}

/// A firmware version, as far as the site knows it: `8.0.3`, `11.8.50.3425`.
package struct Firmware: Sendable {
  package let text: String
  package let major: UInt8
  package let minor: UInt8

  package init(_ text: String) {
    let numbers = text.split(separator: ".").map { UInt8($0) ?? 0 }
    self.text = text
    self.major = numbers.first ?? 0
    self.minor = numbers.dropFirst().first ?? 0
  }

  func isAtLeast(_ major: UInt8, _ minor: UInt8) -> Bool {
    (self.major, self.minor) >= (major, minor)
  }

  /// The TLS versions this generation accepts: 1.0 alone at first, 1.1 from 9, 1.2 from late
  /// 11.8; 1.0 goes with 12, 1.1 with 15, 1.3 comes with 19. Seen for 12, 15 and 16; the rest is
  /// inferred from single reports.
  var tlsVersions: ClosedRange<TLSFace.Version> {
    if major < 9 { return .tls10 ... .tls10 }
    if !isAtLeast(11, 8) { return .tls10 ... .tls11 }
    if major < 12 {
      let parts = text.split(separator: ".").compactMap { Int($0) }
      let milestone = parts.count > 2 ? parts[2] : 0
      return milestone > 55 ? .tls11 ... .tls12 : .tls11 ... .tls11
    }
    if major < 15 { return .tls11 ... .tls12 }
    if major < 19 { return .tls12 ... .tls12 }
    return .tls12 ... .tls13
  }

  /// The suites: static RSA with AES first, as every known client offers it for old firmware.
  var suites: String {
    major < 11 ? "AES128-SHA:AES256-SHA" : "ALL:!aNULL:!eNULL"
  }
}

/// The ports a configured machine has open.
package struct Doors: OptionSet, Sendable {
  package let rawValue: Int
  package init(rawValue: Int) { self.rawValue = rawValue }

  /// 16992.
  package static let web = Doors(rawValue: 1)
  /// 16993.
  package static let webTLS = Doors(rawValue: 2)
  /// 16994.
  package static let redirection = Doors(rawValue: 4)
  /// 16995.
  package static let redirectionTLS = Doors(rawValue: 8)
}

/// The forms of one generation, as the behaviour table of the protocol notes gives them.
package struct Generation: Sendable {
  let firmware: Firmware
  let product: Product

  /// Server headers that real devices were seen to send.
  private static let seenVersions: Set<String> = [
    "5.0.1", "5.0.2", "5.0.50", "7.1.86", "7.1.91", "8.0.3", "9.0.3", "9.0.30", "11.8.50.3425",
    "11.8.70.3626", "12.0.22.1310", "15.0.23.1706", "15.0.35.2039", "16.1.25.1917",
  ]

  var certainty: Certainty { Self.seenVersions.contains(firmware.text) ? .seen : .inferred }

  /// The web server's forms.
  ///
  /// - Parameter realm: Four hexadecimal digits for old firmware, which pads with 28 zeros, or
  ///   all 32.
  func web(realm: String, nonce: String?, server: String?) -> WebFace {
    let oldForm = !firmware.isAtLeast(5, 2)
    let digits = realm + String(repeating: "0", count: max(0, 32 - realm.utf8.count))
    let length = firmware.major < 11 ? 689 : firmware.major < 15 ? 690 : 693
    let challenge = WebFace.Challenge(
      realm: "Digest:" + digits, nonce: nonce ?? Nonce.make(realm, old: firmware.major < 11),
      quality: firmware.isAtLeast(16, 1) ? "auth-int, auth" : "auth", length: length,
      stylesheet: firmware.major < 11 ? "styles.css" : "/styles.css")
    return WebFace(
      front: oldForm ? .found : .seeOther,
      server: server ?? "Intel(R) \(product.rawValue) \(firmware.text)",
      title: "Intel&reg; " + product.rawValue, challenge: challenge,
      wsman: firmware.isAtLeast(3, 2))
  }

  /// What a machine that has been set up answers to the presence ping.
  func presence(doors: Doors) -> Presence {
    // Before 4.0, and Small Business Technology at any version, never answers.
    guard firmware.major >= 4, product != .sbt else { return .closed }
    let both = doors.isSuperset(of: [.web, .webTLS])
    let port: UInt16 = doors.contains(.web) ? 16992 : 16993
    return .pong(
      .amt((firmware.major, firmware.minor), state: 2, port: port, both: both),
      firmware.text.hasPrefix("9.5") ? .seen : .inferred)
  }

  func tls(
    _ certificate: CertificatePlan, versions: ClosedRange<TLSFace.Version>? = nil,
    client: TLSFace.ClientCertificate = .notAsked
  ) -> TLSFace {
    TLSFace(
      versions: versions ?? firmware.tlsVersions, suites: firmware.suites,
      certificate: certificate, clientCertificate: client)
  }
}

/// Nonces shaped like those of real devices: 24 bytes in base64, zeros in the middle.
enum Nonce {
  /// Bytes 6 and 7 are zero on firmware up to 9, bytes 6 to 11 from 11.8 on.
  static func make(_ seed: String, old: Bool) -> String {
    var state: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in seed.utf8 { state = (state ^ UInt64(byte)) &* 0x100_0000_01B3 }
    let bytes = (0..<24).map { index -> UInt8 in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return (6...(old ? 7 : 11)).contains(index) ? 0 : UInt8(truncatingIfNeeded: state >> 40)
    }
    return base64(bytes)
  }

  /// Base64 without padding; the length must be a multiple of three.
  private static func base64(_ bytes: [UInt8]) -> String {
    let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
    var text = ""
    for start in stride(from: 0, to: bytes.count - 2, by: 3) {
      let word = Int(bytes[start]) << 16 | Int(bytes[start + 1]) << 8 | Int(bytes[start + 2])
      for shift in [18, 12, 6, 0] { text.append(letters[word >> shift & 63]) }
    }
    return text
  }
}
