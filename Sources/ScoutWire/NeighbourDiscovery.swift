package import ScoutNet

/// An ICMPv6 question for the hardware address of a neighbour (RFC 4861, 4.3).
package struct NeighbourSolicitation: Hashable, Sendable {
  package var target: IPv6Address
  package var sender: MACAddress

  package init(target: IPv6Address, sender: MACAddress) {
    self.target = target
    self.sender = sender
  }

  /// The multicast group that a machine with this address listens to (RFC 4291, 2.7.1).
  package static func group(of address: IPv6Address) -> IPv6Address {
    IPv6Address(high: 0xFF02_0000_0000_0000, low: 0x0000_0001_FF00_0000 | address.low & 0xFF_FFFF)
  }

  /// The hardware address of that group (RFC 2464, 7).
  package static func groupMAC(of address: IPv6Address) -> MACAddress {
    MACAddress(rawValue: 0x3333_FF00_0000 | address.low & 0xFF_FFFF)
  }

  /// The IPv6 packet that carries the question to the target's group.
  package func encoded(from source: IPv6Address) -> [UInt8] {
    let destination = Self.group(of: target)
    var message = ByteWriter(capacity: 32)
    message.write([135, 0, 0, 0])
    message.write(UInt32(0))
    message.write(target)
    // Option 1, one unit of eight bytes: the sender's hardware address.
    message.write([1, 1])
    message.write(sender)
    var checksum = Checksum(
      from: .v6(source), to: .v6(destination), protocolNumber: 58, length: UInt32(message.count))
    checksum.add(message.bytes)
    message.replaceUInt16(at: 2, with: checksum.value)
    var packet = ByteWriter(capacity: 72)
    packet.write(UInt32(0x6000_0000))
    packet.write(UInt16(message.count))
    // A hop limit of 255 proves that no router passed it on.
    packet.write([58, 255])
    packet.write(source)
    packet.write(destination)
    packet.write(message.bytes)
    return packet.bytes
  }
}

/// The answer: whose hardware address an address has (RFC 4861, 4.4).
package struct NeighbourAdvertisement: Hashable, Sendable {
  package var target: IPv6Address
  /// From option 2; `nil` where it was left out.
  package var mac: MACAddress?

  /// The number of this ICMPv6 message.
  package static let messageType: UInt8 = 136
}

extension NeighbourAdvertisement: WireValue {
  /// Reads the ICMPv6 message that fills `bytes`.
  package init(parsing bytes: RawSpan) throws(WireError) {
    var reader = ByteReader(bytes)
    guard try reader.readUInt8("type") == Self.messageType else {
      throw WireError(.unsupported, "type", at: 0)
    }
    try reader.skip(7, "code, checksum, flags")
    target = try reader.readIPv6Address("target")
    while !reader.isAtEnd {
      let start = reader.offset
      let type = try reader.readUInt8("option type")
      let length = Int(try reader.readUInt8("option length"))
      // A length of zero would never end (RFC 4861, 4.6).
      if length == 0 { throw WireError(.malformed, "option length", at: start + 1) }
      var option = try reader.readPart(length * 8 - 2, "option")
      if type == 2, option.remaining == 6 {
        mac = try option.readMACAddress("target link-layer address")
      }
    }
  }
}
