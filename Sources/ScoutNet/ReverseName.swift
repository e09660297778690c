extension IPAddress {
  /// Reads the name under which the reverse zones keep an address (RFC 1035, 3.5; RFC 3596, 2.5), in
  /// either case and with or without a final dot; `nil` for any other name.
  package init?(reverseName: String) {
    var name = reverseName
    // Bytes, not characters: captures hold such names by the million.
    let address = name.withUTF8 { Self.reverse(UnsafeRawBufferPointer($0)) }
    guard let address else { return nil }
    self = address
  }

  private static func reverse(_ whole: UnsafeRawBufferPointer) -> IPAddress? {
    let hasDot = whole.last == UInt8(ascii: ".")
    let name = UnsafeRawBufferPointer(rebasing: whole.dropLast(hasDot ? 1 : 0))
    let v4 = ".in-addr.arpa".utf8
    if hasSuffix(name, v4) { return reverse4(name.dropLast(v4.count)) }
    let v6 = "ip6.arpa".utf8
    guard name.count == 64 + v6.count, hasSuffix(name, v6) else { return nil }
    var halves: (high: UInt64, low: UInt64) = (0, 0)
    // The last digit comes first.
    for index in (0..<32).reversed() {
      guard let digit = name[2 * index].hexadecimalDigit,
        name[2 * index + 1] == UInt8(ascii: ".")
      else { return nil }
      if index >= 16 {
        halves.high = halves.high << 4 | digit
      } else {
        halves.low = halves.low << 4 | digit
      }
    }
    return .v6(IPv6Address(high: halves.high, low: halves.low))
  }

  /// Reads four decimal octets, last octet first, without leading zeros.
  private static func reverse4(_ text: Slice<UnsafeRawBufferPointer>) -> IPAddress? {
    var octets: [UInt8] = []
    for label in text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false) {
      guard octets.count < 4, (1...3).contains(label.count),
        label.count == 1 || label.first != UInt8(ascii: "0")
      else { return nil }
      var value: UInt32 = 0
      for byte in label {
        guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
        value = value * 10 + UInt32(byte - UInt8(ascii: "0"))
      }
      guard let octet = UInt8(exactly: value) else { return nil }
      octets.append(octet)
    }
    guard octets.count == 4 else { return nil }
    return .v4(IPv4Address(octets[3], octets[2], octets[1], octets[0]))
  }

  private static func hasSuffix(_ name: UnsafeRawBufferPointer, _ suffix: String.UTF8View) -> Bool {
    name.count > suffix.count
      && zip(name.suffix(suffix.count), suffix).allSatisfy { byte, wanted in
        byte == wanted
          || byte ^ 0x20 == wanted && (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(wanted)
      }
  }
}

extension UInt8 {
  fileprivate var hexadecimalDigit: UInt64? {
    switch self {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt64(self - UInt8(ascii: "0"))
    case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt64(self - UInt8(ascii: "a")) + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt64(self - UInt8(ascii: "A")) + 10
    default: nil
    }
  }
}
