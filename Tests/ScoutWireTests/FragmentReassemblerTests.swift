import ScoutNet
import Testing

@testable import ScoutWire

@Suite("Fragment reassembler") struct FragmentReassemblerTests {
  /// A datagram of 32 bytes: the UDP header and 24 bytes of data.
  static let payload: [UInt8] = [0x02, 0x6F, 0xC3, 0x50, 0, 32, 0, 0] + (0..<24).map { $0 }

  static func piece(_ range: Range<Int>, identification: UInt8 = 7, more: Bool? = nil) -> [UInt8] {
    let more = more ?? (range.upperBound < payload.count)
    var bytes = Wire.ipv4(
      Array(payload[range]), piece: UInt16(range.lowerBound / 8) | (more ? 0x2000 : 0))
    bytes[5] = identification
    return bytes
  }

  private func feed(
    _ pieces: [[UInt8]], to reassembler: inout FragmentReassembler, at time: Duration = .zero
  ) throws -> [FragmentReassembler.Datagram] {
    try pieces.compactMap { bytes in
      let frame = try Frame(parsing: bytes, link: .raw)
      return reassembler.add(frame, of: bytes.span.bytes, at: time)
    }
  }

  @Test(
    "puts pieces together in any order, repetitions included",
    arguments: [[0, 1, 2], [2, 1, 0], [1, 1, 0, 2], [2, 0, 0, 1]])
  func orders(order: [Int]) throws {
    let pieces = [Self.piece(0..<8), Self.piece(8..<24), Self.piece(24..<32)]
    var reassembler = FragmentReassembler()
    let whole = try feed(order.map { pieces[$0] }, to: &reassembler)
    #expect(whole.count == 1)
    #expect(whole.first?.bytes == Self.payload)
    #expect(whole.first?.frame.payload == .udp(source: 623, destination: 50000, 8..<32))
    #expect(reassembler.waiting == 0)
    #expect(reassembler.dropped == 0)
  }

  @Test("puts IPv6 pieces together")
  func ipv6() throws {
    let first: [UInt8] = [17, 0, 0, 1, 0, 0, 0, 9] + Self.payload[0..<16]
    let second: [UInt8] = [17, 0, 0, 16, 0, 0, 0, 9] + Self.payload[16...]
    var reassembler = FragmentReassembler()
    let pieces = [first, second].map { Wire.ipv6($0, nextHeader: 44) }
    #expect(try feed(pieces, to: &reassembler).first?.bytes == Self.payload)
  }

  @Test("drops a datagram whose pieces contradict each other")
  func contradictions() throws {
    var other = Self.piece(0..<8)
    other[22] ^= 1
    let bad: [[[UInt8]]] = [
      [Self.piece(0..<8), other],
      [Self.piece(0..<16), Self.piece(8..<24)],
      [Self.piece(8..<24), Self.piece(0..<16)],
      [Self.piece(24..<32), Self.piece(16..<24, more: false)],
    ]
    for pieces in bad {
      var reassembler = FragmentReassembler()
      #expect(try feed(pieces, to: &reassembler).isEmpty)
      #expect(reassembler.dropped == 1)
      #expect(reassembler.waiting == 0)
    }
  }

  @Test("stays within its bounds and counts what it drops")
  func bounds() throws {
    var limits = FragmentReassembler.Limits()
    limits.datagrams = 3
    var reassembler = FragmentReassembler(limits: limits)
    let begun = (0..<10).map { Self.piece(0..<8, identification: $0) }
    #expect(try feed(begun, to: &reassembler).isEmpty)
    #expect(reassembler.waiting == 3)
    #expect(reassembler.dropped == 7)
    // The newest three are still there, until they are too old.
    let rest = [Self.piece(8..<32, identification: 9)]
    #expect(try feed(rest, to: &reassembler, at: .seconds(30)).count == 1)
    let late = [Self.piece(8..<32, identification: 8)]
    #expect(try feed(late, to: &reassembler, at: .seconds(31)).isEmpty)
    #expect(reassembler.dropped == 9)
    limits.bytes = 20
    limits.datagrams = 100
    var small = FragmentReassembler(limits: limits)
    #expect(try feed(Array(begun.prefix(3)), to: &small).isEmpty)
    #expect(small.waiting == 2)
  }

  @Test("takes no piece that was cut or reaches beyond a datagram")
  func cut() throws {
    var reassembler = FragmentReassembler()
    let beyond = Wire.ipv4(Array(Self.payload), piece: 0x1FFF)
    let pieces = [Array(Self.piece(0..<16).dropLast()), beyond]
    #expect(try feed(pieces, to: &reassembler).isEmpty)
    #expect(reassembler.waiting == 0)
    #expect(reassembler.dropped == 2)
  }
}
