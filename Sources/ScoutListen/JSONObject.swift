/// Writes one JSON object on one line, its fields in the order they are added.
///
/// It writes bytes into one buffer, objects inside others too: a capture has millions of lines.
struct JSONObject {
  private var bytes: [UInt8] = []

  /// Goes on behind `lines`, and takes them over until it is closed.
  init(after lines: inout [UInt8]) {
    swap(&bytes, &lines)
    bytes.append(UInt8(ascii: "{"))
  }

  /// Ends the line with its closing brace, and gives all lines back.
  mutating func close(into lines: inout [UInt8]) {
    bytes.append(UInt8(ascii: "}"))
    bytes.append(UInt8(ascii: "\n"))
    swap(&bytes, &lines)
  }

  private mutating func begin(_ name: StaticString) {
    if bytes.last != UInt8(ascii: "{") { bytes.append(UInt8(ascii: ",")) }
    bytes.append(UInt8(ascii: "\""))
    bytes.append(
      contentsOf: UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount))
    bytes.append(UInt8(ascii: "\""))
    bytes.append(UInt8(ascii: ":"))
  }

  /// Adds a text; nothing where there is none.
  mutating func add(_ name: StaticString, _ value: String?) {
    guard let value else { return }
    begin(name)
    Self.append(value, to: &bytes)
  }

  /// Adds what describes itself in letters, digits and signs that need no escape.
  mutating func add(_ name: StaticString, plain value: (some CustomStringConvertible)?) {
    guard var text = value?.description else { return }
    begin(name)
    bytes.append(UInt8(ascii: "\""))
    text.withUTF8 { bytes.append(contentsOf: $0) }
    bytes.append(UInt8(ascii: "\""))
  }

  mutating func add(_ name: StaticString, _ value: (some FixedWidthInteger)?) {
    guard let value else { return }
    begin(name)
    Self.append(value, to: &bytes)
  }

  mutating func add(_ name: StaticString, _ value: Bool) {
    begin(name)
    bytes.append(contentsOf: (value ? "true" : "false").utf8)
  }

  /// Adds a list of texts; nothing where there is none, but an empty list where it is empty.
  mutating func add(_ name: StaticString, _ values: [String]?) {
    guard let values else { return }
    addList(name, values) { Self.append($0, to: &$1.bytes) }
  }

  mutating func add(_ name: StaticString, _ values: [UInt16]) {
    addList(name, values) { Self.append($0, to: &$1.bytes) }
  }

  /// Adds a list of objects, whose fields `body` adds.
  mutating func add<Element>(
    _ name: StaticString, _ values: [Element], _ body: (Element, inout JSONObject) -> Void
  ) {
    addList(name, values) { value, object in
      object.bytes.append(UInt8(ascii: "{"))
      body(value, &object)
      object.bytes.append(UInt8(ascii: "}"))
    }
  }

  private mutating func addList<Element>(
    _ name: StaticString, _ values: [Element], _ append: (Element, inout JSONObject) -> Void
  ) {
    begin(name)
    bytes.append(UInt8(ascii: "["))
    for (index, value) in values.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      append(value, &self)
    }
    bytes.append(UInt8(ascii: "]"))
  }

  private static func append(_ value: some FixedWidthInteger, to bytes: inout [UInt8]) {
    if value < 0 { bytes.append(UInt8(ascii: "-")) }
    var left = UInt64(value.magnitude)
    let start = bytes.count
    repeat {
      bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: left % 10))
      left /= 10
    } while left > 0
    bytes[start...].reverse()
  }

  /// The text in quotes. Escaped is what JSON asks for (RFC 8259, 7) and what would break a line or
  /// act on a terminal: all control characters and the two line separators of Unicode.
  static func quoted(_ text: String) -> String {
    var bytes: [UInt8] = []
    append(text, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func append(_ text: String, to bytes: inout [UInt8]) {
    var text = text
    bytes.append(UInt8(ascii: "\""))
    let isPlain = text.withUTF8 { characters in
      let isPlain = !characters.contains { byte in
        byte < 0x20 || byte >= 0x7F || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
      }
      if isPlain { bytes.append(contentsOf: characters) }
      return isPlain
    }
    if !isPlain { for scalar in text.unicodeScalars { append(escaping: scalar, to: &bytes) } }
    bytes.append(UInt8(ascii: "\""))
  }

  private static func append(escaping scalar: Unicode.Scalar, to bytes: inout [UInt8]) {
    switch scalar {
    case "\"": bytes.append(contentsOf: "\\\"".utf8)
    case "\\": bytes.append(contentsOf: "\\\\".utf8)
    case "\n": bytes.append(contentsOf: "\\n".utf8)
    case "\r": bytes.append(contentsOf: "\\r".utf8)
    case "\t": bytes.append(contentsOf: "\\t".utf8)
    case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{2028}", "\u{2029}":
      let digits = String(scalar.value, radix: 16)
      bytes.append(contentsOf: "\\u".utf8)
      bytes.append(contentsOf: repeatElement(UInt8(ascii: "0"), count: 4 - digits.utf8.count))
      bytes.append(contentsOf: digits.utf8)
    default: bytes.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
    }
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
