import COpenSSL
package import ScoutModel
import ScoutNet

extension CertificateFact {
  /// The longest certificate that is looked into, in bytes.
  package static let sizeLimit = 65536
  /// The most names, usages or addresses that are kept of each kind.
  package static let listLimit = 100

  /// Reads what matters of a certificate's DER, however odd; never fails.
  ///
  /// What cannot be read is absent and named in `defect`; the fingerprint is always there.
  package init(der: [UInt8]) {
    self.init(fingerprint: Digest.sha256.hex(der))
    guard der.count <= Self.sizeLimit else {
      defect = "a certificate of \(der.count) bytes is not looked into"
      return
    }
    ERR_clear_error()
    let (parsed, used) = Self.parse(der)
    guard let parsed else {
      let reason = OpenSSL.takeReason()?.text ?? "unknown reason"
      defect = "not a certificate that can be read: \(reason)"
      return
    }
    defer { X509_free(parsed) }
    read(parsed, used < der.count ? ["\(der.count - used) bytes after the certificate"] : [])
  }

  /// Reads what matters of a certificate that the library has taken apart before: that costs it more
  /// than all else here. `der` are its bytes.
  init(der: [UInt8], parsed: OpaquePointer) {
    self.init(fingerprint: Digest.sha256.hex(der))
    read(parsed, [])
  }

  private mutating func read(_ parsed: OpaquePointer, _ found: [String]) {
    defer { ERR_clear_error() }
    var defects = found
    let reader = CertificateReader(certificate: parsed)
    let subject = X509_get_subject_name(parsed)
    commonNames = reader.entries(subject, NID_commonName)
    organizationalUnits = reader.entries(subject, NID_organizationalUnitName)
    issuerCommonName = reader.entries(X509_get_issuer_name(parsed), NID_commonName).first
    serial = reader.serial
    notBefore = reader.time(X509_get0_notBefore(parsed))
    notAfter = reader.time(X509_get0_notAfter(parsed))
    signatureAlgorithm = reader.signatureAlgorithm
    keyFingerprint = reader.keyFingerprint
    (keyType, keyBits) = reader.key
    extendedKeyUsages = reader.usages(&defects)
    reader.alternativeNames(&dnsNames, &ipAddresses, &defects)
    selfSigned = reader.isSelfSigned
    if serial == nil { defects.append("serial number unreadable") }
    if notBefore == nil { defects.append("notBefore is not a date") }
    if notAfter == nil { defects.append("notAfter is not a date") }
    if keyBits == nil { defects.append("key unreadable") }
    defect = defects.isEmpty ? nil : defects.joined(separator: "; ")
  }

  /// The certificate, to be freed, and how many bytes it took.
  private static func parse(_ der: [UInt8]) -> (certificate: OpaquePointer?, used: Int) {
    der.withUnsafeBufferPointer { buffer in
      var cursor = buffer.baseAddress
      var certificate = X509_new_ex(OpenSSL.context, nil)
      // On failure the function frees what it was given and leaves nil.
      let result = d2i_X509(&certificate, &cursor, buffer.count)
      let used = cursor.flatMap { end in buffer.baseAddress.map { end - $0 } } ?? 0
      return (result, used)
    }
  }
}

/// Reads single parts of a certificate that is held by somebody else.
private struct CertificateReader {
  let certificate: OpaquePointer

  /// The values of one kind in a name, in order, each at most 512 bytes.
  func entries(_ name: OpaquePointer?, _ kind: Int32) -> [String] {
    guard let name else { return [] }
    var found: [String] = []
    var index: Int32 = -1
    while found.count < CertificateFact.listLimit {
      index = X509_NAME_get_index_by_NID(name, kind, index)
      guard index >= 0, let entry = X509_NAME_get_entry(name, index) else { break }
      if let value = text(X509_NAME_ENTRY_get_data(entry)) { found.append(value) }
    }
    return found
  }

  private func text(_ string: UnsafeMutablePointer<ASN1_STRING>?) -> String? {
    var bytes: UnsafeMutablePointer<UInt8>?
    let length = ASN1_STRING_to_UTF8(&bytes, string)
    guard length >= 0, let bytes else { return nil }
    defer { scout_free(bytes) }
    let kept = UnsafeBufferPointer(start: bytes, count: min(Int(length), 512))
    return String(decoding: kept, as: UTF8.self)
  }

  /// Upper-case hexadecimal digits, two a byte, with a sign where it is negative.
  var serial: String? {
    guard let number = ASN1_INTEGER_to_BN(X509_get0_serialNumber(certificate), nil) else {
      return nil
    }
    defer { BN_free(number) }
    // RFC 5280 allows 20 bytes; 64 leave room for those who do not care.
    guard BN_num_bits(number) <= 512, let digits = BN_bn2hex(number) else { return nil }
    defer { scout_free(digits) }
    let text = String(cString: digits)
    return text == "0" ? "00" : text
  }

