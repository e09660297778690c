import ScoutXML
import Testing

@Suite("Records of a long document") struct XMLRecordsTests {
  private let text = """
    <site>
      <head>x</head>
      <list>
        <row n="1"><a>one</a><part><row n="1.1"/></part></row>
        <row n="2"><a>two</a></row>
      </list>
      <tail>y</tail>
    </site>
    """

  private func read(_ text: String, pieces: Int) -> (XMLRecords, [XMLRecords.Record], [XMLError]) {
    var records = XMLRecords(["row"])
    var found: [XMLRecords.Record] = []
    var errors: [XMLError] = []
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      if let error = records.take(Array(rest.prefix(pieces))) { errors.append(error) }
      found += records.takeRecords()
      rest = rest.dropFirst(pieces)
    }
    if let error = records.finish() { errors.append(error) }
    return (records, found + records.takeRecords(), errors)
  }

  @Test("come one by one, inner ones first, and leave the rest small", arguments: [1, 5, 1000])
  func records(pieces: Int) throws {
    let (records, found, errors) = read(text, pieces: pieces)
    #expect(errors.isEmpty)
    #expect(found.map { $0.element.attribute("n") } == ["1.1", "1", "2"])
    #expect(
      found.map(\.path) == [["site", "list", "row", "part"], ["site", "list"], ["site", "list"]])
    #expect(found.map(\.line) == [4, 4, 5])
    #expect(found[1].element.child("part")?.children.isEmpty == true)
    let rest = try #require(records.rest)
    #expect(rest.child("list")?.children.isEmpty == true)
    #expect(rest.child("tail")?.text == "y")
  }

  @Test("count against the limit one by one, so that a document may have any number")
  func limit() {
    let row = "<row><a/><a/><a/><a/><a/><a/><a/><a/></row>"
    let many = "<x>" + String(repeating: row, count: 30_000) + "</x>"
    let (_, found, errors) = read(many, pieces: 100_000)
    #expect(errors.isEmpty && found.count == 30_000)
    let huge = "<x><row>" + String(repeating: "<a/>", count: 200_001) + "</row></x>"
    #expect(read(huge, pieces: 100_000).2.map(\.code) == [.tooManyNodes])
  }

  @Test("of a broken document are those before the break, with one error")
  func broken() {
    let (_, found, errors) = read("<x><row>1</row><row>2</wrong><row>3</row></x>", pieces: 4)
    #expect(found.map(\.element.text) == ["1"])
    #expect(errors.count == 1)
    #expect(read("<x><row>1</row>", pieces: 100).2.count == 1)
    let doctype = "<!DOCTYPE x [<!ENTITY e \"boom\">]><x><row>&e;</row></x>"
    #expect(read(doctype, pieces: 100).2.map(\.code) == [.documentType])
  }
}
