/// Builds JSON text by hand (RFC 8259), for what is written too often to go through an encoder.
///
/// The caller begins and ends objects and arrays; commas come by themselves.
package struct JSONBuilder: Sendable {
  package private(set) var bytes: [UInt8] = []

  package init(capacity: Int = 512) { bytes.reserveCapacity(capacity) }

  /// What was built, as text.
  package var text: String { String(decoding: bytes, as: UTF8.self) }

  // MARK: - Objects and arrays

  package mutating func beginObject() {
    separate()
    bytes.append(UInt8(ascii: "{"))
  }

  package mutating func beginObject(_ name: StaticString) {
    add(name)
    bytes.append(UInt8(ascii: "{"))
  }

  package mutating func endObject() { bytes.append(UInt8(ascii: "}")) }

  package mutating func beginArray(_ name: StaticString) {
    add(name)
    bytes.append(UInt8(ascii: "["))
  }

  package mutating func endArray() { bytes.append(UInt8(ascii: "]")) }

  // MARK: - Members and elements

  /// Adds a member; nothing where there is no value.
  package mutating func add(_ name: StaticString, _ value: String?) {
    guard let value else { return }
    add(name)
    bytes.appendJSON(value)
  }

  package mutating func add(_ name: StaticString, _ value: (some FixedWidthInteger)?) {
    guard let value else { return }
    add(name)
    bytes.appendJSON(integer: value)
  }

  package mutating func add(_ name: StaticString, _ value: Bool?) {
    guard let value else { return }
    add(name)
    bytes.append(contentsOf: (value ? "true" : "false").utf8)
  }

  /// Adds bytes as a text of lower-case hexadecimal digits.
  package mutating func add(_ name: StaticString, hexadecimal value: [UInt8]) {
    add(name)
    bytes.append(UInt8(ascii: "\""))
    for byte in value {
      bytes.append([UInt8].digit(byte >> 4))
      bytes.append([UInt8].digit(byte & 0xF))
    }
    bytes.append(UInt8(ascii: "\""))
  }

  package mutating func add(_ name: StaticString, _ values: [String]) {
    beginArray(name)
    for value in values { append(value) }
    endArray()
  }

  package mutating func append(_ value: String) {
    separate()
    bytes.appendJSON(value)
  }

  package mutating func append(_ value: some FixedWidthInteger) {
    separate()
    bytes.appendJSON(integer: value)
  }

  /// Begins a member; the value must follow. Names are our own and need no escapes.
  private mutating func add(_ name: StaticString) {
    separate()
    bytes.append(UInt8(ascii: "\""))
    bytes.append(
      contentsOf: UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount))
    bytes.append(UInt8(ascii: "\""))
    bytes.append(UInt8(ascii: ":"))
  }

  private mutating func separate() {
    switch bytes.last {
    case nil, UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: ":"): break
    default: bytes.append(UInt8(ascii: ","))
    }
  }
}

extension [UInt8] {
  mutating func appendJSON(integer value: some FixedWidthInteger) {
    if value < 0 { append(UInt8(ascii: "-")) }
    var left = UInt64(value.magnitude)
    let start = count
    repeat {
      append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: left % 10))
      left /= 10
    } while left > 0
    self[start...].reverse()
  }

  /// Appends a text in quotes; escaped is what JSON demands and nothing else.
  mutating func appendJSON(_ value: String) {
    var value = value
    append(UInt8(ascii: "\""))
    value.withUTF8 { characters in
      if characters.contains(where: Self.mustEscape) {
        for character in characters { append(escaping: character) }
      } else {
        append(contentsOf: characters)
      }
    }
    append(UInt8(ascii: "\""))
  }

  private static func mustEscape(_ byte: UInt8) -> Bool {
    byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
  }

  private mutating func append(escaping byte: UInt8) {
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"):
      append(UInt8(ascii: "\\"))
      append(byte)
    case 0x0A: append(contentsOf: "\\n".utf8)
    case 0x0D: append(contentsOf: "\\r".utf8)
    case 0x09: append(contentsOf: "\\t".utf8)
    case 0..<0x20:
      append(contentsOf: "\\u00".utf8)
      append(Self.digit(byte >> 4))
      append(Self.digit(byte & 0xF))
    default: append(byte)
    }
  }

  fileprivate static func digit(_ value: UInt8) -> UInt8 {
    value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") - 10 + value
  }
}
