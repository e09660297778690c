package import ScoutNet

/// Everything that can be seen. Closed on purpose: whoever reads observations must treat each kind.
package enum Fact: Hashable, Sendable, Codable {
  case port(PortSighting)
  case pong(PongSighting)
  case web(WebSighting)
  case tls(TLSSighting)
  case dhcp(DHCPSighting)
  case name(NameSighting)
  /// The link-layer address in the observation's endpoint belongs to its address (ARP, ND).
  case neighbour
  case host(HostInventory)
  case scope(ScopeSighting)
  case redirection(RedirectionSighting)
  case hello(HelloSighting)
  case ipv6(IPv6Sighting)
  case wsman(WSManSighting)
  case localName(LocalNameSighting)

  /// A short name for filters, tables and the store's index.
  package var kind: String {
    switch self {
    case .port: "port"
    case .pong: "pong"
    case .web: "web"
    case .tls: "tls"
    case .dhcp: "dhcp"
    case .name: "name"
    case .neighbour: "neighbour"
    case .host: "host"
    case .scope: "scope"
    case .redirection: "redirection"
    case .hello: "hello"
    case .ipv6: "ipv6"
    case .wsman: "wsman"
    case .localName: "local-name"
    }
  }
}

/// TCP or UDP.
package enum Transport: String, Hashable, Sendable, Codable {
  case tcp, udp
}

/// What a probe of one port met.
package enum PortState: Hashable, Sendable, Codable {
  /// The port took the connection.
  case open
  /// A reset came: something at that address refuses.
  case closed
  /// An ICMP message says that a filter stands in the way; the router that said so.
  case filtered(by: IPAddress?)
  /// An ICMP message says that the address or its network cannot be reached.
  case unreachable(by: IPAddress?)
  /// Nothing came back. That proves nothing.
  case silent
}

/// The state of one port. Of a sweep only `open` and what ICMP says is stored singly, the rest is
/// counted; the ports that an identified device is asked for besides are stored in every state.
package struct PortSighting: Hashable, Sendable, Codable {
  package var port: UInt16
  package var transport: Transport
  package var state: PortState
  /// What it said first, unasked, at most 64 bytes of it as text: `RFB 003.008`.
  package var greeting: String?

  package init(port: UInt16, transport: Transport, state: PortState, greeting: String? = nil) {
    self.port = port
    self.transport = transport
    self.state = state
    self.greeting = greeting
  }
}

/// Which product answers.
package enum Product: String, Hashable, Sendable, Codable, CaseIterable {
  case amt = "AMT"
  /// Intel Standard Manageability.
  case ism = "ISM"
  /// Intel Small Business Technology.
  case sbt = "SBT"
  /// The consumer engine's web server.
  case cme = "CME"
  case dash = "DASH"
  /// A server's management controller that speaks IPMI.
  case bmc = "BMC"
  /// Something else, looked at closely.
  case none
  case unknown

  /// Whether it can be configured in one of AMT's ways.
  package var isConfigurable: Bool { self == .amt || self == .ism }
}

/// How far the set-up of a device has come.
package enum ProvisioningState: String, Hashable, Sendable, Codable, CaseIterable {
  case pre, `in`, post
}

/// Who controls a configured device: client control mode asks the user, admin control mode does not.
package enum ControlMode: String, Hashable, Sendable, Codable, CaseIterable {
  case none, client = "CCM", admin = "ACM"
}

/// How a conversation ended. Silence is an answer, not an error.
package enum Outcome: String, Hashable, Sendable, Codable, CaseIterable {
  /// It was said to its end.
  case complete
  /// The connection was refused or unreachable when asked again.
  case notConnected
  /// The port took the connection and said nothing until the deadline.
  case silent
  /// It began to answer and fell silent until the deadline.
  case cutShort
  /// It closed the connection without a word.
  case closedSilently
  /// It closed or reset the connection in the middle of an answer.
  case brokenOff
  /// The answer grew past the limit.
  case tooLong
  /// The answer is not in the protocol that was spoken.
  case otherProtocol
  /// A TLS alert, or nothing in common.
  case refusedHandshake
  /// Trouble on our own side kept the question from being asked.
  case notAsked
}

/// A presence pong: what the data bytes say, and the bytes.
package struct PongSighting: Hashable, Sendable, Codable {
  /// The whole datagram, at most 64 bytes.
  @HexCoded package var bytes: [UInt8]
  /// The enterprise number of the data part: 343 is Intel.
  package var enterprise: UInt32
  package var product: Product
  /// Major and minor, where the pong carries them.
  package var version: FirmwareVersion?
  /// The generations that fit, where no version is carried.
  package var span: VersionSpan?
  package var state: ProvisioningState?
  /// The port AMT's web server answers on; 0 where it is not set up.
  package var openPort: UInt16?
  package var dualPorts: Bool

  package init(
    bytes: [UInt8], enterprise: UInt32, product: Product, version: FirmwareVersion? = nil,
    span: VersionSpan? = nil, state: ProvisioningState? = nil, openPort: UInt16? = nil,
    dualPorts: Bool = false
  ) {
    self.bytes = bytes
    self.enterprise = enterprise
    self.product = product
    self.version = version
    self.span = span
    self.state = state
    self.openPort = openPort
    self.dualPorts = dualPorts
  }
}

