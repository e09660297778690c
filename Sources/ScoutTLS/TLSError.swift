import COpenSSL

/// Trouble of our own with keys, certificates or contexts; never what a peer does.
package struct TLSError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What went wrong, for programs.
  package enum Code: String, Hashable, Sendable {
    case badCertificate, badKey, keyMismatch, badCipherList, noMemory
  }

  package let code: Code
  /// A sentence for people, without a final dot.
  package let message: String

  /// Takes the oldest reason in OpenSSL's queue of this thread as the cause, and empties it.
  init(_ code: Code, _ message: String) {
    self.code = code
    let reason = OpenSSL.takeReason()
    self.message = reason.map { "\(message) (\($0.text))" } ?? message
  }

  package var description: String { message }
}

/// The library's shared ground.
enum OpenSSL {
  /// A library context of our own: the system's openssl.cnf neither hides old protocols from us
  /// nor changes what we offer.
  // SAFETY: the pointer is made once and never changed; OpenSSL locks what lies behind it.
  nonisolated(unsafe) static let context: OpaquePointer? = {
    // The first call decides for the whole process whether a configuration is loaded.
    OPENSSL_init_ssl(UInt64(OPENSSL_INIT_NO_LOAD_CONFIG), nil)
    let context = OSSL_LIB_CTX_new()
    OSSL_PROVIDER_load(context, "default")
    return context
  }()

  /// The oldest error of this thread's queue; the queue is empty afterwards.
  static func takeReason() -> (number: Int32, text: String)? {
    let code = ERR_get_error()
    ERR_clear_error()
    guard code != 0 else { return nil }
    let number = ERR_GET_REASON(code)
    let text = ERR_reason_error_string(code).map { String(cString: $0) }
    return (number, text ?? "error \(number)")
  }

  /// Runs `body` with a memory buffer that reads `bytes`.
  static func withBuffer<Result>(_ bytes: [UInt8], _ body: (OpaquePointer) -> Result) -> Result? {
    bytes.withUnsafeBytes { raw -> Result? in
      guard let bio = BIO_new_mem_buf(raw.baseAddress, Int32(clamping: raw.count)) else {
        return nil
      }
      defer { BIO_free(bio) }
      return body(bio)
    }
  }

  /// The DER of a certificate that the library holds; `nil` where it cannot be written.
  static func encoding(of certificate: OpaquePointer) -> [UInt8]? {
    var bytes: UnsafeMutablePointer<UInt8>?
    let length = i2d_X509(certificate, &bytes)
    guard length > 0, let bytes else { return nil }
    defer { scout_free(bytes) }
    return Array(UnsafeBufferPointer(start: bytes, count: Int(length)))
  }

  /// What was written into a new memory buffer.
  static func collect(_ body: (OpaquePointer) -> Bool) -> [UInt8]? {
    guard let bio = BIO_new(BIO_s_mem()) else { return nil }
    defer { BIO_free(bio) }
    guard body(bio) else { return nil }
    return drain(bio)
  }

  /// Takes all that a memory buffer holds.
  static func drain(_ bio: OpaquePointer) -> [UInt8] {
    let count = Int32(clamping: BIO_ctrl_pending(bio))
    guard count > 0 else { return [] }
    return [UInt8](unsafeUninitializedCapacity: Int(count)) { buffer, used in
      used = Int(max(0, BIO_read(bio, buffer.baseAddress, count)))
    }
  }
}
