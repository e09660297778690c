/// Gives a value the containers it writes itself into.
struct JSONValueWriter: Encoder {
  let text: JSONText

  // Paths serve error messages alone, and what we store is written by our own types.
  var codingPath: [any CodingKey] { [] }
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    KeyedEncodingContainer(JSONMembers<Key>(text))
  }

  func unkeyedContainer() -> any UnkeyedEncodingContainer { JSONElements(text) }

  func singleValueContainer() -> any SingleValueEncodingContainer { self }
}

extension JSONValueWriter: SingleValueEncodingContainer {
  func encodeNil() { text.appendNull() }
  func encode(_ value: Bool) { text.append(value) }
  func encode(_ value: String) { text.append(value) }
  func encode(_ value: Double) throws { try text.append(value) }
  func encode(_ value: Float) throws { try text.append(Double(value)) }
  func encode(_ value: Int) { text.append(integer: value) }
  func encode(_ value: Int8) { text.append(integer: value) }
  func encode(_ value: Int16) { text.append(integer: value) }
  func encode(_ value: Int32) { text.append(integer: value) }
  func encode(_ value: Int64) { text.append(integer: value) }
  func encode(_ value: UInt) { text.append(integer: value) }
  func encode(_ value: UInt8) { text.append(integer: value) }
  func encode(_ value: UInt16) { text.append(integer: value) }
  func encode(_ value: UInt32) { text.append(integer: value) }
  func encode(_ value: UInt64) { text.append(integer: value) }
  func encode<Value: Encodable>(_ value: Value) throws { try text.append(value) }
}

/// The members of an object.
private struct JSONMembers<Key: CodingKey>: KeyedEncodingContainerProtocol {
  private let text: JSONText
  private let depth: Int

  init(_ text: JSONText) {
    self.text = text
    depth = text.begin(UInt8(ascii: "{"), UInt8(ascii: "}"))
  }

  var codingPath: [any CodingKey] { [] }

  private func begin(_ key: String) {
    text.next(in: depth)
    text.append(key: key)
  }

  mutating func encodeNil(forKey key: Key) {
    begin(key.stringValue)
    text.appendNull()
  }

  mutating func encode(_ value: String, forKey key: Key) {
    begin(key.stringValue)
    text.append(value)
  }

  mutating func encode(_ value: Bool, forKey key: Key) {
    begin(key.stringValue)
    text.append(value)
  }

  mutating func encode<Value: Encodable>(_ value: Value, forKey key: Key) throws {
    begin(key.stringValue)
    try text.append(value)
  }

  mutating func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type, forKey key: Key
  ) -> KeyedEncodingContainer<Nested> {
    begin(key.stringValue)
    return KeyedEncodingContainer(JSONMembers<Nested>(text))
  }

  mutating func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
    begin(key.stringValue)
    return JSONElements(text)
  }

  mutating func superEncoder() -> any Encoder {
    begin("super")
    return JSONValueWriter(text: text)
  }

  mutating func superEncoder(forKey key: Key) -> any Encoder {
    begin(key.stringValue)
    return JSONValueWriter(text: text)
  }
}

/// The elements of an array.
private struct JSONElements: UnkeyedEncodingContainer {
  private let text: JSONText
  private let depth: Int
  private(set) var count = 0

  init(_ text: JSONText) {
    self.text = text
    depth = text.begin(UInt8(ascii: "["), UInt8(ascii: "]"))
  }

  var codingPath: [any CodingKey] { [] }

  private mutating func begin() {
    text.next(in: depth)
    count += 1
  }

  mutating func encodeNil() {
    begin()
    text.appendNull()
  }

  mutating func encode<Value: Encodable>(_ value: Value) throws {
    begin()
    try text.append(value)
  }

  mutating func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type
  ) -> KeyedEncodingContainer<Nested> {
    begin()
    return KeyedEncodingContainer(JSONMembers<Nested>(text))
  }

  mutating func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
    begin()
    return JSONElements(text)
  }

  mutating func superEncoder() -> any Encoder {
    begin()
    return JSONValueWriter(text: text)
  }
}