/// What a web server on one of AMT's ports said, over one or a few connections.
package struct WebSighting: Hashable, Sendable, Codable {
  package var port: UInt16
  /// Whether it was said inside TLS.
  package var secure: Bool
  package var outcome: Outcome
  /// The status codes, in the order of the requests made.
  package var statuses: [Int]
  /// The Server header as sent, at most 512 bytes, invalid UTF-8 replaced.
  package var server: String?
  package var location: String?
  /// The digest realm of the challenge, with its `Digest:`.
  package var realm: String?
  package var nonce: String?
  package var qop: String?
  package var title: String?
  package var product: Product
  package var version: FirmwareVersion?
  /// What the product was read from: `server`, `title`; `nil` where nothing told it.
  package var productFrom: String?
  /// Weak signs of the generation (nonce, lengths): never more than a hint.
  package var hint: VersionSpan?
  /// What was odd about the answers, in a few words each.
  package var defects: [String]
  /// The first bytes of the first answer, at most 1,024.
  @HexCoded package var head: [UInt8]

  package init(port: UInt16, secure: Bool, outcome: Outcome) {
    self.port = port
    self.secure = secure
    self.outcome = outcome
    statuses = []
    product = .unknown
    defects = []
    head = []
  }
}

/// A version of TLS by its number on the wire: 0x0301 is TLS 1.0.
package struct TLSVersion: Hashable, Comparable, Sendable, Codable, CustomStringConvertible {
  package let rawValue: UInt16
  package init(rawValue: UInt16) { self.rawValue = rawValue }
  package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }

  package static let tls10 = TLSVersion(rawValue: 0x0301)
  package static let tls11 = TLSVersion(rawValue: 0x0302)
  package static let tls12 = TLSVersion(rawValue: 0x0303)
  package static let tls13 = TLSVersion(rawValue: 0x0304)

  /// `1.2`, or the number where it is none of TLS 1.0 to 1.3.
  package var description: String {
    switch rawValue {
    case 0x0300: "SSL3"
    case 0x0301...0x0304: "1.\(rawValue - 0x0301)"
    default: "0x" + String(rawValue, radix: 16)
    }
  }
}

/// What a TLS server on one of AMT's ports showed.
package struct TLSSighting: Hashable, Sendable, Codable {
  package var port: UInt16
  package var outcome: Outcome
  /// The versions in which a ServerHello came, ascending.
  package var versions: [TLSVersion]
  /// The suite chosen in the highest of them, by its IANA number.
  package var suite: UInt16?
  /// The chain as sent, leaf first, at most ten.
  package var chain: [CertificateFact]
  /// Whether a client certificate was asked for; `nil` where the handshake did not come that far.
  package var clientCertificateRequested: Bool?
  /// The alert that ended the handshake, by its number.
  package var alert: UInt8?
  /// Set where the leaf's name is one that AMT uses while it is being provisioned.
  package var state: ProvisioningState?
  package var defects: [String]

  package init(port: UInt16, outcome: Outcome) {
    self.port = port
    self.outcome = outcome
    versions = []
    chain = []
    defects = []
  }
}

/// What matters of one X.509 certificate. Absent parts were absent or unreadable.
package struct CertificateFact: Hashable, Sendable, Codable {
  /// SHA-256 of the DER as received, 64 hexadecimal digits.
  package var fingerprint: String
  /// The same as SHA-1 and SHA-384, where it was read from a file: firmware names roots by them.
  package var fingerprintSHA1: String?
  package var fingerprintSHA384: String?
  /// SHA-256 of the public key's DER, 64 hexadecimal digits: the same key means the same holder.
  package var keyFingerprint: String?
  package var commonNames: [String]
  package var organizationalUnits: [String]
  package var dnsNames: [String]
  package var ipAddresses: [IPAddress]
  package var issuerCommonName: String?
  package var serial: String?
  package var notBefore: Timestamp?
  package var notAfter: Timestamp?
  /// `RSA`, `EC`, … as OpenSSL names it.
  package var keyType: String?
  package var keyBits: Int?
  package var signatureAlgorithm: String?
  /// Extended key usages by their dotted numbers.
  package var extendedKeyUsages: [String]
  package var selfSigned: Bool
  /// Set where the DER could not be read: why.
  package var defect: String?

  package init(fingerprint: String) {
    self.fingerprint = fingerprint
    commonNames = []
    organizationalUnits = []
    dnsNames = []
    ipAddresses = []
    extendedKeyUsages = []
    selfSigned = false
  }
}
