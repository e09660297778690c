/// A network prefix: the addresses that share their first `length` bits.
package struct Prefix: Hashable, Sendable {
  /// The lowest address; its host bits are zero.
  package let base: IPAddress
  /// The number of leading bits that all addresses of the prefix share.
  package let length: Int

  /// Takes the prefix of `length` bits that holds `address`; `nil` where the family has fewer bits.
  package init?(_ address: IPAddress, length: Int) {
    guard (0...address.bitWidth).contains(length) else { return nil }
    self.length = length
    switch address {
    case .v4(let address):
      let mask: UInt32 = length == 0 ? 0 : ~0 << UInt32(32 - length)
      base = .v4(IPv4Address(rawValue: address.rawValue & mask))
    case .v6(let address):
      let high: UInt64 = length == 0 ? 0 : length >= 64 ? ~0 : ~0 << UInt64(64 - length)
      let low: UInt64 = length <= 64 ? 0 : length == 128 ? ~0 : ~0 << UInt64(128 - length)
      base = .v6(IPv6Address(high: address.high & high, low: address.low & low))
    }
  }

  /// Reads `address/length`; a bare address is a prefix of one address.
  package init?(_ text: some StringProtocol) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count <= 2, let address = IPAddress(parts[0]) else { return nil }
    if parts.count == 1 {
      self.init(address, length: address.bitWidth)
    } else {
      guard parts[1].utf8.count <= 3, let length = Int(parts[1]) else { return nil }
      self.init(address, length: length)
    }
  }

  /// The highest address of the prefix.
  package var last: IPAddress {
    switch base {
    case .v4(let address):
      let host: UInt32 = length == 32 ? 0 : ~0 >> UInt32(length)
      return .v4(IPv4Address(rawValue: address.rawValue | host))
    case .v6(let address):
      let high: UInt64 = length >= 64 ? 0 : ~0 >> UInt64(length)
      let low: UInt64 = length == 128 ? 0 : length <= 64 ? ~0 : ~0 >> UInt64(length - 64)
      return .v6(IPv6Address(high: address.high | high, low: address.low | low))
    }
  }

  /// Whether `address` lies in the prefix.
  package func contains(_ address: IPAddress) -> Bool {
    guard address.bitWidth == base.bitWidth else { return false }
    return base <= address && address <= last
  }

  /// Whether every address of `other` lies in this prefix.
  package func contains(_ other: Prefix) -> Bool {
    other.length >= length && contains(other.base)
  }
}

extension Prefix: Comparable {
  package static func < (left: Self, right: Self) -> Bool {
    left.base == right.base ? left.length < right.length : left.base < right.base
  }
}

extension Prefix: CustomStringConvertible {
  package var description: String { "\(base)/\(length)" }
}
