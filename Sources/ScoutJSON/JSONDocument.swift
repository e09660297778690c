/// A text cut into tokens, and how its parts become values.
final class JSONDocument {
  private let bytes: UnsafeRawBufferPointer
  private let tokens: [JSONToken]

  init(bytes: UnsafeRawBufferPointer, tokens: [JSONToken]) {
    self.bytes = bytes
    self.tokens = tokens
  }

  func kind(at index: Int) -> JSONToken.Kind { tokens[index].kind }

  /// The place behind a token and all it holds.
  func next(after index: Int) -> Int { Int(tokens[index].next) }

  func content(at index: Int) -> Slice<UnsafeRawBufferPointer> {
    let token = tokens[index]
    return bytes[Int(token.start)..<Int(token.end)]
  }

  func value<Value: Decodable>(_ type: Value.Type, at index: Int) throws -> Value {
    try Value(from: JSONValueReader(document: self, index: index))
  }

  func mismatch(_ type: Any.Type, at index: Int) -> DecodingError {
    .typeMismatch(
      type,
      DecodingError.Context(
        codingPath: [],
        debugDescription: "\(type) is wanted, not this (byte \(tokens[index].start))"))
  }

  // MARK: - Values

  func bool(at index: Int) throws -> Bool {
    switch tokens[index].kind {
    case .yes: true
    case .no: false
    default: throw mismatch(Bool.self, at: index)
    }
  }

  func double(at index: Int) throws -> Double {
    guard tokens[index].kind == .number,
      let value = Double(String(decoding: content(at: index), as: UTF8.self))
    else { throw mismatch(Double.self, at: index) }
    return value
  }

  func integer<Value: FixedWidthInteger>(_ type: Value.Type, at index: Int) throws -> Value {
    guard tokens[index].kind == .number else { throw mismatch(type, at: index) }
    var digits = content(at: index)
    let isNegative = digits.first == UInt8(ascii: "-")
    if isNegative { digits.removeFirst() }
    var value: Value = 0
    for digit in digits {
      guard (0x30...0x39).contains(digit) else { return try whole(type, at: index) }
      let (product, overflow) = value.multipliedReportingOverflow(by: 10)
      let unit = Value(truncatingIfNeeded: digit - 0x30)
      let (sum, carry) =
        isNegative
        ? product.subtractingReportingOverflow(unit) : product.addingReportingOverflow(unit)
      if overflow || carry { throw mismatch(type, at: index) }
      value = sum
    }
    return value
  }

  /// A whole number written with a point or an exponent.
  private func whole<Value: FixedWidthInteger>(_ type: Value.Type, at index: Int) throws -> Value {
    guard let value = Value(exactly: try double(at: index)) else { throw mismatch(type, at: index) }
    return value
  }

  func string(at index: Int) throws -> String {
    switch tokens[index].kind {
    case .plain:
      let content = content(at: index)
      // Most are ASCII, which is valid as it stands: the general way takes three times as long.
      if content.allSatisfy({ $0 < 0x80 }) { return String(decoding: content, as: UTF8.self) }
      guard let text = String(validating: content, as: UTF8.self) else {
        throw JSONReader.error("a string is not UTF-8 (byte \(tokens[index].start))")
      }
      return text
    case .escaped:
      guard let text = JSONEscapes.resolve(content(at: index)) else {
        throw JSONReader.error("a string has a wrong escape (byte \(tokens[index].start))")
      }
      return text
    default: throw mismatch(String.self, at: index)
    }
  }

  // MARK: - Members

  /// The place of a member's value, sought from `hint`, the place of a key, around to it again.
  func member(_ name: String, of object: Int, from hint: Int) -> Int? {
    let end = next(after: object)
    var name = name
    return name.withUTF8 { name in
      find(name, from: hint, to: end) ?? find(name, from: object + 1, to: hint)
    }
  }

  private func find(_ name: UnsafeBufferPointer<UInt8>, from start: Int, to end: Int) -> Int? {
    var key = start
    while key < end {
      if isEqual(key, name) { return key + 1 }
      key = next(after: key + 1)
    }
    return nil
  }

  private func isEqual(_ key: Int, _ name: UnsafeBufferPointer<UInt8>) -> Bool {
    let token = tokens[key]
    if token.kind == .plain {
      let start = Int(token.start)
      return Int(token.end) - start == name.count
        && name.indices.allSatisfy { bytes[start + $0] == name[$0] }
    }
    guard let text = JSONEscapes.resolve(content(at: key)) else { return false }
    return text.utf8.elementsEqual(name)
  }

  /// Whether the key at this place has a name that needs no escape.
  func isKey(_ name: StaticString, at key: Int) -> Bool {
    isEqual(key, UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount))
  }

  /// The names of an object's members; one that is no text is left out.
  func memberNames(of object: Int) -> [String] {
    var names: [String] = []
    var key = object + 1
    while key < next(after: object) {
      if let name = try? string(at: key) { names.append(name) }
      key = next(after: key + 1)
    }
    return names
  }
}

/// The escapes of JSON's strings (RFC 8259, 7).
enum JSONEscapes {
  /// The text that a string's content stands for; `nil` where an escape is wrong or the text is not
  /// UTF-8.
  static func resolve(_ content: Slice<UnsafeRawBufferPointer>) -> String? {
    var text: [UInt8] = []
    text.reserveCapacity(content.count)
    var rest = content
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "\\") else {
        text.append(byte)
        continue
      }
      switch rest.popFirst() {
      case UInt8(ascii: "\""): text.append(UInt8(ascii: "\""))
      case UInt8(ascii: "\\"): text.append(UInt8(ascii: "\\"))
      case UInt8(ascii: "/"): text.append(UInt8(ascii: "/"))
      case UInt8(ascii: "b"): text.append(0x08)
      case UInt8(ascii: "f"): text.append(0x0C)
      case UInt8(ascii: "n"): text.append(0x0A)
      case UInt8(ascii: "r"): text.append(0x0D)
      case UInt8(ascii: "t"): text.append(0x09)
      case UInt8(ascii: "u"):
        guard let scalar = scalar(&rest) else { return nil }
        text.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
      default: return nil
      }
    }
    return String(validating: text, as: UTF8.self)
  }

  /// Reads the digits behind `\u`, two times where a pair stands for one character.
  private static func scalar(_ rest: inout Slice<UnsafeRawBufferPointer>) -> Unicode.Scalar? {
    guard let first = unit(&rest) else { return nil }
    guard (0xD800..<0xDC00).contains(first) else { return Unicode.Scalar(first) }
    guard rest.popFirst() == UInt8(ascii: "\\"), rest.popFirst() == UInt8(ascii: "u"),
      let second = unit(&rest), (0xDC00..<0xE000).contains(second)
    else { return nil }
    return Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
  }

  private static func unit(_ rest: inout Slice<UnsafeRawBufferPointer>) -> UInt32? {
    var unit: UInt32 = 0
    for _ in 0..<4 {
      guard let byte = rest.popFirst(), let digit = Character(Unicode.Scalar(byte)).hexDigitValue,
        byte < 0x80
      else { return nil }
      unit = unit << 4 | UInt32(digit)
    }
    return unit
  }
}
