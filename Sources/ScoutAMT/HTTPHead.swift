/// The status line and headers of an HTTP response.
package struct HTTPHead: Hashable, Sendable {
  /// `1.1` or `1.0`; other numbers are kept.
  package var version: String
  package var status: Int
  package var reason: String
  /// In the order sent, folded lines joined.
  package var headers: [Header]

  /// One header line.
  package struct Header: Hashable, Sendable {
    package var name: String
    /// Without the white space around it.
    package var value: String
  }

  /// The values of all headers of a name, whatever its case.
  package func values(of name: String) -> [String] {
    headers.filter { PeerText.equal($0.name, name) }.map(\.value)
  }

  /// The value of the first header of a name.
  package func value(of name: String) -> String? { values(of: name).first }
}

extension HTTPHead {
  /// The longest name or value kept.
  static let textLimit = 4_096

  /// Reads a status line: `HTTP/` number, three digits, and perhaps a reason.
  init?(statusLine line: ArraySlice<UInt8>) {
    let parts = line.split(separator: 0x20, maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count >= 2, parts[0].starts(with: "HTTP/".utf8), parts[0].count <= 16,
      parts[1].count == 3, parts[1].allSatisfy({ (0x30...0x39).contains($0) })
    else { return nil }
    version = PeerText.decode(parts[0].dropFirst(5), limit: 16)
    status = parts[1].reduce(0) { $0 * 10 + Int($1 - 0x30) }
    reason = parts.count == 3 ? PeerText.decode(Self.trim(parts[2]), limit: 256) : ""
    headers = []
  }

  /// Adds a header line, or the continuation of the one before; false where it is neither.
  mutating func add(line: ArraySlice<UInt8>) -> Bool {
    let isFolded = line.first == 0x20 || line.first == 0x09
    if isFolded, let last = headers.indices.last {
      let more = PeerText.decode(Self.trim(line), limit: Self.textLimit)
      if headers[last].value.utf8.count + more.utf8.count <= Self.textLimit {
        headers[last].value += " " + more
      }
      return true
    }
    guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { return false }
    let name = Self.trim(line[..<colon])
    if name.isEmpty { return false }
    headers.append(
      Header(
        name: PeerText.decode(name, limit: 256),
        value: PeerText.decode(Self.trim(line[(colon + 1)...]), limit: Self.textLimit)))
    return true
  }

  private static func trim(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var bytes = bytes.drop { $0 == 0x20 || $0 == 0x09 }
    while let last = bytes.last, last == 0x20 || last == 0x09 || last == 0x0D { bytes.removeLast() }
    return bytes
  }
}
