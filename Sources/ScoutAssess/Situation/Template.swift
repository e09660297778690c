/// Sentences with places to fill, written `{name}`.
enum Template {
  /// Puts what `value` gives for each name in place of it; a name it does not know stays.
  static func fill(_ text: String, _ value: (Substring) -> String?) -> String {
    // Braces are single bytes of UTF-8, so that the text can be cut at them.
    let bytes = text.utf8
    guard bytes.contains(UInt8(ascii: "{")) else { return text }
    var result = ""
    var rest = bytes[...]
    while let open = rest.firstIndex(of: UInt8(ascii: "{")),
      let close = rest[open...].firstIndex(of: UInt8(ascii: "}"))
    {
      let after = bytes.index(after: close)
      result += text[rest.startIndex..<open]
      result += value(text[bytes.index(after: open)..<close]) ?? String(text[open..<after])
      rest = bytes[after...]
    }
    return result + text[rest.startIndex...]
  }

  /// Puts `values` in place of `{0}`, `{1}`, …
  static func fill(_ text: String, with values: [String]) -> String {
    if values.isEmpty { return text }
    return fill(text) { name in
      Int(name).flatMap { values.indices.contains($0) ? values[$0] : nil }
    }
  }
}
