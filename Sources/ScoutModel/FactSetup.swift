package import ScoutNet

/// The services behind the redirection ports.
package enum RedirectionService: String, Hashable, Sendable, Codable, CaseIterable {
  /// Serial over LAN.
  case serial = "SOL"
  /// Storage of another machine (IDE-R, USB-R).
  case storage = "IDER"
  /// Screen, keyboard and mouse.
  case screen = "KVM"
}

/// What the redirection listener answered to the start of one service.
package struct RedirectionAnswer: Hashable, Sendable, Codable {
  package var service: RedirectionService
  /// The status byte: 0 taken, 2 busy, 3 unsupported, 255 error; others are kept as numbers.
  package var status: UInt8

  package init(service: RedirectionService, status: UInt8) {
    self.service = service
    self.status = status
  }

  /// Whether the service exists: a busy one does.
  package var isOffered: Bool { status == 0 || status == 2 }

  /// `SOL yes`, `KVM unsupported`.
  package var words: String {
    let word =
      switch status {
      case 0: "yes"
      case 2: "busy"
      case 3: "unsupported"
      case 0xFF: "error"
      default: "refused with \(status)"
      }
    return "\(service.rawValue) \(word)"
  }
}

/// What a redirection port said before any login.
package struct RedirectionSighting: Hashable, Sendable, Codable {
  package var port: UInt16
  /// Whether it was said inside TLS.
  package var secure: Bool
  package var outcome: Outcome
  /// Major and minor of the firmware, where a session was opened.
  package var version: FirmwareVersion?
  /// The enterprise number of the reply: 343 is Intel.
  package var enterprise: UInt32?
  /// In the order asked.
  package var answers: [RedirectionAnswer]
  /// Ways to log in: 1 password in clear, 2 Kerberos, 3 and 4 digest.
  package var authentications: [UInt8]
  /// The first reply, at most 64 bytes.
  @HexCoded package var bytes: [UInt8]
  package var defects: [String]

  package init(port: UInt16, secure: Bool, outcome: Outcome) {
    self.port = port
    self.secure = secure
    self.outcome = outcome
    answers = []
    authentications = []
    bytes = []
    defects = []
  }
}

/// One trusted root as a hello lists it.
package struct HelloHash: Hashable, Sendable, Codable {
  /// `SHA1`, `SHA256`, `SHA384`, or the number.
  package var algorithm: String
  /// Hexadecimal, lower case.
  package var hash: String
  /// The root's name, where it is one of those known.
  package var name: String?

  package init(algorithm: String, hash: String, name: String? = nil) {
    self.algorithm = algorithm
    self.hash = hash
    self.name = name
  }
}

/// The message by which a device asks to be configured.
package struct HelloSighting: Hashable, Sendable, Codable {
  /// The interface version: 2 with a pre-shared key, 3 with certificates.
  package var version: UInt16
  package var uuid: UUID128?
  /// Whether the password of the factory has been changed; `nil` in unknown versions.
  package var adminCredentialsSet: Bool?
  /// How often it was sent before.
  package var retryCount: UInt32?
  /// The name of the pre-shared key (version 2).
  package var pid: String?
  /// The roots that the device trusts (version 3).
  package var hashes: [HelloHash]
  /// Where it was sent to.
  package var server: IPAddress?
  /// The port it was sent to, where that is not AMT's 9971.
  package var port: UInt16?
  /// The message, at most 64 bytes of it; in versions 2 and 3 the rest is above.
  @HexCoded package var bytes: [UInt8]
  package var defects: [String]

  package init(version: UInt16, bytes: [UInt8]) {
    self.version = version
    self.bytes = Array(bytes.prefix(64))
    hashes = []
    defects = []
  }
}
