extension LinkHeader {
  /// ARPHRD_ numbers under which the protocol field is no EtherType.
  private static let foreignHardware: Set<UInt16> = [801, 802, 803, 824]

  /// Reads the 16 bytes of version 1 (LINKTYPE_LINUX_SLL).
  init(cooked reader: inout ByteReader) throws(WireError) {
    try reader.skip(2, "packet type")
    let hardware = try reader.readUInt16("hardware type")
    let length = try reader.readUInt16("address length")
    try readAddress(length: Int(length), from: &reader)
    try readCookedType(
      try reader.readUInt16("protocol"), hardware: hardware, from: &reader)
  }

  /// Reads the 20 bytes of version 2 (LINKTYPE_LINUX_SLL2).
  init(cookedVersion2 reader: inout ByteReader) throws(WireError) {
    let type = try reader.readUInt16("protocol")
    try reader.skip(6, "reserved, interface")
    let hardware = try reader.readUInt16("hardware type")
    try reader.skip(1, "packet type")
    let length = try reader.readUInt8("address length")
    try readAddress(length: Int(length), from: &reader)
    try readCookedType(type, hardware: hardware, from: &reader)
  }

  /// Only the sender's address is kept by a cooked capture, in eight bytes.
  private mutating func readAddress(
    length: Int, from reader: inout ByteReader
  ) throws(WireError) {
    if length == 6 {
      source = try reader.readMACAddress("sender")
      try reader.skip(2, "padding")
    } else {
      try reader.skip(8, "sender")
    }
  }

  private mutating func readCookedType(
    _ type: UInt16, hardware: UInt16, from reader: inout ByteReader
  ) throws(WireError) {
    if Self.foreignHardware.contains(hardware) { return }
    switch type {
    case 0x0001: return  // 802.3 without LLC (Novell)
    case 0x0004: try readLogicalLink(from: &reader)
    case 0x0005...1500: return
    default: try readType(type, from: &reader)
    }
  }
}
