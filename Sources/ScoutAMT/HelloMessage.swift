package import ScoutModel
import ScoutNet
package import ScoutWire

/// The message that a device which wants to be configured sends to its server, TCP 9971.
///
/// The layouts of versions 2 (pre-shared key) and 3 (certificates) are documented; all numbers have
/// their lowest byte first. Other versions are known by their head alone and kept as they are.
package struct HelloMessage: Hashable, Sendable {
  package var adminCredentialsSet: Bool
  package var version: UInt16
  package var body: Body

  package enum Body: Hashable, Sendable {
    /// Version 2: the SMBIOS form of the UUID and the name of the key.
    case preSharedKey(retryCount: UInt32, uuid: [UInt8], pid: [UInt8])
    /// Version 3: the SMBIOS form of the UUID and the trusted roots.
    case certificates(retryCount: UInt32, uuid: [UInt8], hashes: [Hash])
    /// Another version: what follows its number, at most ``byteLimit``.
    case other([UInt8])
  }

  /// One trusted root: 1 is SHA-1, 2 SHA-256, 3 SHA-384.
  package struct Hash: Hashable, Sendable {
    package var type: UInt8
    package var bytes: [UInt8]

    package init(type: UInt8, bytes: [UInt8]) {
      self.type = type
      self.bytes = bytes
    }
  }

  /// The most bytes of one message: 255 hashes of the longest kind take 12,775.
  package static let byteLimit = 16_384
  /// The bytes before the UUID, and those of a whole message of version 2.
  private static let headLength = 8
  private static let preSharedKeyLength = 32
  /// Where the hashes of version 3 begin.
  private static let hashesOffset = 25

  package init(adminCredentialsSet: Bool, version: UInt16, body: Body) {
    self.adminCredentialsSet = adminCredentialsSet
    self.version = version
    self.body = body
  }

  /// How long the message at the start of `bytes` is, as far as that can be told.
  package enum Length: Hashable, Sendable {
    /// More bytes are needed to tell.
    case open
    case known(Int)
    /// Only the end of the stream ends it.
    case untilEnd
    /// It is no hello.
    case none
  }

  package static func length(_ bytes: [UInt8]) -> Length {
    guard bytes.count >= 4 else { return bytes.first.map { $0 <= 1 } ?? true ? .open : .none }
    // The first word is 0 or 1, and no version above a handful was ever seen.
    guard bytes[0] <= 1, bytes[1] == 0, (1...16).contains(bytes[2]), bytes[3] == 0 else {
      return .none
    }
    switch bytes[2] {
    case 2: return .known(preSharedKeyLength)
    case 3:
      guard bytes.count >= hashesOffset else { return .open }
      var end = hashesOffset
      for _ in 0..<bytes[hashesOffset - 1] {
        guard bytes.count >= end + 2 else { return .open }
        end += 2 + Int(bytes[end + 1])
      }
      return .known(end)
    default: return .untilEnd
    }
  }
}

extension HelloMessage: WireValue {
  package init(parsing bytes: RawSpan) throws(WireError) {
    guard bytes.byteCount <= Self.byteLimit else {
      throw WireError(.malformed, "hello length", at: Self.byteLimit)
    }
    var reader = ByteReader(bytes)
    let isSet = try reader.readLittleUInt16("hello credentials")
    guard isSet <= 1 else { throw WireError(.malformed, "hello credentials", at: 0) }
    adminCredentialsSet = isSet == 1
    version = try reader.readLittleUInt16("hello version")
    switch version {
    case 2:
      let retryCount = try reader.readLittleUInt32("hello retry count")
      let uuid = try reader.readBytes(16, "hello UUID")
      body = .preSharedKey(
        retryCount: retryCount, uuid: uuid, pid: try reader.readBytes(8, "hello PID"))
    case 3:
      let retryCount = try reader.readLittleUInt32("hello retry count")
      let uuid = try reader.readBytes(16, "hello UUID")
      var hashes: [Hash] = []
      for _ in 0..<(try reader.readUInt8("hello hash count")) {
        let type = try reader.readUInt8("hello hash type")
        let length = Int(try reader.readUInt8("hello hash length"))
        hashes.append(Hash(type: type, bytes: try reader.readBytes(length, "hello hash")))
      }
      body = .certificates(retryCount: retryCount, uuid: uuid, hashes: hashes)
    case 1...16: body = .other(reader.readRest())
    default: throw WireError(.unsupported, "hello version", at: 2)
    }
  }

  /// The message's bytes; at most 255 hashes of at most 255 bytes are written.
  package func encoded() -> [UInt8] {
    var writer = ByteWriter(capacity: 64)
    writer.writeLittle(UInt16(adminCredentialsSet ? 1 : 0))
    writer.writeLittle(version)
    switch body {
    case .preSharedKey(let retryCount, let uuid, let pid):
      writer.writeLittle(retryCount)
      writer.write(uuid)
      writer.write(pid)
    case .certificates(let retryCount, let uuid, let hashes):
      writer.writeLittle(retryCount)
      writer.write(uuid)
      writer.write(UInt8(clamping: hashes.count))
      for hash in hashes.prefix(255) {
        writer.write([hash.type, UInt8(clamping: hash.bytes.count)])
        writer.write(hash.bytes.prefix(255))
      }
    case .other(let bytes): writer.write(bytes)
    }
    return writer.bytes
  }
}

extension HelloSighting {
  /// What a hello says; `bytes` are those it was read from, `port` is where it was sent to.
  package init(_ hello: HelloMessage, bytes: [UInt8], port: UInt16 = PortRole.setup.port) {
    self.init(version: hello.version, bytes: bytes)
    if port != PortRole.setup.port {
      self.port = port
      defects.append("sent to port \(port), as Realtek's DASH firmware does")
    }
    switch hello.body {
    case .preSharedKey(let count, let uuid, let pid):
      take(hello, count, uuid)
      // That it is text is inferred; what is not is shown as digits. Zeros name no key.
      let isText = pid.allSatisfy { (0x21...0x7E).contains($0) }
      if pid.contains(where: { $0 != 0 }) {
        self.pid = isText ? String(decoding: pid, as: UTF8.self) : PeerText.hexadecimal(pid)
      } else {
        defects.append("the name of the key is empty")
      }
    case .certificates(let count, let uuid, let hashes):
      take(hello, count, uuid)
      self.hashes = hashes.map { Self.hash($0) }
    case .other:
      defects.append("hello of an unknown version")
    }
  }

  private mutating func take(_ hello: HelloMessage, _ retryCount: UInt32, _ uuid: [UInt8]) {
    adminCredentialsSet = hello.adminCredentialsSet
    self.retryCount = retryCount
    self.uuid = UUID128(smbios: uuid)
    if self.uuid?.isPlaceholder == true { defects.append("the UUID names no machine") }
  }

  private static func hash(_ hash: HelloMessage.Hash) -> HelloHash {
    let digits = PeerText.hexadecimal(hash.bytes)
    let algorithm =
      switch (hash.type, hash.bytes.count) {
      case (1, 20): "SHA1"
      case (2, 32): "SHA256"
      case (3, 48): "SHA384"
      default: "\(hash.type)"
      }
    return HelloHash(algorithm: algorithm, hash: digits, name: TrustedRoots.name(of: digits))
  }
}
