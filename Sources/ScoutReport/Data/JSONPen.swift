import ScoutModel

/// Writes JSON text straight into bytes: a large site's devices are gigabytes, too much for a tree of
/// values in between. Commas come by themselves.
struct JSONPen {
  private(set) var bytes: [UInt8] = []
  /// Sentences as they are written, up to their evidence. Each is held here, so that no other can
  /// have its identity.
  private var sentences: [ObjectIdentifier: (sentence: Sentence, bytes: [UInt8])] = [:]
  /// Machines share a few hundred; texts that differ by machine must not pile up.
  private static let sentenceLimit = 2048

  init() {}

  /// What was written, as text.
  var text: String { String(decoding: bytes, as: UTF8.self) }

  /// Forgets what was written, but not the room for it.
  mutating func clear() { bytes.removeAll(keepingCapacity: true) }

  // MARK: Structure

  /// What stands between elements, and around them.
  mutating func put(_ text: StaticString) {
    bytes.append(
      contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  mutating func append(_ written: [UInt8]) { bytes.append(contentsOf: written) }

  private mutating func separate() {
    switch bytes.last {
    case nil, UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: ":"), UInt8(ascii: "\n"): break
    default: bytes.append(UInt8(ascii: ","))
    }
  }

  /// Begins a member of an object. Names are our own and need no escapes.
  mutating func name(_ name: StaticString) {
    separate()
    bytes.append(UInt8(ascii: "\""))
    put(name)
    bytes.append(UInt8(ascii: "\""))
    bytes.append(UInt8(ascii: ":"))
  }

  /// An object as an element of a list, or as the whole text.
  mutating func object(_ fill: (inout JSONPen) -> Void) {
    separate()
    bytes.append(UInt8(ascii: "{"))
    fill(&self)
    bytes.append(UInt8(ascii: "}"))
  }

  mutating func object(_ name: StaticString, _ fill: (inout JSONPen) -> Void) {
    self.name(name)
    object(fill)
  }

  /// A list of which `write` writes each element.
  mutating func list<Element>(
    _ name: StaticString, _ elements: some Sequence<Element>,
    _ write: (inout JSONPen, Element) -> Void
  ) {
    self.name(name)
    list(elements, write)
  }

  mutating func list<Element>(
    _ elements: some Sequence<Element>, _ write: (inout JSONPen, Element) -> Void
  ) {
    separate()
    bytes.append(UInt8(ascii: "["))
    for element in elements { write(&self, element) }
    bytes.append(UInt8(ascii: "]"))
  }

  // MARK: Values

  mutating func member(_ name: StaticString, _ text: String) {
    self.name(name)
    quote(text)
  }

  /// `null` where there is no text.
  mutating func member(_ name: StaticString, _ text: String?) {
    self.name(name)
    if let text { quote(text) } else { put("null") }
  }

  mutating func member(_ name: StaticString, _ number: (some FixedWidthInteger)?) {
    self.name(name)
    if let number { digits(Int64(clamping: number)) } else { put("null") }
  }

  mutating func member(_ name: StaticString, _ value: JSONValue) {
    self.name(name)
    value.append(to: &self)
  }

  mutating func member(_ name: StaticString, _ texts: [String]) {
    list(name, texts) { $0.string($1) }
  }

  mutating func member(_ name: StaticString, _ evidence: Evidence) {
    self.name(name)
    write(evidence)
  }

  mutating func member(_ name: StaticString, _ statement: Statement) {
    self.name(name)
    write(statement)
  }

  mutating func member(_ name: StaticString, _ statements: [Statement]) {
    list(name, statements) { $0.write($1) }
  }

  /// A text as an element of a list.
  mutating func string(_ text: String) {
    separate()
    quote(text)
  }

  mutating func write(_ value: JSONValue) {
    separate()
    value.append(to: &self)
  }

  mutating func write(_ evidence: Evidence) {
    list(evidence.observations) { pen, id in
      pen.separate()
      pen.digits(id.rawValue)
    }
  }

  mutating func write(_ statement: Statement) {
    separate()
    let sentence = statement.sentence
    if let known = sentences[ObjectIdentifier(sentence)] {
      bytes.append(contentsOf: known.bytes)
    } else {
      let start = bytes.count
      put("{")
      member("text", sentence.text)
      member("rule", sentence.rule)
      member("source", sentence.source)
      member("certainty", sentence.certainty.rawValue)
      if sentences.count < Self.sentenceLimit {
        sentences[ObjectIdentifier(sentence)] = (sentence, Array(bytes[start...]))
      }
    }
    member("evidence", statement.evidence)
    put("}")
  }

  mutating func digits(_ number: Int64) {
    if number < 0 { bytes.append(UInt8(ascii: "-")) }
    var left = number.magnitude
    let start = bytes.count
    repeat {
      bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: left % 10))
      left /= 10
    } while left > 0
    bytes[start...].reverse()
  }

  // MARK: Texts

  /// Appends a text in quotes; what cannot be seen is written as `\u202E`, so the value is exact and
  /// yet harmless in a terminal.
  mutating func quote(_ text: String) {
    bytes.append(UInt8(ascii: "\""))
    var text = text
    text.withUTF8 { characters in
      // Most texts are plain as a whole, and of the others most of it.
      var rest = characters[...]
      while let end = rest.firstIndex(where: { !Self.isPlain($0) }) {
        bytes.append(contentsOf: rest[..<end])
        rest = rest[end...]
        let length = Self.length(ofScalar: rest[end])
        for scalar in String(decoding: rest.prefix(length), as: UTF8.self).unicodeScalars {
          append(escaping: scalar)
        }
        rest = rest.dropFirst(length)
      }
      bytes.append(contentsOf: rest)
    }
    bytes.append(UInt8(ascii: "\""))
  }

  /// How many bytes a scalar has that begins with `byte`.
  private static func length(ofScalar byte: UInt8) -> Int {
    switch byte {
    case 0xF0...: 4
    case 0xE0...: 3
    case 0xC0...: 2
    default: 1
    }
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    byte >= 0x20 && byte <= 0x7E && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
  }

  private mutating func append(escaping scalar: Unicode.Scalar) {
    switch scalar {
    case "\"": put("\\\"")
    case "\\": put("\\\\")
    case "\n": put("\\n")
    case "\r": put("\\r")
    case "\t": put("\\t")
    case _ where Visible.isHidden(scalar):
      for unit in String(scalar).utf16 {
        let digits = String(unit, radix: 16, uppercase: true)
        put("\\u")
        for _ in digits.utf8.count..<4 { bytes.append(UInt8(ascii: "0")) }
        bytes.append(contentsOf: digits.utf8)
      }
    default: bytes.append(contentsOf: String(scalar).utf8)
    }
  }
}
