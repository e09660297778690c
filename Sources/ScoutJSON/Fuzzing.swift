/// Any value of JSON's, numbers as far as a `Double` can tell them apart.
private enum AnyJSON: Hashable, Codable {
  case null
  case bool(Bool)
  case number(Double)
  case string(String)
  case array([AnyJSON])
  case object([String: AnyJSON])

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let value = try? container.decode(Bool.self) {
      self = .bool(value)
    } else if let value = try? container.decode(Double.self) {
      self = .number(value)
    } else if let value = try? container.decode(String.self) {
      self = .string(value)
    } else if let values = try? container.decode([AnyJSON].self) {
      self = .array(values)
    } else {
      self = .object(try container.decode([String: AnyJSON].self))
    }
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .null: try container.encodeNil()
    case .bool(let value): try container.encode(value)
    case .number(let value): try container.encode(value)
    case .string(let value): try container.encode(value)
    case .array(let values): try container.encode(values)
    case .object(let members): try container.encode(members)
    }
  }
}

/// Reads bytes as JSON; must neither trap nor hang, and what was read must come back from its text.
package func fuzzJSONText(_ bytes: [UInt8]) {
  _ = try? JSONReader.value(UInt8.self, from: bytes)
  guard let value = try? JSONReader.value(AnyJSON.self, from: bytes),
    let text = try? JSONWriter.bytes(value)
  else { return }
  let again = try? JSONReader.value(AnyJSON.self, from: text)
  precondition(again == value, "a value does not come back from its own text")
}
