/// Takes the packets out of a pcapng file (the IETF's draft of the format), piece by piece, whatever
/// the kinds of its interfaces.
///
/// libpcap reads such files where all interfaces are of one kind; this is for those where they are
/// not. Both byte orders are read, sections after each other too; blocks of other kinds are passed
/// over. Memory is bounded by one block.
package struct CaptureBlocks: Sendable {
  /// One packet.
  package struct Packet: Hashable, Sendable {
    package var link: LinkType
    /// Seconds since 1970 and what is left, in nanoseconds; zero where the block has no time.
    package var seconds: Int64
    package var nanoseconds: Int32
    package var originalLength: Int
    package var bytes: [UInt8]
  }

  private struct Interface {
    var link: LinkType
    /// Units a second, by if_tsresol.
    var unitsPerSecond: UInt64 = 1_000_000
    /// if_tsoffset, in seconds.
    var offset: Int64 = 0
  }

  /// The largest block that is taken.
  static let blockLimit = 1 << 20
  /// So many interfaces of one section are told apart.
  static let interfaceLimit = 4096

  private var buffer: [UInt8] = []
  private var isBigEndian = false
  private var interfaces: [Interface] = []
  private var hasSection = false

  package init() {}

  /// Takes the next piece and hands over the packets that it completes. Throws at the first block
  /// that cannot be passed over; what came before has been handed over.
  package mutating func take(
    _ piece: [UInt8], _ body: (Packet) throws -> Void
  ) throws {
    buffer += piece
    var start = 0
    defer { buffer.removeFirst(start) }
    while let length = try blockLength(at: start), buffer.count - start >= length {
      let end = start + length
      if let packet = try read(start..<end) { try body(packet) }
      start = end
    }
  }

  /// Whether the file ended where a block does.
  package var isAtBlockEnd: Bool { buffer.isEmpty }

  /// The length of the block at `start`; `nil` where its head is not yet here.
  private mutating func blockLength(at start: Int) throws(WireError) -> Int? {
    guard buffer.count - start >= 12 else { return nil }
    // A section says by a number how the bytes of its numbers are ordered.
    let isSection = buffer[start..<start + 4].elementsEqual([0x0A, 0x0D, 0x0D, 0x0A])
    if isSection {
      let order = buffer[start + 8..<start + 12]
      if order.elementsEqual([0x1A, 0x2B, 0x3C, 0x4D]) {
        isBigEndian = true
      } else if order.elementsEqual([0x4D, 0x3C, 0x2B, 0x1A]) {
        isBigEndian = false
      } else {
        throw WireError(.malformed, "byte-order magic", at: start + 8)
      }
      hasSection = true
    } else if !hasSection {
      throw WireError(.malformed, "section header", at: start)
    }
    let length = Int(word(start + 4))
    guard length >= 12, length.isMultiple(of: 4) else {
      throw WireError(.malformed, "block length", at: start + 4)
    }
    guard length <= Self.blockLimit else {
      throw WireError(.limitExceeded, "block length", at: start + 4)
    }
    return length
  }

  private func word(_ place: Int) -> UInt32 {
    let bytes = buffer[place..<place + 4]
    return isBigEndian
      ? bytes.reduce(0) { $0 << 8 | UInt32($1) }
      : bytes.reversed().reduce(0) { $0 << 8 | UInt32($1) }
  }

  private func half(_ place: Int) -> UInt16 {
    let (first, second) = (UInt16(buffer[place]), UInt16(buffer[place + 1]))
    return isBigEndian ? first << 8 | second : second << 8 | first
  }

  private mutating func read(_ block: Range<Int>) throws(WireError) -> Packet? {
    let body = block.lowerBound + 8..<block.upperBound - 4
    switch word(block.lowerBound) {
    case 0x0A0D_0D0A:
      interfaces = []
      return nil
    case 1:
      guard body.count >= 8 else { throw WireError(.truncated, "interface", at: body.lowerBound) }
      guard interfaces.count < Self.interfaceLimit else {
        throw WireError(.limitExceeded, "interface", at: body.lowerBound)
      }
      var interface = Interface(link: LinkType(rawValue: UInt32(half(body.lowerBound))))
      readOptions(body.lowerBound + 8..<body.upperBound, into: &interface)
      interfaces.append(interface)
      return nil
    case 2:
      // The packet block of old: the interface has sixteen bits.
      guard body.count >= 20 else { throw WireError(.truncated, "packet", at: body.lowerBound) }
      return try packet(Int(half(body.lowerBound)), body)
    case 3:
      guard body.count >= 4, let interface = interfaces.first else { return nil }
      let original = Int(word(body.lowerBound))
      let bytes = buffer[body.lowerBound + 4..<body.upperBound].prefix(original)
      return Packet(
        link: interface.link, seconds: 0, nanoseconds: 0, originalLength: original,
        bytes: Array(bytes))
    case 6:
      guard body.count >= 20 else { throw WireError(.truncated, "packet", at: body.lowerBound) }
      return try packet(Int(word(body.lowerBound)), body)
    default: return nil
    }
  }

  private func packet(_ index: Int, _ body: Range<Int>) throws(WireError) -> Packet {
    guard interfaces.indices.contains(index) else {
      throw WireError(.malformed, "interface of a packet", at: body.lowerBound)
    }
    let interface = interfaces[index]
    let captured = Int(word(body.lowerBound + 12))
    guard captured <= body.count - 20 else {
      throw WireError(.malformed, "captured length", at: body.lowerBound + 12)
    }
    let units =
      UInt64(word(body.lowerBound + 4)) << 32 | UInt64(word(body.lowerBound + 8))
    let (seconds, rest) = units.quotientAndRemainder(dividingBy: interface.unitsPerSecond)
    let nanoseconds = rest.multipliedFullWidth(by: 1_000_000_000)
    let fraction = interface.unitsPerSecond.dividingFullWidth(nanoseconds).quotient
    return Packet(
      link: interface.link,
      seconds: Int64(clamping: seconds).addingReportingOverflow(interface.offset).partialValue,
      nanoseconds: Int32(clamping: fraction),
      originalLength: Int(word(body.lowerBound + 16)),
      bytes: Array(buffer[body.lowerBound + 20..<body.lowerBound + 20 + captured]))
  }

  private func readOptions(_ range: Range<Int>, into interface: inout Interface) {
    var place = range.lowerBound
    while place + 4 <= range.upperBound {
      let (code, length) = (half(place), Int(half(place + 2)))
      let value = place + 4
      guard code != 0, value + length <= range.upperBound else { return }
      if code == 9, length == 1 {
        // The top bit tells powers of two from powers of ten.
        let exponent = Int(buffer[value] & 0x7F)
        if buffer[value] & 0x80 != 0 {
          if exponent < 64 { interface.unitsPerSecond = 1 << UInt64(exponent) }
        } else if exponent <= 19 {
          interface.unitsPerSecond = (0..<exponent).reduce(1) { units, _ in units * 10 }
        }
      } else if code == 14, length == 8 {
        let (first, second) = (UInt64(word(value)), UInt64(word(value + 4)))
        interface.offset = Int64(
          bitPattern: isBigEndian ? first << 32 | second : second << 32 | first)
      }
      place = value + (length + 3) / 4 * 4
    }
  }
}
