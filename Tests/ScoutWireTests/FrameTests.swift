import ScoutNet
import Testing

@testable import ScoutWire

/// Headers laid out by hand, to be put together into frames.
enum Wire {
  static let ethernet: [UInt8] = [
    0x02, 0, 0, 0, 0, 0x01,  // destination
    0x02, 0, 0, 0, 0, 0x02,  // source
  ]
  /// UDP from 623 to 50000 with two bytes of data.
  static let datagram: [UInt8] = [0x02, 0x6F, 0xC3, 0x50, 0, 10, 0, 0, 0xAB, 0xCD]

  static func ipv4(
    _ payload: [UInt8], protocolNumber: UInt8 = 17, piece: UInt16 = 0, options: [UInt8] = [],
    total: Int? = nil
  ) -> [UInt8] {
    let length = total ?? 20 + options.count + payload.count
    return [
      0x45 + UInt8(options.count / 4), 0,  // version, header length, service
      UInt8(length >> 8), UInt8(length & 0xFF),  // total length
      0x12, 0x34,  // identification
      UInt8(piece >> 8), UInt8(piece & 0xFF),  // flags, fragment offset
      64, protocolNumber, 0, 0,  // time to live, protocol, checksum
      192, 0, 2, 1,  // source
      192, 0, 2, 2,  // destination
    ] + options + payload
  }

  static func ipv6(_ payload: [UInt8], nextHeader: UInt8 = 17, length: Int? = nil) -> [UInt8] {
    let length = length ?? payload.count
    let prefix: [UInt8] = [0x20, 0x01, 0x0D, 0xB8] + [UInt8](repeating: 0, count: 11)
    return [0x60, 0, 0, 0, UInt8(length >> 8), UInt8(length & 0xFF), nextHeader, 63]
      + prefix + [1] + prefix + [2] + payload
  }
}

@Suite("Frame") struct FrameTests {
  static let v4 = (IPAddress("192.0.2.1"), IPAddress("192.0.2.2"))
  static let v6 = (IPAddress("2001:db8::1"), IPAddress("2001:db8::2"))

  static let linkHeaders: [(String, LinkType, [UInt8], isIPv6: Bool)] = [
    ("Ethernet", .ethernet, Wire.ethernet + [0x08, 0x00], false),
    ("Ethernet, IPv6", .ethernet, Wire.ethernet + [0x86, 0xDD], true),
    ("802.1Q", .ethernet, Wire.ethernet + [0x81, 0x00, 0x20, 0x64, 0x08, 0x00], false),
    (
      "QinQ", .ethernet,
      Wire.ethernet + [0x88, 0xA8, 0x00, 0x0A, 0x81, 0x00, 0x00, 0x14, 0x86, 0xDD], true
    ),
    (
      "LLC, SNAP", .ethernet,
      Wire.ethernet + [0x00, 0x26, 0xAA, 0xAA, 0x03, 0, 0, 0, 0x08, 0x00], false
    ),
    ("raw", .raw, [], false), ("raw 12", .rawBSD, [], true), ("raw 14", .rawOpenBSD, [], false),
    ("IPv4", .ipv4, [], false), ("IPv6", .ipv6, [], true),
    ("null, little-endian", .null, [2, 0, 0, 0], false),
    ("null, big-endian", .null, [0, 0, 0, 30], true),
    ("loop", .loop, [0, 0, 0, 24], true),
    (
      "cooked", .linuxSLL,
      [0, 0, 0, 1, 0, 6, 0x02, 0, 0, 0, 0, 0x02, 0, 0, 0x08, 0x00], false
    ),
    (
      "cooked 2", .linuxSLL2,
      [0x86, 0xDD, 0, 0, 0, 0, 0, 3, 0, 1, 0, 6, 0x02, 0, 0, 0, 0, 0x02, 0, 0], true
    ),
    (
      "802.11 from a distribution system", .ieee80211,
      [0x08, 0x02, 0, 0] + Wire.ethernet.prefix(6) + [6, 6, 6, 6, 6, 6] + Wire.ethernet.suffix(6)
        + [0, 0, 0xAA, 0xAA, 0x03, 0, 0, 0, 0x08, 0x00], false
    ),
    (
      "radiotap with a timer, flags and padding, 802.11 QoS", .radiotap,
      [0, 0, 17, 0, 3, 0, 0, 0] + [UInt8](repeating: 0, count: 8) + [0x20]
        + [0x88, 0x01, 0, 0, 6, 6, 6, 6, 6, 6] + Wire.ethernet.suffix(6)
        + Wire.ethernet.prefix(6) + [0, 0, 0, 0, 0, 0]
        + [0xAA, 0xAA, 0x03, 0, 0, 0, 0x86, 0xDD], true
    ),
  ]

