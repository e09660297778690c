/// Turns what a peer sent into text that can be stored and shown.
enum PeerText {
  /// Reads UTF-8 if it is that, otherwise Latin-1, and replaces control characters.
  static func decode(_ bytes: some Collection<UInt8>, limit: Int) -> String {
    let bytes = bytes.prefix(limit)
    if bytes.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) {
      return String(decoding: bytes, as: UTF8.self)
    }
    var text = ""
    if let utf8 = String(validating: bytes, as: UTF8.self) {
      for scalar in utf8.unicodeScalars { text.unicodeScalars.append(shown(scalar)) }
    } else {
      for byte in bytes { text.unicodeScalars.append(shown(Unicode.Scalar(byte))) }
    }
    return text
  }

  private static func shown(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    switch scalar.value {
    case 0..<0x20, 0x7F..<0xA0: "\u{FFFD}"
    // Marks that turn the direction of text can make one name look like another.
    case 0x202A...0x202E, 0x2066...0x2069, 0x200E, 0x200F: "\u{FFFD}"
    default: scalar
    }
  }

  /// Two lower-case digits a byte.
  static func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
    let digits = Array("0123456789abcdef".utf8)
    return String(
      decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }

  /// ASCII lower case; other bytes stay.
  static func lowercase(_ byte: UInt8) -> UInt8 {
    (0x41...0x5A).contains(byte) ? byte | 0x20 : byte
  }

  /// Whether two texts differ at most in the case of ASCII letters.
  static func equal(_ left: String, _ right: String) -> Bool {
    left.utf8.count == right.utf8.count
      && zip(left.utf8, right.utf8).allSatisfy { lowercase($0) == lowercase($1) }
  }
}
