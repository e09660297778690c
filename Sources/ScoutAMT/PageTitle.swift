package import ScoutModel

/// The title of an AMT page, which names the product even where the Server header does not.
package struct PageTitle: Hashable, Sendable {
  /// The text as sent, character references resolved, white space joined; at most 256 bytes are read.
  package let text: String
  /// The product that the title names, if it is exactly one of AMT's titles.
  package let product: Product?

  /// The longest title read, in bytes.
  package static let byteLimit = 256

  /// Finds the title in the bytes of a page. Pages in UTF-16 are read as far as they are ASCII.
  package init?(page: [UInt8]) {
    let bytes = page.contains(0) ? page.filter { $0 != 0 } : page
    guard let open = Self.find("<title", in: bytes[...]),
      let start = bytes[open.upperBound...].firstIndex(of: UInt8(ascii: ">")),
      let close = Self.find("</title", in: bytes[(start + 1)...].prefix(Self.byteLimit + 7))
    else { return nil }
    let content = bytes[(start + 1)..<close.lowerBound].map { $0 < 0x20 ? 0x20 : $0 }
    text = Self.resolve(PeerText.decode(content, limit: Self.byteLimit))
    if text.isEmpty { return nil }
    product = Self.product(text)
  }

  private static func product(_ text: String) -> Product? {
    let plain =
      text.unicodeScalars.contains("®") || text.utf8.contains(UInt8(ascii: "("))
      ? text.replacing("®", with: "(R)").replacing(" (R)", with: "(R)") : text
    return Self.products.first { PeerText.equal($0.0, plain) }?.1
  }

  private static let products: [(String, Product)] = [
    ("Intel(R) Active Management Technology", .amt),
    ("Intel(R) Standard Manageability", .ism),
    ("Intel(R) Small Business Technology", .sbt),
  ]

  /// Where a lower-case word stands, whatever the case of the bytes.
  private static func find(
    _ word: StaticString, in bytes: ArraySlice<UInt8>
  ) -> Range<Int>? {
    let word = Array(word.description.utf8)
    var index = bytes.startIndex
    while index + word.count <= bytes.endIndex {
      // Words begin with `<`, which is rare enough to make this quick.
      if bytes[index] == word[0],
        zip(bytes[index...], word).allSatisfy({ PeerText.lowercase($0) == $1 })
      {
        return index..<index + word.count
      }
      index += 1
    }
    return nil
  }

  /// Resolves the character references that such titles use, and joins white space.
  private static func resolve(_ text: String) -> String {
    var result = ""
    var rest = text[...]
    while let start = rest.firstIndex(of: "&") {
      result += rest[..<start]
      rest = rest[start...]
      guard let end = rest.prefix(10).firstIndex(of: ";"),
        let character = character(String(rest[rest.index(after: start)..<end]))
      else {
        result.append("&")
        rest = rest.dropFirst()
        continue
      }
      result.append(character)
      rest = rest[rest.index(after: end)...]
    }
    result += rest
    return result.split { $0 == " " || $0 == "\u{A0}" }.joined(separator: " ")
  }

  private static func character(_ name: String) -> Character? {
    switch name.lowercased() {
    case "reg", "#174", "#xae": "®"
    case "amp": "&"
    case "lt": "<"
    case "gt": ">"
    case "quot": "\""
    case "nbsp", "#160", "#xa0": " "
    default: nil
    }
  }
}
