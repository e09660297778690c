/// An element of a document, with what it contains.
package struct XMLElement: Hashable, Sendable {
  package struct Attribute: Hashable, Sendable {
    package var name: String
    /// The namespace's URI; `nil` for a name without a prefix.
    package var namespace: String?
    package var value: String
  }

  /// The local name.
  package let name: String
  /// The namespace's URI, never its prefix.
  package let namespace: String?
  package let attributes: [Attribute]
  package internal(set) var children: [XMLElement] = []
  /// The text directly inside this element, in one piece, as written.
  package internal(set) var text = ""

  /// The text without white space at its ends.
  package var trimmedText: String {
    let isSpace = { (byte: UInt8) in byte == 0x20 || (0x09...0x0D).contains(byte) }
    let bytes = text.utf8.drop(while: isSpace)
    guard let last = bytes.lastIndex(where: { !isSpace($0) }) else { return "" }
    return String(text[bytes.startIndex...last])
  }

  /// The value of the attribute of this local name, in whatever namespace.
  package func attribute(_ name: String) -> String? {
    attributes.first { $0.name == name }?.value
  }

  /// The first child of this local name; of this namespace, where one is given.
  package func child(_ name: String, in namespace: String? = nil) -> XMLElement? {
    children.first { $0.matches(name, namespace) }
  }

  /// The children of this local name, in order.
  package func children(_ name: String, in namespace: String? = nil) -> [XMLElement] {
    children.filter { $0.matches(name, namespace) }
  }

  /// The first element of this local name below this one, at any depth, in document order.
  package func first(_ name: String, in namespace: String? = nil) -> XMLElement? {
    for child in children {
      if child.matches(name, namespace) { return child }
      if let found = child.first(name, in: namespace) { return found }
    }
    return nil
  }

  /// All elements of this local name below this one, at any depth, in document order.
  package func all(_ name: String, in namespace: String? = nil) -> [XMLElement] {
    var found: [XMLElement] = []
    collect(name, namespace, into: &found)
    return found
  }

  private func collect(_ name: String, _ namespace: String?, into found: inout [XMLElement]) {
    for child in children {
      if child.matches(name, namespace) { found.append(child) }
      child.collect(name, namespace, into: &found)
    }
  }

  private func matches(_ name: String, _ namespace: String?) -> Bool {
    self.name == name && (namespace == nil || self.namespace == namespace)
  }
}
