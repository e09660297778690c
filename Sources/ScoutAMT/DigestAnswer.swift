package import ScoutModel

/// The answer to a digest challenge (RFC 7616, 3.4): MD5, with the protection `auth` where it is
/// offered, else `auth-int`, else that of RFC 2069.
///
/// It does not compute MD5 itself; whoever uses it brings the function.
package struct DigestAnswer: Sendable {
  package typealias MD5 = @Sendable ([UInt8]) -> [UInt8]

  /// How much of a request the answer protects.
  enum Protection: String, Hashable, Sendable {
    case head = "auth"
    case whole = "auth-int"
  }

  private let challenge: DigestChallenge
  private let user: String
  private let secretHash: String
  private let protection: Protection?
  private let clientNonce: String
  private let md5: MD5
  private var count: UInt32 = 0

  /// `nil` where the challenge asks for something else than MD5.
  ///
  /// - Parameter random: 16 bytes nobody can foretell, for the client's nonce.
  package init?(
    _ challenge: DigestChallenge, user: String, password: Secret, random: [UInt8],
    md5: @escaping MD5
  ) {
    if let algorithm = challenge.algorithm, !PeerText.equal(algorithm, "MD5") { return nil }
    let offered = challenge.protections
    if offered.isEmpty {
      protection = nil
    } else if let chosen = [Protection.head, .whole].first(where: { offered.contains($0.rawValue) })
    {
      protection = chosen
    } else {
      return nil
    }
    self.challenge = challenge
    self.user = user
    self.md5 = md5
    clientNonce = PeerText.hexadecimal(random)
    secretHash = PeerText.hexadecimal(
      md5(Array("\(user):\(challenge.realm):".utf8) + password.reveal()))
  }

  /// The value of the Authorization header for the next request with this nonce.
  package mutating func authorization(method: String, path: String, body: [UInt8]) -> String {
    count += 1
    let digits = String(count, radix: 16)
    let number = String(repeating: "0", count: 8 - digits.utf8.count) + digits
    var request = Array("\(method):\(path)".utf8)
    if protection == .whole { request += Array(":\(hash(body))".utf8) }
    let middle =
      protection.map { "\(challenge.nonce):\(number):\(clientNonce):\($0.rawValue)" }
      ?? challenge.nonce
    let response = hash(Array("\(secretHash):\(middle):\(hash(request))".utf8))
    var parts = [
      "username=\(Self.quoted(user))", "realm=\(Self.quoted(challenge.realm))",
      "nonce=\(Self.quoted(challenge.nonce))", "uri=\(Self.quoted(path))",
    ]
    if let protection {
      parts += ["qop=\(protection.rawValue)", "nc=\(number)", "cnonce=\"\(clientNonce)\""]
    }
    parts.append("response=\"\(response)\"")
    if let opaque = challenge.opaque { parts.append("opaque=\(Self.quoted(opaque))") }
    return "Digest " + parts.joined(separator: ", ")
  }

  private func hash(_ bytes: [UInt8]) -> String { PeerText.hexadecimal(md5(bytes)) }

  private static func quoted(_ text: String) -> String {
    let plain = text.filter { !$0.isNewline }
    return "\""
      + plain.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
  }
}
