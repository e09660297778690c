package import ScoutNet

/// The Internet checksum (RFC 1071): the complement of the sum of 16-bit words, carries added in.
package struct Checksum: Sendable {
  private var sum: UInt64 = 0

  package init() {}

  /// Adds bytes; an odd last byte is followed by an imagined zero, so only the last part may be odd.
  package mutating func add(_ bytes: RawSpan) {
    var offset = 0
    while offset + 1 < bytes.byteCount {
      // SAFETY: two bytes follow `offset`, as just checked.
      let word = unsafe bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt16.self)
      sum &+= UInt64(UInt16(bigEndian: word))
      offset += 2
    }
    if offset < bytes.byteCount {
      // SAFETY: one byte follows `offset`, as just checked.
      sum &+= UInt64(unsafe bytes.unsafeLoad(fromByteOffset: offset, as: UInt8.self)) << 8
    }
  }

  package mutating func add(_ bytes: [UInt8]) { add(bytes.span.bytes) }

  package mutating func add(_ word: UInt16) { sum &+= UInt64(word) }

  package mutating func add(_ word: UInt32) {
    sum &+= UInt64(word >> 16) &+ UInt64(word & 0xFFFF)
  }

  private mutating func add(_ word: UInt64) {
    add(UInt32(truncatingIfNeeded: word >> 32))
    add(UInt32(truncatingIfNeeded: word))
  }

  /// The value for the header's field; over a message with a right checksum it is zero.
  package var value: UInt16 {
    var folded = sum
    while folded > 0xFFFF { folded = (folded >> 16) &+ (folded & 0xFFFF) }
    return ~UInt16(truncatingIfNeeded: folded)
  }
}

extension Checksum {
  /// Begins with the pseudo-header that TCP, UDP and ICMPv6 cover (RFC 9293, 3.1; RFC 8200, 8.1).
  ///
  /// Both addresses must be of one family; a mixture gives a sum that fits nothing.
  package init(
    from source: IPAddress, to destination: IPAddress, protocolNumber: UInt8, length: UInt32
  ) {
    self.init()
    for address in [source, destination] {
      switch address {
      case .v4(let address):
        add(address.rawValue)
      case .v6(let address):
        add(address.high)
        add(address.low)
      }
    }
    add(length)
    add(UInt16(protocolNumber))
  }
}
