/// What a server chose in its first message (RFC 5246 7.4.1.3, RFC 8446 4.1.3).
package struct TLSServerHello: Hashable, Sendable {
  /// The version agreed: that of the `supported_versions` extension where it is there.
  package var version: UInt16
  /// The version in the message's own field; 0x0303 for TLS 1.3 too.
  package var legacyVersion: UInt16
  package var suite: UInt16
  /// Whether it asks for another hello with a key share, as servers of TLS 1.3 do.
  package var isRetryRequest: Bool
  /// Whether the server knows secure renegotiation (RFC 5746).
  package var hasRenegotiationInfo: Bool

  /// The random value that marks a HelloRetryRequest (RFC 8446, 4.1.3).
  static let retryRandom: [UInt8] = [
    0xCF, 0x21, 0xAD, 0x74, 0xE5, 0x9A, 0x61, 0x11, 0xBE, 0x1D, 0x8C, 0x02, 0x1E, 0x65, 0xB8, 0x91,
    0xC2, 0xA2, 0x11, 0x16, 0x7A, 0xBB, 0x8C, 0x5E, 0x07, 0x9E, 0x09, 0xE2, 0xC8, 0xA8, 0x33, 0x9C,
  ]
}

extension TLSServerHello: WireHeader {
  /// Reads the body of the message.
  package init(reading reader: inout ByteReader) throws(WireError) {
    let start = reader.offset
    legacyVersion = try reader.readUInt16("server version")
    guard legacyVersion >> 8 == 3 else { throw WireError(.malformed, "server version", at: start) }
    version = legacyVersion
    isRetryRequest = try reader.readBytes(32, "server random") == Self.retryRandom
    let sessionLength = Int(try reader.readUInt8("session identifier length"))
    guard sessionLength <= 32 else {
      throw WireError(.malformed, "session identifier length", at: start + 34)
    }
    try reader.skip(sessionLength, "session identifier")
    suite = try reader.readUInt16("cipher suite")
    try reader.skip(1, "compression method")
    hasRenegotiationInfo = false
    // Servers of before extensions end here.
    if reader.isAtEnd { return }
    let length = Int(try reader.readUInt16("extensions length"))
    var extensions = try reader.readPart(length, "extensions")
    while !extensions.isAtEnd {
      let type = try extensions.readUInt16("extension type")
      let length = Int(try extensions.readUInt16("extension length"))
      var content = try extensions.readPart(length, "extension")
      switch type {
      case 0x002B: version = try content.readUInt16("selected version")
      case 0xFF01: hasRenegotiationInfo = true
      default: break
      }
    }
  }
}

/// A server's request for a client certificate (RFC 5246, 7.4.4).
package struct TLSCertificateRequest: Hashable, Sendable {
  /// The kinds of certificate: 1 RSA, 64 ECDSA.
  package var types: [UInt8]
  /// Names of acceptable authorities, each the DER of a distinguished name; at most
  /// ``authorityLimit``.
  package var authorities: [[UInt8]]

  package static let authorityLimit = 256
}

extension TLSCertificateRequest {
  /// Reads the body of the message; from TLS 1.2 on it names signature algorithms too.
  init(reading reader: inout ByteReader, version: UInt16) throws(WireError) {
    let count = Int(try reader.readUInt8("certificate types length"))
    types = try reader.readBytes(count, "certificate types")
    if version >= 0x0303 {
      let length = Int(try reader.readUInt16("signature algorithms length"))
      try reader.skip(length, "signature algorithms")
    }
    let length = Int(try reader.readUInt16("authorities length"))
    var names = try reader.readPart(length, "authorities")
    authorities = []
    while !names.isAtEnd {
      let length = Int(try names.readUInt16("authority length"))
      let name = try names.readBytes(length, "authority")
      if authorities.count < Self.authorityLimit { authorities.append(name) }
    }
  }
}

/// An alert (RFC 5246, 7.2).
package struct TLSAlert: Hashable, Sendable {
  /// 1 warning, 2 fatal; other values are kept.
  package var level: UInt8
  /// The registered number: 40 is a failed handshake, 70 an unknown version, 112 an unknown name.
  package var description: UInt8

  package init(level: UInt8, description: UInt8) {
    self.level = level
    self.description = description
  }
}
