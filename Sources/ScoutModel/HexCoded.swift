/// Bytes that are stored as hexadecimal text: a quarter of the room of a list of numbers, and many
/// times faster to write and read.
@propertyWrapper
package struct HexCoded: Hashable, Sendable, Codable {
  package var wrappedValue: [UInt8]

  package init(wrappedValue: [UInt8]) { self.wrappedValue = wrappedValue }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    guard let bytes = Self.bytes(try container.decode(String.self)) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "this is not hexadecimal")
    }
    wrappedValue = bytes
  }

  /// The bytes that hexadecimal digits stand for; `nil` where there are others, or half a byte.
  package static func bytes(_ text: String) -> [UInt8]? {
    var text = text
    return text.withUTF8 { digits -> [UInt8]? in
      guard digits.count.isMultiple(of: 2) else { return nil }
      var bytes: [UInt8] = []
      bytes.reserveCapacity(digits.count / 2)
      for index in stride(from: 0, to: digits.count, by: 2) {
        guard let high = value(digits[index]), let low = value(digits[index + 1]) else {
          return nil
        }
        bytes.append(high << 4 | low)
      }
      return bytes
    }
  }

  package func encode(to encoder: any Encoder) throws {
    var digits: [UInt8] = []
    digits.reserveCapacity(wrappedValue.count * 2)
    for byte in wrappedValue {
      digits.append(Self.digit(byte >> 4))
      digits.append(Self.digit(byte & 0xF))
    }
    var container = encoder.singleValueContainer()
    try container.encode(String(decoding: digits, as: UTF8.self))
  }

  private static func digit(_ value: UInt8) -> UInt8 {
    value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") - 10 + value
  }

  private static func value(_ digit: UInt8) -> UInt8? {
    switch digit {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
    default: nil
    }
  }
}
