import Foundation

/// An object's fields, by their names in lower case: versions of the tool differ in capitals.
struct JSONFields {
  private var values: [String: Any] = [:]

  init(_ object: [String: Any]) {
    // Sorted, so that of two names that differ in capitals the same one wins each time.
    for (key, value) in object.sorted(by: { $0.key < $1.key }) where key.utf8.count <= 256 {
      values[key.lowercased()] = value
    }
  }

  func has(_ key: String) -> Bool { values[key] != nil }

  /// A text, or the text of a number or a truth value.
  func text(_ key: String) -> String? {
    switch values[key.lowercased()] {
    case let text as String: text
    case let flag as Bool: flag ? "true" : "false"
    case let number as Int: String(number)
    default: nil
    }
  }

  /// The names of all fields, in lower case, sorted.
  var names: [String] { values.keys.sorted() }

  /// The texts of a list, or the one text that stands in its place.
  func texts(_ key: String) -> [String] {
    if let list = values[key.lowercased()] as? [Any] {
      return list.prefix(256).compactMap { $0 as? String }
    }
    return text(key).map { [$0] } ?? []
  }

  func object(_ key: String) -> JSONFields? {
    (values[key.lowercased()] as? [String: Any]).map(JSONFields.init)
  }

  /// A map's or a list's objects; those of a list have no name.
  func entries(_ key: String) -> [(String, JSONFields)] {
    switch values[key.lowercased()] {
    case let map as [String: Any]:
      map.sorted { $0.key < $1.key }.compactMap { name, value in
        (value as? [String: Any]).map { (name, JSONFields($0)) }
      }
    case let list as [Any]: list.compactMap { ($0 as? [String: Any]).map { ("", JSONFields($0)) } }
    default: []
    }
  }
}
