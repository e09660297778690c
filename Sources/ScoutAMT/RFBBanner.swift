package import ScoutWire

/// The first words of a VNC server, which it says unasked: `RFB 003.008` and a line feed
/// (RFC 6143, 7.1.1). Nothing is answered to it.
package struct RFBBanner: Hashable, Sendable, CustomStringConvertible {
  package var major: UInt16
  package var minor: UInt16

  package static let length = 12

  package init(major: UInt16, minor: UInt16) {
    self.major = major
    self.minor = minor
  }

  /// `RFB 003.008`, as sent.
  package var description: String { "RFB \(Self.digits(major)).\(Self.digits(minor))" }

  private static func digits(_ number: UInt16) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, 3 - digits.utf8.count)) + digits
  }
}

extension RFBBanner: WireValue {
  /// Reads the twelve bytes; what follows is ignored.
  package init(parsing bytes: RawSpan) throws(WireError) {
    var reader = ByteReader(bytes)
    guard try reader.readBytes(4, "RFB name") == Array("RFB ".utf8) else {
      throw WireError(.unsupported, "RFB name", at: 0)
    }
    major = try Self.number(&reader)
    guard try reader.readUInt8("RFB point") == UInt8(ascii: ".") else {
      throw WireError(.malformed, "RFB point", at: 7)
    }
    minor = try Self.number(&reader)
    guard try reader.readUInt8("RFB end") == UInt8(ascii: "\n") else {
      throw WireError(.malformed, "RFB end", at: 11)
    }
  }

  private static func number(_ reader: inout ByteReader) throws(WireError) -> UInt16 {
    let start = reader.offset
    var number: UInt16 = 0
    for digit in try reader.readBytes(3, "RFB version") {
      guard (0x30...0x39).contains(digit) else {
        throw WireError(.malformed, "RFB version", at: start)
      }
      number = number * 10 + UInt16(digit - 0x30)
    }
    return number
  }

  package func encoded() -> [UInt8] { Array("\(self)\n".utf8) }
}
