/// An IPv4 address.
package struct IPv4Address: Hashable, Sendable {
  /// The address as a number, first octet highest.
  package let rawValue: UInt32

  package init(rawValue: UInt32) { self.rawValue = rawValue }

  package init(_ a: UInt8, _ b: UInt8, _ c: UInt8, _ d: UInt8) {
    rawValue = UInt32(a) << 24 | UInt32(b) << 16 | UInt32(c) << 8 | UInt32(d)
  }

  /// Reads four decimal octets, as in `192.0.2.7`; leading zeros are refused, because some
  /// programs take them for octal.
  package init?(_ text: some StringProtocol) {
    var value: UInt32 = 0
    var octet: UInt32 = 0
    var digits = 0
    var octets = 0
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        if digits > 0 && octet == 0 { return nil }
        octet = octet * 10 + UInt32(byte - UInt8(ascii: "0"))
        digits += 1
        if octet > 255 { return nil }
      case UInt8(ascii: "."):
        if digits == 0 || octets == 3 { return nil }
        value = value << 8 | octet
        octet = 0
        digits = 0
        octets += 1
      default:
        return nil
      }
    }
    if digits == 0 || octets != 3 { return nil }
    rawValue = value << 8 | octet
  }

  /// The four octets in network order.
  package var octets: (UInt8, UInt8, UInt8, UInt8) {
    (
      UInt8(truncatingIfNeeded: rawValue >> 24), UInt8(truncatingIfNeeded: rawValue >> 16),
      UInt8(truncatingIfNeeded: rawValue >> 8), UInt8(truncatingIfNeeded: rawValue)
    )
  }

  /// The name under which the reverse zone keeps this address (RFC 1035, 3.5).
  package var reverseName: String {
    let (a, b, c, d) = octets
    return "\(d).\(c).\(b).\(a).in-addr.arpa"
  }

  package static let zero = IPv4Address(rawValue: 0)
}

extension IPv4Address: Comparable {
  package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

extension IPv4Address: CustomStringConvertible {
  /// So many characters hold any address.
  package static let textLimit = 15

  // Addresses are written by the million: one piece of text, without those it is made of.
  package var description: String {
    String(unsafeUninitializedCapacity: Self.textLimit) { write(to: $0) }
  }

  /// Writes the text to the first of at least ``textLimit`` bytes and returns its length.
  package func write(to text: UnsafeMutableBufferPointer<UInt8>) -> Int {
    var count = 0
    func put(_ byte: UInt8) {
      text[count] = byte
      count += 1
    }
    for place in 0..<4 {
      if place > 0 { put(UInt8(ascii: ".")) }
      let octet = UInt8(truncatingIfNeeded: rawValue >> UInt32(24 - 8 * place))
      if octet >= 100 { put(UInt8(ascii: "0") + octet / 100) }
      if octet >= 10 { put(UInt8(ascii: "0") + octet / 10 % 10) }
      put(UInt8(ascii: "0") + octet % 10)
    }
    return count
  }
}
