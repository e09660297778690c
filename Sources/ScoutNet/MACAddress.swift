/// A 48-bit hardware address.
package struct MACAddress: Hashable, Sendable {
  /// The address as a number below 2^48, first octet highest.
  package let rawValue: UInt64

  package init(rawValue: UInt64) { self.rawValue = rawValue & 0xFFFF_FFFF_FFFF }

  /// Reads twelve hexadecimal digits, bare or parted by `:`, `-` or `.`.
  package init?(_ text: some StringProtocol) {
    var value: UInt64 = 0
    var digits = 0
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: ":"), UInt8(ascii: "-"), UInt8(ascii: "."):
        continue
      case let digit where digit.isHexDigit:
        digits += 1
        if digits > 12 { return nil }
        let character = Character(UnicodeScalar(digit))
        value = value << 4 | UInt64(character.hexDigitValue ?? 0)
      default:
        return nil
      }
    }
    guard digits == 12 else { return nil }
    rawValue = value
  }

  /// The six octets in the order they travel.
  package var octets: [UInt8] {
    stride(from: UInt64(40), through: 0, by: -8).map { UInt8(truncatingIfNeeded: rawValue >> $0) }
  }

  /// Whether it names one station: neither zero, nor multicast, nor broadcast.
  package var isUnicast: Bool { rawValue != 0 && rawValue & 0x0100_0000_0000 == 0 }
}

extension MACAddress: Comparable {
  package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

extension MACAddress: CustomStringConvertible {
  /// So many characters hold any address.
  package static let textLimit = 17

  /// Lower case with colons.
  package var description: String {
    String(unsafeUninitializedCapacity: Self.textLimit) { write(to: $0) }
  }

  /// Writes the text to the first of at least ``textLimit`` bytes and returns its length.
  package func write(to text: UnsafeMutableBufferPointer<UInt8>) -> Int {
    for index in 0..<12 {
      let digit = UInt8(truncatingIfNeeded: rawValue >> UInt64(44 - 4 * index)) & 0xF
      let place = index + index / 2
      text[place] = digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") - 10 + digit
      if index % 2 == 1, index < 11 { text[place + 1] = UInt8(ascii: ":") }
    }
    return Self.textLimit
  }
}
