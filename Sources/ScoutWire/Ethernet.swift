import ScoutNet

/// The VLAN tags of a frame, outermost first, kept without allocation.
package struct VLANStack: Hashable, Sendable {
  /// More tags than this are no frame we know how to read.
  package static let limit = 4

  private var packed: UInt64 = 0
  /// How many tags there are.
  package private(set) var count = 0

  package init() {}

  /// Adds the tag inside those already there, or reports that there is no room.
  mutating func append(_ controlInformation: UInt16) -> Bool {
    if count == Self.limit { return false }
    packed |= UInt64(controlInformation & 0x0FFF) << UInt64(16 * count)
    count += 1
    return true
  }

  package var isEmpty: Bool { count == 0 }

  /// The VLAN identifiers, outermost first; 0 is a priority tag that names no VLAN.
  package var ids: [UInt16] {
    (0..<count).map { UInt16(truncatingIfNeeded: packed >> UInt64(16 * $0)) }
  }

  /// The identifier nearest to the payload that names a VLAN.
  package var innermost: UInt16? { ids.last { $0 != 0 } }
}

/// What stands before the network layer of a frame.
struct LinkHeader {
  var source: MACAddress?
  var destination: MACAddress?
  var vlans = VLANStack()
  /// What follows; nil where it is nothing that has an EtherType.
  var etherType: UInt16?
}

extension LinkHeader {
  /// Reads an Ethernet header with its tags (IEEE 802.3, 802.1Q).
  init(ethernet reader: inout ByteReader) throws(WireError) {
    destination = try reader.readMACAddress("Ethernet destination")
    source = try reader.readMACAddress("Ethernet source")
    try readType(try reader.readUInt16("EtherType"), from: &reader)
  }

  /// Goes through VLAN tags and LLC/SNAP to the type of the network layer.
  mutating func readType(_ first: UInt16, from reader: inout ByteReader) throws(WireError) {
    var type = first
    while EtherType.isVLANTag(type) {
      let offset = reader.offset
      guard vlans.append(try reader.readUInt16("VLAN tag")) else {
        throw WireError(.limitExceeded, "VLAN tags", at: offset)
      }
      type = try reader.readUInt16("EtherType")
    }
    // Up to 1,500 the field is a length, and a logical link header follows.
    if type <= 1500 {
      try readLogicalLink(from: &reader)
    } else {
      etherType = type
    }
  }

  /// Reads LLC and SNAP (IEEE 802.2, RFC 1042); other LLC payloads have no EtherType.
  mutating func readLogicalLink(from reader: inout ByteReader) throws(WireError) {
    guard try reader.readUInt24("LLC") == 0xAA_AA03 else { return }
    let organization = try reader.readUInt24("SNAP organization")
    // 00-00-F8 is the bridge tunnel encapsulation of RFC 1390's time.
    guard organization == 0 || organization == 0xF8 else { return }
    let type = try reader.readUInt16("SNAP type")
    if EtherType.isVLANTag(type) {
      try readType(type, from: &reader)
    } else {
      etherType = type
    }
  }
}
