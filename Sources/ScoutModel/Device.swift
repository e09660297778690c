package import ScoutNet

/// A device's short name inside one site file: `D` and the number of its earliest observation.
package struct DeviceID: Hashable, Comparable, Sendable, Codable, CustomStringConvertible {
  package let observation: ObservationID
  package init(_ observation: ObservationID) { self.observation = observation }
  package var description: String { "D\(observation.rawValue)" }
  package static func < (left: Self, right: Self) -> Bool { left.observation < right.observation }

  /// Reads `D17`.
  package init?(_ text: String) {
    guard text.first == "D" || text.first == "d", let number = Int64(text.dropFirst()), number >= 0
    else { return nil }
    observation = ObservationID(number)
  }
}

/// Something seen of a device, with the observations that show it.
package struct Seen<Value: Hashable & Sendable & Codable>: Hashable, Sendable, Codable {
  package let value: Value
  package let evidence: Evidence
  /// When it was seen first and last.
  package let first: Timestamp
  package let last: Timestamp

  package init(_ value: Value, _ evidence: Evidence, first: Timestamp, last: Timestamp) {
    self.value = value
    self.evidence = evidence
    self.first = first
    self.last = last
  }
}

/// A port that took a connection or answered a ping.
package struct OpenPort: Hashable, Comparable, Sendable, Codable, CustomStringConvertible {
  package let port: UInt16
  package let transport: Transport

  package init(_ port: UInt16, _ transport: Transport = .tcp) {
    self.port = port
    self.transport = transport
  }

  /// TCP before UDP, then by number.
  package static func < (left: Self, right: Self) -> Bool {
    (left.transport.rawValue, left.port) < (right.transport.rawValue, right.port)
  }

  /// `16992`, `623/udp`.
  package var description: String { transport == .tcp ? "\(port)" : "\(port)/udp" }
}

/// What the domain name system said of one name or address of a device.
package struct Lookup: Hashable, Sendable, Codable {
  /// The name asked for: a host name, or an address's reverse name.
  package let name: String
  /// `PTR`, `A` or `AAAA`.
  package let type: String
  package let outcome: NameOutcome
  /// The names or addresses that came, sorted, as text.
  package let values: [String]
  package let server: IPAddress?
  package let evidence: Evidence

  package init(
    name: String, type: String, outcome: NameOutcome, values: [String], server: IPAddress?,
    evidence: Evidence
  ) {
    self.name = name
    self.type = type
    self.outcome = outcome
    self.values = values
    self.server = server
    self.evidence = evidence
  }
}

/// The names of one device, by source. Nothing here is judged yet.
package struct DeviceNames: Hashable, Sendable, Codable {
  /// AMT's own name, from credentials or the host.
  package var amt: Known<DomainName>
  /// PTR look-ups of the device's addresses.
  package var pointers: [Lookup]
  /// A and AAAA look-ups of every name met on the device.
  package var forwards: [Lookup]
  /// DNS names in the leaf certificates: subject alternative names and common names.
  package var certificate: [Seen<String>]
  /// The name the machine gave itself in DHCP (option 81, else 12).
  package var dhcp: Known<String>
  /// The operating system's host name, from the host.
  package var host: Known<String>
  /// What the machine calls itself on its own link: no evidence of what name servers say.
  package var local: [Seen<LocalNameSighting>]
  /// Registrations of the device's names that a name server refused and nobody repeated since; their
  /// values are the addresses that were to be kept.
  package var refusals: [Lookup]
  /// The names under which somebody at one of the device's addresses was heard to look for the server
  /// that configures AMT.
  package var searches: [Seen<String>]
  /// The names by which the operator named it as a target.
  package var reached: [Seen<String>]

  package init() {
    amt = .unknown(.needsHostOrCredentials)
    pointers = []
    forwards = []
    certificate = []
    dhcp = .unknown(.notTold)
    host = .unknown(.needsHostOrCredentials)
    local = []
    refusals = []
    searches = []
    reached = []
  }
}

