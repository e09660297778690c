import COpenSSL
package import ScoutModel
package import ScoutNet

/// Makes certificates, for the simulated site and for tests, also such as nobody should make.
///
/// With an RSA key the same values give the same bytes.
package struct CertificateMaker: Sendable {
  package var commonName: String?
  package var organization: String?
  package var organizationalUnits: [String] = []
  package var serial: Int64 = 1
  package var notBefore = Timestamp(seconds: 1_577_836_800)
  package var notAfter = Timestamp(seconds: 2_208_988_800)
  package var dnsNames: [String] = []
  package var ipAddresses: [IPAddress] = []
  /// Dotted numbers.
  package var extendedKeyUsages: [String] = []
  package var isAuthority = false
  /// 3, or 1 for a certificate without extensions.
  package var version = 3
  package var digest = Digest.sha256

  package init(commonName: String?) { self.commonName = commonName }

  /// A certificate in both its forms.
  package struct Made: Hashable, Sendable {
    package var der: [UInt8]
    package var pem: String
  }

  /// The certificate for `keyPEM`, signed with it, or with the key of `issuer`.
  package func certificate(
    keyPEM: String, issuer: (certificatePEM: String, keyPEM: String)? = nil
  ) throws(TLSError) -> Made {
    guard let key = PEM.privateKey(keyPEM) else {
      throw TLSError(.badKey, "the private key cannot be read")
    }
    defer { EVP_PKEY_free(key) }
    guard let certificate = X509_new_ex(OpenSSL.context, nil) else {
      throw TLSError(.noMemory, "no certificate")
    }
    defer { X509_free(certificate) }
    X509_set_version(certificate, version - 1)
    ASN1_INTEGER_set_int64(X509_get_serialNumber(certificate), serial)
    ASN1_TIME_set(X509_getm_notBefore(certificate), Int(notBefore.microseconds / 1_000_000))
    ASN1_TIME_set(X509_getm_notAfter(certificate), Int(notAfter.microseconds / 1_000_000))
    X509_set_pubkey(certificate, key)
    try setSubject(of: certificate)
    if version == 3 { try addExtensions(to: certificate) }
    if let issuer {
      try sign(certificate, issuer)
    } else {
      X509_set_issuer_name(certificate, X509_get_subject_name(certificate))
      guard X509_sign(certificate, key, digest.algorithm) > 0 else {
        throw TLSError(.badKey, "the certificate cannot be signed")
      }
    }
    return try Self.written(certificate)
  }

  private func setSubject(of certificate: OpaquePointer) throws(TLSError) {
    guard let name = X509_NAME_new() else { throw TLSError(.noMemory, "no name") }
    defer { X509_NAME_free(name) }
    var entries: [(Int32, String)] = []
    if let organization { entries.append((NID_organizationName, organization)) }
    entries += organizationalUnits.map { (NID_organizationalUnitName, $0) }
    if let commonName { entries.append((NID_commonName, commonName)) }
    for (kind, value) in entries {
      let bytes = Array(value.utf8)
      let count = Int32(clamping: bytes.count)
      guard X509_NAME_add_entry_by_NID(name, kind, MBSTRING_UTF8, bytes, count, -1, 0) == 1 else {
        throw TLSError(.badCertificate, "\"\(value)\" is too long for a certificate's name")
      }
    }
    X509_set_subject_name(certificate, name)
  }

  private func addExtensions(to certificate: OpaquePointer) throws(TLSError) {
    if isAuthority { try add(NID_basic_constraints, "critical,CA:TRUE", to: certificate) }
    if !extendedKeyUsages.isEmpty {
      try add(NID_ext_key_usage, extendedKeyUsages.joined(separator: ","), to: certificate)
    }
    let names = dnsNames.map { "DNS:\($0)" } + ipAddresses.map { "IP:\($0)" }
    if !names.isEmpty {
      try add(NID_subject_alt_name, names.joined(separator: ","), to: certificate)
    }
  }

  private func add(
    _ kind: Int32, _ value: String, to certificate: OpaquePointer
  ) throws(TLSError) {
    guard let made = X509V3_EXT_conf_nid(nil, nil, kind, value) else {
      throw TLSError(.badCertificate, "\"\(value)\" cannot be put into a certificate")
    }
    defer { X509_EXTENSION_free(made) }
    X509_add_ext(certificate, made, -1)
  }

  private func sign(
    _ certificate: OpaquePointer, _ issuer: (certificatePEM: String, keyPEM: String)
  ) throws(TLSError) {
    let authorities = PEM.certificates(issuer.certificatePEM)
    defer { for authority in authorities { X509_free(authority) } }
    guard let authority = authorities.first, let key = PEM.privateKey(issuer.keyPEM) else {
      throw TLSError(.badCertificate, "the issuer's certificate or key cannot be read")
    }
    defer { EVP_PKEY_free(key) }
    X509_set_issuer_name(certificate, X509_get_subject_name(authority))
    guard X509_sign(certificate, key, digest.algorithm) > 0 else {
      throw TLSError(.badKey, "the certificate cannot be signed")
    }
  }

  private static func written(_ certificate: OpaquePointer) throws(TLSError) -> Made {
    let der = OpenSSL.collect { i2d_X509_bio($0, certificate) == 1 }
    let pem = OpenSSL.collect { PEM_write_bio_X509($0, certificate) == 1 }
    guard let der, let pem else {
      throw TLSError(.badCertificate, "the certificate cannot be written")
    }
    return Made(der: der, pem: String(decoding: pem, as: UTF8.self))
  }
}

extension CertificateMaker {
  /// The DER of the first certificate in PEM text, or `nil`.
  package static func der(pem: String) -> [UInt8]? {
    let certificates = PEM.certificates(pem)
    defer { for certificate in certificates { X509_free(certificate) } }
    return certificates.first.flatMap { first in
      OpenSSL.collect { i2d_X509_bio($0, first) == 1 }
    }
  }
}
