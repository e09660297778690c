package import ScoutModel
import ScoutNet

/// Makes observations in one line each: ids count up from 1, and each comes a second after the last.
///
/// Texts that cannot be read stop the test. Every call returns the id of what it added.
package struct SiteBuilder {
  /// What was added so far, in the order of ids.
  package private(set) var observations: [Observation] = []
  /// The site's label for what is added from now on.
  package var site = ""
  /// The scan for what is added from now on.
  package var scan: Int64 = 1
  /// When the next observation is made.
  package var now: Timestamp
  private var nextID: Int64

  package init(start: Timestamp = .testStart, firstID: Int64 = 1) {
    now = start
    nextID = firstID
  }

  /// Lets time pass before the next observation.
  package mutating func wait(_ duration: Duration) {
    let (seconds, attoseconds) = duration.components
    now = Timestamp(
      microseconds: now.microseconds + seconds * 1_000_000 + attoseconds / 1_000_000_000_000)
  }

  /// Adds any fact.
  @discardableResult
  package mutating func add(
    _ fact: Fact, at address: String? = nil, mac: String? = nil,
    method: ObservationMethod = .active,
    origin: Origin? = nil
  ) -> ObservationID {
    let id = ObservationID(nextID)
    let endpoint = Endpoint(
      address: address.map(ip), mac: mac.map { ScoutTestKit.mac($0) }, site: site)
    observations.append(
      Observation(
        id: id, scan: scan,
        sighting: Sighting(
          time: now, endpoint: endpoint, method: method, origin: origin, fact: fact)))
    nextID += 1
    wait(.seconds(1))
    return id
  }
}

// What a sweep sees.
extension SiteBuilder {
  /// A port that took the connection.
  @discardableResult
  package mutating func open(
    _ address: String, _ port: UInt16, _ transport: Transport = .tcp
  ) -> ObservationID {
    self.port(address, port, transport, .open)
  }

  /// A port in any state.
  @discardableResult
  package mutating func port(
    _ address: String, _ port: UInt16, _ transport: Transport = .tcp, _ state: PortState
  ) -> ObservationID {
    add(.port(PortSighting(port: port, transport: transport, state: state)), at: address)
  }

  /// A presence pong of an Intel device. `version` as far as the pong carries it (`9.5`).
  @discardableResult
  package mutating func pong(
    _ address: String, version: String? = nil, state: ProvisioningState? = nil,
    openPort: UInt16? = nil, dualPorts: Bool = false, span: VersionSpan? = nil,
    product: Product = .amt, enterprise: UInt32 = 343
  ) -> ObservationID {
    let sighting = PongSighting(
      bytes: [6, 0, 255, 6], enterprise: enterprise, product: product,
      version: version.map(firmware), span: span, state: state, openPort: openPort,
      dualPorts: dualPorts)
    return add(.pong(sighting), at: address)
  }

  /// An entry of the neighbour table: this MAC has this address.
  @discardableResult
  package mutating func neighbour(_ address: String, mac: String) -> ObservationID {
    add(.neighbour, at: address, mac: mac)
  }
}

// What a conversation tells.
extension SiteBuilder {
  /// An answer of a web server. `server` is made from `product` and `version` unless given; `from`
  /// says where the product was read.
  @discardableResult
  package mutating func web(
    _ address: String, _ port: UInt16 = 16992, product: Product = .amt, version: String? = nil,
    realm: String? = nil, server: String? = nil, title: String? = nil, from: String? = "server",
    statuses: [Int] = [303, 401], outcome: Outcome = .complete, hint: VersionSpan? = nil,
    defects: [String] = []
  ) -> ObservationID {
    var sighting = WebSighting(port: port, secure: port % 2 == 1, outcome: outcome)
    sighting.statuses = statuses
    sighting.product = product
    sighting.version = version.map(firmware)
    sighting.productFrom = product == .unknown ? nil : from
    sighting.server = server ?? SiteBuilder.serverHeader(product, version)
    sighting.realm = realm
    sighting.title = title
    sighting.hint = hint
    sighting.defects = defects
    return add(.web(sighting), at: address)
  }

  private static func serverHeader(_ product: Product, _ version: String?) -> String? {
    let name: String? =
      switch product {
      case .amt: "Intel(R) Active Management Technology"
      case .ism: "Intel(R) Standard Manageability"
      case .sbt: "Intel(R) Small Business Technology"
      case .cme: "Intel(R) Con. Management Engine"
      case .none: "nginx"
      case .dash, .bmc, .unknown: nil
      }
    return name.map { name in version.map { "\(name) \($0)" } ?? name }
  }

  /// What a TLS server showed: `name` is the leaf's common name, `versions` as in `["1.0", "1.2"]`.
  @discardableResult
  package mutating func tls(
    _ address: String, _ port: UInt16 = 16993, name: String? = nil, dnsNames: [String] = [],
    key: String? = nil, versions: [String] = ["1.2"], suite: UInt16? = 0x009C,
    chain: [CertificateFact]? = nil, clientCertificate: Bool? = false,
    state: ProvisioningState? = nil, outcome: Outcome = .complete, alert: UInt8? = nil
  ) -> ObservationID {
    var sighting = TLSSighting(port: port, outcome: outcome)
    sighting.versions = versions.map { text in
      guard text.hasPrefix("1."), let minor = UInt16(text.dropFirst(2)), minor <= 3 else {
        preconditionFailure("\(text) is no version of TLS")
      }
      return TLSVersion(rawValue: 0x0301 + minor)
    }
    sighting.suite = versions.isEmpty ? nil : suite
    let hasLeaf = name != nil || !dnsNames.isEmpty || key != nil
    sighting.chain =
      chain ?? (hasLeaf ? [certificate(name, dnsNames: dnsNames, key: key)] : [])
    sighting.clientCertificateRequested = versions.isEmpty ? nil : clientCertificate
    sighting.state = state
    sighting.alert = alert
    return add(.tls(sighting), at: address)
  }
}
