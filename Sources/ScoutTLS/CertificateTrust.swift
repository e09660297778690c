import COpenSSL

/// Judges the chains that peers show against authorities that the operator named.
package final class CertificateTrust: Sendable {
  // SAFETY: OpenSSL counts and locks stores itself; this one is not changed after `init`.
  nonisolated(unsafe) private let store: OpaquePointer
  /// How many authorities were named.
  package let count: Int

  /// Takes the certificates of a PEM text; throws where it holds none.
  package init(authoritiesPEM: String) throws(TLSError) {
    // The first use decides how the library is set up.
    _ = OpenSSL.context
    let certificates = PEM.certificates(authoritiesPEM)
    defer { for certificate in certificates { X509_free(certificate) } }
    guard !certificates.isEmpty else {
      throw TLSError(.badCertificate, "the file holds no certificate in PEM form")
    }
    guard let store = X509_STORE_new() else { throw TLSError(.noMemory, "no certificate store") }
    self.store = store
    count = certificates.count
    for certificate in certificates { X509_STORE_add_cert(store, certificate) }
  }

  deinit { X509_STORE_free(store) }

  /// Why a chain (DER, leaf first) does not lead to the authorities; `nil` where it does.
  ///
  /// Dates and signatures are judged. Names are not: devices are met by their addresses.
  package func objection(to chain: [[UInt8]]) -> String? {
    let parsed = chain.prefix(10).map { Self.parse($0) }
    defer { for certificate in parsed { X509_free(certificate) } }
    guard let leaf = parsed.first ?? nil else { return "the certificate cannot be read" }
    guard let context = X509_STORE_CTX_new() else { return "no memory to judge the certificate" }
    defer { X509_STORE_CTX_free(context) }
    let others = scout_certificates_new()
    defer { scout_certificates_free(others) }
    for case let certificate? in parsed.dropFirst() { scout_certificates_add(others, certificate) }
    guard X509_STORE_CTX_init(context, store, leaf, others) == 1 else {
      return "the certificate cannot be judged"
    }
    if X509_verify_cert(context) == 1 { return nil }
    let code = X509_STORE_CTX_get_error(context)
    ERR_clear_error()
    let reason = X509_verify_cert_error_string(Int(code)).map { String(cString: $0) }
    return "the certificate does not verify: \(reason ?? "error \(code)")"
  }

  private static func parse(_ der: [UInt8]) -> OpaquePointer? {
    guard der.count <= 65536 else { return nil }
    let certificate = der.withUnsafeBufferPointer { buffer -> OpaquePointer? in
      var cursor = buffer.baseAddress
      return d2i_X509(nil, &cursor, buffer.count)
    }
    ERR_clear_error()
    return certificate
  }
}
