import CLibXML2

/// A document in memory, read with libxml2: without network, files, document types and entities.
package struct XMLDocument: Hashable, Sendable {
  /// The longest document, in bytes.
  package static let sizeLimit = 4 << 20
  /// How deep elements may lie; the root is at depth 1.
  package static let depthLimit = 64
  /// How many elements and attributes there may be.
  package static let nodeLimit = 200_000

  package let root: XMLElement

  /// Reads a document in UTF-8, or in the encoding that it declares.
  package init(parsing bytes: [UInt8]) throws(XMLError) {
    guard bytes.count <= Self.sizeLimit else {
      throw XMLError(.tooLarge, "the document has more than \(Self.sizeLimit) bytes")
    }
    Self.prepareLibrary
    let builder = XMLTreeBuilder()
    var handlers = XMLTreeBuilder.handlers
    // SAFETY: the parser calls back only inside `xmlParseChunk` below, while `builder` is alive.
    let context = Unmanaged.passUnretained(builder).toOpaque()
    guard let parser = xmlCreatePushParserCtxt(&handlers, context, nil, 0, nil) else {
      throw XMLError(.noMemory, "no memory for a parser")
    }
    defer { xmlFreeParserCtxt(parser) }
    xmlCtxtUseOptions(parser, Self.options)
    builder.parser = parser
    let failure = bytes.withUnsafeBytes { raw -> Int32 in
      var offset = 0
      while offset < raw.count, builder.error == nil {
        let count = min(raw.count - offset, 32768)
        let chunk = raw.baseAddress?.advanced(by: offset).assumingMemoryBound(to: CChar.self)
        let failure = xmlParseChunk(parser, chunk, Int32(count), 0)
        if failure != 0 { return failure }
        offset += count
      }
      return builder.error == nil ? xmlParseChunk(parser, nil, 0, 1) : 0
    }
    if let error = builder.error { throw error }
    guard failure == 0, parser.pointee.wellFormed == 1, let root = builder.root else {
      throw Self.failure(of: parser)
    }
    self.root = root
  }

  static let prepareLibrary: Void = xmlInitParser()

  /// NOENT only turns `&amp;` and its kin in attributes into characters here: other entities would
  /// have to be declared in a document type, at whose first word the parser is stopped.
  static var options: Int32 {
    [XML_PARSE_NOENT, XML_PARSE_NONET, XML_PARSE_NOERROR, XML_PARSE_NOWARNING]
      .reduce(0) { $0 | Int32($1.rawValue) }
  }

  static func failure(of parser: xmlParserCtxtPtr) -> XMLError {
    let found = parser.pointee.lastError
    let text = found.message.map { String(cString: $0) } ?? "not a document"
    let sentence = text.split(separator: "\n").first.map(String.init) ?? "not a document"
    return XMLError(.notWellFormed, line: Int(found.line), sentence)
  }
}
