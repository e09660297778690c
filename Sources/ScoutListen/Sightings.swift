import ScoutAMT
package import ScoutModel
import ScoutNet
package import ScoutWire

extension HeardMessage {
  /// What the message says that is worth keeping: DHCP messages, answers to questions for
  /// addresses and names, questions for `provisionserver`, names that machines give themselves on
  /// the link, hellos, presence pongs, neighbours.
  /// Repetitions are left to the caller.
  ///
  /// `site` is the label of the site the capture was made at, `source` the capture's name.
  package func sightings(site: String, source: String) -> [Sighting] {
    var found: [(Endpoint, Fact)] = []
    func endpoint(_ address: IPAddress?, _ mac: MACAddress? = nil) -> Endpoint {
      Endpoint(address: address, mac: mac, vlan: vlans, site: site)
    }
    switch content {
    case .dhcp(let dhcp):
      let sighting = DHCPSighting(dhcp)
      found.append(
        (endpoint(dhcp.boundAddress.map(IPAddress.v4), dhcp.stationMAC), .dhcp(sighting)))
    case .dns(let dns, .udp) where dns.opcode == 5, .dns(let dns, .tcp) where dns.opcode == 5:
      for sighting in dns.registrations(from: self.source, to: destination) {
        let client = dns.isResponse ? destination : self.source
        found.append((endpoint(sighting.singleAddress ?? client), .name(sighting)))
      }
    case .dns(let dns, .udp), .dns(let dns, .tcp):
      guard dns.opcode == 0, let question = dns.questions.first else { break }
      if dns.isResponse {
        guard let sighting = NameSighting(dns, question, server: self.source) else { break }
        found.append((endpoint(sighting.singleAddress), .name(sighting)))
      } else if question.isForProvisioningServer {
        let sighting = NameSighting(
          name: question.plainName, type: question.type.description, outcome: .questionOnly,
          server: destination)
        found.append((endpoint(self.source), .name(sighting)))
      }
    case .neighbour(let address, let mac):
      found.append((endpoint(address, mac), .neighbour))
    case .rmcp(let rmcp):
      guard case .pong(let pong) = rmcp.message else { break }
      found.append((endpoint(self.source), .pong(PongSighting(pong, bytes: rmcp.bytes))))
    case .hello(let hello, let bytes, let port):
      var sighting = HelloSighting(hello, bytes: bytes, port: port)
      sighting.server = destination
      // The frame's sender may be a router, so no hardware address is taken from it.
      found.append((endpoint(self.source), .hello(sighting)))
    case .dhcpv6(let dhcp):
      // What relays pass on is told by the message inside.
      guard dhcp.transactionID != nil else { break }
      found.append((endpoint(nil), .ipv6(IPv6Sighting(dhcp, server: self.source))))
    case .routerAdvertisement(let advertisement):
      found.append(
        (
          endpoint(self.source, advertisement.mac),
          .ipv6(IPv6Sighting(advertisement, router: self.source))
        ))
    case .dns(let dns, let transport):
      for (address, name) in dns.localNames(of: self.source, transport) {
        found.append((endpoint(address), .localName(name)))
      }
    }
    return found.map {
      Sighting(
        time: time, endpoint: $0.0, method: .passive, origin: Origin(source, position: frame),
        fact: $0.1)
    }
  }
}

extension DHCPv4Message {
  /// The message's name, or its number.
  package var kind: String { messageType?.description ?? "BOOTP" }

  /// Whether a server says it.
  package var isFromServer: Bool {
    messageType == .offer || messageType == .ack || messageType == .nak
  }

  /// *chaddr* where it names one station.
  fileprivate var stationMAC: MACAddress? { clientMAC.flatMap { $0.isUnicast ? $0 : nil } }

  /// The address that the client has after this message: what an ACK gives or confirms, what a
  /// client says it uses. An OFFER gives nothing yet.
  fileprivate var boundAddress: IPv4Address? {
    if messageType == .ack, yourAddress != .zero { return yourAddress }
    let users: [DHCPv4MessageType?] = [.ack, .request, .inform, .release]
    return users.contains(messageType) && clientAddress != .zero ? clientAddress : nil
  }
}

extension DHCPSighting {
  /// Takes what matters from a message.
  package init(_ dhcp: DHCPv4Message) {
    func known(_ address: IPv4Address) -> IPv4Address? { address == .zero ? nil : address }
    self.init(message: dhcp.kind)
    clientMAC = dhcp.clientMAC
    clientAddress = known(dhcp.clientAddress)
    yourAddress = known(dhcp.yourAddress)
    relay = known(dhcp.relayAddress)
    server = dhcp.serverIdentifier
    if let length = dhcp.prefixLength, let address = yourAddress ?? clientAddress {
      segment = Prefix(.v4(address), length: length)
    }
    hostName = dhcp.hostName.sent
    switch dhcp.domainName {
    case .absent: domainName = nil
    case .empty, .blank: domainName = ""
    case .text(let text): domainName = text
    }
    fqdn = dhcp.fqdn?.name
    searchList = dhcp.searchList ?? []
    nameServers = dhcp.nameServers
    vendorClass = dhcp.vendorClass.sent
  }
}

