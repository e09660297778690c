/// A JSON value that keeps the order of its members, so that the same input gives the same bytes.
enum JSONValue {
  case null
  case bool(Bool)
  case number(Int64)
  case string(String)
  case array([JSONValue])
  case object([(String, JSONValue)])

  init(_ text: String?) { self = text.map(JSONValue.string) ?? .null }
  init(_ number: some FixedWidthInteger) { self = .number(Int64(clamping: number)) }
  init(_ items: some Sequence<String>) { self = .array(items.map(JSONValue.string)) }
}

extension JSONValue: ExpressibleByDictionaryLiteral, ExpressibleByArrayLiteral {
  init(dictionaryLiteral elements: (String, JSONValue)...) { self = .object(elements) }
  init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
}

extension JSONValue {
  /// The value on one line.
  var text: String {
    var text = ""
    append(to: &text)
    return text
  }

  func append(to text: inout String) {
    switch self {
    case .null: text += "null"
    case .bool(let value): text += value ? "true" : "false"
    case .number(let value): text += value.description
    case .string(let value): text.appendJSON(value)
    case .array(let values):
      text += "["
      for (index, value) in values.enumerated() {
        if index > 0 { text += "," }
        value.append(to: &text)
      }
      text += "]"
    case .object(let members):
      text += "{"
      for (index, member) in members.enumerated() {
        if index > 0 { text += "," }
        text.appendJSON(member.0)
        text += ":"
        member.1.append(to: &text)
      }
      text += "}"
    }
  }
}

extension String {
  /// Appends `value` as a JSON string; what cannot be seen is written as `\u202E`, so the value
  /// is exact and yet harmless in a terminal.
  fileprivate mutating func appendJSON(_ value: String) {
    self += "\""
    let isPlain = value.utf8.allSatisfy {
      (0x20...0x7E).contains($0) && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\")
    }
    if isPlain {
      self += value
    } else {
      for scalar in value.unicodeScalars {
        switch scalar {
        case "\"": self += "\\\""
        case "\\": self += "\\\\"
        case "\n": self += "\\n"
        case "\r": self += "\\r"
        case "\t": self += "\\t"
        case _ where Visible.isHidden(scalar):
          for unit in String(scalar).utf16 {
            let digits = String(unit, radix: 16, uppercase: true)
            self += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
          }
        default: unicodeScalars.append(scalar)
        }
      }
    }
    self += "\""
  }
}
