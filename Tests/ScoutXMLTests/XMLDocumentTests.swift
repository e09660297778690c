import Testing

@testable import ScoutXML

private func parse(_ text: String) throws(XMLError) -> XMLElement {
  try XMLDocument(parsing: Array(text.utf8)).root
}

private func code(_ text: String) -> XMLError.Code? {
  do {
    _ = try parse(text)
    return nil
  } catch {
    return error.code
  }
}

@Suite("XML documents") struct XMLDocumentTests {
  @Test("gives names, namespaces, attributes and text")
  func tree() throws {
    let root = try parse(
      """
      <?xml version="1.0"?>
      <s:Envelope xmlns:s="urn:soap" xmlns="urn:d"><s:Body s:id="7" x="a&amp;b">
        <Name>PC &lt;1&gt;<![CDATA[ &raw; ]]>end</Name><Name xmlns="urn:e"> two </Name>
        <Deep><Name>three</Name></Deep><Empty/></s:Body></s:Envelope>
      """)
    #expect(root.name == "Envelope" && root.namespace == "urn:soap")
    let body = try #require(root.child("Body", in: "urn:soap"))
    #expect(body.attribute("x") == "a&b")
    #expect(body.attributes.map(\.namespace) == ["urn:soap", nil])
    #expect(body.child("Name")?.text == "PC <1> &raw; end")
    #expect(body.child("Name", in: "urn:e")?.trimmedText == "two")
    #expect(root.all("Name").map(\.trimmedText).last == "three")
    #expect(root.all("Name").count == 3 && body.children("Name").count == 2)
    #expect(root.first("Deep")?.first("Name")?.text == "three")
    #expect(root.first("Empty")?.text == "" && root.first("None") == nil)
    #expect(root.child("Name") == nil)
  }

  @Test("reads other encodings, and the byte order mark")
  func encodings() throws {
    let latin =
      Array(#"<?xml version="1.0" encoding="ISO-8859-1"?><a>"#.utf8) + [0xE4] + Array("</a>".utf8)
    #expect(try XMLDocument(parsing: latin).root.text == "ä")
    #expect(try XMLDocument(parsing: [0xEF, 0xBB, 0xBF] + Array("<a>ä</a>".utf8)).root.text == "ä")
    let wide: [UInt8] =
      [0xFF, 0xFE] + "<a>ä</a>".utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    #expect(try XMLDocument(parsing: wide).root.text == "ä")
  }

  @Test("every cut of a document is an error")
  func truncated() throws {
    let bytes = Array(#"<?xml version="1.0"?><a b="c"><d>&amp;</d><![CDATA[x]]></a>"#.utf8)
    _ = try XMLDocument(parsing: bytes)
    for length in 0..<bytes.count {
      let error = #expect(throws: XMLError.self) {
        try XMLDocument(parsing: Array(bytes.prefix(length)))
      }
      #expect(error?.code == .notWellFormed)
    }
  }

  @Test("what is no document is an error with its line")
  func malformed() {
    #expect(code("") == .notWellFormed)
    #expect(code("HTTP/1.1 401 Unauthorized") == .notWellFormed)
    #expect(code("<a><b></a>") == .notWellFormed)
    #expect(code("<a>&undefined;</a>") == .notWellFormed)
    #expect(code("<a/><b/>") == .notWellFormed)
    #expect(code("<a>\u{1}</a>") == .notWellFormed)
    let error = #expect(throws: XMLError.self) { try parse("<a>\n<b>\n</a>") }
    #expect(error?.line == 3)
    #expect(error?.description.hasPrefix("line 3: ") == true)
  }

  @Test("entity bombs and document types end before anything is expanded or fetched")
  func bombs() {
    let lol = (1...9).map { index in
      let before = (0..<10).map { _ in "&e\(index - 1);" }.joined()
      return "<!ENTITY e\(index) \"\(before)\">"
    }.joined()
    #expect(code("<!DOCTYPE a [<!ENTITY e0 \"x\">\(lol)]><a>&e9;</a>") == .documentType)
    #expect(code("<!DOCTYPE a SYSTEM \"file:///etc/passwd\"><a/>") == .documentType)
    #expect(
      code("<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a>&x;</a>") == .documentType)
    #expect(code("<!DOCTYPE a><a/>") == .documentType)
  }

  @Test("depth, number of nodes and size are limited")
  func limits() throws {
    func nested(_ depth: Int) -> String {
      String(repeating: "<a>", count: depth) + String(repeating: "</a>", count: depth)
    }
    #expect(code(nested(XMLDocument.depthLimit)) == nil)
    #expect(code(nested(XMLDocument.depthLimit + 1)) == .tooDeep)
    #expect(code(nested(100_000)) == .tooDeep)
    let many = String(repeating: "<b/>", count: XMLDocument.nodeLimit)
    #expect(code("<a>" + many + "</a>") == .tooManyNodes)
    let long = "<a>" + String(repeating: "x", count: XMLDocument.sizeLimit - 7) + "</a>"
    #expect(try parse(long).text.utf8.count == XMLDocument.sizeLimit - 7)
    #expect(code(long + " ") == .tooLarge)
  }

  @Test("survives what a fuzzer begins with")
  func seeds() {
    for text in ["", "<", "<a", "<a b='", "<?xml", "<a>]]></a>", "\u{FEFF}<a/>", "<!DOCTYPE"] {
      fuzzXML(Array(text.utf8))
    }
    fuzzXML([0xFF, 0xFE, 0x3C])
    fuzzXML([0, 0, 0, 0x3C])
  }
}
