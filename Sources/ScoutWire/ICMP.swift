package import ScoutNet

/// The first bytes of an ICMP message (RFC 792, RFC 4443).
package struct ICMPHeader: Hashable, Sendable {
  package var isVersion6: Bool
  package var type: UInt8
  package var code: UInt8

  /// Whether the message reports trouble with a packet, which it quotes.
  package var isError: Bool {
    isVersion6 ? type < 128 : [3, 4, 5, 11, 12].contains(type)
  }
}

extension ICMPHeader {
  init(reading reader: inout ByteReader, isVersion6: Bool) throws(WireError) {
    self.isVersion6 = isVersion6
    type = try reader.readUInt8("ICMP type")
    code = try reader.readUInt8("ICMP code")
  }
}

/// The start of the packet that an ICMP error is about: it was sent by who receives the error, and
/// is no traffic of its own.
package struct ICMPQuote: Hashable, Sendable {
  package var source: IPAddress
  package var destination: IPAddress
  /// 6 TCP, 17 UDP.
  package var protocolNumber: UInt8
  /// The first eight bytes of the upper layer where it is TCP or UDP.
  package var ports: Ports?

  /// What the quoted eight bytes tell.
  package struct Ports: Hashable, Sendable {
    package var source: UInt16
    package var destination: UInt16
    /// TCP's sequence number; for UDP length and checksum.
    package var word: UInt32
  }
}

extension ICMPQuote: WireValue {
  /// Reads the quote in a whole ICMP error message, beginning with its type; which family is quoted
  /// is told by the quoted packet itself.
  package init(parsing bytes: RawSpan) throws(WireError) {
    var reader = ByteReader(bytes)
    try reader.skip(8, "ICMP header")
    let piece: FragmentPosition?
    if reader.peekUInt8().map({ $0 >> 4 }) == 6 {
      var header = try IPv6Header(reading: &reader)
      source = .v6(header.source)
      destination = .v6(header.destination)
      // A quote cut inside the extensions still names both ends.
      try? header.skipExtensions(&reader)
      protocolNumber = header.nextHeader
      piece = header.fragment
    } else {
      let header = try IPv4Header(reading: &reader)
      source = .v4(header.source)
      destination = .v4(header.destination)
      protocolNumber = header.protocolNumber
      piece = header.fragment
    }
    let hasPorts = protocolNumber == 6 || protocolNumber == 17
    if hasPorts, reader.remaining >= 8, (piece?.offset ?? 0) == 0 {
      ports = Ports(
        source: try reader.readUInt16("source port"),
        destination: try reader.readUInt16("destination port"),
        word: try reader.readUInt32("sequence number"))
    }
  }
}
