/// One of the test keys.
package enum TestKey: Sendable, Hashable {
  /// RSA of 1,024 bits.
  case short(Int)
  /// RSA of 2,048 bits.
  case long(Int)

  /// The key in PEM, or `nil` where the number is beyond the set.
  var pem: String? {
    let (bodies, number) =
      switch self {
      case .short(let number): (TestKeys.shortBodies, number)
      case .long(let number): (TestKeys.longBodies, number)
      }
    guard bodies.indices.contains(number) else { return nil }
    return "-----BEGIN PRIVATE KEY-----\n" + bodies[number] + "-----END PRIVATE KEY-----\n"
  }
}

/// Private keys that everyone may know: they protect nothing and only make the simulated
/// certificates the same in every run.
enum TestKeys {
  static let shortBodies = split(short)
  static let longBodies = split(longA) + split(longB)

  /// The keys of one literal, each wrapped at the 64 columns that PEM asks for.
  private static func split(_ literal: String) -> [String] {
    var bodies: [String] = []
    var current: [UInt8] = []
    for line in literal.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.isEmpty {
        bodies.append(wrapped(current))
        current = []
      } else {
        current += line.utf8
      }
    }
    if !current.isEmpty { bodies.append(wrapped(current)) }
    return bodies
  }

  private static func wrapped(_ bytes: [UInt8]) -> String {
    var text = ""
    var rest = bytes[...]
    while !rest.isEmpty {
      text += String(decoding: rest.prefix(64), as: UTF8.self) + "\n"
      rest = rest.dropFirst(64)
    }
    return text
  }
}
