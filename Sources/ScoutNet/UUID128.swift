/// A 128-bit machine identifier in the order people read it.
package struct UUID128: Hashable, Sendable {
  package let high: UInt64
  package let low: UInt64

  package init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }

  /// Reads 32 hexadecimal digits, with or without hyphens and braces.
  package init?(_ text: some StringProtocol) {
    var halves: [UInt64] = [0, 0]
    var digits = 0
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "-"), UInt8(ascii: "{"), UInt8(ascii: "}"): continue
      case let digit where digit.isHexDigit:
        if digits == 32 { return nil }
        let character = Character(UnicodeScalar(digit))
        halves[digits / 16] = halves[digits / 16] << 4 | UInt64(character.hexDigitValue ?? 0)
        digits += 1
      default: return nil
      }
    }
    guard digits == 32 else { return nil }
    self.init(high: halves[0], low: halves[1])
  }

  /// Takes the sixteen bytes of the SMBIOS form, whose first three fields are little-endian.
  package init?(smbios bytes: [UInt8]) {
    guard bytes.count == 16 else { return nil }
    let order = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15].map { bytes[$0] }
    high = order[0..<8].reduce(0) { $0 << 8 | UInt64($1) }
    low = order[8..<16].reduce(0) { $0 << 8 | UInt64($1) }
  }

  /// Whether it is one that vendors leave unset: such a value names no machine.
  package var isPlaceholder: Bool {
    (high == 0 && low == 0) || (high == .max && low == .max) || high == 0x0300_0200_0400_0500
  }
}

extension UUID128: Comparable {
  package static func < (left: Self, right: Self) -> Bool {
    (left.high, left.low) < (right.high, right.low)
  }
}

extension UUID128: CustomStringConvertible {
  /// Lower case with hyphens.
  package var description: String {
    func hex(_ value: UInt64, _ digits: Int) -> String {
      let text = String(value, radix: 16)
      return String(repeating: "0", count: digits - text.count) + text
    }
    return [
      hex(high >> 32, 8), hex(high >> 16 & 0xFFFF, 4), hex(high & 0xFFFF, 4), hex(low >> 48, 4),
      hex(low & 0xFFFF_FFFF_FFFF, 12),
    ].joined(separator: "-")
  }
}
