import ScoutNet
import Yams

/// A value of a YAML file that knows its key and line, for messages that lead to it.
struct YAMLValue {
  private let node: Node
  private let path: String
  private let key: String

  init(_ node: Node, path: String, key: String) {
    self.node = node
    self.path = path
    self.key = key
  }

  /// The whole of a text; `nil` where it is empty.
  static func root(of text: String, path: String, key: String) throws -> YAMLValue? {
    try refuseDepth(text, path)
    do {
      guard let root = try Yams.compose(yaml: text), root.null == nil else { return nil }
      return YAMLValue(root, path: path, key: key)
    } catch let error as YamlError {
      throw ImportError(path, line: error.line, "this is not YAML: \(error.reason)")
    }
  }

  /// Whether it is a plain text or number.
  var isText: Bool { node.scalar != nil }

  /// The value's line, from 1 on.
  var line: Int? { node.mark?.line }

  func error(_ message: String) -> ImportError {
    ImportError(path, line: node.mark?.line, "\(key): \(message)")
  }

  /// The values by key; a key that is not among `known` is refused, an empty value is left out.
  func map(_ known: [String], required: [String] = []) throws -> [String: YAMLValue] {
    guard let mapping = node.mapping else {
      throw error("needs keys and values; allowed are: \(known.joined(separator: ", "))")
    }
    var values: [String: YAMLValue] = [:]
    for (keyNode, value) in mapping {
      let name = keyNode.string ?? "a key that is no text"
      guard known.contains(name) else {
        throw ImportError(
          path, line: keyNode.mark?.line,
          "unknown key \(name.quoted); allowed are: \(known.joined(separator: ", "))")
      }
      guard value.null == nil else { continue }
      values[name] = YAMLValue(value, path: path, key: name)
    }
    for name in required where values[name] == nil { throw error("needs the key `\(name)`") }
    return values
  }

  func list() throws -> [YAMLValue] {
    guard let sequence = node.sequence else { throw error("needs a list, as in [a, b]") }
    return sequence.map { YAMLValue($0, path: path, key: key) }
  }

  func text() throws -> String {
    guard let text = node.scalar?.string, text.utf8.count <= 1024 else {
      throw error("needs a text of at most 1,024 bytes")
    }
    return text
  }

  func flag() throws -> Bool {
    switch try text().lowercased() {
    case "true", "yes", "on": return true
    case "false", "no", "off": return false
    default: throw error("\(try text().quoted) is not allowed; write true or false")
    }
  }

  func choice<Value: RawRepresentable & CaseIterable>(of type: Value.Type) throws -> Value
  where Value.RawValue == String {
    let text = try text()
    guard let value = Value(rawValue: text) else {
      let allowed = Value.allCases.map(\.rawValue).joined(separator: ", ")
      throw error("\(text.quoted) is not allowed; allowed are: \(allowed)")
    }
    return value
  }

  func domain() throws -> DomainName {
    guard let name = DomainName(try text()) else {
      throw error("\(try text().quoted) is not a domain name")
    }
    return name
  }

  func address() throws -> IPAddress {
    guard let address = IPAddress(try text()) else {
      throw error("\(try text().quoted) is not an address")
    }
    return address
  }

  /// Refuses what is nested deeper than any file of ours, because the parser calls itself for each level.
  static func refuseDepth(_ text: String, _ path: String) throws {
    var depth = 0
    var line = 1
    var indicators = 0
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\n"):
        line += 1
        indicators = 0
      case UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
      case UInt8(ascii: "]"), UInt8(ascii: "}"): depth = max(0, depth - 1)
      // Each dash or question mark at a line's head may open a level; so may each column.
      case UInt8(ascii: "-"), UInt8(ascii: "?"), UInt8(ascii: " "): indicators += 1
      default: indicators = 0
      }
      guard depth <= 64, indicators <= 1024 else {
        throw ImportError(path, line: line, "is nested too deeply")
      }
    }
  }
}

extension YamlError {
  /// The line of the trouble, from 1 on, where it is known.
  var line: Int? {
    switch self {
    case .scanner(_, _, let mark, _), .parser(_, _, let mark, _), .composer(_, _, let mark, _):
      mark.line
    default: nil
    }
  }

  /// What the parser says of it.
  var reason: String {
    switch self {
    case .scanner(_, let problem, _, _), .parser(_, let problem, _, _),
      .composer(_, let problem, _, _):
      problem
    case .duplicatedKeysInMapping(let keys, _):
      "a key stands twice: " + keys.prefix(4).map { "\($0)".quoted }.joined(separator: ", ")
    default: "it cannot be read"
    }
  }
}