  func time(_ time: UnsafePointer<ASN1_TIME>?) -> Timestamp? {
    var parts = tm()
    guard let time, ASN1_TIME_to_tm(time, &parts) == 1 else { return nil }
    return Timestamp(
      year: Int(parts.tm_year) + 1900, month: Int(parts.tm_mon) + 1, day: Int(parts.tm_mday),
      hour: Int(parts.tm_hour), minute: Int(parts.tm_min), second: Int(parts.tm_sec))
  }

  /// The library's long name, or the dotted number where it has none.
  var signatureAlgorithm: String? {
    var algorithm: UnsafePointer<X509_ALGOR>?
    X509_get0_signature(nil, &algorithm, certificate)
    var object: OpaquePointer?
    X509_ALGOR_get0(&object, nil, nil, algorithm)
    return object.flatMap { objectText($0, named: true) }
  }

  var keyFingerprint: String? {
    var bytes: UnsafeMutablePointer<UInt8>?
    let length = i2d_X509_PUBKEY(X509_get_X509_PUBKEY(certificate), &bytes)
    guard length > 0, let bytes else { return nil }
    defer { scout_free(bytes) }
    return Digest.sha256.hex(Array(UnsafeBufferPointer(start: bytes, count: Int(length))))
  }

  var key: (type: String?, bits: Int?) {
    if let key = X509_get0_pubkey(certificate) {
      let bits = Int(EVP_PKEY_get_bits(key))
      let type = EVP_PKEY_get0_type_name(key).map { String(cString: $0) }
      return (type, bits > 0 ? bits : nil)
    }
    var object: OpaquePointer?
    X509_PUBKEY_get0_param(&object, nil, nil, nil, X509_get_X509_PUBKEY(certificate))
    return (object.flatMap { objectText($0, named: true) }, nil)
  }

  func usages(_ defects: inout [String]) -> [String] {
    var state: Int32 = 0
    let raw = X509_get_ext_d2i(certificate, NID_ext_key_usage, &state, nil)
    guard let raw else {
      if state != -1 { defects.append("extended key usage unreadable") }
      return []
    }
    let usages = OpaquePointer(raw)
    defer { EXTENDED_KEY_USAGE_free(usages) }
    let count = min(scout_usages_count(usages), Int32(CertificateFact.listLimit))
    return (0..<max(0, count)).compactMap { index in
      scout_usages_at(usages, index).flatMap { objectText($0, named: false) }
    }
  }

  func alternativeNames(
    _ dnsNames: inout [String], _ addresses: inout [IPAddress], _ defects: inout [String]
  ) {
    var state: Int32 = 0
    let raw = X509_get_ext_d2i(certificate, NID_subject_alt_name, &state, nil)
    guard let raw else {
      if state != -1 { defects.append("alternative names unreadable") }
      return
    }
    let names = OpaquePointer(raw)
    defer { GENERAL_NAMES_free(names) }
    let count = min(scout_general_names_count(names), Int32(2 * CertificateFact.listLimit))
    for index in 0..<max(0, count) {
      var start: UnsafePointer<UInt8>?
      var length: Int32 = 0
      let type = scout_general_name_at(names, index, &start, &length)
      guard type >= 0, let start, length > 0 else { continue }
      let bytes = UnsafeBufferPointer(start: start, count: Int(length))
      switch type {
      case GEN_DNS where dnsNames.count < CertificateFact.listLimit:
        dnsNames.append(String(decoding: bytes.prefix(512), as: UTF8.self))
      case GEN_IPADD where addresses.count < CertificateFact.listLimit:
        if let address = IPAddress(networkBytes: bytes) { addresses.append(address) }
      default: continue
      }
    }
  }

  /// Whether issuer and subject are the same and the key fits; where the signature's algorithm is
  /// not known, the names decide.
  var isSelfSigned: Bool {
    let issuer = X509_get_issuer_name(certificate)
    guard X509_NAME_cmp(X509_get_subject_name(certificate), issuer) == 0 else { return false }
    guard let key = X509_get0_pubkey(certificate) else { return true }
    return X509_verify(certificate, key) != 0
  }

  private func objectText(_ object: OpaquePointer, named: Bool) -> String? {
    let number = OBJ_obj2nid(object)
    if named, number != NID_undef, let name = OBJ_nid2ln(number) { return String(cString: name) }
    var text = [CChar](repeating: 0, count: 128)
    guard OBJ_obj2txt(&text, 128, object, 1) > 0 else { return nil }
    return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}

extension IPAddress {
  /// Takes the 4 or 16 bytes of an address in network order.
  fileprivate init?(networkBytes bytes: UnsafeBufferPointer<UInt8>) {
    func number(_ range: Range<Int>) -> UInt64 { bytes[range].reduce(0) { $0 << 8 | UInt64($1) } }
    switch bytes.count {
    case 4: self = .v4(IPv4Address(bytes[0], bytes[1], bytes[2], bytes[3]))
    case 16: self = .v6(IPv6Address(high: number(0..<8), low: number(8..<16)))
    default: return nil
    }
  }
}
