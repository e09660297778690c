package import ScoutModel
package import ScoutWire

/// What the answers of a TLS server say together, gathered one by one.
package struct TLSReading: Hashable, Sendable {
  /// What a library's handshake showed, where one was made because the server's answer is encrypted.
  package struct Session: Hashable, Sendable {
    package var version: TLSVersion
    package var suite: UInt16
    /// DER, leaf first.
    package var chain: [[UInt8]]
    /// Nil where the handshake did not come that far.
    package var clientCertificateRequested: Bool?

    package init(
      version: TLSVersion, suite: UInt16, chain: [[UInt8]], clientCertificateRequested: Bool?
    ) {
      self.version = version
      self.suite = suite
      self.chain = chain
      self.clientCertificateRequested = clientCertificateRequested
    }
  }

  /// The certificates of the highest version that showed any, as DER, leaf first.
  package private(set) var chain: [[UInt8]] = []
  private var chainVersion: TLSVersion?
  /// The chosen suite in each version in which a ServerHello came.
  private var suites: [TLSVersion: UInt16] = [:]
  private var clientCertificateRequested: Bool?
  private var outcome: Outcome?
  private var alert: UInt8?
  private var defects: [String] = []
  private let port: UInt16

  package init(port: UInt16) { self.port = port }

  /// The versions in which a ServerHello came, ascending.
  package var versions: [TLSVersion] { suites.keys.sorted() }

  /// Whether only a session of a library can still show the chain.
  package var needsSession: Bool { chain.isEmpty && suites.keys.contains(.tls13) }

  /// Adds the answer to one hello; `ended` tells how the connection ended where the answer did not
  /// end by itself.
  package mutating func add(_ flight: TLSServerFlight, ended: Outcome) {
    let result: Outcome
    switch flight.state {
    case .complete: result = .complete
    case .refused: result = .refusedHandshake
    case .notTLS: result = .otherProtocol
    case .tooLong: result = .tooLong
    case .malformed(let error):
      result = .otherProtocol
      note(error.description)
    case .reading: result = ended
    }
    if let hello = flight.serverHello {
      let version = TLSVersion(rawValue: hello.version)
      suites[version] = hello.suite
      take(flight.chain, of: version)
      if version < .tls13, !hello.hasRenegotiationInfo { note("no secure renegotiation") }
      if flight.certificateRequest != nil {
        clientCertificateRequested = true
      } else if flight.state == .complete, version < .tls13, clientCertificateRequested == nil {
        clientCertificateRequested = false
      }
    }
    if flight.certificatesDropped > 0 {
      note("\(flight.certificatesDropped) more certificates not kept")
    }
    if result == .refusedHandshake, alert == nil { alert = flight.alert?.description }
    settle(result)
  }

  /// Adds what a completed handshake showed.
  package mutating func add(_ session: Session) {
    suites[session.version] = session.suite
    take(session.chain, of: session.version)
    if let requested = session.clientCertificateRequested {
      clientCertificateRequested = requested || clientCertificateRequested == true
    }
    settle(.complete)
  }

  private mutating func take(_ chain: [[UInt8]], of version: TLSVersion) {
    if chain.isEmpty { return }
    if let chainVersion, chainVersion >= version { return }
    self.chain = chain
    chainVersion = version
  }

  /// A whole answer to one hello stands over failures of others; otherwise the first result stands.
  private mutating func settle(_ result: Outcome) {
    if outcome == nil || result == .complete { outcome = result }
  }

  private mutating func note(_ defect: String) {
    if defects.count < 16, !defects.contains(defect) { defects.append(defect) }
  }

  /// The fact, with the certificates of ``chain`` as read by whoever can read them.
  package func sighting(certificates: [CertificateFact]) -> TLSSighting {
    var sighting = TLSSighting(port: port, outcome: outcome ?? .notAsked)
    sighting.versions = versions
    sighting.suite = versions.last.flatMap { suites[$0] }
    sighting.chain = Array(certificates.prefix(TLSServerFlight.certificateLimit))
    sighting.clientCertificateRequested = clientCertificateRequested
    // Refusing a version while taking another is no end.
    sighting.alert = outcome == .refusedHandshake ? alert : nil
    sighting.state = Self.state(of: certificates.first)
    sighting.defects = defects
    return sighting
  }

  /// Names of leaf certificates under which AMT serves while it is being set up. They are known from
  /// the device's local port; that the network shows the same is inferred.
  private static let setupNames: Set<String> = [
    "AMT RCFG", "iAMT CSME IDevID RCFG", "iAMT-RCFG",
  ]

  private static func state(of leaf: CertificateFact?) -> ProvisioningState? {
    guard let leaf, leaf.commonNames.contains(where: setupNames.contains) else { return nil }
    return .in
  }
}
