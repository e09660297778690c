package import ScoutNet

/// Where a piece of a datagram belongs (RFC 791, 3.2; RFC 8200, 4.5).
package struct FragmentPosition: Hashable, Sendable {
  /// The same for all pieces of one datagram between two hosts; 16 bits wide in IPv4.
  package var identification: UInt32
  /// Bytes of the datagram's payload before this piece.
  package var offset: Int
  package var moreFollow: Bool

  package init(identification: UInt32, offset: Int, moreFollow: Bool) {
    self.identification = identification
    self.offset = offset
    self.moreFollow = moreFollow
  }
}

/// The header of an IPv4 packet (RFC 791).
package struct IPv4Header: Hashable, Sendable {
  package var source: IPv4Address
  package var destination: IPv4Address
  /// What the payload is: 1 ICMP, 6 TCP, 17 UDP.
  package var protocolNumber: UInt8
  package var timeToLive: UInt8
  /// 20 to 60 bytes.
  package var headerLength: Int
  /// Header and payload as the header states them; 0 where the sending card was to fill it in.
  package var totalLength: Int
  /// Set where the packet is a piece of a datagram.
  package var fragment: FragmentPosition?
}

extension IPv4Header: WireHeader {
  /// Reads the header with its options. The payload may be shorter than stated; see
  /// ``payloadLength(captured:)``.
  package init(reading reader: inout ByteReader) throws(WireError) {
    let start = reader.offset
    let first = try reader.readUInt8("IP version")
    guard first >> 4 == 4 else { throw WireError(.unsupported, "IP version", at: start) }
    headerLength = Int(first & 0x0F) * 4
    guard headerLength >= 20 else { throw WireError(.malformed, "IPv4 header length", at: start) }
    try reader.skip(1, "type of service")
    totalLength = Int(try reader.readUInt16("IPv4 total length"))
    guard totalLength == 0 || totalLength >= headerLength else {
      throw WireError(.malformed, "IPv4 total length", at: start + 2)
    }
    let identification = try reader.readUInt16("IPv4 identification")
    let piece = try reader.readUInt16("IPv4 fragment offset")
    timeToLive = try reader.readUInt8("time to live")
    protocolNumber = try reader.readUInt8("IPv4 protocol")
    try reader.skip(2, "IPv4 checksum")
    source = try reader.readIPv4Address("IPv4 source")
    destination = try reader.readIPv4Address("IPv4 destination")
    try reader.skip(headerLength - 20, "IPv4 options")
    if piece & 0x3FFF != 0 {
      fragment = FragmentPosition(
        identification: UInt32(identification), offset: Int(piece & 0x1FFF) * 8,
        moreFollow: piece & 0x2000 != 0)
    }
  }

  /// The number of payload bytes among `captured` bytes that follow the header: less than stated
  /// where the capture was cut, and without what the link added as padding.
  package func payloadLength(captured: Int) -> Int {
    totalLength == 0 ? captured : min(captured, totalLength - headerLength)
  }
}
