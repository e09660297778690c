/// An IPv6 address, without a zone.
package struct IPv6Address: Hashable, Sendable {
  /// The first 64 bits.
  package let high: UInt64
  /// The last 64 bits.
  package let low: UInt64

  package init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }

  /// Takes the eight groups as they are written, first group first.
  package init(groups: [UInt16]) {
    precondition(groups.count == 8, "an IPv6 address has eight groups")
    high = groups[0..<4].reduce(0) { $0 << 16 | UInt64($1) }
    low = groups[4..<8].reduce(0) { $0 << 16 | UInt64($1) }
  }

  /// The eight groups, first group first.
  package var groups: [UInt16] {
    (0..<8).map { index in
      let half = index < 4 ? high : low
      return UInt16(truncatingIfNeeded: half >> UInt64(48 - 16 * (index % 4)))
    }
  }

  /// Reads the text form of RFC 4291, 2.2, with `::` and with an IPv4 tail, without a zone.
  package init?(_ text: some StringProtocol) {
    if text.utf8.count > 45 { return nil }
    let halves = text.split(separator: "::", maxSplits: 1, omittingEmptySubsequences: false)
    if halves.count == 2, halves[1].contains("::") { return nil }
    guard let head = Self.readGroups(halves[0], isLast: halves.count == 1) else { return nil }
    if halves.count == 1 {
      guard head.count == 8 else { return nil }
      self.init(groups: head)
      return
    }
    guard let tail = Self.readGroups(halves[1], isLast: true), head.count + tail.count <= 7 else {
      return nil
    }
    let zeros = [UInt16](repeating: 0, count: 8 - head.count - tail.count)
    self.init(groups: head + zeros + tail)
  }

  private static func readGroups(_ text: some StringProtocol, isLast: Bool) -> [UInt16]? {
    if text.isEmpty { return [] }
    var groups: [UInt16] = []
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    for (index, part) in parts.enumerated() {
      if isLast, index == parts.count - 1, part.contains(".") {
        guard let tail = IPv4Address(String(part)) else { return nil }
        groups.append(UInt16(tail.rawValue >> 16))
        groups.append(UInt16(truncatingIfNeeded: tail.rawValue))
      } else {
        guard (1...4).contains(part.utf8.count), part.utf8.allSatisfy(\.isHexDigit),
          let group = UInt16(part, radix: 16)
        else { return nil }
        groups.append(group)
      }
    }
    return groups.count <= 8 ? groups : nil
  }

  /// The name under which the reverse zone keeps this address (RFC 3596, 2.5).
  package var reverseName: String {
    var text = ""
    for half in [low, high] {
      for shift in stride(from: UInt64(0), to: 64, by: 4) {
        text += String((half >> shift) & 0xF, radix: 16) + "."
      }
    }
    return text + "ip6.arpa"
  }
}

extension UInt8 {
  var isHexDigit: Bool {
    switch self {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
      UInt8(ascii: "A")...UInt8(ascii: "F"):
      true
    default: false
    }
  }
}

extension IPv6Address: Comparable {
  package static func < (left: Self, right: Self) -> Bool {
    (left.high, left.low) < (right.high, right.low)
  }
}

extension IPv6Address: CustomStringConvertible {
  /// The canonical form of RFC 5952: lower case, the longest run of zeros shortened.
  package var description: String {
    let groups = groups
    var best = 0..<0
    var index = 0
    while index < 8 {
      var end = index
      while end < 8, groups[end] == 0 { end += 1 }
      if end - index > best.count, end - index > 1 { best = index..<end }
      index = max(end, index + 1)
    }
    func text(_ range: Range<Int>) -> String {
      groups[range].map { String($0, radix: 16) }.joined(separator: ":")
    }
    if best.isEmpty { return text(0..<8) }
    return text(0..<best.lowerBound) + "::" + text(best.upperBound..<8)
  }
}
