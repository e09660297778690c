import ScoutNet

/// Finds what has to be replaced inside sentences: addresses and numbers by their form, names because
/// they are known.
struct RedactedText: Sendable {
  private let pseudonyms: Pseudonyms
  /// Names met where only names stand, in lower case.
  private var names: Set<String> = []
  /// Domains met as the end of names, in lower case.
  private var domains: Set<String> = []
  /// Names with characters that no token holds: looked for as they are.
  private var odd = OddNames()
  /// Versions, which look like addresses and are none.
  private var versions: Set<String> = []
  /// Sentences and words are the same for many machines.
  private let sentences = Remembered<String, String>()
  private let tokens = Remembered<String, String>()

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
      odd.add(name)
      odd.add(folded)
      return
    }
    guard names.insert(folded).inserted else { return }
    let labels = folded.split(separator: ".")
    if let first = labels.first, labels.count > 1 {
      if first.utf8.count > 2 { names.insert(String(first)) }
      domains.insert(labels.dropFirst().joined(separator: "."))
    }
  }

  mutating func learn(version: String) { versions.insert(version) }

  // MARK: Replacing

  func callAsFunction(_ text: String) -> String {
    sentences.value(of: text) { text in
      var result = ""
      var token = String.UnicodeScalarView()
      func end() {
        guard !token.isEmpty else { return }
        result += tokens.value(of: String(token), replaced)
        token = String.UnicodeScalarView()
      }
      for scalar in odd.replaced(text, pseudonyms.name).unicodeScalars {
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
    if Self.address(token) != nil { return core(token) }
    let rest = token.dropFirst(head.count)
    let tail = rest.reversed().prefix { stops.contains($0) }.count
    let inner = rest.dropLast(tail)
    return head + core(String(inner)) + rest.suffix(tail)
  }

  private func core(_ token: String) -> String {
    if token.isEmpty || versions.contains(token) { return token }
    if let address = Self.address(token) { return pseudonyms.address(address).description }
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

  /// Most words are seen to be none at once.
  private static func address(_ token: String) -> IPAddress? {
    guard token.utf8.contains(UInt8(ascii: ":")) || token.utf8.first?.isDigit == true else {
      return nil
    }
    return IPAddress(token)
  }

  private func range(_ token: String) -> String? {
    guard token.utf8.contains(UInt8(ascii: "-")) else { return nil }
    let ends = token.split(separator: "-")
    guard ends.count == 2, let first = IPAddress(ends[0]), let last = IPAddress(ends[1]) else {
      return nil
    }
    let pair = [pseudonyms.address(first), pseudonyms.address(last)].sorted()
    return "\(pair[0])-\(pair[1])"
  }
}

extension UInt8 {
  fileprivate var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }
}

/// Names that can hold any character, found in a text in one pass however many there are.
struct OddNames: Sendable {
  /// By their first three bytes, of each the longest first.
  private var names: [UInt32: [[UInt8]]] = [:]

  /// Takes a name of at least three bytes.
  mutating func add(_ name: String) {
    let bytes = Array(name.utf8)
    guard let key = Self.key(bytes[...]) else { return }
    var list = names[key] ?? []
    guard !list.contains(bytes) else { return }
    let place = list.firstIndex { $0.count < bytes.count } ?? list.endIndex
    list.insert(bytes, at: place)
    names[key] = list
  }

  private static func key(_ bytes: ArraySlice<UInt8>) -> UInt32? {
    guard bytes.count >= 3 else { return nil }
    return bytes.prefix(3).reduce(0) { $0 << 8 | UInt32($1) }
  }

  /// The text with each name replaced; where several begin, the longest.
  func replaced(_ text: String, _ pseudonym: (String) -> String) -> String {
    if names.isEmpty { return text }
    let bytes = Array(text.utf8)
    var result: [UInt8] = []
    var position = 0
    while position < bytes.count {
      let rest = bytes[position...]
      let found = Self.key(rest).flatMap { names[$0] }?.first { rest.starts(with: $0) }
      if let found {
        result += pseudonym(String(decoding: found, as: UTF8.self)).utf8
        position += found.count
      } else {
        result.append(bytes[position])
        position += 1
      }
    }
    return String(decoding: result, as: UTF8.self)
  }
}
