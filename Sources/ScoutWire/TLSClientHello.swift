/// The first message of a TLS client, made to learn what a server is rather than to talk to it.
///
/// It offers old suites that no library of today carries, because the server's answer up to
/// TLS 1.2 (version, suite, chain, request for a client certificate) comes in clear and needs no
/// key of ours. RFC 5246 7.4.1.2, RFC 8446 4.1.2.
package struct TLSClientHello: Hashable, Sendable {
  /// The highest version offered up to TLS 1.2: 0x0301 is TLS 1.0, 0x0303 is TLS 1.2.
  package var version: UInt16
  /// 32 random bytes.
  package var random: [UInt8]
  /// The suites by their IANA numbers, in order of preference.
  package var suites: [UInt16]
  /// A name for the server name indication. Names of other than 1 to 255 ASCII bytes are left out.
  package var serverName: String?
  /// Versions for the extension that TLS 1.3 asks for; empty to leave it out.
  package var supportedVersions: [UInt16] = []

  package init(
    version: UInt16, random: [UInt8], suites: [UInt16] = Self.classicSuites,
    serverName: String? = nil
  ) {
    precondition(random.count == 32, "a hello has 32 random bytes")
    self.version = version
    self.random = random
    self.suites = suites
    self.serverName = serverName
  }

  /// A hello that offers TLS 1.3 alone and no key share.
  ///
  /// A server of TLS 1.3 then asks for one (HelloRetryRequest), which tells its version and suite;
  /// RFC 8446 4.2.8 allows that.
  package static func version13(random: [UInt8], serverName: String? = nil) -> TLSClientHello {
    var hello = TLSClientHello(
      version: 0x0303, random: random, suites: [0x1301, 0x1302, 0x1303], serverName: serverName)
    hello.supportedVersions = [0x0304]
    return hello
  }

  /// A hello that offers everything from TLS 1.0 to 1.3. Who takes TLS 1.3 answers as to ``version13``,
  /// who does not as to the hello of TLS 1.2, whose other members it is (RFC 8446, 4.2.1).
  package static func anyVersion(random: [UInt8]) -> TLSClientHello {
    var hello = version13(random: random)
    hello.suites += classicSuites
    hello.supportedVersions = [0x0304, 0x0303, 0x0302, 0x0301]
    return hello
  }

  /// Suites of SSL 3.0 to TLS 1.2, strong ones first.
  package static let classicSuites: [UInt16] = [
    0xC02B, 0xC02F, 0xC02C, 0xC030,  // ECDHE, AES-GCM
    0xCCA9, 0xCCA8,  // ECDHE, ChaCha20
    0x009E, 0x009F,  // DHE-RSA, AES-GCM
    0xC023, 0xC027, 0xC024, 0xC028,  // ECDHE, AES-CBC, SHA-256 and SHA-384
    0xC009, 0xC013, 0xC00A, 0xC014,  // ECDHE, AES-CBC, SHA-1
    0x0067, 0x006B, 0x0033, 0x0039,  // DHE-RSA, AES-CBC
    0x009C, 0x009D, 0x003C, 0x003D, 0x002F, 0x0035,  // static RSA, AES
    0x0041, 0x0084,  // static RSA, Camellia
    0xC012, 0x0016, 0x000A,  // triple DES
    0xC011, 0x0005, 0x0004,  // RC4
  ]
}

extension TLSClientHello {
  /// The hello as one record.
  package func encoded() -> [UInt8] {
    var writer = ByteWriter(capacity: 300)
    writer.write(UInt8(22))
    // Some servers refuse records above TLS 1.0 before a version is agreed (RFC 8446, 5.1).
    writer.write(min(version, 0x0301))
    writer.writeWithLength16 { record in
      record.write(UInt8(1))
      record.write(UInt8(0))
      record.writeWithLength16 { writeBody(to: &$0) }
    }
    return writer.bytes
  }

  private func writeBody(to body: inout ByteWriter) {
    body.write(version)
    body.write(random)
    body.write(UInt8(0))
    body.writeWithLength16 { list in
      for suite in suites { list.write(suite) }
      // The signal of RFC 5746: without it some servers end the handshake.
      list.write(UInt16(0x00FF))
    }
    body.write([1, 0])
    body.writeWithLength16 { writeExtensions(to: &$0) }
  }

  private func writeExtensions(to body: inout ByteWriter) {
    if let serverName, (1...255).contains(serverName.utf8.count),
      serverName.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F })
    {
      Self.write(0x0000, to: &body) { content in
        content.writeWithLength16 { list in
          list.write(UInt8(0))
          list.writeWithLength16 { $0.write(serverName.utf8) }
        }
      }
    }
    // supported_groups: P-256, P-384, P-521, X25519.
    Self.writeList([0x0017, 0x0018, 0x0019, 0x001D], as: 0x000A, to: &body)
    // ec_point_formats: uncompressed.
    Self.write(0x000B, to: &body) { $0.write([1, 0]) }
    if version >= 0x0303 { Self.writeList(Self.signatureSchemes, as: 0x000D, to: &body) }
    if !supportedVersions.isEmpty {
      Self.write(0x002B, to: &body) { content in
        content.writeWithLength8 { list in for version in supportedVersions { list.write(version) }
        }
      }
      // key_share with no shares.
      Self.write(0x0033, to: &body) { $0.write(UInt16(0)) }
    }
  }

  /// ECDSA and RSA with SHA-256 to SHA-512, RSA-PSS, then SHA-1 and MD5 for the oldest devices.
  private static let signatureSchemes: [UInt16] = [
    0x0403, 0x0503, 0x0603, 0x0804, 0x0805, 0x0806, 0x0401, 0x0501, 0x0601, 0x0203, 0x0201, 0x0202,
    0x0101,
  ]

  private static func write(
    _ type: UInt16, to body: inout ByteWriter, _ content: (inout ByteWriter) -> Void
  ) {
    body.write(type)
    body.writeWithLength16(content)
  }

  private static func writeList(_ values: [UInt16], as type: UInt16, to body: inout ByteWriter) {
    write(type, to: &body) { content in
      content.writeWithLength16 { list in for value in values { list.write(value) } }
    }
  }
}
