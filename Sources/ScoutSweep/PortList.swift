/// TCP ports as the operator names them: `16992-16995` or `16992,16993`.
package struct PortList: Hashable, Sendable {
  /// Ascending, without repetition, never empty.
  package let ports: [UInt16]

  /// AMT's web ports and redirection ports.
  package static let amt = PortList(ports: [16992, 16993, 16994, 16995])

  private init(ports: [UInt16]) { self.ports = ports }

  /// Reads numbers and ranges from 1 to 65535 with commas between them.
  package init?(_ text: some StringProtocol) {
    var found: Set<UInt16> = []
    guard text.utf8.count <= 4096 else { return nil }
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let ends = part.split(separator: "-", omittingEmptySubsequences: false)
      guard (1...2).contains(ends.count), let low = Self.port(ends[0]),
        let high = ends.count == 2 ? Self.port(ends[1]) : low, low <= high
      else { return nil }
      found.formUnion(low...high)
    }
    ports = found.sorted()
  }

  private static func port(_ text: some StringProtocol) -> UInt16? {
    guard (1...5).contains(text.utf8.count),
      text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
      let value = UInt16(text), value > 0
    else { return nil }
    return value
  }
}

extension PortList: CustomStringConvertible {
  package var description: String { ports.map(String.init).joined(separator: ",") }
}
