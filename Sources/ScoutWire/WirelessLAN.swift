extension LinkHeader {
  /// Reads a radiotap header, then the 802.11 header behind it.
  init(radiotap reader: inout ByteReader) throws(WireError) {
    let start = reader.offset
    guard try reader.readUInt8("radiotap version") == 0 else {
      throw WireError(.unsupported, "radiotap version", at: start)
    }
    try reader.skip(1, "radiotap padding")
    let length = Int(try reader.readLittleUInt16("radiotap length"))
    guard length >= 8 else { throw WireError(.malformed, "radiotap length", at: start + 2) }
    var fields = try reader.readPart(length - 4, "radiotap header")
    let present = try fields.readLittleUInt32("radiotap fields")
    var more = present
    while more & 0x8000_0000 != 0 {
      more = try fields.readLittleUInt32("radiotap fields")
    }
    var flags: UInt8 = 0
    if present & 0b10 != 0 {
      if present & 0b01 != 0 {
        // The timer is aligned to eight bytes from the start of the radiotap header.
        let padding = (8 - (fields.offset - start) % 8) % 8
        try fields.skip(padding + 8, "radiotap timer")
      }
      flags = try fields.readUInt8("radiotap flags")
    }
    try self.init(wireless: &reader, isPadded: flags & 0x20 != 0)
  }

  /// Reads the header of an 802.11 data frame; other frames have no EtherType.
  ///
  /// Frames still encrypted, and aggregates of several frames, are left alone.
  /// `isPadded`: the header is filled up to a multiple of four bytes.
  init(wireless reader: inout ByteReader, isPadded: Bool = false) throws(WireError) {
    let start = reader.offset
    let control = try reader.readLittleUInt16("frame control")
    let isData = control & 0x000C == 0x0008 && control & 0x0003 == 0
    // Subtype bit 2: no data inside.
    guard isData, control & 0x0040 == 0 else { return }
    try reader.skip(2, "duration")
    let first = try reader.readMACAddress("address 1")
    let second = try reader.readMACAddress("address 2")
    let third = try reader.readMACAddress("address 3")
    try reader.skip(2, "sequence control")
    let toDistribution = control & 0x0100 != 0
    let fromDistribution = control & 0x0200 != 0
    switch (toDistribution, fromDistribution) {
    case (false, false): (destination, source) = (first, second)
    case (true, false): (destination, source) = (third, second)
    case (false, true): (destination, source) = (first, third)
    case (true, true):
      destination = third
      source = try reader.readMACAddress("address 4")
    }
    var isAggregate = false
    if control & 0x0080 != 0 {
      isAggregate = try reader.readLittleUInt16("QoS control") & 0x0080 != 0
      if control & 0x8000 != 0 { try reader.skip(4, "HT control") }
    }
    if control & 0x4000 != 0 || isAggregate { return }
    if control & 0x0400 != 0 {
      // More fragments follow: the IP packet is not whole.
      return
    }
    if isPadded { try reader.skip((4 - (reader.offset - start) % 4) % 4, "padding") }
    try readLogicalLink(from: &reader)
  }
}
