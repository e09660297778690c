import COpenSSL

/// Makes private keys, for the simulated site and for tests.
package enum PrivateKey {
  /// A new RSA key as PEM. `bits` from 512 on.
  package static func rsa(bits: Int = 2048) throws(TLSError) -> String {
    try make("RSA") { EVP_PKEY_CTX_set_rsa_keygen_bits($0, Int32(clamping: bits)) }
  }

  /// A new key on the curve P-256 as PEM.
  package static func p256() throws(TLSError) -> String {
    try make("EC") { EVP_PKEY_CTX_set_group_name($0, "P-256") }
  }

  private static func make(
    _ type: String, _ configure: (OpaquePointer) -> Int32
  ) throws(TLSError) -> String {
    guard let generator = EVP_PKEY_CTX_new_from_name(OpenSSL.context, type, nil) else {
      throw TLSError(.badKey, "no \(type) keys can be made")
    }
    defer { EVP_PKEY_CTX_free(generator) }
    var key: OpaquePointer?
    guard EVP_PKEY_keygen_init(generator) == 1, configure(generator) == 1,
      EVP_PKEY_generate(generator, &key) == 1, let key
    else { throw TLSError(.badKey, "the \(type) key cannot be made") }
    defer { EVP_PKEY_free(key) }
    let text = OpenSSL.collect { bio in
      PEM_write_bio_PrivateKey(bio, key, nil, nil, 0, nil, nil) == 1
    }
    guard let text else { throw TLSError(.badKey, "the \(type) key cannot be written") }
    return String(decoding: text, as: UTF8.self)
  }
}
