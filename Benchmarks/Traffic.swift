import ScoutLink
import ScoutWire

/// A capture file of DHCP and DNS messages, made from the seeds: 65,536 clients with an address each
/// take turns, so that each says the same again after a minute.
enum Traffic {
  private struct Kind {
    var message: [UInt8]
    var source: UInt16
    var destination: UInt16
    var isDHCP: Bool
    var isAsking: Bool
  }

  /// Writes `count` packets: half of them DHCP, half DNS, clients and servers in turn.
  static func write(_ count: Int, to path: String) throws {
    var kinds: [Kind] = []
    for name in ["discover", "offer", "request", "ack"] {
      let isAsking = name == "discover" || name == "request"
      kinds.append(
        Kind(
          message: try Samples.seed("DHCPv4/\(name)"), source: isAsking ? 68 : 67,
          destination: isAsking ? 67 : 68, isDHCP: true, isAsking: isAsking))
    }
    for name in ["query-1", "answer-1", "query-12", "answer-12"] {
      let isAsking = name.hasPrefix("query")
      kinds.append(
        Kind(
          message: try Samples.seed("DNS/\(name)"), source: isAsking ? 40_000 : 53,
          destination: isAsking ? 53 : 40_000, isDHCP: false, isAsking: isAsking))
    }
    let writer = try CaptureWriter(path: path, linkType: .ethernet)
    for number in 0..<count {
      let bytes = packet(kinds[number % kinds.count], number)
      let head = PacketHead(
        frame: number + 1, linkType: .ethernet, seconds: 1_770_000_000 + Int64(number / 1000),
        nanoseconds: Int32(number % 1000) * 1_000_000, originalLength: bytes.count)
      try writer.write(head, bytes.span.bytes)
    }
    try writer.close()
  }

  private static func packet(_ kind: Kind, _ number: Int) -> [UInt8] {
    var message = kind.message
    let low = [UInt8(truncatingIfNeeded: number >> 8), UInt8(truncatingIfNeeded: number)]
    if kind.isDHCP {
      // The transaction, the last bytes of chaddr, and of yiaddr where there is one.
      message.replaceSubrange(6..<8, with: low)
      message.replaceSubrange(32..<34, with: low)
      if message[16] != 0 { message.replaceSubrange(18..<20, with: low) }
    } else {
      message.replaceSubrange(0..<2, with: low)
    }
    var packet: [UInt8] = [2, 0, 0, 0, 0, 1, 2, 0, 0, 0] + low + [0x08, 0x00]
    let (client, server): ([UInt8], [UInt8]) = ([10, 77] + low, [10, 76, 0, 1])
    let ends = kind.isAsking ? client + server : server + client
    var header: [UInt8] = [0x45, 0, 0, 0] + low + [0, 0, 64, 17, 0, 0] + ends
    put(UInt16(header.count + 8 + message.count), at: 2, in: &header)
    var checksum = Checksum()
    checksum.add(header)
    put(checksum.value, at: 10, in: &header)
    var datagram = [UInt8](repeating: 0, count: 8)
    put(kind.source, at: 0, in: &datagram)
    put(kind.destination, at: 2, in: &datagram)
    put(UInt16(datagram.count + message.count), at: 4, in: &datagram)
    packet += header + datagram + message
    return packet
  }

  private static func put(_ value: UInt16, at offset: Int, in bytes: inout [UInt8]) {
    bytes[offset] = UInt8(value >> 8)
    bytes[offset + 1] = UInt8(truncatingIfNeeded: value)
  }
}
