/// A server's digest challenge (RFC 7616, 3.3), as firmware writes it: without spaces after commas,
/// with commas inside quotes, or with spaces alone between parameters.
package struct DigestChallenge: Hashable, Sendable {
  /// On AMT `Digest:` and 32 hexadecimal digits, the same for all requests to one device.
  package var realm: String
  package var nonce: String
  /// As sent, without its quotes: `auth`, or `auth-int, auth`.
  package var qop: String?
  package var stale: String?
  package var algorithm: String?
  package var opaque: String?

  /// Limits: bytes of a header read, parameters read.
  package static let byteLimit = 4_096
  package static let parameterLimit = 32

  /// Finds the first digest challenge with realm and nonce in a WWW-Authenticate header, which may
  /// hold challenges of other schemes too.
  package init?(_ header: String) {
    var scanner = Scanner(header.utf8.prefix(Self.byteLimit))
    var isDigest = false
    var parameters: [String: String] = [:]
    reading: for _ in 0..<Self.parameterLimit {
      guard let item = scanner.next() else { break }
      switch item {
      case .scheme(let name):
        if isDigest, parameters["realm"] != nil, parameters["nonce"] != nil { break reading }
        isDigest = name == "digest"
        parameters = [:]
      case .parameter(let name, let value):
        // The first of two parameters of one name stands.
        if isDigest, parameters[name] == nil { parameters[name] = value }
      }
    }
    guard isDigest, let realm = parameters["realm"], let nonce = parameters["nonce"] else {
      return nil
    }
    self.realm = realm
    self.nonce = nonce
    qop = parameters["qop"]
    stale = parameters["stale"]
    algorithm = parameters["algorithm"]
    opaque = parameters["opaque"]
  }

  /// The kinds of protection offered, in lower case.
  package var protections: [String] {
    (qop ?? "").lowercased().split { $0 == "," || $0 == " " }.map(String.init)
  }

  /// Whether realm and nonce have the form that AMT gives them.
  package var looksLikeAMT: Bool {
    let digits = realm.utf8.dropFirst(7)
    return realm.hasPrefix("Digest:") && digits.count == 32
      && digits.allSatisfy { Self.isHexDigit($0) } && nonceBytes?.count == 24
  }

  /// The nonce's bytes, where it is 32 characters of base64 without padding.
  package var nonceBytes: [UInt8]? {
    guard nonce.utf8.count == 32 else { return nil }
    var bytes: [UInt8] = []
    var word: UInt32 = 0
    for (index, character) in nonce.utf8.enumerated() {
      guard let digit = Base64.digit(character) else { return nil }
      word = word << 6 | UInt32(digit)
      if index % 4 == 3 {
        bytes += [16, 8, 0].map { UInt8(truncatingIfNeeded: word >> $0) }
        word = 0
      }
    }
    return bytes
  }

  private static func isHexDigit(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x61...0x66).contains(PeerText.lowercase(byte))
  }
}

extension DigestChallenge {
  /// Reads a header's words: names of schemes, and parameters with their values.
  private struct Scanner {
    enum Item {
      case scheme(String)
      case parameter(String, String)
    }

    private var rest: ArraySlice<UInt8>

    init(_ bytes: some Collection<UInt8>) { rest = Array(bytes)[...] }

    /// The next item; nil at the end.
    mutating func next() -> Item? {
      while let first = rest.first {
        if !Self.isTokenByte(first) {
          // Separators, and whatever should not be there.
          rest.removeFirst()
          continue
        }
        let name = String(decoding: readToken().map(PeerText.lowercase), as: UTF8.self)
        let behind = rest
        skipSpaces()
        guard rest.first == UInt8(ascii: "=") else {
          rest = behind
          return .scheme(name)
        }
        rest.removeFirst()
        skipSpaces()
        let value = rest.first == UInt8(ascii: "\"") ? readQuoted() : Array(readToken())
        return .parameter(name, PeerText.decode(value, limit: 1_024))
      }
      return nil
    }

    private mutating func skipSpaces() {
      rest = rest.drop { $0 == 0x20 || $0 == 0x09 }
    }

    private mutating func readToken() -> ArraySlice<UInt8> {
      let token = rest.prefix(while: Self.isTokenByte)
      rest = rest[token.endIndex...]
      return token
    }

    /// Reads to the closing quote, or to the end where there is none.
    private mutating func readQuoted() -> [UInt8] {
      rest.removeFirst()
      var value: [UInt8] = []
      while let byte = rest.popFirst(), byte != UInt8(ascii: "\"") {
        if byte == UInt8(ascii: "\\"), let escaped = rest.popFirst() {
          value.append(escaped)
        } else {
          value.append(byte)
        }
      }
      return value
    }

    private static func isTokenByte(_ byte: UInt8) -> Bool {
      byte > 0x20 && byte < 0x7F && byte != UInt8(ascii: ",") && byte != UInt8(ascii: "=")
        && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: ";")
    }
  }
}