/// One machine, correlated from observations. Attributes are known with evidence or not known.
package struct Device: Hashable, Sendable, Codable {
  package let id: DeviceID
  /// Ids that once stood for this device.
  package var aliases: [DeviceID]
  package var site: String
  /// Where AMT answers first; the rest follow in order.
  package var addresses: [Seen<IPAddress>]
  package var macs: [Seen<MACAddress>]
  package var uuid: Known<UUID128>
  package var realm: Known<String>
  package var product: Known<Product>
  package var version: Known<FirmwareVersion>
  /// The generations that fit, where only a span is known.
  package var span: VersionSpan?
  package var state: Known<ProvisioningState>
  package var controlMode: Known<ControlMode>
  package var ports: [Seen<OpenPort>]
  /// The ports of DASH and VNC, which only identified devices are asked for, in any state.
  package var sidePorts: [Seen<PortSighting>]
  package var pongs: [Seen<PongSighting>]
  package var webs: [Seen<WebSighting>]
  package var tls: [Seen<TLSSighting>]
  package var redirections: [Seen<RedirectionSighting>]
  package var hellos: [Seen<HelloSighting>]
  /// What it told with credentials.
  package var configurations: [Seen<WSManSighting>]
  /// The newest DHCP answer that gave the device its first address, else the newest that names its
  /// hardware address.
  package var lease: Seen<DHCPSighting>?
  /// The newest lease of each other adapter that goes by the machine's name and whose hardware
  /// address belongs to no device: a dock, a wireless card, or a twin.
  package var otherLeases: [Seen<DHCPSighting>]
  /// Option 15 as it was handed to this machine, else as its segment hands it out.
  package var option15: Known<String>
  package var names: DeviceNames
  package var hosts: [Seen<HostInventory>]
  /// The segment the first address lies in.
  package var segment: Prefix?
  package var firstSeen: Timestamp
  package var lastSeen: Timestamp
  /// Every observation that belongs to the device.
  package var evidence: Evidence
  /// How its observations came to be one device, in words; oldest first.
  package var identity: [IdentityNote]

  package init(id: DeviceID, firstSeen: Timestamp, lastSeen: Timestamp) {
    self.id = id
    self.firstSeen = firstSeen
    self.lastSeen = lastSeen
    aliases = []
    site = ""
    addresses = []
    macs = []
    uuid = .unknown(.needsHostOrCredentials)
    realm = .unknown(.notTold)
    product = .unknown(.notTold)
    version = .unknown(.notTold)
    state = .unknown(.notTold)
    controlMode = .unknown(.needsHostOrCredentials)
    ports = []
    sidePorts = []
    pongs = []
    webs = []
    tls = []
    redirections = []
    hellos = []
    configurations = []
    otherLeases = []
    option15 = .unknown(.notTold)
    names = DeviceNames()
    hosts = []
    evidence = .none
    identity = []
  }

  /// The address AMT is best reached at.
  package var address: IPAddress? { addresses.first?.value }

  /// The addresses at which AMT itself spoke: its web server, its TLS, its pong.
  package var answering: [IPAddress] {
    var spoken: Set<ObservationID> = []
    for web in webs { spoken.formUnion(web.evidence.observations) }
    for sighting in tls { spoken.formUnion(sighting.evidence.observations) }
    for pong in pongs { spoken.formUnion(pong.evidence.observations) }
    if spoken.isEmpty { return [] }
    return addresses.filter { $0.evidence.observations.contains(where: spoken.contains) }
      .map(\.value)
  }

  /// Whether the firmware is `bound` or later, as far as the evidence goes.
  package func isAtLeast(_ bound: FirmwareVersion) -> Ternary {
    if let version = version.value { return version.isAtLeast(bound) }
    if case .conflicting(let claims) = version {
      let answers = Set(claims.map { $0.value.isAtLeast(bound) })
      return answers.count == 1 ? answers.first ?? .unknown : .unknown
    }
    return span?.isAtLeast(bound) ?? .unknown
  }
}
