import COpenSSL

/// A SHA-256 over bytes that come in pieces.
package struct RunningDigest: ~Copyable {
  private let context: OpaquePointer?

  package init() {
    _ = OpenSSL.context
    context = EVP_MD_CTX_new()
    let isReady = context.map { EVP_DigestInit_ex($0, EVP_sha256(), nil) == 1 } ?? false
    precondition(isReady, "the digests are part of the library's default provider")
  }

  deinit { EVP_MD_CTX_free(context) }

  package func update(_ text: some StringProtocol) {
    var text = String(text)
    text.withUTF8 { bytes in _ = EVP_DigestUpdate(context, bytes.baseAddress, bytes.count) }
  }

  package func update(_ bytes: [UInt8]) {
    _ = EVP_DigestUpdate(context, bytes, bytes.count)
  }

  /// The digest of everything so far, in lower-case hexadecimal digits; the last call.
  package consuming func hex() -> String {
    var result = [UInt8](repeating: 0, count: 64)
    var length: UInt32 = 0
    _ = EVP_DigestFinal_ex(context, &result, &length)
    return hexadecimal(result.prefix(Int(length)))
  }
}
