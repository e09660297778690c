package import ScoutNet

/// The number of an observation in its site file: later ones are higher.
package struct ObservationID: Hashable, Comparable, Sendable, Codable {
  package let rawValue: Int64
  package init(_ rawValue: Int64) { self.rawValue = rawValue }
  package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }

  package init(from decoder: any Decoder) throws {
    rawValue = try decoder.singleValueContainer().decode(Int64.self)
  }
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(rawValue)
  }
}

/// A network identity as one sensor saw it.
package struct Endpoint: Hashable, Sendable, Codable {
  package var address: IPAddress?
  /// Only where it was seen on the link itself or told by the machine, never from a routed frame.
  package var mac: MACAddress?
  /// VLAN ids, outermost first.
  package var vlan: [UInt16]
  /// The site's label; addresses name a machine only within one site.
  package var site: String

  package init(
    address: IPAddress? = nil, mac: MACAddress? = nil, vlan: [UInt16] = [], site: String = ""
  ) {
    self.address = address
    self.mac = mac
    self.vlan = vlan
    self.site = site
  }
}

/// How an observation came about.
package enum ObservationMethod: String, Hashable, Sendable, Codable {
  /// We asked, and this is the answer.
  case active
  /// We listened.
  case passive
  /// A file told it.
  case imported
}

/// Where an observation's bytes or words can be found again.
package struct Origin: Hashable, Sendable, Codable {
  /// A file's name, an interface, or a name server's address.
  package var name: String
  /// The frame's number in a capture, counted from 1, or the line's number in a text file.
  package var position: Int?

  package init(_ name: String, position: Int? = nil) {
    self.name = name
    self.position = position
  }
}

/// One sighting before it has a place in the site file.
package struct Sighting: Hashable, Sendable, Codable {
  package var time: Timestamp
  package var endpoint: Endpoint
  package var method: ObservationMethod
  package var origin: Origin?
  package var fact: Fact

  package init(
    time: Timestamp, endpoint: Endpoint, method: ObservationMethod, origin: Origin? = nil,
    fact: Fact
  ) {
    self.time = time
    self.endpoint = endpoint
    self.method = method
    self.origin = origin
    self.fact = fact
  }
}

/// One immutable sighting in a site file.
package struct Observation: Hashable, Sendable, Codable {
  package let id: ObservationID
  /// The scan it belongs to.
  package let scan: Int64
  package let sighting: Sighting

  package init(id: ObservationID, scan: Int64, sighting: Sighting) {
    self.id = id
    self.scan = scan
    self.sighting = sighting
  }

  package var time: Timestamp { sighting.time }
  package var endpoint: Endpoint { sighting.endpoint }
  package var fact: Fact { sighting.fact }
}
