import ScoutJSON
import ScoutModel
import ScoutNet

/// The JSON of a sighting: what its `Codable` conformance gives, byte for byte.
///
/// Sightings that come by the hundred thousand (leases, answers about names, neighbours, open ports,
/// web servers) are written by hand, at a tenth of what an encoder takes; all others go through it.
enum SightingText {
  /// - Parameters:
  ///   - address: the text of the endpoint's address.
  ///   - mac: the text of its link-layer address.
  static func text(of sighting: Sighting, address: String?, mac: String?) throws -> String {
    switch sighting.fact {
    case .port(let port) where port.state == .open:
      return byHand(sighting, address, mac) { add(port, to: &$0) }
    case .dhcp(let dhcp):
      return byHand(sighting, address, mac) { add(dhcp, to: &$0) }
    case .name(let name):
      return byHand(sighting, address, mac) { add(name, to: &$0) }
    case .web(let web):
      return byHand(sighting, address, mac) { add(web, to: &$0) }
    case .neighbour:
      return byHand(sighting, address, mac) { json in
        json.beginObject("neighbour")
        json.endObject()
      }
    default:
      return try JSONWriter.string(sighting)
    }
  }

  private static func byHand(
    _ sighting: Sighting, _ address: String?, _ mac: String?,
    fact: (inout JSONBuilder) -> Void
  ) -> String {
    var json = JSONBuilder()
    json.beginObject()
    json.beginObject("time")
    json.add("microseconds", sighting.time.microseconds)
    json.endObject()
    json.beginObject("endpoint")
    json.add("address", address)
    json.add("mac", mac)
    json.beginArray("vlan")
    for vlan in sighting.endpoint.vlan { json.append(vlan) }
    json.endArray()
    json.add("site", sighting.endpoint.site)
    json.endObject()
    json.add("method", sighting.method.rawValue)
    if let origin = sighting.origin {
      json.beginObject("origin")
      json.add("name", origin.name)
      json.add("position", origin.position)
      json.endObject()
    }
    json.beginObject("fact")
    fact(&json)
    json.endObject()
    json.endObject()
    return json.text
  }

  private static func add(_ port: PortSighting, to json: inout JSONBuilder) {
    json.beginObject("port")
    json.beginObject("_0")
    json.add("port", port.port)
    json.add("transport", port.transport.rawValue)
    json.beginObject("state")
    json.beginObject("open")
    json.endObject()
    json.endObject()
    json.add("greeting", port.greeting)
    json.endObject()
    json.endObject()
  }

  private static func add(_ web: WebSighting, to json: inout JSONBuilder) {
    json.beginObject("web")
    json.beginObject("_0")
    json.add("port", web.port)
    json.add("secure", web.secure)
    json.add("outcome", web.outcome.rawValue)
    json.beginArray("statuses")
    for status in web.statuses { json.append(status) }
    json.endArray()
    json.add("server", web.server)
    json.add("location", web.location)
    json.add("realm", web.realm)
    json.add("nonce", web.nonce)
    json.add("qop", web.qop)
    json.add("title", web.title)
    json.add("product", web.product.rawValue)
    add("version", web.version, to: &json)
    json.add("productFrom", web.productFrom)
    if let hint = web.hint {
      json.beginObject("hint")
      add("lower", hint.lower, to: &json)
      add("upper", hint.upper, to: &json)
      json.endObject()
    }
    json.add("defects", web.defects)
    json.add("head", hexadecimal: web.head)
    json.endObject()
    json.endObject()
  }

  private static func add(
    _ name: StaticString, _ version: FirmwareVersion?, to json: inout JSONBuilder
  ) {
    guard let version else { return }
    json.beginObject(name)
    json.add("major", version.major)
    json.add("minor", version.minor)
    json.add("hotfix", version.hotfix)
    json.add("build", version.build)
    json.endObject()
  }

  private static func add(_ dhcp: DHCPSighting, to json: inout JSONBuilder) {
    json.beginObject("dhcp")
    json.beginObject("_0")
    json.add("message", dhcp.message)
    json.add("clientMAC", dhcp.clientMAC?.description)
    json.add("clientAddress", dhcp.clientAddress?.description)
    json.add("yourAddress", dhcp.yourAddress?.description)
    json.add("relay", dhcp.relay?.description)
    json.add("server", dhcp.server?.description)
    json.add("segment", dhcp.segment?.description)
    json.add("hostName", dhcp.hostName)
    json.add("domainName", dhcp.domainName)
    json.add("fqdn", dhcp.fqdn)
    json.add("searchList", dhcp.searchList)
    json.add("nameServers", dhcp.nameServers.map(\.description))
    json.add("vendorClass", dhcp.vendorClass)
    json.endObject()
    json.endObject()
  }

  private static func add(_ name: NameSighting, to json: inout JSONBuilder) {
    json.beginObject("name")
    json.beginObject("_0")
    json.add("name", name.name)
    json.add("type", name.type)
    json.add("outcome", name.outcome.rawValue)
    json.beginArray("records")
    for record in name.records {
      json.beginObject()
      json.add("name", record.name)
      json.add("type", record.type)
      json.add("timeToLive", record.timeToLive)
      json.add("value", record.value)
      json.endObject()
    }
    json.endArray()
    json.add("server", name.server?.description)
    json.add("client", name.client?.description)
    json.add("messageID", name.messageID)
    json.add("isTarget", name.isTarget)
    json.endObject()
    json.endObject()
  }
}
