/// The head of an HTTP/1.1 request (RFC 9112), as far as a server that only shows pages needs it.
///
/// Strict where others guess: bare line feeds, folded lines, characters beyond ASCII and a host that
/// stands twice are refused.
package struct HTTPRequestHead: Hashable, Sendable {
  /// A longer head is refused.
  package static let limit = 8192

  package let method: String
  /// As sent: path and query.
  package let target: String
  package let host: String?
  package let origin: String?
  package let ifNoneMatch: String?

  /// How many bytes the head takes with its empty line; `nil` where it has not come to its end.
  package static func length(in bytes: [UInt8]) -> Int? {
    var index = 3
    while index < min(bytes.count, limit) {
      if bytes[index] == 10, bytes[index - 1] == 13, bytes[index - 2] == 10, bytes[index - 3] == 13
      {
        return index + 1
      }
      index += 1
    }
    return nil
  }

  /// Reads a whole head; what follows it is not looked at.
  package init(parsing bytes: [UInt8]) throws(WireError) {
    guard let length = Self.length(in: bytes) else {
      let isLong = bytes.count >= Self.limit
      throw WireError(isLong ? .limitExceeded : .truncated, "request head", at: bytes.count)
    }
    let lines = try Self.lines(bytes[..<(length - 2)])
    let words = (lines.first?.text ?? "").split(separator: " ", omittingEmptySubsequences: false)
    guard words.count == 3, !words[0].isEmpty, words[0].utf8.allSatisfy(Self.isToken),
      !words[1].isEmpty
    else { throw WireError(.malformed, "request line", at: 0) }
    guard words[2] == "HTTP/1.1" || words[2] == "HTTP/1.0" else {
      throw WireError(.unsupported, "protocol version", at: 0)
    }
    method = String(words[0])
    target = String(words[1])
    var fields: [String: String] = [:]
    for line in lines.dropFirst() {
      guard let colon = line.text.firstIndex(of: ":"), colon > line.text.startIndex,
        line.text[..<colon].utf8.allSatisfy(Self.isToken)
      else { throw WireError(.malformed, "header field", at: line.offset) }
      let name = line.text[..<colon].lowercased()
      guard ["host", "origin", "if-none-match"].contains(name) else { continue }
      guard fields[name] == nil else {
        throw WireError(.malformed, "header twice", at: line.offset)
      }
      let value = line.text[line.text.index(after: colon)...].drop { $0 == " " || $0 == "\t" }
      fields[name] = String(value.reversed().drop { $0 == " " || $0 == "\t" }.reversed())
    }
    host = fields["host"]
    origin = fields["origin"]
    ifNoneMatch = fields["if-none-match"]
  }

  /// The lines, each ended by CR LF, of printable ASCII and tabs.
  private static func lines(_ bytes: ArraySlice<UInt8>) throws(WireError) -> [(
    text: String, offset: Int
  )] {
    var lines: [(text: String, offset: Int)] = []
    var start = 0
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      if byte == 13 {
        guard index + 1 < bytes.count, bytes[index + 1] == 10 else {
          throw WireError(.malformed, "line end", at: index)
        }
        lines.append((String(decoding: bytes[start..<index], as: UTF8.self), start))
        index += 2
        start = index
      } else {
        guard (0x20...0x7E).contains(byte) || byte == 9 else {
          throw WireError(.malformed, "character", at: index)
        }
        index += 1
      }
    }
    return lines
  }

  /// A character of names and methods (RFC 9110, 5.6.2).
  private static func isToken(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "a")...UInt8(ascii: "z"):
      true
    default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
    }
  }
}
