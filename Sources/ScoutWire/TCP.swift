/// The header of a TCP segment (RFC 9293, 3.1), without its options.
package struct TCPHeader: Hashable, Sendable {
  /// The control bits.
  package struct Flags: OptionSet, Hashable, Sendable {
    package let rawValue: UInt8
    package init(rawValue: UInt8) { self.rawValue = rawValue }

    package static let fin = Flags(rawValue: 0x01)
    package static let syn = Flags(rawValue: 0x02)
    package static let rst = Flags(rawValue: 0x04)
    package static let psh = Flags(rawValue: 0x08)
    package static let ack = Flags(rawValue: 0x10)
    package static let urg = Flags(rawValue: 0x20)
  }

  package var source: UInt16
  package var destination: UInt16
  package var sequence: UInt32
  package var acknowledgment: UInt32
  package var flags: Flags
  package var window: UInt16
}

extension TCPHeader: WireHeader {
  /// Reads the header and passes over its options.
  package init(reading reader: inout ByteReader) throws(WireError) {
    let start = reader.offset
    source = try reader.readUInt16("TCP source port")
    destination = try reader.readUInt16("TCP destination port")
    sequence = try reader.readUInt32("TCP sequence number")
    acknowledgment = try reader.readUInt32("TCP acknowledgment number")
    let length = Int(try reader.readUInt8("TCP data offset") >> 4) * 4
    guard length >= 20 else { throw WireError(.malformed, "TCP data offset", at: start + 12) }
    flags = Flags(rawValue: try reader.readUInt8("TCP flags"))
    window = try reader.readUInt16("TCP window")
    try reader.skip(4 + length - 20, "TCP checksum, options")
  }
}
