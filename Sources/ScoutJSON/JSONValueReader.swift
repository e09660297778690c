/// Gives a value the containers it reads itself from.
struct JSONValueReader: Decoder {
  let document: JSONDocument
  let index: Int

  var codingPath: [any CodingKey] { [] }
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
    KeyedDecodingContainer(try JSONMembersReader<Key>(document, index))
  }

  func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
    try JSONElementsReader(document, index)
  }

  func singleValueContainer() -> any SingleValueDecodingContainer { self }
}

extension JSONValueReader: SingleValueDecodingContainer {
  func decodeNil() -> Bool { document.kind(at: index) == .null }
  func decode(_ type: Bool.Type) throws -> Bool { try document.bool(at: index) }
  func decode(_ type: String.Type) throws -> String { try document.string(at: index) }
  func decode(_ type: Double.Type) throws -> Double { try document.double(at: index) }
  func decode(_ type: Float.Type) throws -> Float { Float(try document.double(at: index)) }
  func decode(_ type: Int.Type) throws -> Int { try document.integer(type, at: index) }
  func decode(_ type: Int8.Type) throws -> Int8 { try document.integer(type, at: index) }
  func decode(_ type: Int16.Type) throws -> Int16 { try document.integer(type, at: index) }
  func decode(_ type: Int32.Type) throws -> Int32 { try document.integer(type, at: index) }
  func decode(_ type: Int64.Type) throws -> Int64 { try document.integer(type, at: index) }
  func decode(_ type: UInt.Type) throws -> UInt { try document.integer(type, at: index) }
  func decode(_ type: UInt8.Type) throws -> UInt8 { try document.integer(type, at: index) }
  func decode(_ type: UInt16.Type) throws -> UInt16 { try document.integer(type, at: index) }
  func decode(_ type: UInt32.Type) throws -> UInt32 { try document.integer(type, at: index) }
  func decode(_ type: UInt64.Type) throws -> UInt64 { try document.integer(type, at: index) }
  func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
    try document.value(type, at: index)
  }
}

/// The members of an object.
private final class JSONMembersReader<Key: CodingKey>: KeyedDecodingContainerProtocol {
  private let document: JSONDocument
  private let object: Int
  /// The key behind the member found last: the next one is most often there.
  private var hint: Int

  init(_ document: JSONDocument, _ object: Int) throws {
    guard document.kind(at: object) == .object else {
      throw document.mismatch([String: Any].self, at: object)
    }
    self.document = document
    self.object = object
    hint = object + 1
  }

  var codingPath: [any CodingKey] { [] }

  var allKeys: [Key] { document.memberNames(of: object).compactMap { Key(stringValue: $0) } }

  private func find(_ name: String) -> Int? {
    guard let value = document.member(name, of: object, from: hint) else { return nil }
    hint = document.next(after: value)
    return value
  }

  private func value(_ key: Key) throws -> Int {
    guard let value = find(key.stringValue) else {
      throw DecodingError.keyNotFound(
        key,
        DecodingError.Context(
          codingPath: [], debugDescription: "there is no \(key.stringValue)"))
    }
    return value
  }

  /// A member that is there and is not null.
  private func present(_ key: Key) -> Int? {
    guard let value = find(key.stringValue), document.kind(at: value) != .null else { return nil }
    return value
  }

  func contains(_ key: Key) -> Bool {
    document.member(key.stringValue, of: object, from: hint) != nil
  }

  func decodeNil(forKey key: Key) throws -> Bool { document.kind(at: try value(key)) == .null }

  func decode(_ type: String.Type, forKey key: Key) throws -> String {
    try document.string(at: try value(key))
  }

  func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
    try document.value(type, at: try value(key))
  }

  func decodeIfPresent(_ type: String.Type, forKey key: Key) throws -> String? {
    try present(key).map { try document.string(at: $0) }
  }

  func decodeIfPresent<Value: Decodable>(
    _ type: Value.Type, forKey key: Key
  ) throws -> Value? {
    try present(key).map { try document.value(type, at: $0) }
  }

  func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type, forKey key: Key
  ) throws -> KeyedDecodingContainer<Nested> {
    KeyedDecodingContainer(try JSONMembersReader<Nested>(document, try value(key)))
  }

  func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
    try JSONElementsReader(document, try value(key))
  }

  func superDecoder() throws -> any Decoder {
    guard let index = find("super") else { throw JSONReader.error("there is no super") }
    return JSONValueReader(document: document, index: index)
  }

  func superDecoder(forKey key: Key) throws -> any Decoder {
    JSONValueReader(document: document, index: try value(key))
  }
}

/// The elements of an array.
private struct JSONElementsReader: UnkeyedDecodingContainer {
  private let document: JSONDocument
  private let end: Int
  private var index: Int
  private(set) var currentIndex = 0
  let count: Int?

  init(_ document: JSONDocument, _ array: Int) throws {
    guard document.kind(at: array) == .array else {
      throw document.mismatch([Any].self, at: array)
    }
    self.document = document
    index = array + 1
    end = document.next(after: array)
    var count = 0
    var place = index
    while place < end {
      count += 1
      place = document.next(after: place)
    }
    self.count = count
  }

  var codingPath: [any CodingKey] { [] }

  var isAtEnd: Bool { index >= end }

  private func value() throws -> Int {
    if isAtEnd { throw JSONReader.error("a list has no further element") }
    return index
  }

  private mutating func advance() {
    index = document.next(after: index)
    currentIndex += 1
  }

  mutating func decodeNil() throws -> Bool {
    let isNull = document.kind(at: try value()) == .null
    if isNull { advance() }
    return isNull
  }

  mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
    let decoded = try document.value(type, at: try value())
    advance()
    return decoded
  }

  mutating func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type
  ) throws -> KeyedDecodingContainer<Nested> {
    let container = try JSONMembersReader<Nested>(document, try value())
    advance()
    return KeyedDecodingContainer(container)
  }

  mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
    let container = try JSONElementsReader(document, try value())
    advance()
    return container
  }

  mutating func superDecoder() throws -> any Decoder {
    let decoder = JSONValueReader(document: document, index: try value())
    advance()
    return decoder
  }
}
