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

  /// Adds an address or a time.
  mutating func add(_ name: StaticString, plain value: (some PlainText)?) {
    guard let value else { return }
    begin(name)
    Self.append(plain: value, to: out)
  }

  /// Adds what `body` writes, which must be letters, digits and signs that need no escape.
  mutating func add(_ name: StaticString, plainly body: (LineBuffer) -> Void) {
    begin(name)
    out.reserve(1)
    out.put(UInt8(ascii: "\""))
    body(out)
    out.reserve(1)
    out.put(UInt8(ascii: "\""))
  }

  private static func append(plain value: some PlainText, to out: LineBuffer) {
    out.reserve(1)
    out.put(UInt8(ascii: "\""))
    out.append(value)
    out.reserve(1)
    out.put(UInt8(ascii: "\""))
  }

  /// Adds a text as it came, without the zeros that may end it; invalid UTF-8 is replaced.
  mutating func add(_ name: StaticString, sent bytes: RawSpan) {
    begin(name)
    bytes.withUnsafeBytes { bytes in
      var count = bytes.count
      while count > 0, bytes[count - 1] == 0 { count -= 1 }
      let text = bytes.bindMemory(to: UInt8.self)[..<count]
      let characters = UnsafeBufferPointer(rebasing: text)
      if Self.append(unescaped: characters, to: out) { return }
      Self.append(String(decoding: characters, as: UTF8.self), to: out)
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

  /// Adds a list of addresses.
  mutating func add(_ name: StaticString, plain values: [some PlainText]) {
    addList(name, values) { value, object in Self.append(plain: value, to: object.out) }
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
    if text.withUTF8({ append(unescaped: $0, to: out) }) { return }
    out.reserve(1)
    out.put(UInt8(ascii: "\""))
    for scalar in text.unicodeScalars { append(escaping: scalar, to: out) }
    out.reserve(1)
    out.put(UInt8(ascii: "\""))
  }

  /// Appends a text in quotes where all of it is ASCII without need of an escape; else nothing happens.
  private static func append(
    unescaped characters: UnsafeBufferPointer<UInt8>, to out: LineBuffer
  ) -> Bool {
    guard isPlain(characters) else { return false }
    out.reserve(characters.count + 2)
    out.put(UInt8(ascii: "\""))
    out.put(characters)
    out.put(UInt8(ascii: "\""))
    return true
  }

  /// Whether all of it is ASCII without control characters, quotes and backslashes.
  private static func isPlain(_ characters: UnsafeBufferPointer<UInt8>) -> Bool {
    let bytes = UnsafeRawBufferPointer(characters)
    guard bytes.count >= 8 else {
      return bytes.allSatisfy {
        $0 >= 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\")
      }
    }
    // Eight bytes at a time, the last eight once more or not: the top bit of a byte is set where it is not
    // ASCII, or where taking away what it must not be below, or be, goes below zero.
    let ones: UInt64 = 0x0101_0101_0101_0101
    var odd: UInt64 = 0
    var place = 0
    while true {
      let word = bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self)
      odd |= word | (word &- ones &* 0x20) | ((word ^ ones &* 0x22) &- ones)
      odd |= ((word ^ ones &* 0x5C) &- ones) | ((word ^ ones &* 0x7F) &- ones)
      if place == bytes.count - 8 { break }
      place = min(place + 8, bytes.count - 8)
    }
    return odd & (ones << 7) == 0
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
func hexadecimal(_ bytes: some Collection<UInt8>) -> String {
  let text = LineBuffer(capacity: 2 * bytes.count)
  text.append(hexadecimal: bytes)
  return String(decoding: text.bytes, as: UTF8.self)
}
