/// Feeds bytes to the reading of documents; must neither trap nor hang.
package func fuzzXML(_ bytes: [UInt8]) {
  guard let document = try? XMLDocument(parsing: bytes) else { return }
  precondition(document.root.all("a").count <= XMLDocument.nodeLimit)
  _ = document.root.trimmedText
}
