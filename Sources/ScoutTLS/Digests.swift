import COpenSSL

/// A digest algorithm; `digest` gives its bytes.
package enum Digest: Sendable {
  case md5, sha1, sha256, sha384

  /// The digest of `bytes`.
  package func digest(_ bytes: [UInt8]) -> [UInt8] {
    _ = OpenSSL.context
    var result = [UInt8](repeating: 0, count: 64)
    var length: UInt32 = 0
    let isDone = bytes.withUnsafeBytes { raw in
      EVP_Digest(raw.baseAddress, raw.count, &result, &length, algorithm, nil)
    }
    precondition(isDone == 1, "the digests are part of the library's default provider")
    return Array(result.prefix(Int(length)))
  }

  /// The digest of `bytes` in lower-case hexadecimal digits.
  package func hex(_ bytes: [UInt8]) -> String { hexadecimal(digest(bytes)) }

  var algorithm: OpaquePointer? {
    switch self {
    case .md5: EVP_md5()
    case .sha1: EVP_sha1()
    case .sha256: EVP_sha256()
    case .sha384: EVP_sha384()
    }
  }
}

/// Two lower-case digits a byte.
func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
  let digits = Array("0123456789abcdef".utf8)
  var text: [UInt8] = []
  for byte in bytes {
    text.append(digits[Int(byte >> 4)])
    text.append(digits[Int(byte & 15)])
  }
  return String(decoding: text, as: UTF8.self)
}

/// `count` bytes that nobody can foretell.
package func secureRandomBytes(_ count: Int) -> [UInt8] {
  var generator = SystemRandomNumberGenerator()
  return (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
}
