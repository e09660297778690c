import COpenSSL
package import ScoutModel

/// What client connections share: the versions offered, and every suite the library still has.
///
/// The peer's certificate is recorded and not judged.
package final class TLSClientContext: Sendable {
  // SAFETY: OpenSSL counts and locks contexts itself; this one is not changed after `init`.
  nonisolated(unsafe) let handle: OpaquePointer

  package init(
    minimum: TLSVersion = .tls10, maximum: TLSVersion = .tls13
  ) throws(TLSError) {
    handle = try makeContext(TLS_client_method(), minimum, maximum, cipherList: nil)
    SSL_CTX_set_verify(handle, SSL_VERIFY_NONE, nil)
  }

  deinit { SSL_CTX_free(handle) }
}

/// What server connections share: key, chain, versions and suites, however old.
package final class TLSServerContext: Sendable {
  // SAFETY: OpenSSL counts and locks contexts itself; this one is not changed after `init`.
  nonisolated(unsafe) let handle: OpaquePointer

  /// - Parameters:
  ///   - certificateChainPEM: the leaf first.
  ///   - cipherList: in OpenSSL's words, for TLS 1.2 and before; `nil` for all it has.
  ///   - requestClientCertificate: asks for one and takes any, or none.
  ///   - requireClientCertificate: asks for one and ends the handshake where none comes.
  package init(
    certificateChainPEM: String, privateKeyPEM: String, minimum: TLSVersion = .tls10,
    maximum: TLSVersion = .tls13, cipherList: String? = nil, requestClientCertificate: Bool = false,
    requireClientCertificate: Bool = false
  ) throws(TLSError) {
    handle = try makeContext(TLS_server_method(), minimum, maximum, cipherList: cipherList)
    scout_set_server_defaults(handle)
    var mode = SSL_VERIFY_NONE
    if requestClientCertificate || requireClientCertificate { mode |= SSL_VERIFY_PEER }
    if requireClientCertificate { mode |= SSL_VERIFY_FAIL_IF_NO_PEER_CERT }
    SSL_CTX_set_verify(handle, mode) { _, _ in 1 }
    // Where this throws, `deinit` frees the context.
    try use(chain: certificateChainPEM, key: privateKeyPEM)
  }

  deinit { SSL_CTX_free(handle) }

  private func use(chain: String, key: String) throws(TLSError) {
    let certificates = PEM.certificates(chain)
    defer { for certificate in certificates { X509_free(certificate) } }
    guard let leaf = certificates.first, SSL_CTX_use_certificate(handle, leaf) == 1 else {
      throw TLSError(.badCertificate, "the certificate chain holds no certificate that can be used")
    }
    for certificate in certificates.dropFirst() {
      X509_up_ref(certificate)
      if scout_add_chain_certificate(handle, certificate) != 1 { X509_free(certificate) }
    }
    guard let key = PEM.privateKey(key) else {
      throw TLSError(.badKey, "the private key cannot be read")
    }
    defer { EVP_PKEY_free(key) }
    guard SSL_CTX_use_PrivateKey(handle, key) == 1, SSL_CTX_check_private_key(handle) == 1 else {
      throw TLSError(.keyMismatch, "the private key does not belong to the certificate")
    }
  }
}

private func makeContext(
  _ method: OpaquePointer?, _ minimum: TLSVersion, _ maximum: TLSVersion, cipherList: String?
) throws(TLSError) -> OpaquePointer {
  let library = OpenSSL.context
  guard let handle = SSL_CTX_new_ex(library, nil, method) else {
    throw TLSError(.noMemory, "no TLS context can be made")
  }
  SSL_CTX_set_security_level(handle, 0)
  scout_set_lenient(handle)
  let list = cipherList.map { $0 + ":@SECLEVEL=0" } ?? "ALL:@SECLEVEL=0"
  guard scout_set_versions(handle, Int32(minimum.rawValue), Int32(maximum.rawValue)) == 1,
    SSL_CTX_set_cipher_list(handle, list) == 1
  else {
    let error = TLSError(.badCipherList, "no suite of \"\(list)\" is known")
    SSL_CTX_free(handle)
    throw error
  }
  return handle
}
