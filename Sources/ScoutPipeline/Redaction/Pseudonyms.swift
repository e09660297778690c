import ScoutNet
import ScoutTLS

/// Replaces names, numbers and addresses, keyed: the same value has the same pseudonym under the same
/// key, and without the key nothing leads back.
struct Pseudonyms: Sendable {
  private let key: [UInt8]
  /// Machines share domains, segments and servers: each is worked out once.
  private let names = Remembered<String, String>()
  private let numbers = Remembered<String, String>()
  /// Whether a bit of an IPv4 address is flipped, by the bits before it.
  private let flips = Remembered<Prefixed, Bool>(limit: 1 << 16)

  private struct Prefixed: Hashable {
    let bit: Int
    let before: UInt32
  }

  init(key: [UInt8]) { self.key = key }

  /// 32 bytes that depend on the key, the kind of value and the value.
  private func mark(_ kind: String, _ value: some Sequence<UInt8>) -> [UInt8] {
    Digest.sha256.digest(key + [0] + Array(kind.utf8) + [0] + Array(value))
  }

  // MARK: Names

  /// Last labels that a reader must recognise, and that name nobody.
  private static let topLabels: Set<String> = [
    "arpa", "com", "corp", "example", "home", "internal", "intranet", "invalid", "lan", "local",
    "localdomain", "localhost", "net", "org", "private", "test",
  ]

  /// A host or domain name, label by label, so that names within one domain still share it.
  func name(_ text: String) -> String { names.value(of: text, pseudonym) }

  private func pseudonym(_ text: String) -> String {
    if let address = IPAddress(reverseName: text) { return self.address(address).reverseName }
    if let address = IPAddress(text) { return self.address(address).description }
    let labels = text.split(separator: ".", omittingEmptySubsequences: false)
    return labels.enumerated().map { index, text in
      let folded = text.lowercased()
      let isLast = index == labels.count - 1 && labels.count > 1
      // The label that AMT itself asks for is no secret.
      let isKept =
        folded.isEmpty || folded == "*" || folded == "localhost"
        || index == 0 && folded == "provisionserver" || isLast && Self.topLabels.contains(folded)
      return isKept ? folded : "n" + Self.letters(mark("label", folded.utf8), 8)
    }.joined(separator: ".")
  }

  /// A word that names a place, a person or a file.
  func word(_ text: String, _ kind: String) -> String {
    text.isEmpty ? "" : "\(kind)-" + Self.letters(mark(kind, text.utf8), 6)
  }

  /// A file's name; what it ends in stays.
  func file(_ text: String) -> String {
    guard let dot = text.lastIndex(of: "."), text[dot...].utf8.count <= 8 else {
      return word(text, "file")
    }
    return word(String(text[..<dot]), "file") + text[dot...]
  }

  /// Hexadecimal digits where there were some, in the same places and case; the rest stays.
  func digits(_ text: String) -> String { numbers.value(of: text, pseudonymDigits) }

  private func pseudonymDigits(_ text: String) -> String {
    let source = mark("digits", text.lowercased().utf8)
    var result = ""
    var index = 0
    for character in text {
      guard character.isHexDigit else {
        result.append(character)
        continue
      }
      let byte = source[(index / 2) % source.count]
      let digit = String((index.isMultiple(of: 2) ? byte >> 4 : byte & 15), radix: 16)
      result += character.isUppercase || character.isNumber ? digit.uppercased() : digit
      index += 1
    }
    return text.contains(where: \.isLowercase) ? result.lowercased() : result
  }

  /// `Digest:` and digits, or any other text as a word.
  func realm(_ text: String) -> String {
    guard let colon = text.firstIndex(of: ":"), text[..<colon].allSatisfy(\.isLetter),
      text[text.index(after: colon)...].allSatisfy(\.isHexDigit)
    else { return word(text, "realm") }
    return String(text[...colon]) + digits(String(text[text.index(after: colon)...]))
  }

