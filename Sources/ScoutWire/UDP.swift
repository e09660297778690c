/// The header of a UDP datagram (RFC 768).
package struct UDPHeader: Hashable, Sendable {
  package var source: UInt16
  package var destination: UInt16
  /// Header and payload as stated; 0 in an IPv6 jumbogram.
  package var length: Int
}

extension UDPHeader: WireHeader {
  package init(reading reader: inout ByteReader) throws(WireError) {
    let start = reader.offset
    source = try reader.readUInt16("UDP source port")
    destination = try reader.readUInt16("UDP destination port")
    length = Int(try reader.readUInt16("UDP length"))
    guard length == 0 || length >= 8 else {
      throw WireError(.malformed, "UDP length", at: start + 4)
    }
    try reader.skip(2, "UDP checksum")
  }
}
