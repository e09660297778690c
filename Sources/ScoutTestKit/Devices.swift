package import ScoutModel
import ScoutNet

// Devices, made without correlation, for the tests of what comes after it.

extension Known {
  /// Known from one source.
  package static func told(_ value: Value, by source: String, _ evidence: Evidence = .none) -> Self
  {
    .known(Claim(value, source: source, evidence))
  }
}

extension Device {
  /// A device as correlation would hand it on. Everything left out is not known.
  ///
  /// `ports` get web and TLS answers that fit only where `web` or `certificate` ask for them.
  package static func sample(
    _ id: Int64 = 1, _ address: String? = "10.0.0.5", otherAddresses: [String] = [],
    mac: String? = nil, uuid: String? = nil, realm: String? = nil, product: Product? = .amt,
    version: String? = nil, versionSource: String = "http", span: VersionSpan? = nil,
    state: ProvisioningState? = nil, controlMode: ControlMode? = nil, ports: [UInt16] = [],
    pong: PongSighting? = nil, web: WebSighting? = nil, certificate: CertificateFact? = nil,
    tlsVersions: [TLSVersion] = [.tls12], option15: String? = nil, dhcpName: String? = nil,
    amtName: String? = nil, hostName: String? = nil, ptr: [String]? = nil,
    host: HostInventory? = nil,
    site: String = "", seen: Timestamp = .testStart
  ) -> Device {
    var device = Device(id: DeviceID(ObservationID(id)), firstSeen: seen, lastSeen: seen)
    let evidence = Evidence([ObservationID(id)])
    func seenNow<Value>(_ value: Value) -> Seen<Value> {
      Seen(value, evidence, first: seen, last: seen)
    }
    device.site = site
    device.evidence = evidence
    device.addresses = ([address].compactMap(\.self) + otherAddresses).map { seenNow(ip($0)) }
    if let mac { device.macs = [seenNow(ScoutTestKit.mac(mac))] }
    if let uuid { device.uuid = .told(ScoutTestKit.uuid(uuid), by: "import", evidence) }
    if let realm { device.realm = .told(realm, by: "http", evidence) }
    if let product { device.product = .told(product, by: versionSource, evidence) }
    if let version { device.version = .told(firmware(version), by: versionSource, evidence) }
    device.span = span
    if let state { device.state = .told(state, by: versionSource, evidence) }
    if let controlMode { device.controlMode = .told(controlMode, by: "import", evidence) }
    device.ports = ports.map { seenNow(OpenPort($0)) }
    if let pong {
      device.pongs = [seenNow(pong)]
      device.ports.append(seenNow(OpenPort(623, .udp)))
    }
    if let web { device.webs = [seenNow(web)] }
    if let certificate {
      var sighting = TLSSighting(port: 16993, outcome: .complete)
      sighting.versions = tlsVersions
      sighting.chain = [certificate]
      device.tls = [seenNow(sighting)]
      device.names.certificate = (certificate.dnsNames + certificate.commonNames).map(seenNow)
    }
    if let option15 { device.option15 = .told(option15, by: "dhcp", evidence) }
    if let dhcpName { device.names.dhcp = .told(dhcpName, by: "option 81", evidence) }
    if let amtName { device.names.amt = .told(domain(amtName), by: "import", evidence) }
    if let hostName { device.names.host = .told(hostName, by: "import", evidence) }
    if let ptr, let address = device.address {
      device.names.pointers = [
        Lookup(
          name: address.reverseName, type: "PTR", outcome: ptr.isEmpty ? .noSuchName : .answered,
          values: ptr.sorted(), server: ip("10.0.0.53"), evidence: evidence)
      ]
    }
    if let host { device.hosts = [seenNow(host)] }
    device.segment = device.address.flatMap { Prefix($0, length: $0.bitWidth == 32 ? 24 : 64) }
    return device
  }

  /// Adds a forward look-up of `name`; without addresses the name does not exist.
  package func resolving(_ name: String, to addresses: String...) -> Device {
    var device = self
    let isIPv6 = addresses.first?.contains(":") == true
    device.names.forwards.append(
      Lookup(
        name: name, type: isIPv6 ? "AAAA" : "A",
        outcome: addresses.isEmpty ? .noSuchName : .answered, values: addresses.sorted(),
        server: ip("10.0.0.53"), evidence: evidence))
    return device
  }

  /// Changes anything else, in one expression.
  package func with(_ change: (inout Device) -> Void) -> Device {
    var device = self
    change(&device)
    return device
  }
}
