import ScoutLink
import ScoutListen
import ScoutNet
import ScoutWire

/// Packets laid out for tests, and the dissector fed with them.
enum Packets {
  static let client = MACAddress(rawValue: 0x8C16_45AA_0001)
  static let server = MACAddress(rawValue: 0x0200_0000_0002)

  static func head(_ frame: Int, _ bytes: [UInt8], link: Int32 = 1) -> PacketHead {
    PacketHead(
      frame: frame, linkType: ScoutLink.LinkType(rawValue: link), seconds: 1_700_000_000,
      nanoseconds: 250_000_000, originalLength: bytes.count)
  }

  static func ethernet(_ type: UInt16, _ payload: [UInt8], vlan: UInt16? = nil) -> [UInt8] {
    var writer = ByteWriter()
    writer.write(server)
    writer.write(client)
    if let vlan {
      writer.write(UInt16(0x8100))
      writer.write(vlan)
    }
    writer.write(type)
    writer.write(payload)
    return writer.bytes
  }

  /// An IPv4 packet from 10.1.0.7 to 10.1.0.1.
  static func ipv4(
    _ protocolNumber: UInt8, _ payload: [UInt8], fragment: UInt16 = 0
  ) -> [UInt8] {
    var writer = ByteWriter()
    writer.write([0x45, 0])
    writer.write(UInt16(20 + payload.count))
    writer.write(UInt16(99))
    writer.write(fragment)
    writer.write([64, protocolNumber, 0, 0])
    writer.write(IPv4Address(10, 1, 0, 7))
    writer.write(IPv4Address(10, 1, 0, 1))
    writer.write(payload)
    return writer.bytes
  }

  static func udp(_ source: UInt16, _ destination: UInt16, _ payload: [UInt8]) -> [UInt8] {
    var writer = ByteWriter()
    writer.write(source)
    writer.write(destination)
    writer.write(UInt16(8 + payload.count))
    writer.write(UInt16(0))
    writer.write(payload)
    return writer.bytes
  }

  static func tcp(
    _ sequence: UInt32, _ payload: [UInt8], flags: UInt8 = 0x18, port: UInt16 = 53
  ) -> [UInt8] {
    var writer = ByteWriter()
    writer.write(UInt16(40000))
    writer.write(port)
    writer.write(sequence)
    writer.write(UInt32(0))
    writer.write([0x50, flags, 0xFF, 0xFF, 0, 0, 0, 0])
    writer.write(payload)
    return ethernet(0x0800, ipv4(6, writer.bytes))
  }

  static func datagram(
    _ source: UInt16, _ destination: UInt16, _ payload: [UInt8], vlan: UInt16? = nil
  ) -> [UInt8] {
    ethernet(0x0800, ipv4(17, udp(source, destination, payload)), vlan: vlan)
  }

  static func name(_ text: String) -> DNSName { DNSName(text) ?? .root }

  static func query(_ text: String, _ type: DNSType, id: UInt16 = 1) -> [UInt8] {
    DNSMessage.query(id: id, name(text), type).encoded()
  }

  /// An ACK for `client` with option 15.
  static var ack: DHCPv4Message {
    var message = DHCPv4Message(operation: 2, transactionID: 7)
    message.yourAddress = IPv4Address(10, 1, 0, 42)
    message.clientHardware = client.octets + [UInt8](repeating: 0, count: 10)
    message.options = [
      DHCPv4Option(53, [5]), DHCPv4Option(54, [10, 1, 0, 2]), DHCPv4Option(1, [255, 255, 252, 0]),
      DHCPv4Option(6, [10, 1, 0, 3]), DHCPv4Option(12, Array("pc-0042".utf8)),
      DHCPv4Option(15, Array("corp.example".utf8)),
    ]
    return message
  }
}

extension Dissector {
  /// Feeds packets of Ethernet in their order.
  mutating func hear(_ packets: [UInt8]..., link: Int32 = 1) -> [HeardMessage] {
    packets.flatMap { dissect($0, Packets.head(counts.packets + 1, $0, link: link)) }
  }
}
