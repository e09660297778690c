package import ScoutNet

/// An ICMPv6 router advertisement (RFC 4861, 4.2) with the DNS options of RFC 8106.
package struct RouterAdvertisement: Hashable, Sendable {
  package var hopLimit: UInt8
  /// M 0x80: addresses come by DHCPv6. O 0x40: other settings do.
  package var flags: UInt8
  /// Seconds for which the sender is a default router; 0 for none.
  package var lifetime: UInt16
  /// The sender's link-layer address, from option 1.
  package var mac: MACAddress?
  /// The prefixes of option 3.
  package var prefixes: [Prefix]
  /// The name servers of option 25, RDNSS.
  package var nameServers: [IPv6Address]
  /// The suffixes of option 31, DNSSL; `nil` where it was not sent.
  package var searchList: [String]?
  /// The types of all options in their order.
  package var optionTypes: [UInt8]
  package var defects: [WireError]

  /// The number of this ICMPv6 message.
  package static let messageType: UInt8 = 134
}

extension RouterAdvertisement: WireValue {
  /// Reads the ICMPv6 message that fills `bytes`; throws where it is of another type or ends
  /// before the options.
  package init(parsing bytes: RawSpan) throws(WireError) {
    var reader = ByteReader(bytes)
    guard try reader.readUInt8("type") == Self.messageType else {
      throw WireError(.unsupported, "type", at: 0)
    }
    try reader.skip(3, "code, checksum")
    hopLimit = try reader.readUInt8("hop limit")
    flags = try reader.readUInt8("flags")
    lifetime = try reader.readUInt16("router lifetime")
    try reader.skip(8, "reachable time, retransmission timer")
    prefixes = []
    nameServers = []
    optionTypes = []
    defects = []
    do throws(WireError) {
      while !reader.isAtEnd {
        let start = reader.offset
        let type = try reader.readUInt8("option type")
        let length = Int(try reader.readUInt8("option length"))
        // A length of zero would never end (RFC 4861, 4.6).
        if length == 0 { throw WireError(.malformed, "option length", at: start + 1) }
        var option = try reader.readPart(length * 8 - 2, "option")
        optionTypes.append(type)
        do throws(WireError) {
          try readOption(&option, type)
        } catch {
          defects.append(error)
        }
      }
    } catch {
      defects.append(error)
    }
  }

  @_lifetime(option: copy option)
  private mutating func readOption(
    _ option: inout ByteReader, _ type: UInt8
  ) throws(WireError) {
    switch type {
    case 1:
      if option.remaining == 6 { mac = try option.readMACAddress("source link-layer address") }
    case 3:
      let length = Int(try option.readUInt8("prefix length"))
      try option.skip(13, "prefix flags and lifetimes")
      let offset = option.offset
      let address = try option.readIPv6Address("prefix")
      guard let prefix = Prefix(.v6(address), length: length) else {
        throw WireError(.malformed, "prefix length", at: offset)
      }
      prefixes.append(prefix)
    case 25:
      try option.skip(6, "RDNSS lifetime")
      while !option.isAtEnd { nameServers.append(try option.readIPv6Address("name server")) }
    case 31:
      try option.skip(6, "DNSSL lifetime")
      let list = DHCPSearchList(&option)
      searchList = (searchList ?? []) + list.suffixes
      if let defect = list.defect { throw defect }
    default:
      break
    }
  }
}
