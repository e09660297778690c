/// Writes values as JSON without spaces (RFC 8259), members in the order in which the value gives
/// them.
///
/// It goes straight from the value to the bytes, without a tree in between: what is stored by the
/// hundred thousand is written many times faster than by Foundation's encoder.
package enum JSONWriter {
  /// The value as JSON text in UTF-8.
  ///
  /// - Throws: `EncodingError` for a number that JSON does not know, for a value that writes
  ///   nothing, and for one that comes back to a container after it went on to the next.
  package static func bytes(_ value: some Encodable) throws -> [UInt8] {
    let text = JSONText()
    try text.append(value)
    return try text.finished()
  }

  /// The value as JSON text.
  package static func string(_ value: some Encodable) throws -> String {
    String(decoding: try bytes(value), as: UTF8.self)
  }
}

/// The bytes written so far, and which containers are open.
final class JSONText {
  private var bytes: [UInt8] = []
  /// For each open container the byte that ends it, and whether nothing stands in it yet.
  private var open: [(end: UInt8, isEmpty: Bool)] = []
  /// Whether a container was written to after it had ended.
  private var isBroken = false

  init() { bytes.reserveCapacity(512) }

  func finished() throws -> [UInt8] {
    close(to: 0)
    if isBroken { throw Self.error("a container was written to after its end") }
    return bytes
  }

  static func error(_ description: String) -> EncodingError {
    EncodingError.invalidValue(
      description, EncodingError.Context(codingPath: [], debugDescription: description))
  }

  // MARK: - Containers

  /// Opens a container and returns its depth, by which it is told from others.
  func begin(_ start: UInt8, _ end: UInt8) -> Int {
    bytes.append(start)
    open.append((end, true))
    return open.count
  }

  /// Prepares the next place in the container of this depth; what is open inside it ends.
  func next(in depth: Int) {
    close(to: depth)
    guard depth == open.count, depth > 0 else {
      isBroken = true
      return
    }
    if open[depth - 1].isEmpty {
      open[depth - 1].isEmpty = false
    } else {
      bytes.append(UInt8(ascii: ","))
    }
  }

  func append(key: String) {
    append(key)
    bytes.append(UInt8(ascii: ":"))
  }

  private func close(to depth: Int) {
    while open.count > depth { bytes.append(open.removeLast().end) }
  }

  // MARK: - Values

  func append<Value: Encodable>(_ value: Value) throws {
    let depth = open.count
    let start = bytes.count
    try value.encode(to: JSONValueWriter(text: self))
    close(to: depth)
    if bytes.count == start { throw Self.error("a value wrote nothing") }
  }

  func appendNull() { bytes.append(contentsOf: "null".utf8) }

  func append(_ value: Bool) { bytes.append(contentsOf: (value ? "true" : "false").utf8) }

  func append(_ value: Double) throws {
    guard value.isFinite else { throw Self.error("\(value) is no number of JSON's") }
    bytes.append(contentsOf: value.description.utf8)
  }

  func append(integer value: some FixedWidthInteger) { bytes.appendJSON(integer: value) }

  func append(_ value: String) { bytes.appendJSON(value) }
}
