import CLibXML2

/// Reads a document of any length piece by piece and hands out the elements of certain names one by
/// one, as they are complete; what is left of the document is small.
///
/// The same rules hold as for ``XMLDocument``, the limit on nodes for each record and for the rest.
package struct XMLRecords {
  /// An element of one of the names that are looked for, without those inside it.
  package struct Record {
    package let element: XMLElement
    /// The names of the elements around it, outermost first.
    package let path: [String]
    /// The line it ends at.
    package let line: Int
  }

  private final class Parser {
    let builder: XMLTreeBuilder
    private let context: xmlParserCtxtPtr?

    init(_ names: Set<String>) {
      XMLDocument.prepareLibrary
      builder = XMLTreeBuilder()
      builder.recordNames = names
      var handlers = XMLTreeBuilder.handlers
      // SAFETY: the parser calls back only inside `feed`, while this object holds the builder.
      let user = Unmanaged.passUnretained(builder).toOpaque()
      context = xmlCreatePushParserCtxt(&handlers, user, nil, 0, nil)
      if let context {
        xmlCtxtUseOptions(context, XMLDocument.options)
        builder.parser = context
      }
    }

    deinit { if let context { xmlFreeParserCtxt(context) } }

    /// Parses some bytes, or the document's end; returns what stands against it.
    func feed(_ bytes: [UInt8], isLast: Bool) -> XMLError? {
      guard let context else { return XMLError(.noMemory, "no memory for a parser") }
      let failure = bytes.withUnsafeBytes { raw -> Int32 in
        let chunk = raw.baseAddress?.assumingMemoryBound(to: CChar.self)
        return xmlParseChunk(context, chunk, Int32(raw.count), isLast ? 1 : 0)
      }
      if let error = builder.error { return error }
      if failure != 0 || isLast && context.pointee.wellFormed != 1 {
        return XMLDocument.failure(of: context)
      }
      return nil
    }
  }

  private let parser: Parser
  private var hasFailed = false

  package init(_ names: Set<String>) { parser = Parser(names) }

  /// Takes the next piece; returns why the document cannot be read further, once.
  package mutating func take(_ bytes: [UInt8]) -> XMLError? {
    var rest = bytes[...]
    while !hasFailed, !rest.isEmpty {
      // The library wants its pieces small.
      let piece = rest.prefix(32_768)
      rest = rest.dropFirst(piece.count)
      if let error = parser.feed(Array(piece), isLast: false) {
        hasFailed = true
        return error
      }
    }
    return nil
  }

  /// Ends the document; returns why it is not whole, where `take` has not said so.
  package mutating func finish() -> XMLError? {
    if hasFailed { return nil }
    hasFailed = true
    return parser.feed([], isLast: true)
  }

  /// The records that were completed since the last time.
  package mutating func takeRecords() -> [Record] { parser.builder.takeRecords() }

  /// What is left of the document without the records; `nil` while it is not whole.
  package var rest: XMLElement? { parser.builder.root }
}
