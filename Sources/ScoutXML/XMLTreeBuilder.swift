import CLibXML2

/// Builds the tree from the parser's calls and stops it at the limits, before memory is spent.
final class XMLTreeBuilder {
  var parser: xmlParserCtxtPtr?
  private(set) var root: XMLElement?
  private(set) var error: XMLError?
  private var open: [XMLElement] = []
  private var texts: [[UInt8]] = []
  private var nodes = 0
  /// Elements of these names are handed out one by one and not kept in the tree.
  var recordNames: Set<String> = []
  private var records: [XMLRecords.Record] = []
  /// The nodes counted at the start of each open record.
  private var recordStarts: [Int] = []

  func takeRecords() -> [XMLRecords.Record] {
    defer { records = [] }
    return records
  }

  /// The handlers for `xmlCreatePushParserCtxt`; everything that is not set is ignored.
  static var handlers: xmlSAXHandler {
    var handlers = xmlSAXHandler()
    handlers.initialized = scout_sax2_magic()
    handlers.startElementNs = { context, name, _, uri, _, _, count, _, attributes in
      guard let builder = XMLTreeBuilder.from(context) else { return }
      builder.start(name, uri, attributes, count: Int(count))
    }
    handlers.endElementNs = { context, _, _, _ in XMLTreeBuilder.from(context)?.end() }
    handlers.characters = { context, bytes, count in
      XMLTreeBuilder.from(context)?.text(bytes, count)
    }
    handlers.cdataBlock = { context, bytes, count in
      XMLTreeBuilder.from(context)?.text(bytes, count)
    }
    handlers.internalSubset = { context, _, _, _ in
      XMLTreeBuilder.from(context)?.stop(
        .documentType, "the document declares a document type, which is not taken")
    }
    return handlers
  }

  private static func from(_ context: UnsafeMutableRawPointer?) -> XMLTreeBuilder? {
    // SAFETY: the context is the builder that `XMLDocument.init` holds during the parse.
    context.map { Unmanaged<XMLTreeBuilder>.fromOpaque($0).takeUnretainedValue() }
  }

  private func start(
    _ name: UnsafePointer<UInt8>?, _ uri: UnsafePointer<UInt8>?,
    _ attributes: UnsafeMutablePointer<UnsafePointer<UInt8>?>?, count: Int
  ) {
    guard error == nil else { return }
    let local = string(name)
    if recordNames.contains(local) { recordStarts.append(nodes) }
    nodes += 1 + count
    guard open.count < XMLDocument.depthLimit else {
      return stop(.tooDeep, "elements lie deeper than \(XMLDocument.depthLimit)")
    }
    guard nodes <= XMLDocument.nodeLimit else {
      return stop(.tooManyNodes, "the document has more than \(XMLDocument.nodeLimit) nodes")
    }
    var found: [XMLElement.Attribute] = []
    for index in 0..<count {
      // Five pointers each: local name, prefix, namespace, the value's begin and end.
      guard let attributes, let begin = attributes[5 * index + 3],
        let end = attributes[5 * index + 4], end >= begin
      else { continue }
      let value = UnsafeBufferPointer(start: begin, count: end - begin)
      found.append(
        XMLElement.Attribute(
          name: string(attributes[5 * index]), namespace: attributes[5 * index + 2].map(string),
          value: String(decoding: value, as: UTF8.self)))
    }
    open.append(XMLElement(name: local, namespace: uri.map(string), attributes: found))
    texts.append([])
  }

  private func end() {
    guard error == nil, var element = open.popLast(), let text = texts.popLast() else { return }
    element.text = String(decoding: text, as: UTF8.self)
    if recordNames.contains(element.name), let start = recordStarts.popLast() {
      nodes = start
      let line = Int(parser?.pointee.input?.pointee.line ?? 0)
      records.append(
        XMLRecords.Record(element: element, path: open.map(\.name), line: line))
    }
    if open.isEmpty {
      root = element
    } else if !recordNames.contains(element.name) {
      open[open.count - 1].children.append(element)
    }
  }

  private func text(_ bytes: UnsafePointer<UInt8>?, _ count: Int32) {
    guard error == nil, let bytes, count > 0, !texts.isEmpty else { return }
    texts[texts.count - 1] += UnsafeBufferPointer(start: bytes, count: Int(count))
  }

  private func stop(_ code: XMLError.Code, _ message: String) {
    guard error == nil else { return }
    let line = parser?.pointee.input?.pointee.line ?? 0
    error = XMLError(code, line: Int(line), message)
    if let parser { xmlStopParser(parser) }
  }

  private func string(_ text: UnsafePointer<UInt8>?) -> String {
    text.map { String(cString: $0) } ?? ""
  }

  private func string(_ text: UnsafePointer<UInt8>) -> String { String(cString: text) }
}
