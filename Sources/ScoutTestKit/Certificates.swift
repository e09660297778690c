package import ScoutModel
import ScoutNet

/// A certificate as a TLS server shows it; fingerprints are made from the words given, so that the
/// same `key` is the same key.
package func certificate(
  _ commonName: String?, dnsNames: [String] = [], addresses: [String] = [], key: String? = nil,
  units: [String] = [], issuer: String? = nil, notBefore: String = "2025-01-01T00:00:00Z",
  notAfter: String = "2035-01-01T00:00:00Z", keyType: String = "RSA", keyBits: Int = 2048,
  signature: String = "sha256WithRSAEncryption", usages: [String] = ["1.3.6.1.5.5.7.3.1"]
) -> CertificateFact {
  let holder = key ?? "\(commonName ?? "") \(dnsNames)"
  var fact = CertificateFact(
    fingerprint: fingerprint("certificate \(holder) \(commonName ?? "") \(notAfter)"))
  fact.keyFingerprint = fingerprint("key \(holder)")
  fact.commonNames = commonName.map { [$0] } ?? []
  fact.organizationalUnits = units
  fact.dnsNames = dnsNames
  fact.ipAddresses = addresses.map(ip)
  fact.issuerCommonName = issuer ?? commonName
  fact.serial = "01"
  fact.notBefore = moment(notBefore)
  fact.notAfter = moment(notAfter)
  fact.keyType = keyType
  fact.keyBits = keyBits
  fact.signatureAlgorithm = signature
  fact.extendedKeyUsages = usages
  fact.selfSigned = issuer == nil || issuer == commonName
  return fact
}

/// 64 hexadecimal digits that differ for different texts (FNV-1a, four times): no digest, but tests
/// need no more.
package func fingerprint(_ text: String) -> String {
  (UInt64(0)..<4).map { round in
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325 &+ round
    for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    let digits = String(hash, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }.joined()
}