  private static func letters(_ bytes: [UInt8], _ count: Int) -> String {
    let alphabet = Array("abcdefghijkmnpqrstuvwxyz23456789")
    return String(bytes.prefix(count).map { alphabet[Int($0) % alphabet.count] })
  }

  // MARK: Numbers

  func uuid(_ uuid: UUID128) -> UUID128 {
    guard !uuid.isPlaceholder else { return uuid }
    let bytes = mark("uuid", uuid.description.lowercased().utf8)
    func number(_ part: ArraySlice<UInt8>) -> UInt64 { part.reduce(0) { $0 << 8 | UInt64($1) } }
    return UUID128(high: number(bytes[0..<8]), low: number(bytes[8..<16]))
  }

  /// The maker's half stays.
  func mac(_ mac: MACAddress) -> MACAddress {
    let bytes = mark("mac", mac.octets)
    let own = UInt64(bytes[0]) << 16 | UInt64(bytes[1]) << 8 | UInt64(bytes[2])
    return MACAddress(rawValue: mac.rawValue & 0xFFFF_FF00_0000 | own)
  }

  // MARK: Addresses

  /// Bit by bit, each flipped or not by what stands before it: addresses that share a prefix share
  /// one afterwards. The kind of range (private, link-local, …) stays.
  func address(_ address: IPAddress) -> IPAddress {
    switch address {
    case .v4(let v4): return .v4(IPv4Address(rawValue: flipped(v4.rawValue)))
    case .v6:
      let groups = Self.groups(address)
      guard let groups else { return address }
      return IPAddress(Self.text(flipped(groups))) ?? address
    }
  }

  /// The prefix that holds the pseudonyms of all addresses of `prefix`.
  func prefix(_ prefix: Prefix) -> Prefix {
    Prefix(address(prefix.base), length: prefix.length) ?? prefix
  }

  private func flipped(_ value: UInt32) -> UInt32 {
    let fixed: Int
    switch value >> 24 {
    case 0, 224...255: return value
    case 172 where value >> 20 == 0xAC1: fixed = 12
    case 192 where value >> 16 == 0xC0A8, 169 where value >> 16 == 0xA9FE: fixed = 16
    case 100 where value >> 22 == 0x191: fixed = 10
    default: fixed = 8
    }
    var result = value
    for bit in fixed..<32 {
      let before = value >> UInt32(32 - bit)
      let isFlipped = flips.value(of: Prefixed(bit: bit, before: before)) { _ in
        let bytes = (0..<4).map { UInt8(truncatingIfNeeded: before >> UInt32(8 * $0)) }
        return mark("v4", [UInt8(bit)] + bytes)[0] & 1 == 1
      }
      if isFlipped { result ^= 1 << UInt32(31 - bit) }
    }
    return result
  }

  private func flipped(_ groups: [UInt16]) -> [UInt16] {
    guard groups.dropLast().contains(where: { $0 != 0 }), groups[0] & 0xFF00 != 0xFF00 else {
      return groups
    }
    let fixed = groups[0] & 0xFFC0 == 0xFE80 ? 64 : 16
    var bits = groups.flatMap { group in (0..<16).map { group >> (15 - UInt16($0)) & 1 } }
    let original = bits
    for bit in fixed..<128 {
      let before = original[..<bit].map { UInt8($0) }
      if mark("v6", before)[0] & 1 == 1 { bits[bit] ^= 1 }
    }
    return (0..<8).map { group in (0..<16).reduce(0) { $0 << 1 | bits[group * 16 + $1] } }
  }

  private static func groups(_ address: IPAddress) -> [UInt16]? {
    // The reverse name spells all 32 digits out.
    let nibbles = address.reverseName.split(separator: ".").dropLast(2).reversed()
      .compactMap { UInt16($0, radix: 16) }
    guard nibbles.count == 32 else { return nil }
    return (0..<8).map { group in (0..<4).reduce(0) { $0 << 4 | nibbles[group * 4 + $1] } }
  }

  private static func text(_ groups: [UInt16]) -> String {
    groups.map { String($0, radix: 16) }.joined(separator: ":")
  }
}
