import ScoutNet

/// Finds what has to be replaced inside sentences: addresses and numbers by their form, names because
/// they are known.
struct RedactedText: Sendable {
  private let pseudonyms: Pseudonyms
  /// Names met where only names stand, in lower case.
  private var names: Set<String> = []
  /// Domains met as the end of names, in lower case.
  private var domains: Set<String> = []
  /// Names with characters that no token holds: looked for as they are, the longest first.
  private var odd: [String] = []
  /// Versions, which look like addresses and are none.
  private var versions: Set<String> = []

  init(_ pseudonyms: Pseudonyms) { self.pseudonyms = pseudonyms }

  // MARK: Learning

  mutating func learn(name: String) {
    let folded = name.lowercased()
    guard folded.utf8.count > 2, IPAddress(folded) == nil, IPAddress(reverseName: folded) == nil
    else {
      return
    }
    guard name.unicodeScalars.allSatisfy(Self.isToken) else {
      // Names are compared in lower case, and shown so.
      for spelling in [name, folded] where !odd.contains(spelling) {
        odd.append(spelling)
        odd.sort { $0.utf8.count == $1.utf8.count ? $0 < $1 : $0.utf8.count > $1.utf8.count }
      }
      return
    }
    names.insert(folded)
    let labels = folded.split(separator: ".")
    if let first = labels.first, labels.count > 1 {
      if first.utf8.count > 2 { names.insert(String(first)) }
      domains.insert(labels.dropFirst().joined(separator: "."))
    }
  }

  mutating func learn(version: String) { versions.insert(version) }

  // MARK: Replacing

  func callAsFunction(_ text: String) -> String {
    var text = text
    for name in odd where text.contains(name) {
      text = text.replacing(name, with: pseudonyms.name(name))
    }
    var result = ""
    var token = String.UnicodeScalarView()
    func end() {
      guard !token.isEmpty else { return }
      result += replaced(String(token))
      token = String.UnicodeScalarView()
    }
    for scalar in text.unicodeScalars {
      if Self.isToken(scalar) {
        token.append(scalar)
      } else {
        end()
        result.unicodeScalars.append(scalar)
      }
    }
    end()
    return result
  }

  private static func isToken(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "a"..."z", "A"..."Z", "0"..."9", ".", "-", "_", ":": true
    default: scalar.value > 0x7F && scalar.properties.isAlphabetic
    }
  }

  /// A token without the stops at its ends, which are the sentence's.
  private func replaced(_ token: String) -> String {
    let stops: Set<Character> = [".", ":", "-"]
    let head = token.prefix { stops.contains($0) }
    // `::1` begins with what elsewhere is a stop.
    if IPAddress(token) != nil { return core(token) }
    let rest = token.dropFirst(head.count)
    let tail = rest.reversed().prefix { stops.contains($0) }.count
    let inner = rest.dropLast(tail)
    return head + core(String(inner)) + rest.suffix(tail)
  }

  private func core(_ token: String) -> String {
    if token.isEmpty || versions.contains(token) { return token }
    if let address = IPAddress(token) { return pseudonyms.address(address).description }
    if let mac = MACAddress(token), token.utf8.count >= 12 {
      return pseudonyms.mac(mac).description
    }
    if let uuid = UUID128(token) { return pseudonyms.uuid(uuid).description }
    if let range = range(token) { return range }
    if IPAddress(reverseName: token) != nil { return pseudonyms.name(token) }
    let folded = token.lowercased()
    if names.contains(folded) || domains.contains(folded) { return pseudonyms.name(token) }
    // A name in a domain that is known is a name, met before or not.
    var rest = folded[...]
    while let dot = rest.firstIndex(of: ".") {
      rest = rest[rest.index(after: dot)...]
      if rest.contains("."), domains.contains(String(rest)) || names.contains(String(rest)) {
        return pseudonyms.name(token)
      }
    }
    // `10.1.0.7:16992`.
    if let colon = token.lastIndex(of: ":"), UInt16(token[token.index(after: colon)...]) != nil {
      let host = String(token[..<colon])
      let shown = core(host)
      if shown != host { return shown + token[colon...] }
    }
    return token
  }

  private func range(_ token: String) -> String? {
    let ends = token.split(separator: "-")
    guard ends.count == 2, let first = IPAddress(ends[0]), let last = IPAddress(ends[1]) else {
      return nil
    }
    let pair = [pseudonyms.address(first), pseudonyms.address(last)].sorted()
    return "\(pair[0])-\(pair[1])"
  }
}
