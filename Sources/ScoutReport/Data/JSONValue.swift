/// A JSON value that keeps the order of its members, so that the same input gives the same bytes.
enum JSONValue {
  case null
  case bool(Bool)
  case number(Int64)
  case string(String)
  case array([JSONValue])
  case object([(String, JSONValue)])
  /// Text of a value that is written already.
  case written([UInt8])

  init(_ text: String?) { self = text.map(JSONValue.string) ?? .null }
  init(_ number: some FixedWidthInteger) { self = .number(Int64(clamping: number)) }
  init(_ items: some Sequence<String>) { self = .array(items.map(JSONValue.string)) }
}

extension JSONValue: ExpressibleByDictionaryLiteral, ExpressibleByArrayLiteral {
  init(dictionaryLiteral elements: (String, JSONValue)...) { self = .object(elements) }
  init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
}

extension JSONValue {
  /// A value that a pen writes: for parts that stand among others in a tree.
  init(writing: (inout JSONPen) -> Void) {
    var pen = JSONPen()
    writing(&pen)
    self = .written(pen.bytes)
  }

  /// The value on one line.
  var text: String {
    var pen = JSONPen()
    append(to: &pen)
    return pen.text
  }

  func append(to pen: inout JSONPen) {
    switch self {
    case .null: pen.put("null")
    case .bool(let value): pen.put(value ? "true" : "false")
    case .number(let value): pen.digits(value)
    case .string(let value): pen.quote(value)
    case .array(let values):
      pen.put("[")
      for (index, value) in values.enumerated() {
        if index > 0 { pen.put(",") }
        value.append(to: &pen)
      }
      pen.put("]")
    case .object(let members):
      pen.put("{")
      for (index, member) in members.enumerated() {
        if index > 0 { pen.put(",") }
        pen.quote(member.0)
        pen.put(":")
        member.1.append(to: &pen)
      }
      pen.put("}")
    case .written(let bytes): pen.append(bytes)
    }
  }
}
