import COpenSSL
import ScoutModel

/// One TLS conversation without a socket: bytes from the peer go in, bytes for the peer come out.
///
/// It is for one thread at a time.
package final class TLSMachine {
  /// How far the handshake is.
  package enum Progress: Hashable, Sendable {
    /// Send what is outgoing and come again with more bytes.
    case wantsMore
    case established
    case failed(TLSFailure)
  }

  /// What came out of a read.
  package enum Reading: Hashable, Sendable {
    case bytes([UInt8])
    case wantsMore
    /// The peer has closed, in order or not.
    case closed
    case failed(TLSFailure)
  }

  /// The most that may wait to be read by the machine, in bytes.
  package static let receiveLimit = 256 << 10
  /// The most that a handshake may take of the peer's bytes.
  package static let handshakeLimit = 128 << 10

  private let ssl: OpaquePointer
  private let incoming: OpaquePointer
  private let outgoing: OpaquePointer
  private let isClient: Bool
  private var recorded = TLSFacts()
  private var start: [UInt8] = []
  private var receivedInHandshake = 0
  private var hasEnded = false
  private var failure: TLSFailure?
  package private(set) var isEstablished = false

  /// Begins as the client; `serverName` is sent in the ClientHello where it is given and a name.
  package convenience init(
    client context: TLSClientContext, serverName: String? = nil
  ) throws(TLSError) {
    try self.init(context.handle, isClient: true)
    if let serverName, serverName.utf8.count <= 255 { scout_set_server_name(ssl, serverName) }
    SSL_set_connect_state(ssl)
  }

  /// Begins as the server.
  package convenience init(server context: TLSServerContext) throws(TLSError) {
    try self.init(context.handle, isClient: false)
    SSL_set_accept_state(ssl)
  }

  private init(_ context: OpaquePointer, isClient: Bool) throws(TLSError) {
    guard let ssl = SSL_new(context) else { throw TLSError(.noMemory, "no TLS session") }
    guard let incoming = BIO_new(BIO_s_mem()), let outgoing = BIO_new(BIO_s_mem()) else {
      SSL_free(ssl)
      throw TLSError(.noMemory, "no TLS buffers")
    }
    self.ssl = ssl
    self.incoming = incoming
    self.outgoing = outgoing
    self.isClient = isClient
    SSL_set_bio(ssl, incoming, outgoing)
    // SAFETY: the callback runs only inside our own calls on `ssl`, which we outlive.
    scout_set_message_context(ssl, Unmanaged.passUnretained(self).toOpaque())
    SSL_set_msg_callback(ssl) { isOurs, _, content, bytes, count, _, context in
      guard let bytes, let context else { return }
      let machine = Unmanaged<TLSMachine>.fromOpaque(context).takeUnretainedValue()
      let message = UnsafeRawBufferPointer(start: bytes, count: count)
      machine.note(message, content: content, isOurs: isOurs != 0)
    }
  }

  deinit { SSL_free(ssl) }

  // MARK: - Bytes of the peer and for the peer

  /// Takes bytes from the peer; `false` where more wait than the limit allows.
  package func receive(_ bytes: [UInt8]) -> Bool {
    if start.count < 5 { start += bytes.prefix(5 - start.count) }
    if !isEstablished {
      receivedInHandshake += bytes.count
      guard receivedInHandshake <= Self.handshakeLimit else {
        failure = TLSFailure(.tooMuch, "a handshake of more than \(Self.handshakeLimit) bytes")
        return false
      }
    }
    guard BIO_ctrl_pending(incoming) + bytes.count <= Self.receiveLimit else { return false }
    if bytes.isEmpty { return true }
    let taken = bytes.withUnsafeBytes { BIO_write(incoming, $0.baseAddress, Int32($0.count)) }
    return taken == bytes.count
  }

  /// Says that the peer's stream has ended.
  package func receiveEnd() {
    hasEnded = true
    scout_end_stream(incoming)
  }

  /// Takes what is to be sent to the peer.
  package func takeOutgoing() -> [UInt8] { OpenSSL.drain(outgoing) }

  // MARK: - Handshake

  /// Goes on with the handshake as far as the received bytes allow.
  package func handshakeStep() -> Progress {
    if let failure { return .failed(failure) }
    if isEstablished { return .established }
    ERR_clear_error()
    let result = SSL_do_handshake(ssl)
    if result == 1 {
      isEstablished = true
      return .established
    }
    switch SSL_get_error(ssl, result) {
    case SSL_ERROR_WANT_READ, SSL_ERROR_WANT_WRITE:
      return isNotTLS ? .failed(fail(.notTLS, "the first bytes are no TLS record")) : .wantsMore
    default: return .failed(failed())
    }
  }

  /// What has been seen of the peer.
  package var facts: TLSFacts {
    var facts = recorded
    if let cipher = SSL_get_current_cipher(ssl) ?? SSL_get_pending_cipher(ssl) {
      if facts.version != nil { facts.suite = SSL_CIPHER_get_protocol_id(cipher) }
    }
    if isClient, facts.clientCertificateRequested { facts.authorities = authorities() }
    if isClient, isEstablished { facts.certificates = certificates(facts.chain) }
    return facts
  }

  // MARK: - Data

  /// Sends `plaintext`; `false` before the handshake is done, or when the conversation has failed.
  package func write(_ plaintext: [UInt8]) -> Bool {
    guard isEstablished, failure == nil else { return false }
    if plaintext.isEmpty { return true }
    ERR_clear_error()
    let written = plaintext.withUnsafeBytes {
      SSL_write(ssl, $0.baseAddress, Int32(clamping: $0.count))
    }
    return written == plaintext.count
  }

  /// Reads at most 16 KiB of plaintext; call it again until it wants more.
  package func read() -> Reading {
    if let failure { return .failed(failure) }
    guard isEstablished else { return .wantsMore }
    ERR_clear_error()
    var count: Int32 = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: 16384) { buffer, used in
      count = SSL_read(ssl, buffer.baseAddress, 16384)
      used = Int(max(0, count))
    }
    if count > 0 { return .bytes(bytes) }
    switch SSL_get_error(ssl, count) {
    case SSL_ERROR_WANT_READ, SSL_ERROR_WANT_WRITE: return .wantsMore
    case SSL_ERROR_ZERO_RETURN: return .closed
    default:
      if hasEnded, recorded.alertReceived == nil { return .closed }
      return .failed(failed())
    }
  }

  /// Says goodbye; send what is outgoing afterwards.
  package func close() {
    guard isEstablished, failure == nil else { return }
    ERR_clear_error()
    SSL_shutdown(ssl)
  }

  // MARK: - Watching

  /// Content types and handshake types of RFC 8446, 5.1 and 4.
  private enum Number {
    static let alert: Int32 = 21
    static let handshake: Int32 = 22
    static let serverHello: UInt8 = 2
    static let certificate: UInt8 = 11
    static let certificateRequest: UInt8 = 13
  }

  private func note(_ message: UnsafeRawBufferPointer, content: Int32, isOurs: Bool) {
    switch (content, message.first) {
    case (Number.alert, .some) where message.count == 2:
      // Level 2 is fatal; from TLS 1.3 on the level says nothing, and all but close_notify and
      // user_canceled are (RFC 8446, 6).
      let isFatal =
        message[0] == 2 || (recorded.version == .tls13 && ![0, 90].contains(message[1]))
      guard isFatal else { return }
      if isOurs { recorded.alertSent = message[1] } else { recorded.alertReceived = message[1] }
    case (Number.handshake, Number.serverHello) where !isOurs && isClient:
      // The version is settled only after this message; see below.
      noteVersion(serverHello: message)
    case (Number.handshake, Number.certificateRequest) where !isOurs && isClient:
      recorded.clientCertificateRequested = true
    case (Number.handshake, Number.certificate) where !isOurs && isClient:
      let body = Array(message.dropFirst(4))
      let parsed = CertificateMessage(body: body, isTLS13: recorded.version == .tls13)
      recorded.chain = parsed.chain
      recorded.chainIsCut = parsed.isCut
    default: break
    }
  }

  /// Reads the version from a ServerHello itself: the library settles it only afterwards, and not
  /// at all where it then refuses it.
  private func noteVersion(serverHello message: UnsafeRawBufferPointer) {
    // Type 1, length 3, version 2, random 32, session id, suite 2, compression 1, extensions.
    guard message.count >= 39 else { return }
    var version = UInt16(message[4]) << 8 | UInt16(message[5])
    var offset = 39 + Int(message[38]) + 3 + 2
    while offset + 4 <= message.count {
      let type = Int(message[offset]) << 8 | Int(message[offset + 1])
      let length = Int(message[offset + 2]) << 8 | Int(message[offset + 3])
      // supported_versions
      if type == 43, length == 2, offset + 6 <= message.count {
        version = UInt16(message[offset + 4]) << 8 | UInt16(message[offset + 5])
      }
      offset += 4 + length
    }
    recorded.version = TLSVersion(rawValue: version)
  }

  /// What the certificates of a chain say, as the library itself has read them; empty where it holds
  /// others than these.
  private func certificates(_ chain: [[UInt8]]) -> [CertificateFact] {
    let held = SSL_get_peer_cert_chain(ssl)
    guard chain.count <= scout_certificates_count(held) else { return [] }
    var read: [CertificateFact] = []
    for (index, der) in chain.enumerated() {
      guard let certificate = scout_certificates_at(held, Int32(index)),
        OpenSSL.encoding(of: certificate) == der
      else { return [] }
      read.append(CertificateFact(der: der, parsed: certificate))
    }
    return read
  }

  private func authorities() -> [String] {
    let names = SSL_get0_peer_CA_list(ssl)
    return (0..<min(64, scout_names_count(names))).compactMap { index in
      scout_names_at(names, index).flatMap { nameText($0) }
    }
  }

  // MARK: - Failing

  /// A record begins with a content type of 20 to 24 and major version 3.
  private var isNotTLS: Bool {
    guard let first = start.first else { return false }
    if !(20...24).contains(first) { return true }
    return start.count > 1 && start[1] != 3
  }

  private func failed() -> TLSFailure {
    let reason = OpenSSL.takeReason()?.text ?? "the conversation broke off"
    if isNotTLS { return fail(.notTLS, reason) }
    if let alert = recorded.alertReceived { return fail(.alert(alert), reason) }
    if hasEnded { return fail(.endOfStream, reason) }
    return fail(.unacceptable, reason)
  }

  private func fail(_ kind: TLSFailure.Kind, _ reason: String) -> TLSFailure {
    let failure = TLSFailure(kind, reason)
    self.failure = failure
    return failure
  }
}

/// A distinguished name as RFC 2253 writes it, at most 512 bytes.
func nameText(_ name: OpaquePointer) -> String? {
  var text = [CChar](repeating: 0, count: 512)
  let length = scout_name_text(name, &text, 512)
  guard length >= 0 else { return nil }
  return String(decoding: text.prefix(Int(length)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
}
