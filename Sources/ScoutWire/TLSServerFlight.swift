/// Reads what a server says to a ``TLSClientHello``, as the bytes come.
///
/// Up to TLS 1.2 that is everything to ServerHelloDone, in clear. In TLS 1.3 all after the
/// ServerHello is encrypted, so reading ends there.
package struct TLSServerFlight: Hashable, Sendable {
  /// How far reading has come. All states but `reading` are final: later bytes change nothing.
  package enum State: Hashable, Sendable {
    /// More bytes are needed.
    case reading
    /// Everything in clear has been read: to ServerHelloDone, or the ServerHello of TLS 1.3.
    case complete
    /// The server ended the handshake; see ``TLSServerFlight/alert``.
    case refused
    /// The first bytes are no TLS record; see ``TLSServerFlight/firstBytes``.
    case notTLS
    /// A record or message cannot be read; what came before it stays.
    case malformed(WireError)
    /// More bytes than ``byteLimit`` came, or are announced.
    case tooLong
  }

  package private(set) var state = State.reading
  package private(set) var serverHello: TLSServerHello?
  /// The certificates as DER, leaf first, at most ``certificateLimit``.
  package private(set) var chain: [[UInt8]] = []
  /// Certificates beyond the limit, which were not kept.
  package private(set) var certificatesDropped = 0
  package private(set) var hasServerKeyExchange = false
  package private(set) var certificateRequest: TLSCertificateRequest?
  /// The last alert, also one that is a mere warning.
  package private(set) var alert: TLSAlert?
  /// The first bytes of the answer, at most ``firstByteLimit``.
  package private(set) var firstBytes: [UInt8] = []

  /// Limits: bytes read in all, certificates kept, bytes kept to show what answers.
  package static let byteLimit = 65_536
  package static let certificateLimit = 10
  package static let firstByteLimit = 64
  /// The longest record that is accepted: what RFC 5246 6.2.3 allows for encrypted ones.
  private static let recordLimit = 16_384 + 2_048

  private var byteCount = 0
  /// Bytes of records not yet whole.
  private var pending: [UInt8] = []
  /// Handshake messages not yet whole.
  private var handshake: [UInt8] = []

  package init() {}

  /// Takes the next bytes of the answer and says how far reading has come.
  @discardableResult
  package mutating func feed(_ bytes: [UInt8]) -> State {
    firstBytes.append(contentsOf: bytes.prefix(Self.firstByteLimit - firstBytes.count))
    guard state == .reading else { return state }
    let room = Self.byteLimit - byteCount
    byteCount += min(bytes.count, room)
    pending.append(contentsOf: bytes.prefix(room))
    do throws(WireError) {
      try readRecords()
    } catch {
      state = error.code == .limitExceeded ? .tooLong : .malformed(error)
    }
    if state == .reading, bytes.count > room { state = .tooLong }
    if state != .reading {
      pending = []
      handshake = []
    }
    return state
  }

  private mutating func readRecords() throws(WireError) {
    var consumed = 0
    while state == .reading {
      let rest = pending[consumed...]
      guard let type = rest.first else { break }
      let major = rest.dropFirst().first ?? 3
      guard (20...24).contains(type), major == 3 else {
        // In the middle of an answer that began as TLS, this is damage, not another protocol.
        guard byteCount > pending.count || consumed > 0 else {
          state = .notTLS
          return
        }
        throw WireError(.malformed, "record type", at: byteCount - rest.count)
      }
      guard rest.count >= 5 else { break }
      let header = rest.startIndex
      let length = Int(rest[header + 3]) << 8 | Int(rest[header + 4])
      guard length <= Self.recordLimit else {
        throw WireError(.malformed, "record length", at: byteCount - rest.count + 3)
      }
      guard rest.count >= 5 + length else { break }
      let content = rest[(header + 5)..<(header + 5 + length)]
      consumed += 5 + length
      switch type {
      case 21: try readAlert(content, at: byteCount - rest.count)
      case 22: try readHandshake(content)
      default:
        throw WireError(.malformed, "record type", at: byteCount - rest.count)
      }
    }
    pending.removeFirst(consumed)
  }

  private mutating func readAlert(
    _ content: ArraySlice<UInt8>, at offset: Int
  ) throws(WireError) {
    guard content.count == 2, let level = content.first, let description = content.last else {
      throw WireError(.malformed, "alert", at: offset)
    }
    alert = TLSAlert(level: level, description: description)
    // A warning is no end, unless it says that the connection is being closed.
    if level != 1 || description == 0 { state = .refused }
  }

  private mutating func readHandshake(_ content: ArraySlice<UInt8>) throws(WireError) {
    handshake.append(contentsOf: content)
    var consumed = 0
    while state == .reading, handshake.count - consumed >= 4 {
      let type = handshake[consumed]
      let length =
        Int(handshake[consumed + 1]) << 16 | Int(handshake[consumed + 2]) << 8
        | Int(handshake[consumed + 3])
      guard length <= Self.byteLimit else {
        throw WireError(.limitExceeded, "handshake message length", at: consumed)
      }
      let body = consumed + 4
      guard handshake.count - body >= length else { break }
      consumed = body + length
      try readMessage(type, handshake[body..<consumed])
    }
    handshake.removeFirst(consumed)
  }

  private mutating func readMessage(
    _ type: UInt8, _ content: ArraySlice<UInt8>
  ) throws(WireError) {
    var reader = ByteReader(content.span.bytes)
    guard let version = serverHello?.version else {
      switch type {
      case 0: return  // HelloRequest: may come at any time
      case 2: break
      default: throw WireError(.malformed, "first handshake message", at: 0)
      }
      let hello = try TLSServerHello(reading: &reader)
      serverHello = hello
      if hello.version >= 0x0304 { state = .complete }
      return
    }
    switch type {
    case 11: try readCertificates(&reader)
    case 12: hasServerKeyExchange = true
    case 13: certificateRequest = try TLSCertificateRequest(reading: &reader, version: version)
    case 14: state = .complete
    case 2: throw WireError(.malformed, "second ServerHello", at: 0)
    default: break  // a stapled status, supplemental data: nothing we read
    }
  }

  private mutating func readCertificates(_ reader: inout ByteReader) throws(WireError) {
    let length = Int(try reader.readUInt24("certificates length"))
    var list = try reader.readPart(length, "certificates")
    while !list.isAtEnd {
      let length = Int(try list.readUInt24("certificate length"))
      let certificate = try list.readBytes(length, "certificate")
      if chain.count < Self.certificateLimit {
        chain.append(certificate)
      } else {
        certificatesDropped += 1
      }
    }
  }
}
