/// Writes a JSON text anew with other strings in it, without making values of it.
///
/// Names of members and everything that is no string stay as they are.
package protocol JSONRewriting {
  /// What is known of the place where a value stands.
  associatedtype Place

  /// The place of a member of an object that stands at `owner`.
  func place(of name: String, under owner: Place, in object: JSONNames) -> Place

  /// What is written instead of a string.
  ///
  /// - Parameter index: its place in the list that holds it; 0 outside of lists.
  func text(_ text: String, at place: Place, index: Int) -> String
}

/// The names of an object's members.
package struct JSONNames {
  fileprivate let document: JSONDocument
  fileprivate let object: Int

  package func contains(_ name: String) -> Bool {
    document.member(name, of: object, from: object + 1) != nil
  }
}

extension JSONRewriting {
  /// The text with its strings replaced.
  ///
  /// - Throws: `DecodingError` where it is not JSON.
  package func rewritten(_ bytes: [UInt8], from root: Place) throws -> [UInt8] {
    try bytes.withUnsafeBytes { bytes in
      let document = try JSONReader.document(bytes, limit: JSONReader.ownLimit)
      var result: [UInt8] = []
      result.reserveCapacity(bytes.count + bytes.count / 4)
      try rewrite(document, 0, root, index: 0, into: &result)
      return result
    }
  }

  private func rewrite(
    _ document: JSONDocument, _ index: Int, _ place: Place, index position: Int,
    into result: inout [UInt8]
  ) throws {
    let end = document.next(after: index)
    var next = index + 1
    switch document.kind(at: index) {
    case .object:
      result.append(UInt8(ascii: "{"))
      let names = JSONNames(document: document, object: index)
      while next < end {
        if next > index + 1 { result.append(UInt8(ascii: ",")) }
        let name = try document.string(at: next)
        result.appendJSON(name)
        result.append(UInt8(ascii: ":"))
        let inner = self.place(of: name, under: place, in: names)
        try rewrite(document, next + 1, inner, index: 0, into: &result)
        next = document.next(after: next + 1)
      }
      result.append(UInt8(ascii: "}"))
    case .array:
      result.append(UInt8(ascii: "["))
      var count = 0
      while next < end {
        if count > 0 { result.append(UInt8(ascii: ",")) }
        try rewrite(document, next, place, index: count, into: &result)
        count += 1
        next = document.next(after: next)
      }
      result.append(UInt8(ascii: "]"))
    case .plain, .escaped:
      result.appendJSON(text(try document.string(at: index), at: place, index: position))
    case .number, .null, .yes, .no: result.append(contentsOf: document.content(at: index))
    }
  }
}
