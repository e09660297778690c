/// How sure the site is of what it says at one port.
package enum Certainty: String, Sendable {
  /// Real devices have been seen to say this, or their maker's documentation says so.
  case seen
  /// Reasoned from neighbouring generations; a real device may say something else.
  case inferred
}

/// What one machine of the site says on each of its ports.
package struct Personality: Sendable {
  /// What it does with a datagram to UDP 623.
  package var presence: Presence
  /// What stands behind each open TCP port; every other port refuses.
  package var services: [UInt16: Service]
  /// How sure it is that every other port refuses.
  package var refusal: Certainty

  package init(
    presence: Presence = .closed, services: [UInt16: Service] = [:],
    refusal: Certainty = .inferred
  ) {
    self.presence = presence
    self.services = services
    self.refusal = refusal
  }
}

/// What a machine does with a presence ping.
package struct Presence: Sendable {
  package enum Answer: Sendable {
    /// Nothing is bound: the host refuses with an ICMP message.
    case closed
    /// The ping is taken and never answered.
    case silent
    /// One pong, `repeats` times.
    case pong(PongFace)
    /// These bytes, whatever was asked.
    case raw([UInt8])
  }

  package var answer: Answer
  package var certainty: Certainty
  /// How often the answer is sent.
  package var repeats = 1
  /// Whether a ping is acknowledged although its sequence number asks for none.
  package var alwaysAcknowledges = false

  package static let closed = Presence(answer: .closed, certainty: .seen)
  package static let silent = Presence(answer: .silent, certainty: .inferred)

  package static func pong(_ face: PongFace, _ certainty: Certainty) -> Presence {
    Presence(answer: .pong(face), certainty: certainty)
  }
}

/// What stands behind one open TCP port.
package struct Service: Sendable {
  package var channel: Channel
  package var talk: Talk
  package var certainty: Certainty
  /// Milliseconds before each byte sent; 0 sends at once.
  package var pace = 0

  package init(
    _ talk: Talk, over channel: Channel = .plain, _ certainty: Certainty = .inferred, pace: Int = 0
  ) {
    self.talk = talk
    self.channel = channel
    self.certainty = certainty
    self.pace = pace
  }
}

/// What carries a conversation.
package enum Channel: Sendable {
  case plain
  case tls(TLSFace)
  /// Refuses every ClientHello with the alert `handshake_failure`: nothing in common.
  case refusal
  /// Speaks TLS 1.0 with suites that no current library has: its ServerHello, chain and
  /// ServerHelloDone come, no session can.
  case old(OldSuites, TLSFace)
  /// Half of a ServerHello record, then nothing more.
  case halfHandshake
}

/// Suites that no current library has, by the last byte of their number; the first is preferred.
package enum OldSuites: Sendable {
  case rc4, tripleDES

  var numbers: [UInt8] {
    switch self {
    // With SHA-1, with MD5.
    case .rc4: [0x05, 0x04]
    case .tripleDES: [0x0A]
    }
  }
}

/// What is said once the channel stands.
package enum Talk: Sendable {
  case web(WebFace)
  case redirection(RedirectionFace)
  /// These bytes at once, as a server that speaks first; then the peer is listened to.
  case greeting([UInt8])
  case fault(Fault)
}

/// A way to answer badly.
package enum Fault: Sendable {
  /// Takes the connection and says nothing.
  case mute
  /// Takes the connection and resets it.
  case reset
  /// Takes the connection and closes it in order.
  case hangUp
  /// A status line and then headers without end.
  case endlessHeader
  /// A response head of ten million bytes that does end.
  case hugeHeader
  /// A proper head and chunks without end.
  case endlessChunks
  /// A challenge as AMT 11.8 sends it (version as given) whose body does not end.
  case endlessBody(server: String)
  /// Bytes of no protocol.
  case garbage
}

/// What a TLS server shows and accepts.
package struct TLSFace: Sendable {
  package enum Version: Int, Sendable, Comparable {
    case tls10, tls11, tls12, tls13

    package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }

    /// The version as people write it, such as `1.2`.
    package var text: String { "1.\(rawValue)" }
  }

  package enum ClientCertificate: Sendable {
    case notAsked
    /// Asked for, and not missed where none comes.
    case asked
    /// Asked for, and a handshake without one is refused.
    case required
  }

  package var versions: ClosedRange<Version>
  /// The suites up to TLS 1.2 in OpenSSL's words.
  package var suites = "ALL:!aNULL:!eNULL"
  package var certificate: CertificatePlan
  package var clientCertificate = ClientCertificate.notAsked
}

/// A certificate as it is planned; it is made when the site starts, always with the same bytes.
package struct CertificatePlan: Sendable, Hashable {
  package enum Validity: Sendable {
    /// 2024-01-01 to 2044-01-01.
    case usual
    /// 2014-01-01 to 2019-01-01.
    case expired
    /// 2044-01-01 to 2064-01-01.
    case notYet
  }

  package enum Issuer: Sendable {
    case itself
    /// The site's own certificate authority.
    case site
    /// A chain of four as the On-Die CA of Tiger Lake and later shows it in setup mode.
    case onDie
  }

  package var commonName: String
  package var names: [String] = []
  package var key: TestKey
  package var issuer = Issuer.site
  package var validity = Validity.usual
}
