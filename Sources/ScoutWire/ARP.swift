package import ScoutNet

/// An ARP packet for IPv4 over Ethernet (RFC 826).
package struct ARPPacket: Hashable, Sendable {
  /// 1 asks, 2 answers; other values are kept.
  package var operation: UInt16
  package var senderMAC: MACAddress
  package var senderAddress: IPv4Address
  package var targetMAC: MACAddress
  package var targetAddress: IPv4Address

  package init(
    operation: UInt16, senderMAC: MACAddress, senderAddress: IPv4Address, targetMAC: MACAddress,
    targetAddress: IPv4Address
  ) {
    self.operation = operation
    self.senderMAC = senderMAC
    self.senderAddress = senderAddress
    self.targetMAC = targetMAC
    self.targetAddress = targetAddress
  }

  package static let request: UInt16 = 1
  package static let reply: UInt16 = 2
}

extension ARPPacket: WireHeader {
  package init(reading reader: inout ByteReader) throws(WireError) {
    let start = reader.offset
    let hardware = try reader.readUInt16("hardware type")
    let protocolType = try reader.readUInt16("protocol type")
    let lengths = try reader.readUInt16("address lengths")
    // 6 is IEEE 802 hardware, as some wireless drivers write.
    guard hardware == 1 || hardware == 6, protocolType == EtherType.ipv4, lengths == 0x0604 else {
      throw WireError(.unsupported, "ARP address types", at: start)
    }
    operation = try reader.readUInt16("operation")
    senderMAC = try reader.readMACAddress("sender hardware address")
    senderAddress = try reader.readIPv4Address("sender protocol address")
    targetMAC = try reader.readMACAddress("target hardware address")
    targetAddress = try reader.readIPv4Address("target protocol address")
  }

  /// The 28 bytes of the packet.
  package func encoded() -> [UInt8] {
    var writer = ByteWriter(capacity: 28)
    writer.write(UInt16(1))
    writer.write(EtherType.ipv4)
    writer.write(UInt16(0x0604))
    writer.write(operation)
    writer.write(senderMAC)
    writer.write(senderAddress)
    writer.write(targetMAC)
    writer.write(targetAddress)
    return writer.bytes
  }
}
