import ScoutNet
import ScoutWire
import Testing

@testable import ScoutSweep

@Suite("Raw probes") struct RawProbeTests {
  static let source4 = IPAddress.v4(IPv4Address(10, 0, 0, 1))
  static let target4 = IPAddress.v4(IPv4Address(10, 77, 5, 9))
  static let source6 = IPAddress.v6(IPv6Address(high: 0x2001_0DB8_0000_0000, low: 1))
  static let target6 = IPAddress.v6(IPv6Address(high: 0x2001_0DB8_0000_0000, low: 5))
  static let own = MACAddress(rawValue: 0x0200_0000_0001)
  static let router = MACAddress(rawValue: 0x0200_0000_00FE)

  @Test("the cookie is SipHash-1-3, as OpenSSL computes it")
  func reference() {
    // openssl mac -macopt hexkey:000102…0f -macopt c-rounds:1 -macopt d-rounds:3 -macopt size:8
    //   SipHash, over the addresses, the port and the protocol.
    let cookie = ProbeCookie(key0: 0x0706_0504_0302_0100, key1: 0x0F0E_0D0C_0B0A_0908)
    #expect(
      cookie.value(from: Self.source4, to: Self.target4, port: 16992, .tcp).byteSwapped
        == 0x7F46_5627_F11B_F8B5)
    #expect(
      cookie.value(from: Self.source6, to: Self.target6, port: 623, .udp).byteSwapped
        == 0x45E0_8E3B_9DF7_8B38)
  }

  @Test("the cookie depends on key, addresses, port and protocol")
  func dependence() {
    let cookie = ProbeCookie(key0: 1, key1: 2)
    let values: Set<UInt64> = [
      cookie.value(from: Self.source4, to: Self.target4, port: 16992, .tcp),
      cookie.value(from: Self.target4, to: Self.source4, port: 16992, .tcp),
      cookie.value(from: Self.source4, to: Self.target4, port: 16993, .tcp),
      cookie.value(from: Self.source4, to: Self.target4, port: 16992, .udp),
      ProbeCookie(key0: 1, key1: 3).value(
        from: Self.source4, to: Self.target4, port: 16992, .tcp),
    ]
    #expect(values.count == 5)
  }

  @Test("source ports lie outside of the kernel's own range")
  func sourcePorts() throws {
    let usual = try #require(SourcePorts(besides: 32_768...60_999))
    #expect(usual.first == 61_440 && usual.last == 65_535)
    let above = try #require(SourcePorts(besides: 20_000...65_535))
    #expect(above.last < 20_000 && above.first >= 1024)
    #expect(SourcePorts(besides: 1024...65_535) == nil)
    for bits in 0..<64 as Range<UInt64> {
      let port = above.port(1 << bits)
      #expect(port >= above.first && port <= above.last)
    }
    #expect(SourcePorts("40000")?.description == "40000")
    #expect(SourcePorts("61440-65535")?.description == "61440-65535")
    // Cut to a power of two.
    #expect(SourcePorts("50000-50999")?.description == "50000-50511")
    for text in ["", "0", "70000", "5-4", "a-b", "1-2-3"] { #expect(SourcePorts(text) == nil) }
  }

  /// Fills a template's frame.
  private func frame(
    _ template: ProbeTemplate, to target: IPAddress, port: UInt16, from source: UInt16,
    mark: UInt32, mac: UInt64? = nil
  ) -> [UInt8] {
    var bytes = [UInt8](repeating: 0xAA, count: 128)
    let number = target.number
    bytes.withUnsafeMutableBytes { buffer in
      guard let base = buffer.baseAddress else { return }
      template.fill(
        base,
        to: .init(
          high: UInt64(truncatingIfNeeded: number >> 64), low: UInt64(truncatingIfNeeded: number),
          port: port), from: source, mark: mark, mac: mac)
    }
    return Array(bytes.prefix(template.length))
  }

  /// Whether the checksum of the transport layer of an IP packet is right.
  private func isRight(
    _ packet: ArraySlice<UInt8>, from source: IPAddress, to target: IPAddress, _ number: UInt8
  ) -> Bool {
    var sum = Checksum(
      from: source, to: target, protocolNumber: number, length: UInt32(packet.count))
    sum.add(Array(packet))
    return sum.value == 0
  }

  @Test("frames are read back by the codecs, and their checksums are right", arguments: 0..<200)
  func frames(_ round: Int) throws {
    let isV6 = round % 2 == 1
    let source = isV6 ? Self.source6 : Self.source4
    let target =
      isV6
      ? IPAddress.v6(IPv6Address(high: .random(in: 1 ... .max), low: .random(in: 0 ... .max)))
      : .v4(IPv4Address(rawValue: .random(in: 1 ... .max)))
    let vlan: UInt16? = round % 3 == 0 ? 12 : nil
    let head = FrameHead(destination: Self.router, source: Self.own, vlan: vlan)
    let offset = (vlan == nil ? 14 : 18) + (isV6 ? 40 : 20)
    let mark = UInt32.random(in: 0 ... .max)
    let (here, there) = (UInt16.random(in: 1 ... .max), UInt16.random(in: 1 ... .max))
    for kind in [ProbeTemplate.Kind.syn, .reset] {
      let template = ProbeTemplate(kind, head: head, source: source, pingPort: 623)
      let bytes = frame(template, to: target, port: there, from: here, mark: mark)
      let read = try Frame(parsing: bytes, link: .ethernet)
      #expect(read.source == source && read.destination == target && read.defect == nil)
      #expect(read.sourceMAC == Self.own && read.destinationMAC == Self.router)
      #expect(read.vlans.ids == (vlan.map { [$0] } ?? []) && !read.isCutShort)
      guard case .tcp(let header, let rest) = read.payload else {
        Issue.record("no TCP: \(read)")
        return
      }
      #expect(header.source == here && header.destination == there && header.sequence == mark)
      #expect(header.flags == (kind == .syn ? .syn : .rst) && rest.isEmpty)
      #expect(isRight(bytes[offset...], from: source, to: target, 6))
      if !isV6 {
        var sum = Checksum()
        sum.add(Array(bytes[(offset - 20)..<offset]))
        #expect(sum.value == 0)
      }
    }
    let ping = ProbeTemplate(.ping, head: head, source: source, pingPort: 623)
    let bytes = frame(ping, to: target, port: 623, from: here, mark: mark & 0xFF)
    guard
      case .udp(let from, let to, let range) = try Frame(parsing: bytes, link: .ethernet).payload
    else {
      Issue.record("no UDP")
      return
    }
    #expect(from == here && to == 623)
    let question = try ASFPresencePing(parsing: bytes[range])
    #expect(question == ASFPresencePing(tag: UInt8(mark & 0xFF)))
    #expect(isRight(bytes[offset...], from: source, to: target, 17))
  }

  @Test("a frame without a link header begins with IP; on a link each target has its own MAC")
  func links() throws {
    let bare = ProbeTemplate(.syn, head: nil, source: Self.source4, pingPort: 623)
    let packet = frame(bare, to: Self.target4, port: 16992, from: 61_440, mark: 7)
    #expect(try Frame(parsing: packet, link: .raw).destination == Self.target4)
    let head = FrameHead(destination: MACAddress(rawValue: 0), source: Self.own, vlan: nil)
    let onLink = ProbeTemplate(.syn, head: head, source: Self.source4, pingPort: 623)
    let bytes = frame(
      onLink, to: Self.target4, port: 16992, from: 61_440, mark: 7, mac: 0x0200_1122_3344)
    #expect(
      try Frame(parsing: bytes, link: .ethernet).destinationMAC
        == MACAddress(rawValue: 0x0200_1122_3344))
  }

  @Test("a neighbour is asked for by RFC 4861, and its answer is read")
  func neighbours() throws {
    guard case .v6(let source) = Self.source6, case .v6(let target) = Self.target6 else { return }
    let packet = NeighbourMessage.question(for: target, from: source, sender: Self.own)
    let frame = try Frame(parsing: packet, link: .raw)
    #expect(frame.destination?.description == "ff02::1:ff00:5" && frame.hopLimit == 255)
    #expect(isRight(packet[40...], from: Self.source6, to: frame.destination ?? Self.source6, 58))
    #expect(packet[40] == 135)
    #expect(
      Array(packet[48..<64]) == [0x20, 1, 0x0D, 0xB8] + [UInt8](repeating: 0, count: 11) + [5])
    #expect(
      NeighbourMessage.groupMAC(of: target).description == "33:33:ff:00:00:05")
    let answer: [UInt8] =
      [136, 0, 0, 0, 0x60, 0, 0, 0] + packet[48..<64] + [2, 1, 2, 0, 0, 0, 0, 5]
    let read = try NeighbourMessage(parsing: answer)
    #expect(read.target == target && read.mac == MACAddress(rawValue: 0x0200_0000_0005))
  }
}
