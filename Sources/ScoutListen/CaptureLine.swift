import ScoutAMT
import ScoutModel
import ScoutNet
import ScoutWire

/// What `capture --json` prints of a message: one JSON object on one line.
///
/// Absent fields are left out. Control characters are escaped, invalid UTF-8 is replaced. Numbers
/// without a name stay numbers.
package enum CaptureLine {
  /// The line without its end; `nil` for a message that has none: ARP is kept, not printed.
  package static func text(for message: HeardMessage) -> String? {
    let lines = LineBuffer(capacity: 1024)
    append(message, to: lines)
    return lines.count == 0 ? nil : String(decoding: lines.bytes.dropLast(), as: UTF8.self)
  }

  /// Appends the line with its end, as UTF-8; nothing for a message that has none.
  package static func append(_ message: HeardMessage, to lines: LineBuffer) {
    guard let kind = message.content.kind else { return }
    var object = JSONObject(on: lines)
    object.add("kind", kind)
    object.add("frame", message.frame)
    object.add("time", plain: message.time)
    if !message.vlans.isEmpty { object.add("vlan", message.vlans) }
    switch message.content {
    case .dhcp(let dhcp): add(dhcp, to: &object)
    case .dhcpv6(let dhcp): add(dhcp, to: &object)
    case .routerAdvertisement(let advertisement): add(advertisement, to: &object)
    case .dns(let dns, let transport): add(dns, transport, to: &object)
    case .rmcp(let rmcp): add(rmcp, message, to: &object)
    case .hello(let hello, let bytes, let port):
      add(HelloSighting(hello, bytes: bytes, port: port), message, to: &object)
    case .neighbour: break
    }
    object.close()
  }

  private static func add(_ defects: [WireError], to object: inout JSONObject) {
    if !defects.isEmpty { object.add("defects", defects.map(\.description)) }
  }

  private static func add(_ dhcp: DHCPv4Message, to object: inout JSONObject) {
    if let type = dhcp.messageType {
      if let name = type.name {
        object.add("message", name)
      } else {
        object.add("message", type.rawValue)
      }
    }
    func known(_ address: IPv4Address) -> IPv4Address? { address == .zero ? nil : address }
    object.add("clientMAC", plain: dhcp.clientMAC)
    object.add("clientAddress", plain: known(dhcp.clientAddress))
    object.add("yourAddress", plain: known(dhcp.yourAddress))
    object.add("relay", plain: known(dhcp.relayAddress))
    object.add("server", plain: dhcp.serverIdentifier)
    object.add("requestedAddress", plain: dhcp.requestedAddress)
    dhcp.withValue(of: .hostName) { object.add("hostName", sent: $0) }
    dhcp.withValue(of: .domainName) { object.add("domainName", sent: $0) }
    object.add("fqdn", dhcp.fqdn?.name)
    object.add("searchList", dhcp.searchList)
    let nameServers = dhcp.nameServers
    if !nameServers.isEmpty { object.add("nameServers", plain: nameServers) }
    dhcp.withValue(of: .vendorClass) { object.add("vendorClass", sent: $0) }
    let relayAgent = dhcp.relayAgent
    if !relayAgent.isEmpty {
      object.add("relayAgent", relayAgent) { part, object in
        object.add("code", part.code)
        object.add("value", hexadecimal(part.value))
      }
    }
    add(dhcp.defects, to: &object)
  }

  private static func add(_ type: DHCPv6MessageType, to object: inout JSONObject) {
    if let name = type.name {
      object.add("message", name)
    } else {
      object.add("message", type.rawValue)
    }
  }

  private static func add(_ dhcp: DHCPv6Message, to object: inout JSONObject) {
    add(dhcp.type, to: &object)
    object.add("clientMAC", dhcp.clientIdentifierMAC?.description)
    object.add("searchList", dhcp.searchList)
    object.add("fqdn", dhcp.fqdn)
    if !dhcp.nameServers.isEmpty {
      object.add("nameServers", dhcp.nameServers.map(\.description))
    }
    if !dhcp.relays.isEmpty {
      object.add("relays", dhcp.relays) { relay, object in
        add(relay.type, to: &object)
        object.add("link", relay.linkAddress.description)
        object.add("peer", relay.peerAddress.description)
      }
    }
    add(dhcp.defects, to: &object)
  }

  private static func add(_ advertisement: RouterAdvertisement, to object: inout JSONObject) {
    object.add("searchList", advertisement.searchList)
    if !advertisement.nameServers.isEmpty {
      object.add("nameServers", advertisement.nameServers.map(\.description))
    }
    if !advertisement.prefixes.isEmpty {
      object.add("prefixes", advertisement.prefixes.map(\.description))
    }
    object.add("routerMAC", advertisement.mac?.description)
    add(advertisement.defects, to: &object)
  }

  private static func add(
    _ rmcp: HeardRMCP, _ heard: HeardMessage, to object: inout JSONObject
  ) {
    object.add("source", heard.source?.description)
    object.add("destination", heard.destination?.description)
    object.add("sequence", rmcp.sequence)
    object.add("class", rmcp.messageClass)
    switch rmcp.message {
    case .ping(let ping):
      object.add("message", "ping")
      object.add("tag", ping.tag)
    case .pong(let pong):
      object.add("message", "pong")
      object.add("tag", pong.tag)
      let reading = PongSighting(pong, bytes: rmcp.bytes)
      object.add("enterprise", reading.enterprise)
      object.add("product", reading.product.rawValue)
      object.add("version", reading.version?.description)
      object.add("state", reading.state?.rawValue)
      object.add("openPort", reading.openPort)
      if reading.openPort != nil { object.add("dualPorts", reading.dualPorts) }
    case .acknowledgement: object.add("message", "acknowledgement")
    case .otherASF(let type): object.add("message", type)
    case .otherClass, nil: break
    }
    if let defect = rmcp.defect { add([defect], to: &object) }
  }

  private static func add(
    _ hello: HelloSighting, _ heard: HeardMessage, to object: inout JSONObject
  ) {
    object.add("source", heard.source?.description)
    object.add("destination", heard.destination?.description)
    object.add("port", hello.port)
    object.add("version", hello.version)
    object.add("uuid", hello.uuid?.description)
    if let isSet = hello.adminCredentialsSet { object.add("adminCredentialsSet", isSet) }
    object.add("retryCount", hello.retryCount)
    object.add("pid", hello.pid)
    if hello.version == 3 {
      object.add("hashes", hello.hashes.map(\.hash))
      let named = hello.hashes.filter { $0.name != nil }
      object.add("roots", named) { hash, object in
        object.add("algorithm", hash.algorithm)
        object.add("hash", hash.hash)
        object.add("name", hash.name)
      }
    }
    if hello.uuid == nil { object.add("bytes", hexadecimal(hello.bytes)) }
    if !hello.defects.isEmpty { object.add("defects", hello.defects) }
  }
}

extension HeardMessage.Content {
  /// What it is called in a line; `nil` for what is not printed.
  fileprivate var kind: String? {
    switch self {
    case .dhcp: "dhcp"
    case .dhcpv6: "dhcpv6"
    case .routerAdvertisement: "ra"
    case .dns: "dns"
    case .rmcp: "rmcp"
    case .hello: "hello"
    case .neighbour: nil
    }
  }
}
