import ScoutModel
import ScoutNet

/// A hosts file: an address and the names for it on each line, `#` before comments.
struct HostsFile: LineReader {
  /// So many names of one line are taken.
  private static let nameLimit = 32

  /// The address and names of a line; `nil` where it is none.
  static func entry(_ line: ArraySlice<UInt8>) -> (IPAddress, [ArraySlice<UInt8>])? {
    let words = line.prefix { $0 != UInt8(ascii: "#") }.words
    guard words.count >= 2, let address = IPAddress(words[0].text),
      words.dropFirst().allSatisfy({ DomainName($0.text) != nil && IPAddress($0.text) == nil })
    else { return nil }
    return (address, Array(words.dropFirst().prefix(nameLimit)))
  }

  mutating func take(_ line: TextLine, _ facts: inout NetworkFacts) {
    let bytes = line.bytes.trimmed
    guard let first = bytes.first, first != UInt8(ascii: "#") else { return }
    guard let (address, names) = Self.entry(bytes) else {
      return facts.complain(
        line: line.number, "is no address with names: \(bytes.text.quoted)")
    }
    // Every machine has these for itself.
    if address.isLoopbackOrLess { return }
    for name in names {
      facts.add(
        NameSighting(name: name.text, addresses: [address], timeToLive: 0), line: line.number)
    }
  }
}

extension NameSighting {
  /// An imported answer: the addresses, all of one family, of a name.
  init(name: String, addresses: [IPAddress], timeToLive: UInt32) {
    let plain = DomainName(name)?.text ?? name.lowercased()
    let type = addresses.first?.bitWidth == 128 ? "AAAA" : "A"
    self.init(
      name: plain, type: type, outcome: .answered,
      records: addresses.map {
        NameRecord(name: plain, type: type, timeToLive: timeToLive, value: $0.description)
      })
  }
}

extension IPAddress {
  /// Whether it leads back to the machine itself, to nobody, or to everybody on the link.
  fileprivate var isLoopbackOrLess: Bool {
    switch self {
    case .v4(let address):
      address.rawValue >> 24 == 127 || address == .zero || address.rawValue == .max
    case .v6(let address): address.high == 0 && address.low <= 1 || address.high >> 56 >= 0xFE
    }
  }

  /// Reads a name of the reverse zones (RFC 1035, 3.5; RFC 3596, 2.5); `nil` for any other name.
  init?(reverseName: String) {
    let labels = reverseName.utf8.split(separator: UInt8(ascii: "."))
    if labels.count == 6, reverseName.hasSuffix(".in-addr.arpa") {
      let text = labels[0..<4].reversed().map { String(Substring($0)) }.joined(separator: ".")
      guard let address = IPv4Address(text) else { return nil }
      self = .v4(address)
    } else if labels.count == 34, reverseName.hasSuffix(".ip6.arpa") {
      var halves: [UInt64] = [0, 0]
      for (index, label) in labels[0..<32].reversed().enumerated() {
        guard label.count == 1, let digit = UInt64(Substring(label), radix: 16) else { return nil }
        halves[index / 16] = halves[index / 16] << 4 | digit
      }
      self = .v6(IPv6Address(high: halves[0], low: halves[1]))
    } else {
      return nil
    }
  }
}