  @Test("reads a datagram behind every link header, and no prefix traps", arguments: linkHeaders)
  func links(name: String, link: LinkType, header: [UInt8], isIPv6: Bool) throws {
    // Two bytes of padding behind the packet belong to nobody.
    let packet = isIPv6 ? Wire.ipv6(Wire.datagram) : Wire.ipv4(Wire.datagram)
    let bytes = header + packet + [0xEE, 0xEE]
    let frame = try Frame(parsing: bytes, link: link)
    #expect(frame.source == (isIPv6 ? Self.v6.0 : Self.v4.0))
    #expect(frame.destination == (isIPv6 ? Self.v6.1 : Self.v4.1))
    #expect(frame.hopLimit == (isIPv6 ? 63 : 64))
    #expect(frame.defect == nil)
    #expect(!frame.isCutShort)
    let end = bytes.count - 2
    #expect(frame.payload == .udp(source: 623, destination: 50000, (end - 2)..<end))
    if header.count >= 12, link != .linuxSLL2 {
      #expect(frame.sourceMAC?.description == "02:00:00:00:00:02")
    }
    for length in 0..<end {
      guard let cut = try? Frame(parsing: Array(bytes.prefix(length)), link: link) else { continue }
      #expect(cut.payload == .other || cut.isCutShort)
    }
  }

