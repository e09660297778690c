/// Writes one JSON object on one line, its fields in the order they are added.
struct JSONObject {
  private(set) var text = "{"

  /// The object with its closing brace.
  var closed: String { text + "}" }

  private mutating func begin(_ name: String) {
    if text.utf8.count > 1 { text += "," }
    text += "\"\(name)\":"
  }

  /// Adds a text; nothing where there is none.
  mutating func add(_ name: String, _ value: String?) {
    guard let value else { return }
    begin(name)
    text += Self.quoted(value)
  }

  mutating func add(_ name: String, _ value: (some FixedWidthInteger)?) {
    guard let value else { return }
    begin(name)
    text += String(value)
  }

  mutating func add(_ name: String, _ value: Bool) {
    begin(name)
    text += value ? "true" : "false"
  }

  /// Adds a list of texts; nothing where there is none, but an empty list where it is empty.
  mutating func add(_ name: String, _ values: [String]?) {
    guard let values else { return }
    begin(name)
    text += "[" + values.map(Self.quoted).joined(separator: ",") + "]"
  }

  mutating func add(_ name: String, _ values: [UInt16]) {
    begin(name)
    text += "[" + values.map { String($0) }.joined(separator: ",") + "]"
  }

  mutating func add(_ name: String, _ values: [JSONObject]) {
    begin(name)
    text += "[" + values.map(\.closed).joined(separator: ",") + "]"
  }

  /// The text in quotes. Escaped is what JSON asks for (RFC 8259, 7) and what would break a line or
  /// act on a terminal: all control characters and the two line separators of Unicode.
  static func quoted(_ text: String) -> String {
    let isPlain = text.utf8.allSatisfy { byte in
      (0x20..<0x7F).contains(byte) && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
    }
    if isPlain { return "\"\(text)\"" }
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{2028}", "\u{2029}":
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}

/// The bytes in lower-case hexadecimal digits.
func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
  var text: [UInt8] = []
  let digits = Array("0123456789abcdef".utf8)
  for byte in bytes {
    text.append(digits[Int(byte >> 4)])
    text.append(digits[Int(byte & 15)])
  }
  return String(decoding: text, as: UTF8.self)
}