extension IPv6Sighting {
  /// Takes what matters from a message.
  fileprivate init(_ dhcp: DHCPv6Message, server: IPAddress?) {
    self.init(message: dhcp.type.name ?? String(dhcp.type.rawValue))
    clientMAC = dhcp.clientIdentifierMAC
    fqdn = dhcp.fqdn
    searchList = dhcp.searchList
    nameServers = dhcp.nameServers
    let addresses = dhcp.addresses
    if !addresses.isEmpty { self.addresses = addresses }
    // A server's own address, where no relay speaks for it.
    if isFromServer, dhcp.relays.isEmpty { self.server = server }
    link = dhcp.relays.last.flatMap { $0.linkAddress.isZero ? nil : $0.linkAddress }
  }

  fileprivate init(_ advertisement: RouterAdvertisement, router: IPAddress?) {
    self.init(message: "RA")
    server = router
    searchList = advertisement.searchList
    nameServers = advertisement.nameServers
    prefixes = advertisement.prefixes
  }
}

extension IPv6Address {
  fileprivate var isZero: Bool { high == 0 && low == 0 }
}

extension DNSMessage {
  /// What a message of dynamic update (RFC 2136) says: the addresses and names that are to be kept,
  /// or that the server does not take them. Its sections are zone, prerequisites, updates.
  fileprivate func registrations(from source: IPAddress?, to destination: IPAddress?)
    -> [NameSighting]
  {
    if isResponse {
      guard refusesUpdate, let zone = questions.first else { return [] }
      var refusal = NameSighting(
        name: zone.plainName, type: "SOA", outcome: .registrationRefused, server: source)
      refusal.client = destination
      refusal.messageID = id
      return [refusal]
    }
    var found: [NameSighting] = []
    // Class IN adds; ANY and NONE take away.
    for record in authorities where record.rawClass == 1 {
      guard [.a, .aaaa, .ptr].contains(record.type), found.count < 64 else { continue }
      let name = record.name.text.inLowerCase
      let type = record.type.description
      let entry = NameRecord(
        name: name, type: type, timeToLive: record.timeToLive,
        value: CaptureLine.valueText(record).inLowerCase)
      if let place = found.firstIndex(where: { $0.name == name && $0.type == type }) {
        found[place].records.append(entry)
      } else {
        var wish = NameSighting(
          name: name, type: type, outcome: .registered, records: [entry], server: destination)
        wish.client = source
        wish.messageID = id
        found.append(wish)
      }
    }
    return found
  }

  /// Whether the server will not take what the update wants.
  ///
  /// Codes 6 to 8 say that a prerequisite does not hold (RFC 2136, 2.2): DHCP servers put questions in
  /// that form and then send another update. A server that failed (2) may take it next time.
  private var refusesUpdate: Bool { ![0, 2, 6, 7, 8].contains(responseCode) }
}

extension DNSQuestion {
  /// Whether it asks for the server that AMT looks for when it wants to be configured.
  fileprivate var isForProvisioningServer: Bool {
    let name = name.text.utf8
    let server = "provisionserver".utf8
    return name.count >= server.count
      && zip(name, server).allSatisfy { $0 == $1 || $0 ^ 0x20 == $1 }
      && (name.count == server.count || name.dropFirst(server.count).first == UInt8(ascii: "."))
  }

  /// The name in lower case.
  package var plainName: String { name.text.inLowerCase }
}

extension String {
  /// The text in lower case; without a copy where it is that already, as most names are.
  fileprivate var inLowerCase: String {
    let isPlain = utf8.allSatisfy {
      $0 < 0x80 && !(UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0)
    }
    return isPlain ? self : lowercased()
  }
}

extension NameSighting {
  /// The types that names and addresses are found by.
  private static let types: [DNSType] = [.a, .aaaa, .ptr, .cname]

  /// Takes an answer; `nil` where its question is of no interest.
  fileprivate init?(_ dns: DNSMessage, _ question: DNSQuestion, server: IPAddress?) {
    guard Self.types.contains(question.type), question.rawClass & 0x7FFF == 1 else { return nil }
    let records = dns.answers.filter { Self.types.contains($0.type) }.map {
      NameRecord(
        name: $0.name.text.inLowerCase, type: $0.type.description, timeToLive: $0.timeToLive,
        value: CaptureLine.valueText($0).inLowerCase)
    }
    let outcome: NameOutcome
    switch dns.responseCode {
    case 0:
      let isAnswered = dns.answers.contains { $0.type == question.type }
      // What a cut answer leaves out cannot be told.
      if !isAnswered, dns.isTruncated || !dns.defects.isEmpty { return nil }
      outcome = isAnswered ? .answered : .noData
    case 3: outcome = .noSuchName
    default: outcome = .serverFailed
    }
    self.init(
      name: question.plainName, type: question.type.description, outcome: outcome,
      records: records, server: server)
  }

  /// The address that the answer is about, where it is about one.
  fileprivate var singleAddress: IPAddress? {
    if type == "PTR" { return IPAddress(reverseName: name) }
    let addresses = records.filter { $0.type == type }.compactMap { IPAddress($0.value) }
    return addresses.count == 1 ? addresses.first : nil
  }
}
