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
}
