/// Reads values from JSON text (RFC 8259).
///
/// The text is cut once into a flat list of tokens; members are then found where they are expected,
/// one behind the other, and searched only where a text has another order.
package enum JSONReader {
  /// Limits: bytes of a text, and how deep arrays and objects may stand in each other.
  package static let byteLimit = 1 << 26
  /// For texts that this process has just written.
  package static let ownLimit = 1 << 30
  package static let depthLimit = 64

  /// Reads a value of the given type.
  ///
  /// - Throws: `DecodingError` where the text is not JSON, or is not such a value.
  package static func value<Value: Decodable>(
    _ type: Value.Type, from bytes: UnsafeRawBufferPointer
  ) throws -> Value {
    try document(bytes).value(type, at: 0)
  }

  // SAFETY: the document lives no longer than `bytes`: decoders and parts must not be kept, and
  // values copy what they take.
  static func document(
    _ bytes: UnsafeRawBufferPointer, limit: Int = byteLimit
  ) throws -> JSONDocument {
    guard bytes.count <= limit else { throw error("the text is longer than \(limit)") }
    var cutter = JSONCutter(bytes)
    return JSONDocument(bytes: bytes, tokens: try cutter.cut())
  }

  package static func value<Value: Decodable>(
    _ type: Value.Type, from bytes: [UInt8], limit: Int = byteLimit
  ) throws -> Value {
    try bytes.withUnsafeBytes { try document($0, limit: limit).value(type, at: 0) }
  }

  static func error(_ description: String) -> DecodingError {
    .dataCorrupted(DecodingError.Context(codingPath: [], debugDescription: description))
  }
}

/// A part of the text.
struct JSONToken {
  enum Kind: UInt8 {
    case object, array, number, null, yes, no
    /// A string without escapes, and one with them.
    case plain, escaped
  }

  var kind: Kind
  /// Where it begins; of a string its first character.
  var start: Int32
  /// Where it ends; of a string the closing quote.
  var end: Int32
  /// The place behind it and all that it holds. Members stand as key and value in turn.
  var next: Int32
}

/// Cuts a text into tokens.
struct JSONCutter {
  private let bytes: UnsafeRawBufferPointer
  private var position = 0
  private var tokens: [JSONToken] = []

  init(_ bytes: UnsafeRawBufferPointer) {
    self.bytes = bytes
    tokens.reserveCapacity(bytes.count / 8 + 8)
  }

  mutating func cut() throws -> [JSONToken] {
    try readValue(depth: 0)
    skipSpace()
    if position != bytes.count { throw broken("there is more behind the value") }
    return tokens
  }

  private func broken(_ what: String) -> DecodingError {
    JSONReader.error("\(what) (byte \(position))")
  }

  private mutating func skipSpace() {
    while position < bytes.count {
      switch bytes[position] {
      case 0x20, 0x09, 0x0A, 0x0D: position += 1
      default: return
      }
    }
  }

  /// Takes a byte where it comes next.
  private mutating func take(_ byte: UInt8) -> Bool {
    guard position < bytes.count, bytes[position] == byte else { return false }
    position += 1
    return true
  }

  private mutating func readValue(depth: Int) throws {
    skipSpace()
    guard position < bytes.count else { throw broken("a value is missing") }
    switch bytes[position] {
    case UInt8(ascii: "{"):
      try readContainer(.object, UInt8(ascii: "}"), depth) { cutter, depth in
        cutter.skipSpace()
        try cutter.readString()
        cutter.skipSpace()
        guard cutter.take(UInt8(ascii: ":")) else { throw cutter.broken("a colon is missing") }
        try cutter.readValue(depth: depth)
      }
    case UInt8(ascii: "["):
      try readContainer(.array, UInt8(ascii: "]"), depth) { cutter, depth in
        try cutter.readValue(depth: depth)
      }
    case UInt8(ascii: "\""): try readString()
    case UInt8(ascii: "t"): try readWord("true", .yes)
    case UInt8(ascii: "f"): try readWord("false", .no)
    case UInt8(ascii: "n"): try readWord("null", .null)
    default: try readNumber()
    }
  }

  private mutating func readContainer(
    _ kind: JSONToken.Kind, _ end: UInt8, _ depth: Int,
    _ element: (inout JSONCutter, Int) throws -> Void
  ) throws {
    if depth >= JSONReader.depthLimit { throw broken("too deep") }
    let index = begin(kind)
    position += 1
    skipSpace()
    if !take(end) {
      repeat {
        try element(&self, depth + 1)
        skipSpace()
      } while take(UInt8(ascii: ","))
      guard take(end) else { throw broken("a comma or an end is missing") }
    }
    tokens[index].end = Int32(position)
    tokens[index].next = Int32(tokens.count)
  }

  private mutating func begin(_ kind: JSONToken.Kind) -> Int {
    let index = tokens.count
    tokens.append(
      JSONToken(kind: kind, start: Int32(position), end: 0, next: Int32(index + 1)))
    return index
  }

  private mutating func readWord(_ word: StaticString, _ kind: JSONToken.Kind) throws {
    let index = begin(kind)
    for offset in 0..<word.utf8CodeUnitCount {
      guard take(word.utf8Start[offset]) else { throw broken("this is no word of JSON's") }
    }
    tokens[index].end = Int32(position)
  }

  private mutating func readNumber() throws {
    let index = begin(.number)
    _ = take(UInt8(ascii: "-"))
    if !take(UInt8(ascii: "0")) { try readDigits() }
    if take(UInt8(ascii: ".")) { try readDigits() }
    if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
      if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
      try readDigits()
    }
    tokens[index].end = Int32(position)
  }

  private mutating func readDigits() throws {
    let start = position
    while position < bytes.count, (0x30...0x39).contains(bytes[position]) { position += 1 }
    if position == start { throw broken("a digit is missing") }
  }

  private mutating func readString() throws {
    guard take(UInt8(ascii: "\"")) else { throw broken("a quote is missing") }
    let index = begin(.plain)
    while position < bytes.count {
      switch bytes[position] {
      case UInt8(ascii: "\""):
        tokens[index].end = Int32(position)
        position += 1
        return
      case UInt8(ascii: "\\"):
        tokens[index].kind = .escaped
        // What is escaped is looked at when the string is wanted; here only its quote matters.
        position += 2
      case 0..<0x20: throw broken("a control character in a string")
      default: position += 1
      }
    }
    throw broken("a string has no end")
  }
}
