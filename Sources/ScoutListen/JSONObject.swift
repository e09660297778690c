/// Writes one JSON object on one line, its fields in the order they are added.
///
/// It writes into one buffer, objects inside others too: a capture has millions of lines.
struct JSONObject {
  private let out: LineBuffer

  /// Begins a line behind what `lines` holds; nothing else may write there until it is closed.
  init(on lines: LineBuffer) {
    out = lines
    out.reserve(1)
    out.put(UInt8(ascii: "{"))
  }

  /// Ends the line with its closing brace.
  func close() {
    out.reserve(2)
    out.put(UInt8(ascii: "}"))
    out.put(UInt8(ascii: "\n"))
  }

  /// Begins a member: a comma where one is before it, the name, the colon.
  @inline(__always)
  private func begin(_ name: StaticString) {
    let text = UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount)
    out.reserve(text.count + 4)
    if out.last != UInt8(ascii: "{") { out.put(UInt8(ascii: ",")) }
    out.put(UInt8(ascii: "\""))
    out.put(text)
    out.put(UInt8(ascii: "\""))
    out.put(UInt8(ascii: ":"))
  }

  /// Adds a text; nothing where there is none.
  mutating func add(_ name: StaticString, _ value: String?) {
    guard let value else { return }
    begin(name)
    Self.append(value, to: out)
  }

  /// Adds what describes itself in letters, digits and signs that need no escape.
  mutating func add(_ name: StaticString, plain value: (some CustomStringConvertible)?) {
    guard var text = value?.description else { return }
    begin(name)
    text.withUTF8 { characters in
      out.reserve(characters.count + 2)
      out.put(UInt8(ascii: "\""))
      out.put(characters)
      out.put(UInt8(ascii: "\""))
    }
  }

  mutating func add(_ name: StaticString, _ value: (some FixedWidthInteger)?) {
    guard let value else { return }
    begin(name)
    out.append(value)
  }

  mutating func add(_ name: StaticString, _ value: Bool) {
    begin(name)
    let text: StaticString = value ? "true" : "false"
    out.append(UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  /// Adds a list of texts; nothing where there is none, but an empty list where it is empty.
  mutating func add(_ name: StaticString, _ values: [String]?) {
    guard let values else { return }
    addList(name, values) { value, object in Self.append(value, to: object.out) }
  }

  mutating func add(_ name: StaticString, _ values: [UInt16]) {
    addList(name, values) { value, object in object.out.append(value) }
  }

  /// Adds a list of objects, whose fields `body` adds.
  mutating func add<Element>(
    _ name: StaticString, _ values: [Element], _ body: (Element, inout JSONObject) -> Void
  ) {
    addList(name, values) { value, object in
      object.out.reserve(1)
      object.out.put(UInt8(ascii: "{"))
      body(value, &object)
      object.out.reserve(1)
      object.out.put(UInt8(ascii: "}"))
    }
  }

  private mutating func addList<Element>(
    _ name: StaticString, _ values: [Element], _ append: (Element, inout JSONObject) -> Void
  ) {
    begin(name)
    out.reserve(1)
    out.put(UInt8(ascii: "["))
    var isFirst = true
    for value in values {
      out.reserve(1)
      if !isFirst { out.put(UInt8(ascii: ",")) }
      isFirst = false
      append(value, &self)
    }
    out.reserve(1)
    out.put(UInt8(ascii: "]"))
  }

  /// The text in quotes. Escaped is what JSON asks for (RFC 8259, 7) and what would break a line or
  /// act on a terminal: all control characters and the two line separators of Unicode.
  static func quoted(_ text: String) -> String {
    let lines = LineBuffer(capacity: text.utf8.count + 16)
    append(text, to: lines)
    return String(decoding: lines.bytes, as: UTF8.self)
  }

  private static func append(_ text: String, to out: LineBuffer) {
    var text = text
    let isPlain = text.withUTF8 { characters in
      for byte in characters
      where byte < 0x20 || byte >= 0x7F || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
      {
        return false
      }
      out.reserve(characters.count + 2)
      out.put(UInt8(ascii: "\""))
      out.put(characters)
      out.put(UInt8(ascii: "\""))
      return true
    }
    if isPlain { return }
    out.reserve(1)
    out.put(UInt8(ascii: "\""))
    for scalar in text.unicodeScalars { append(escaping: scalar, to: out) }
    out.reserve(1)
    out.put(UInt8(ascii: "\""))
  }

  private static func append(escaping scalar: Unicode.Scalar, to out: LineBuffer) {
    func put(_ bytes: some Collection<UInt8>) {
      out.reserve(bytes.count)
      for byte in bytes { out.put(byte) }
    }
    switch scalar {
    case "\"": put("\\\"".utf8)
    case "\\": put("\\\\".utf8)
    case "\n": put("\\n".utf8)
    case "\r": put("\\r".utf8)
    case "\t": put("\\t".utf8)
    case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{2028}", "\u{2029}":
      let digits = String(scalar.value, radix: 16)
      put("\\u".utf8)
      put(repeatElement(UInt8(ascii: "0"), count: 4 - digits.utf8.count))
      put(digits.utf8)
    default: put(Array(UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter))
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
