package import ScoutNet

/// An ICMPv6 neighbour solicitation or advertisement (RFC 4861, 4.3 and 4.4).
package struct NeighbourMessage: Hashable, Sendable {
  /// 135 asks who has the target, 136 says so.
  package var type: UInt8
  package var target: IPv6Address
  /// The sender's address on the link in a solicitation (option 1), the target's in an
  /// advertisement (option 2).
  package var mac: MACAddress?

  package static let solicitation: UInt8 = 135
  package static let advertisement: UInt8 = 136

  package init(type: UInt8, target: IPv6Address, mac: MACAddress?) {
    self.type = type
    self.target = target
    self.mac = mac
  }

  /// Whose hardware address is told, if any; `source` is the packet's sender.
  package func neighbour(from source: IPv6Address) -> (IPv6Address, MACAddress)? {
    guard let mac, mac.isUnicast else { return nil }
    let address = type == Self.advertisement ? target : source
    // Who looks whether its address is free asks from `::`.
    guard address.high != 0 || address.low != 0, address.high >> 56 != 0xFF else { return nil }
    return (address, mac)
  }
}

extension NeighbourMessage: WireValue {
  /// Reads the ICMPv6 message that fills `bytes`; throws where it is of another type or ends before
  /// the target. Options that cannot be read are passed over.
  package init(parsing bytes: RawSpan) throws(WireError) {
    var reader = ByteReader(bytes)
    type = try reader.readUInt8("type")
    guard type == Self.solicitation || type == Self.advertisement else {
      throw WireError(.unsupported, "type", at: 0)
    }
    try reader.skip(7, "code, checksum, flags")
    target = try reader.readIPv6Address("target")
    let wanted: UInt8 = type == Self.solicitation ? 1 : 2
    while mac == nil, let kind = try? reader.readUInt8("option type"),
      let length = try? reader.readUInt8("option length"), length > 0,
      var option = try? reader.readPart(Int(length) * 8 - 2, "option")
    {
      if kind == wanted, option.remaining == 6 {
        mac = try? option.readMACAddress("link-layer address")
      }
    }
  }

  /// The message with its checksum left zero.
  package func encoded() -> [UInt8] {
    var writer = ByteWriter(capacity: 32)
    writer.write(type)
    writer.writeZeros(7)
    writer.write(target)
    if let mac {
      writer.write(UInt8(type == Self.solicitation ? 1 : 2))
      writer.write(UInt8(1))
      writer.write(mac)
    }
    return writer.bytes
  }
}

extension NeighbourMessage {
  /// The multicast group that a machine with this address listens to (RFC 4291, 2.7.1).
  package static func group(of address: IPv6Address) -> IPv6Address {
    IPv6Address(high: 0xFF02_0000_0000_0000, low: 0x0000_0001_FF00_0000 | address.low & 0xFF_FFFF)
  }

  /// The hardware address of that group (RFC 2464, 7).
  package static func groupMAC(of address: IPv6Address) -> MACAddress {
    MACAddress(rawValue: 0x3333_FF00_0000 | address.low & 0xFF_FFFF)
  }

  /// The IPv6 packet that asks the target's group who has the target.
  package static func question(
    for target: IPv6Address, from source: IPv6Address, sender: MACAddress
  ) -> [UInt8] {
    let destination = group(of: target)
    var message = NeighbourMessage(type: solicitation, target: target, mac: sender).encoded()
    var checksum = Checksum(
      from: .v6(source), to: .v6(destination), protocolNumber: 58, length: UInt32(message.count))
    checksum.add(message)
    message[2] = UInt8(checksum.value >> 8)
    message[3] = UInt8(truncatingIfNeeded: checksum.value)
    var packet = ByteWriter(capacity: 72)
    packet.write(UInt32(0x6000_0000))
    packet.write(UInt16(message.count))
    // A hop limit of 255 proves that no router passed it on.
    packet.write([58, 255])
    packet.write(source)
    packet.write(destination)
    packet.write(message)
    return packet.bytes
  }
}
