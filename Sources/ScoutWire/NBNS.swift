package import ScoutNet

/// A NetBIOS name as the name service carries it: fifteen bytes and a suffix (RFC 1001, 14).
package struct NBNSName: Hashable, Sendable {
  /// The name without the blanks that fill it; bytes that do not print as two hexadecimal digits
  /// in angle brackets.
  package var name: String
  /// What the name stands for: 0x00 workstation or domain, 0x20 file server, 0x1C controllers, …
  package var suffix: UInt8
  /// The scope that follows the name, if any.
  package var scope: DNSName?

  /// Takes the sixteen bytes of a name.
  package init(bytes: [UInt8], scope: DNSName? = nil) {
    var text = Array(bytes.prefix(15))
    while text.last == UInt8(ascii: " ") { text.removeLast() }
    name = text.reduce(into: "") { name, byte in
      name += (0x20..<0x7F).contains(byte) ? String(UnicodeScalar(byte)) : Self.bracketed(byte)
    }
    suffix = bytes.count > 15 ? bytes[15] : 0
    self.scope = scope
  }

  /// Decodes a name whose first label spells each half byte as a letter from A to P
  /// (RFC 1001, 14.1); `nil` for any other.
  package init?(_ name: DNSName) {
    let labels = name.labels
    guard let first = labels.first, first.count == 32 else { return nil }
    var bytes: [UInt8] = []
    for index in stride(from: 0, to: 32, by: 2) {
      let high = first[index] &- UInt8(ascii: "A")
      let low = first[index + 1] &- UInt8(ascii: "A")
      guard high < 16, low < 16 else { return nil }
      bytes.append(high << 4 | low)
    }
    self.init(bytes: bytes, scope: labels.count > 1 ? DNSName(labels: Array(labels[1...])) : nil)
  }
}

extension NBNSName: CustomStringConvertible {
  /// The name and its suffix in two hexadecimal digits, as in `PC-0042<20>`, then the scope.
  package var description: String {
    name + Self.bracketed(suffix) + (scope.map { "." + $0.text } ?? "")
  }

  private static func bracketed(_ byte: UInt8) -> String {
    "<" + (byte < 16 ? "0" : "") + String(byte, radix: 16) + ">"
  }
}

/// One address of a NetBIOS name (RFC 1002, 4.2.1.3).
package struct NBNSAddress: Hashable, Sendable {
  /// The top bit says that a group has the name; the next two the node's type.
  package var flags: UInt16
  package var address: IPv4Address

  package init(flags: UInt16, address: IPv4Address) {
    self.flags = flags
    self.address = address
  }

  @_lifetime(reader: copy reader)
  static func readAll(_ reader: inout ByteReader) throws(WireError) -> [NBNSAddress] {
    var addresses: [NBNSAddress] = []
    while !reader.isAtEnd {
      let flags = try reader.readUInt16("NB flags")
      addresses.append(
        NBNSAddress(flags: flags, address: try reader.readIPv4Address("NB address")))
    }
    return addresses
  }
}

/// What a node says of itself (RFC 1002, 4.2.18).
package struct NBNSNodeStatus: Hashable, Sendable {
  /// One name the node holds.
  package struct Entry: Hashable, Sendable {
    /// The sixteen bytes of the name.
    package var bytes: [UInt8]
    package var flags: UInt16

    package var name: NBNSName { NBNSName(bytes: bytes) }
    /// Whether a group has the name.
    package var isGroup: Bool { flags & 0x8000 != 0 }
  }

  package var entries: [Entry]
  /// The statistics that follow, whose first six bytes are most often the node's MAC address.
  package var statistics: [UInt8]

  /// The first six bytes of the statistics, where they name one station.
  package var mac: MACAddress? {
    guard statistics.count >= 6 else { return nil }
    let value = statistics.prefix(6).reduce(0) { $0 << 8 | UInt64($1) }
    let mac = MACAddress(rawValue: value)
    return mac.isUnicast ? mac : nil
  }

  @_lifetime(reader: copy reader)
  init(_ reader: inout ByteReader) throws(WireError) {
    entries = []
    let count = try reader.readUInt8("NBSTAT name count")
    for _ in 0..<count {
      let bytes = try reader.readBytes(16, "NBSTAT name")
      entries.append(Entry(bytes: bytes, flags: try reader.readUInt16("NBSTAT name flags")))
    }
    statistics = reader.readRest()
  }

  func write(to writer: inout ByteWriter) {
    writer.write(UInt8(truncatingIfNeeded: min(entries.count, 255)))
    for entry in entries.prefix(255) {
      writer.write(entry.bytes.prefix(16))
      writer.writeZeros(16 - min(16, entry.bytes.count))
      writer.write(entry.flags)
    }
    writer.write(statistics)
  }
}
