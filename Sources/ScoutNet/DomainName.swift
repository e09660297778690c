/// A domain name as people write it: compared without regard to case or to a final dot.
package struct DomainName: Hashable, Sendable {
  /// Lower case, without a final dot; the root is the empty text.
  package let text: String

  /// Takes a name from text; `nil` where a label or the whole is longer than DNS allows, or empty.
  ///
  /// Underscores and bytes outside ASCII are kept: real networks have them.
  package init?(_ text: some StringProtocol) {
    var name = text.lowercased()
    if name.hasSuffix(".") && !name.hasSuffix("\\.") { name.removeLast() }
    guard !name.isEmpty, name.utf8.count <= 1013 else { return nil }
    // Names are read by the million: counting bytes is many times faster than splitting.
    var length = 0
    for byte in name.utf8 {
      if byte == UInt8(ascii: ".") {
        if length == 0 { return nil }
        length = 0
      } else {
        length += 1
        if length > 252 { return nil }
      }
    }
    if length == 0 { return nil }
    self.text = name
  }

  /// The labels, leftmost first.
  package var labels: [Substring] { text.split(separator: ".") }

  /// The leftmost label.
  package var host: String {
    text.utf8.firstIndex(of: UInt8(ascii: ".")).map { String(text[..<$0]) } ?? text
  }

  /// What follows the leftmost label, or `nil` for a name of one label.
  package var parent: DomainName? {
    guard let dot = text.firstIndex(of: ".") else { return nil }
    return DomainName(text[text.index(after: dot)...])
  }

  /// Whether the name equals `other` or ends in it at a label's boundary.
  package func isWithin(_ other: DomainName) -> Bool {
    text == other.text || text.hasSuffix("." + other.text)
  }
}

extension DomainName: Comparable {
  package static func < (left: Self, right: Self) -> Bool { left.text < right.text }
}

extension DomainName: CustomStringConvertible {
  package var description: String { text }
}
