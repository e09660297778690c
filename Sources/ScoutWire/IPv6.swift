package import ScoutNet

/// The header of an IPv6 packet (RFC 8200).
package struct IPv6Header: Hashable, Sendable {
  package var source: IPv6Address
  package var destination: IPv6Address
  /// All that follows the fixed header, in bytes, as stated; 0 in a jumbogram.
  package var payloadLength: Int
  /// What follows: an extension header, or after ``skipExtensions(_:)`` the upper protocol.
  package var nextHeader: UInt8
  package var hopLimit: UInt8
  /// Set where the packet is a piece of a datagram, once extensions have been read.
  package var fragment: FragmentPosition?
}

extension IPv6Header: WireHeader {
  /// No packet we know has more; a longer chain is refused.
  package static let extensionLimit = 16

  /// Reads the fixed header.
  package init(reading reader: inout ByteReader) throws(WireError) {
    let start = reader.offset
    guard try reader.readUInt32("IP version") >> 28 == 6 else {
      throw WireError(.unsupported, "IP version", at: start)
    }
    payloadLength = Int(try reader.readUInt16("IPv6 payload length"))
    nextHeader = try reader.readUInt8("next header")
    hopLimit = try reader.readUInt8("hop limit")
    source = try reader.readIPv6Address("IPv6 source")
    destination = try reader.readIPv6Address("IPv6 destination")
  }

  /// Moves the cursor behind the extension headers, to the upper protocol.
  ///
  /// It stops behind a fragment header of a later piece, where no headers follow, and before
  /// encrypted payload.
  package mutating func skipExtensions(_ reader: inout ByteReader) throws(WireError) {
    for _ in 0..<Self.extensionLimit {
      switch nextHeader {
      case 0, 43, 60, 135, 139, 140:  // hop-by-hop, routing, destination, mobility, HIP, shim6
        nextHeader = try reader.readUInt8("next header")
        let length = Int(try reader.readUInt8("extension length"))
        try reader.skip(6 + 8 * length, "extension header")
      case 51:  // authentication: counted in words of four bytes, less two (RFC 4302)
        nextHeader = try reader.readUInt8("next header")
        let length = Int(try reader.readUInt8("extension length"))
        try reader.skip(6 + 4 * length, "authentication header")
      case 44:
        nextHeader = try reader.readUInt8("next header")
        try reader.skip(1, "reserved")
        let piece = try reader.readUInt16("IPv6 fragment offset")
        let identification = try reader.readUInt32("IPv6 identification")
        // A fragment that is the whole datagram is none (RFC 6946).
        if piece & 0xFFF9 != 0 {
          fragment = FragmentPosition(
            identification: identification, offset: Int(piece & 0xFFF8),
            moreFollow: piece & 1 != 0)
          return
        }
      default:
        return
      }
    }
    throw WireError(.limitExceeded, "extension headers", at: reader.offset)
  }
}