  @Test("keeps the stack of VLAN tags, outermost first")
  func tags() throws {
    var header = Wire.ethernet
    for id in [0, 100, 4094] as [UInt16] {
      header += [0x81, 0x00, 0xE0 | UInt8(id >> 8), UInt8(id & 0xFF)]
    }
    let frame = try Frame(parsing: header + [0x08, 0x06], link: .ethernet)
    #expect(frame.vlans.ids == [0, 100, 4094])
    #expect(frame.vlans.innermost == 4094)
    header += [0x81, 0x00, 0, 1, 0x81, 0x00, 0, 1, 0x08, 0x00]
    #expect(throws: WireError(.limitExceeded, "VLAN tags", at: 30)) {
      try Frame(parsing: header, link: .ethernet)
    }
  }

  @Test("says which link types it does not read")
  func unsupported() {
    #expect(throws: WireError(.unsupported, "link type", at: 0)) {
      try Frame(parsing: [0, 1, 2, 3], link: LinkType(rawValue: 10))
    }
    #expect(!LinkType(rawValue: 10).isSupported)
    #expect(LinkType.radiotap.isSupported)
  }

  @Test("passes over IPv4 options, and knows a packet without a length")
  func options() throws {
    let plain = Wire.ipv4(Wire.datagram, options: [1, 1, 1, 0])
    #expect(
      try Frame(parsing: plain, link: .raw).payload
        == .udp(source: 623, destination: 50000, 32..<34))
    let offloaded = Wire.ipv4(Wire.datagram, total: 0)
    #expect(
      try Frame(parsing: offloaded, link: .raw).payload
        == .udp(source: 623, destination: 50000, 28..<30))
  }

  @Test("marks lengths that cannot be, and keeps the addresses")
  func badLengths() throws {
    let short = try Frame(parsing: Wire.ipv4(Wire.datagram, total: 19), link: .raw)
    #expect(short.defect?.field == "IPv4 total length")
    var bytes = Wire.datagram
    bytes[5] = 7
    let tiny = try Frame(parsing: Wire.ipv4(bytes), link: .raw)
    #expect(tiny.defect?.field == "UDP length")
    #expect(tiny.source == Self.v4.0)
    bytes[5] = 200
    let long = try Frame(parsing: Wire.ipv4(bytes), link: .raw)
    #expect(long.isCutShort)
    #expect(long.payload == .udp(source: 623, destination: 50000, 28..<30))
    let cut = try Frame(parsing: Wire.ipv4(Wire.datagram, total: 1500), link: .raw)
    #expect(cut.isCutShort)
  }

  @Test("walks IPv6 extension headers, and stops at too many")
  func extensions() throws {
    let hop: [UInt8] = [60, 0, 1, 4, 0, 0, 0, 0]
    let options: [UInt8] = [51, 1] + [UInt8](repeating: 0, count: 14)
    let authentication: [UInt8] = [17, 1] + [UInt8](repeating: 0, count: 10)
    let chain = hop + options + authentication + Wire.datagram
    let frame = try Frame(parsing: Wire.ipv6(chain, nextHeader: 0), link: .raw)
    let end = 40 + chain.count
    #expect(frame.payload == .udp(source: 623, destination: 50000, (end - 2)..<end))
    let endless = [UInt8](repeating: 0, count: 8 * 17)
    let many = try Frame(parsing: Wire.ipv6(endless, nextHeader: 0), link: .raw)
    #expect(many.defect?.code == .limitExceeded)
    let outside = try Frame(
      parsing: Wire.ipv6([17, 9, 0, 0, 0, 0, 0, 0], nextHeader: 60), link: .raw)
    #expect(outside.defect == WireError(.truncated, "extension header", at: 42))
    // A fragment header on a datagram that is whole.
    let atomic = Wire.ipv6([17, 0, 0, 0, 0, 0, 0, 1] + Wire.datagram, nextHeader: 44)
    #expect(
      try Frame(parsing: atomic, link: .raw).payload
        == .udp(source: 623, destination: 50000, 56..<58))
  }

  @Test("reads a TCP header with its options")
  func tcp() throws {
    let segment: [UInt8] = [
      0x42, 0x60, 0xC3, 0x50,  // 16992 to 50000
      0x01, 0x02, 0x03, 0x04,  // sequence
      0x05, 0x06, 0x07, 0x08,  // acknowledgment
      0x60, 0x12, 0xFF, 0xFF,  // six words, SYN and ACK, window
      0, 0, 0, 0,  // checksum, urgent
      2, 4, 5, 0xB4,  // maximum segment size
      0x55,  // data
    ]
    let bytes = Wire.ipv4(segment, protocolNumber: 6)
    let frame = try Frame(parsing: bytes, link: .raw)
    guard case .tcp(let header, let range) = frame.payload else {
      Issue.record("no TCP")
      return
    }
    #expect(header.source == 16992)
    #expect(header.destination == 50000)
    #expect(header.sequence == 0x0102_0304)
    #expect(header.acknowledgment == 0x0506_0708)
    #expect(header.flags == [.syn, .ack])
    #expect(range == 44..<45)
    for length in 0..<segment.count - 1 {
      let cut = try Frame(
        parsing: Wire.ipv4(Array(segment.prefix(length)), protocolNumber: 6), link: .raw)
      #expect((cut.defect != nil) == (length < 24))
    }
  }

  @Test("takes the packet quoted in an ICMP error for no traffic", arguments: [false, true])
  func quotes(isIPv6: Bool) throws {
    let quoted = isIPv6 ? Wire.ipv6(Wire.datagram) : Wire.ipv4(Wire.datagram)
    let message: [UInt8] = [isIPv6 ? 1 : 3, isIPv6 ? 4 : 3, 0, 0, 0, 0, 0, 0] + quoted
    let bytes =
      isIPv6 ? Wire.ipv6(message, nextHeader: 58) : Wire.ipv4(message, protocolNumber: 1)
    let frame = try Frame(parsing: bytes, link: .raw)
    guard case .icmp(let header, let range) = frame.payload else {
      Issue.record("no ICMP")
      return
    }
    #expect(header.isError)
    let quote = try ICMPQuote(parsing: bytes[range])
    #expect(quote.source == (isIPv6 ? Self.v6.0 : Self.v4.0))
    #expect(quote.destination == (isIPv6 ? Self.v6.1 : Self.v4.1))
    #expect(quote.protocolNumber == 17)
    #expect(quote.ports == ICMPQuote.Ports(source: 623, destination: 50000, word: 0x000A_0000))
    for length in 0..<message.count {
      let cut = try? ICMPQuote(parsing: message.prefix(length))
      #expect((cut == nil) == (length < (isIPv6 ? 48 : 28)))
    }
    #expect(!ICMPHeader(isVersion6: true, type: 134, code: 0).isError)
    #expect(!ICMPHeader(isVersion6: false, type: 8, code: 0).isError)
  }

  @Test("reads ARP and writes it again")
  func arp() throws {
    let bytes: [UInt8] = [
      0, 1, 8, 0, 6, 4, 0, 2,  // Ethernet, IPv4, reply
      0x02, 0, 0, 0, 0, 2, 192, 0, 2, 1,
      0x02, 0, 0, 0, 0, 1, 192, 0, 2, 2,
    ]
    let frame = try Frame(parsing: Wire.ethernet + [0x08, 0x06] + bytes, link: .ethernet)
    guard case .arp(let packet) = frame.payload else {
      Issue.record("no ARP")
      return
    }
    #expect(packet.operation == ARPPacket.reply)
    #expect(packet.senderMAC.description == "02:00:00:00:00:02")
    #expect(packet.targetAddress == IPv4Address(192, 0, 2, 2))
    #expect(packet.encoded() == bytes)
    for length in 0..<bytes.count {
      #expect(throws: WireError.self) { try ARPPacket(parsing: bytes.prefix(length)) }
    }
  }

  @Test("leaves encrypted, empty and management frames of a wireless net alone")
  func wireless() throws {
    let rest = [UInt8](repeating: 0xAA, count: 40)
    for control in [[0x08, 0x41], [0x48, 0x01], [0x80, 0x00], [0x88, 0x01], [0x08, 0x05]]
      as [[UInt8]]
    {
      let frame = try Frame(parsing: control + rest, link: .ieee80211)
      #expect(frame.payload == .other)
      #expect(frame.etherType == nil)
    }
  }
}

@Suite("Checksum") struct ChecksumTests {
  @Test("agrees with the example of RFC 1071")
  func example() {
    var sum = Checksum()
    sum.add([0x00, 0x01, 0xF2, 0x03, 0xF4, 0xF5, 0xF6, 0xF7])
    #expect(sum.value == ~0xDDF2)
  }

  @Test("is zero over a message that carries its own")
  func verification() throws {
    let source = try #require(IPAddress("192.0.2.1"))
    let destination = try #require(IPAddress("192.0.2.2"))
    // An odd length: the last byte counts as the high half of a word.
    var message: [UInt8] = [0x02, 0x6F, 0xC3, 0x50, 0, 9, 0, 0, 0xAB]
    var sum = Checksum(from: source, to: destination, protocolNumber: 17, length: 9)
    sum.add(message)
    message[6] = UInt8(sum.value >> 8)
    message[7] = UInt8(sum.value & 0xFF)
    var again = Checksum(from: source, to: destination, protocolNumber: 17, length: 9)
    again.add(message)
    #expect(again.value == 0)
  }
}
