package import ScoutXML

/// An answer of WS-Management, read by names and namespaces, whatever its prefixes.
package struct WSManAnswer: Hashable, Sendable {
  package var action: String
  /// The number of the request that it answers.
  package var relatesTo: String
  package var resource: String
  package var content: Content

  package enum Content: Hashable, Sendable {
    /// One instance.
    case instance(XMLElement)
    /// An enumeration was begun.
    case context(String)
    /// Some of its instances, and how to go on; `nil` at the end.
    case items([XMLElement], next: String?)
    /// What went wrong, in the device's words.
    case fault(String)
    case empty
  }

  /// The most bytes of an answer, and the most instances of one that are kept.
  package static let byteLimit = 1 << 20
  package static let itemLimit = 256
  private static let contextLimit = 512

  /// Reads the document; throws where it is no envelope.
  package init(parsing bytes: [UInt8]) throws(XMLError) {
    let root = try XMLDocument(parsing: bytes).root
    guard root.name == "Envelope", root.namespace == WSManNames.envelope,
      let body = root.child("Body", in: WSManNames.envelope)
    else { throw XMLError.notExpected("not an envelope of SOAP 1.2") }
    let header = root.child("Header", in: WSManNames.envelope)
    func told(_ name: String, _ namespace: String) -> String {
      PeerText.decode((header?.child(name, in: namespace)?.trimmedText ?? "").utf8, limit: 512)
    }
    action = told("Action", WSManNames.addressing)
    relatesTo = told("RelatesTo", WSManNames.addressing)
    resource = told("ResourceURI", WSManNames.management)
    content = Self.content(of: body)
  }

  private static func content(of body: XMLElement) -> Content {
    guard let first = body.children.first else { return .empty }
    switch (first.name, first.namespace) {
    case ("Fault", WSManNames.envelope):
      let reason = first.child("Reason")?.child("Text")?.trimmedText
      let code = first.child("Code")?.child("Subcode")?.child("Value")?.trimmedText
      let words = [code, reason].compactMap(\.self).filter { !$0.isEmpty }
      return .fault(
        words.isEmpty
          ? "a fault without a reason"
          : PeerText.decode(words.joined(separator: ": ").utf8, limit: 200))
    case ("EnumerateResponse", WSManNames.enumeration):
      return context(first).map { .context($0) } ?? .empty
    case ("PullResponse", WSManNames.enumeration):
      let items = first.child("Items")?.children ?? []
      let isLast = first.child("EndOfSequence") != nil
      return .items(Array(items.prefix(itemLimit)), next: isLast ? nil : context(first))
    default: return .instance(first)
    }
  }

  private static func context(_ element: XMLElement) -> String? {
    let text = element.child("EnumerationContext", in: WSManNames.enumeration)?.trimmedText
    guard let text, !text.isEmpty, text.utf8.count <= contextLimit else { return nil }
    return text
  }
}
