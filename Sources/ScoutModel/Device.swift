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
///
/// Its attributes stand behind one reference, for they are many and pass through many hands.
package struct Device: Hashable, Sendable, Codable {
  package let id: DeviceID
  private var traits: Shared<DeviceTraits>

  package init(id: DeviceID, firstSeen: Timestamp, lastSeen: Timestamp) {
    self.id = id
    traits = Shared(DeviceTraits(firstSeen: firstSeen, lastSeen: lastSeen))
  }

  /// Ids that once stood for this device.
  package var aliases: [DeviceID] {
    _read { yield traits.value.aliases }
    _modify { yield &traits.value.aliases }
  }
  package var site: String {
    _read { yield traits.value.site }
    _modify { yield &traits.value.site }
  }
  /// Where AMT answers first; the rest follow in order.
  package var addresses: [Seen<IPAddress>] {
    _read { yield traits.value.addresses }
    _modify { yield &traits.value.addresses }
  }
  package var macs: [Seen<MACAddress>] {
    _read { yield traits.value.macs }
    _modify { yield &traits.value.macs }
  }
  package var uuid: Known<UUID128> {
    _read { yield traits.value.uuid }
    _modify { yield &traits.value.uuid }
  }
  package var realm: Known<String> {
    _read { yield traits.value.realm }
    _modify { yield &traits.value.realm }
  }
  package var product: Known<Product> {
    _read { yield traits.value.product }
    _modify { yield &traits.value.product }
  }
  package var version: Known<FirmwareVersion> {
    _read { yield traits.value.version }
    _modify { yield &traits.value.version }
  }
  /// The generations that fit, where only a span is known.
  package var span: VersionSpan? {
    _read { yield traits.value.span }
    _modify { yield &traits.value.span }
  }
  package var state: Known<ProvisioningState> {
    _read { yield traits.value.state }
    _modify { yield &traits.value.state }
  }
  package var controlMode: Known<ControlMode> {
    _read { yield traits.value.controlMode }
    _modify { yield &traits.value.controlMode }
  }
  package var ports: [Seen<OpenPort>] {
    _read { yield traits.value.ports }
    _modify { yield &traits.value.ports }
  }
  /// The ports of DASH and VNC, which only identified devices are asked for, in any state.
  package var sidePorts: [Seen<PortSighting>] {
    _read { yield traits.value.sidePorts }
    _modify { yield &traits.value.sidePorts }
  }
  package var pongs: [Seen<PongSighting>] {
    _read { yield traits.value.pongs }
    _modify { yield &traits.value.pongs }
  }
  package var webs: [Seen<WebSighting>] {
    _read { yield traits.value.webs }
    _modify { yield &traits.value.webs }
  }
  package var tls: [Seen<TLSSighting>] {
    _read { yield traits.value.tls }
    _modify { yield &traits.value.tls }
  }
  package var redirections: [Seen<RedirectionSighting>] {
    _read { yield traits.value.redirections }
    _modify { yield &traits.value.redirections }
  }
  package var hellos: [Seen<HelloSighting>] {
    _read { yield traits.value.hellos }
    _modify { yield &traits.value.hellos }
  }
  /// What it told with credentials.
  package var configurations: [Seen<WSManSighting>] {
    _read { yield traits.value.configurations }
    _modify { yield &traits.value.configurations }
  }
  /// The newest DHCP answer that gave the device its first address, else the newest that names its
  /// hardware address.
  package var lease: Seen<DHCPSighting>? {
    _read { yield traits.value.lease }
    _modify { yield &traits.value.lease }
  }
  /// The newest lease of each other adapter that goes by the machine's name and whose hardware
  /// address belongs to no device: a dock, a wireless card, or a twin.
  package var otherLeases: [Seen<DHCPSighting>] {
    _read { yield traits.value.otherLeases }
    _modify { yield &traits.value.otherLeases }
  }
  /// Option 15 as it was handed to this machine, else as its segment hands it out.
  package var option15: Known<String> {
    _read { yield traits.value.option15 }
    _modify { yield &traits.value.option15 }
  }
  package var names: DeviceNames {
    _read { yield traits.value.names }
    _modify { yield &traits.value.names }
  }
  package var hosts: [Seen<HostInventory>] {
    _read { yield traits.value.hosts }
    _modify { yield &traits.value.hosts }
  }
  /// The segment the first address lies in.
  package var segment: Prefix? {
    _read { yield traits.value.segment }
    _modify { yield &traits.value.segment }
  }
  package var firstSeen: Timestamp {
    _read { yield traits.value.firstSeen }
    _modify { yield &traits.value.firstSeen }
  }
  package var lastSeen: Timestamp {
    _read { yield traits.value.lastSeen }
    _modify { yield &traits.value.lastSeen }
  }
  /// Every observation that belongs to the device.
  package var evidence: Evidence {
    _read { yield traits.value.evidence }
    _modify { yield &traits.value.evidence }
  }
  /// How its observations came to be one device, in words; oldest first.
  package var identity: [IdentityNote] {
    _read { yield traits.value.identity }
    _modify { yield &traits.value.identity }
  }
}

extension Device {
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

/// What ``Device`` holds, by the same names.
private struct DeviceTraits: Hashable, Sendable, Codable {
  var aliases: [DeviceID] = []
  var site: String = ""
  var addresses: [Seen<IPAddress>] = []
  var macs: [Seen<MACAddress>] = []
  var uuid: Known<UUID128> = .unknown(.needsHostOrCredentials)
  var realm: Known<String> = .unknown(.notTold)
  var product: Known<Product> = .unknown(.notTold)
  var version: Known<FirmwareVersion> = .unknown(.notTold)
  var span: VersionSpan?
  var state: Known<ProvisioningState> = .unknown(.notTold)
  var controlMode: Known<ControlMode> = .unknown(.needsHostOrCredentials)
  var ports: [Seen<OpenPort>] = []
  var sidePorts: [Seen<PortSighting>] = []
  var pongs: [Seen<PongSighting>] = []
  var webs: [Seen<WebSighting>] = []
  var tls: [Seen<TLSSighting>] = []
  var redirections: [Seen<RedirectionSighting>] = []
  var hellos: [Seen<HelloSighting>] = []
  var configurations: [Seen<WSManSighting>] = []
  var lease: Seen<DHCPSighting>?
  var otherLeases: [Seen<DHCPSighting>] = []
  var option15: Known<String> = .unknown(.notTold)
  var names: DeviceNames = DeviceNames()
  var hosts: [Seen<HostInventory>] = []
  var segment: Prefix?
  var firstSeen: Timestamp
  var lastSeen: Timestamp
  var evidence: Evidence = .none
  var identity: [IdentityNote] = []
}
