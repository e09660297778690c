import ScoutJSON
import ScoutModel
import ScoutNet

/// Reads the text of a sighting.
///
/// What there is most of is read by hand; whatever is not exactly as this version writes it (members
/// in another order, as older files have them, or a member that is not known here) is left to the
/// decoder, which alone decides what is wrong.
enum SightingReading {
  /// The sighting; `nil` where the text is none.
  static func sighting(_ text: UnsafeRawBufferPointer) -> Sighting? {
    JSONReader.read(text) { part in (try? sighting(part)) ?? part.value(Sighting.self) }
  }

  static func byHand(_ text: UnsafeRawBufferPointer) -> Sighting? {
    JSONReader.read(text) { try? sighting($0) }
  }

  /// The text is not as it is written by hand.
  struct Unlike: Error {}

  static func need<Value>(_ value: Value?) throws -> Value {
    guard let value else { throw Unlike() }
    return value
  }

  static func end(_ members: JSONPart.Members) throws {
    if !members.isAtEnd { throw Unlike() }
  }

  static func string(_ part: JSONPart) throws -> String { try need(part.string) }

  private static func v4(_ part: JSONPart) throws -> IPv4Address {
    try need(part.string.flatMap { IPv4Address($0) })
  }

  static func address(_ part: JSONPart) throws -> IPAddress {
    try need(part.string.flatMap { IPAddress($0) })
  }

  private static func mac(_ part: JSONPart) throws -> MACAddress {
    try need(part.string.flatMap { MACAddress($0) })
  }

  static func strings(_ part: JSONPart?) throws -> [String] {
    try need(part?.elements).map(string)
  }

  private static func sighting(_ part: JSONPart) throws -> Sighting {
    var members = try need(part.members)
    var time = try need(members.take("time")?.members)
    let moment = Timestamp(
      microseconds: try need(time.take("microseconds")?.integer(Int64.self)))
    try end(time)
    let endpoint = try endpoint(need(members.take("endpoint")))
    let method = try need(
      members.take("method")?.string.flatMap { ObservationMethod(rawValue: $0) })
    let origin = try members.take("origin").map(origin)
    let fact = try fact(need(members.take("fact")))
    try end(members)
    return Sighting(time: moment, endpoint: endpoint, method: method, origin: origin, fact: fact)
  }

  private static func endpoint(_ part: JSONPart) throws -> Endpoint {
    var members = try need(part.members)
    let address = try members.take("address").map(address)
    let mac = try members.take("mac").map(mac)
    let vlan = try need(members.take("vlan")?.elements).map { try need($0.integer(UInt16.self)) }
    let site = try need(members.take("site")?.string)
    try end(members)
    return Endpoint(address: address, mac: mac, vlan: vlan, site: site)
  }

  private static func origin(_ part: JSONPart) throws -> Origin {
    var members = try need(part.members)
    let name = try need(members.take("name")?.string)
    let position = try members.take("position").map { try need($0.integer(Int.self)) }
    try end(members)
    return Origin(name, position: position)
  }

  private static func fact(_ part: JSONPart) throws -> Fact {
    var kinds = try need(part.members)
    let fact: Fact
    if let part = kinds.take("dhcp") {
      fact = .dhcp(try dhcp(value(part)))
    } else if let part = kinds.take("name") {
      fact = .name(try name(value(part)))
    } else if let part = kinds.take("port") {
      fact = .port(try openPort(value(part)))
    } else if let part = kinds.take("pong") {
      fact = .pong(try pong(value(part)))
    } else if let part = kinds.take("web") {
      fact = .web(try web(value(part)))
    } else if let part = kinds.take("tls") {
      fact = .tls(try tls(value(part)))
    } else {
      try end(need(kinds.take("neighbour")?.members))
      fact = .neighbour
    }
    try end(kinds)
    return fact
  }

  /// The value of a case that has one.
  private static func value(_ part: JSONPart) throws -> JSONPart.Members {
    var members = try need(part.members)
    let value = try need(members.take("_0")?.members)
    try end(members)
    return value
  }

  private static func openPort(_ value: JSONPart.Members) throws -> PortSighting {
    var members = value
    let port = try need(members.take("port")?.integer(UInt16.self))
    let transport = try need(members.take("transport")?.string.flatMap { Transport(rawValue: $0) })
    var state = try need(members.take("state")?.members)
    try end(need(state.take("open")?.members))
    try end(state)
    let greeting = try members.take("greeting").map(string)
    try end(members)
    return PortSighting(port: port, transport: transport, state: .open, greeting: greeting)
  }

  private static func dhcp(_ value: JSONPart.Members) throws -> DHCPSighting {
    var members = value
    var dhcp = DHCPSighting(message: try need(members.take("message")?.string))
    dhcp.clientMAC = try members.take("clientMAC").map(mac)
    dhcp.clientAddress = try members.take("clientAddress").map(v4)
    dhcp.yourAddress = try members.take("yourAddress").map(v4)
    dhcp.relay = try members.take("relay").map(v4)
    dhcp.server = try members.take("server").map(v4)
    dhcp.segment = try members.take("segment").map { part in
      try need(part.string.flatMap { Prefix($0) })
    }
    dhcp.hostName = try members.take("hostName").map(string)
    dhcp.domainName = try members.take("domainName").map(string)
    dhcp.fqdn = try members.take("fqdn").map(string)
    dhcp.searchList = try strings(members.take("searchList"))
    dhcp.nameServers = try need(members.take("nameServers")?.elements).map(v4)
    dhcp.vendorClass = try members.take("vendorClass").map(string)
    try end(members)
    return dhcp
  }

  private static func name(_ value: JSONPart.Members) throws -> NameSighting {
    var members = value
    let name = try need(members.take("name")?.string)
    let type = try need(members.take("type")?.string)
    let outcome = try need(members.take("outcome")?.string.flatMap { NameOutcome(rawValue: $0) })
    let records = try need(members.take("records")?.elements).map(record)
    let server = try members.take("server").map(address)
    var sighting = NameSighting(
      name: name, type: type, outcome: outcome, records: records, server: server)
    sighting.client = try members.take("client").map(address)
    sighting.messageID = try members.take("messageID").map { try need($0.integer(UInt16.self)) }
    sighting.isTarget = try members.take("isTarget").map { try need($0.bool) }
    try end(members)
    return sighting
  }

  private static func record(_ part: JSONPart) throws -> NameRecord {
    var members = try need(part.members)
    let record = NameRecord(
      name: try need(members.take("name")?.string), type: try need(members.take("type")?.string),
      timeToLive: try need(members.take("timeToLive")?.integer(UInt32.self)),
      value: try need(members.take("value")?.string))
    try end(members)
    return record
  }
}
