/// A part of a text, read by hand: for what is read too often to go through a decoder.
///
/// What is not of the kind that is asked for is `nil`.
package struct JSONPart {
  private let document: JSONDocument
  private let index: Int

  init(_ document: JSONDocument, _ index: Int) {
    self.document = document
    self.index = index
  }

  package var string: String? { try? document.string(at: index) }

  package var bool: Bool? { try? document.bool(at: index) }

  package func integer<Value: FixedWidthInteger>(_ type: Value.Type) -> Value? {
    try? document.integer(type, at: index)
  }

  /// The part, left to the decoder of its type after all.
  package func value<Value: Decodable>(_ type: Value.Type) -> Value? {
    try? document.value(type, at: index)
  }

  /// The members of an object, to be taken in their order.
  package var members: Members? {
    document.kind(at: index) == .object ? Members(document, index) : nil
  }

  /// The elements of an array.
  package var elements: [JSONPart]? {
    guard document.kind(at: index) == .array else { return nil }
    var elements: [JSONPart] = []
    var place = index + 1
    while place < document.next(after: index) {
      elements.append(JSONPart(document, place))
      place = document.next(after: place)
    }
    return elements
  }

  /// Goes along the members of an object once, as they were written.
  package struct Members {
    private let document: JSONDocument
    private var place: Int
    private let end: Int

    init(_ document: JSONDocument, _ object: Int) {
      self.document = document
      place = object + 1
      end = document.next(after: object)
    }

    /// The next member, if it has this name.
    package mutating func take(_ name: StaticString) -> JSONPart? {
      guard place < end, document.isKey(name, at: place) else { return nil }
      defer { place = document.next(after: place + 1) }
      return JSONPart(document, place + 1)
    }

    /// Whether every member was taken.
    package var isAtEnd: Bool { place >= end }
  }
}

extension JSONReader {
  /// Reads a text by hand; `nil` where it is not JSON. Parts must not be kept.
  package static func read<Value>(
    _ bytes: UnsafeRawBufferPointer, by hand: (JSONPart) -> Value?
  ) -> Value? {
    guard let document = try? document(bytes) else { return nil }
    return hand(JSONPart(document, 0))
  }
}
