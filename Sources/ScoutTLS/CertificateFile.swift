import COpenSSL
package import ScoutModel

extension CertificateFact {
  /// The certificates of a PEM text, in order, at most 16; none where it holds none.
  package static func certificates(pem text: String) -> [CertificateFact] {
    PEM.certificates(text).compactMap { certificate in
      defer { X509_free(certificate) }
      guard let der = OpenSSL.encoding(of: certificate) else { return nil }
      var fact = CertificateFact(der: der)
      // Firmware names the roots it trusts by any of the three.
      fact.fingerprintSHA1 = Digest.sha1.hex(der)
      fact.fingerprintSHA384 = Digest.sha384.hex(der)
      return fact
    }
  }
}
