package import ScoutModel
import ScoutNet

// What name servers and DHCP say.
extension SiteBuilder {
  /// A PTR look-up of an address; without names it is one that found nothing.
  @discardableResult
  package mutating func ptr(
    _ address: String, _ names: String..., outcome: NameOutcome? = nil, server: String = "10.0.0.53"
  ) -> ObservationID {
    lookup(
      ip(address).reverseName, "PTR", names, outcome: outcome, server: server, at: address)
  }

  /// A forward look-up of a name; without addresses it is one that found nothing.
  @discardableResult
  package mutating func forward(
    _ name: String, _ addresses: String..., type: String? = nil, outcome: NameOutcome? = nil,
    server: String = "10.0.0.53"
  ) -> ObservationID {
    let family = addresses.first?.contains(":") == true ? "AAAA" : "A"
    return lookup(
      name, type ?? family, addresses, outcome: outcome, server: server, at: nil)
  }

  /// The look-up of `provisionserver` and a suffix; without an address the name does not exist.
  @discardableResult
  package mutating func provisionServer(_ suffix: String, _ address: String? = nil)
    -> ObservationID
  {
    lookup(
      "provisionserver.\(suffix)", "A", address.map { [$0] } ?? [], outcome: nil,
      server: "10.0.0.53", at: nil)
  }

  /// A wish to have a name kept, or the answer that refuses it; `name` is then the zone's.
  @discardableResult
  package mutating func registration(
    _ name: String, _ address: String, client: String, server: String = "10.0.0.53", id: Int,
    isRefused: Bool
  ) -> ObservationID {
    var sighting = NameSighting(
      name: name, type: isRefused ? "SOA" : "A",
      outcome: isRefused ? .registrationRefused : .registered,
      records: isRefused
        ? [] : [NameRecord(name: name, type: "A", timeToLive: 900, value: address)],
      server: ip(server))
    sighting.client = ip(client)
    sighting.messageID = UInt16(truncatingIfNeeded: id)
    return add(.name(sighting), at: isRefused ? client : address, method: .passive)
  }

  /// Any look-up. Without an outcome, none of `values` means that the name does not exist.
  @discardableResult
  package mutating func lookup(
    _ name: String, _ type: String, _ values: [String], outcome: NameOutcome?, server: String,
    at address: String?
  ) -> ObservationID {
    let sighting = NameSighting(
      name: name, type: type, outcome: outcome ?? (values.isEmpty ? .noSuchName : .answered),
      records: values.map { NameRecord(name: name, type: type, timeToLive: 3600, value: $0) },
      server: ip(server))
    return add(.name(sighting), at: address)
  }

  /// A DHCP message, an ACK unless said otherwise. `domain` is option 15, `name` option 12, `mask`
  /// the length of option 1.
  @discardableResult
  package mutating func lease(
    _ address: String?, mac: String? = nil, domain: String? = nil, name: String? = nil,
    fqdn: String? = nil, server: String? = "10.0.0.1", relay: String? = nil, mask: Int? = nil,
    searchList: [String] = [], nameServers: [String] = [], vendorClass: String? = nil,
    message: String = "ACK", method: ObservationMethod = .passive
  ) -> ObservationID {
    var sighting = DHCPSighting(message: message)
    sighting.clientMAC = mac.map { ScoutTestKit.mac($0) }
    if sighting.isFromServer {
      sighting.yourAddress = address.map(ip4)
      sighting.server = server.map(ip4)
    } else {
      sighting.clientAddress = address.map(ip4)
    }
    sighting.relay = relay.map(ip4)
    if let mask, let address { sighting.segment = Prefix(ip(address), length: mask) }
    sighting.domainName = domain
    sighting.hostName = name
    sighting.fqdn = fqdn
    sighting.searchList = searchList
    sighting.nameServers = nameServers.map(ip4)
    sighting.vendorClass = vendorClass
    return add(.dhcp(sighting), at: address, mac: mac, method: method)
  }
}

// What a file from the machine tells.
extension SiteBuilder {
  /// A host file with one wired adapter, where an address or a MAC is given.
  @discardableResult
  package mutating func host(
    _ address: String? = nil, mac: String? = nil, uuid: String? = nil, product: Product? = .amt,
    version: String? = nil, state: ProvisioningState? = nil, controlMode: ControlMode? = nil,
    enabled: Bool? = nil, name: String? = nil, dnsSuffix: String? = nil, hostSuffix: String? = nil,
    hostAddress: String? = nil, linkUp: Bool? = true, dhcpEnabled: Bool? = true,
    remoteAccessNetwork: String? = nil, sku: Int? = nil, rootHashes: [RootHash] = [],
    wireless: Bool = false, tool: String = "rpc amtinfo", file: String = "host.json"
  ) -> ObservationID {
    var inventory = HostInventory(tool: tool)
    inventory.uuid = uuid.map { ScoutTestKit.uuid($0) }
    inventory.product = product
    inventory.version = version.map(firmware)
    inventory.state = state
    inventory.controlMode = controlMode
    inventory.enabled = enabled
    inventory.hostName = name
    inventory.dnsSuffix = dnsSuffix
    inventory.hostDNSSuffix = hostSuffix
    inventory.remoteAccessNetwork = remoteAccessNetwork
    inventory.sku = sku
    inventory.rootHashes = rootHashes
    if address != nil || mac != nil || hostAddress != nil {
      var adapter = HostAdapter(wireless: wireless)
      adapter.address = address.map(ip)
      adapter.hostAddress = hostAddress.map(ip)
      adapter.mac = mac.map { ScoutTestKit.mac($0) }
      adapter.linkUp = linkUp
      adapter.dhcpEnabled = dhcpEnabled
      adapter.dhcpMode = dhcpEnabled == nil ? nil : "passive"
      inventory.adapters = [adapter]
    }
    return add(.host(inventory), method: .imported, origin: Origin(file, position: 1))
  }
}
