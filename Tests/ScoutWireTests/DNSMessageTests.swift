import ScoutNet
import ScoutWire
import Testing

enum DNSFixture {
  static let header: [UInt8] = [
    0x12, 0x34,  // ID
    0x81, 0x80,  // response, recursion desired and available
    0, 1, 0, 2, 0, 1, 0, 1,  // one question, two answers, one authority, one additional
  ]
  static let answer: [UInt8] =
    header
    + [4, 0x61, 0x6D, 0x74, 0x31, 4, 0x63, 0x6F, 0x72, 0x70, 0, 0, 1, 0, 1]  // amt1.corp A IN
    + [0xC0, 12, 0, 5, 0, 1, 0, 0, 0, 60, 0, 4, 1, 0x78, 0xC0, 17]  // CNAME x.corp
    + [1, 0x78, 0xC0, 17, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 10, 1, 0, 7]  // x.corp A 10.1.0.7
    + [0xC0, 17, 0, 2, 0, 1, 0, 0, 14, 16, 0, 5, 2, 0x6E, 0x73, 0xC0, 17]  // NS ns.corp
    + [0, 0, 41, 4, 0xD0, 1, 0, 0, 0, 0, 6, 0, 10, 0, 2, 0xAB, 0xCD]  // OPT, extended code 1

  static func name(_ text: String) -> DNSName { DNSName(text) ?? .root }

  /// A message with a record of every kind.
  static let everything: DNSMessage = {
    var message = DNSMessage(id: 9, flags: 0x8583)
    let host = name("amt1.corp.example")
    message.questions = [DNSQuestion(host, .any), DNSQuestion(name("b.example"), .a)]
    message.answers = [
      DNSRecord(host, .a, timeToLive: 60, .address4(IPv4Address(10, 1, 0, 7))),
      DNSRecord(host, .aaaa, timeToLive: 60, .address6(IPv6Address(high: 1, low: 2))),
      DNSRecord(host, .cname, timeToLive: 1, .name(name("other.corp.example"))),
      DNSRecord(host, .mx, timeToLive: 1, .mailExchange(preference: 5, name("m.example"))),
      DNSRecord(host, .txt, timeToLive: 1, .text([[0x61], [], [0xFF]])),
      DNSRecord(
        host, .srv, rawClass: 0x8001, timeToLive: 1,
        .service(priority: 1, weight: 2, port: 9971, target: name("s.corp.example"))),
      DNSRecord(host, DNSType(rawValue: 999), timeToLive: 1, .other([1, 2, 3])),
    ]
    message.authorities = [
      DNSRecord(
        name("example"), .soa, timeToLive: 1,
        .authority(
          DNSAuthority(
            primary: name("ns.example"), mailbox: name(#"first\.last.example"#), serial: 1,
            refresh: 2, retry: 3, expire: 4, minimum: 5))),
      DNSRecord(name("example"), .ns, timeToLive: 1, .name(.root)),
    ]
    message.additionals = [
      DNSRecord(
        .root, .opt, rawClass: 1232, timeToLive: 0,
        .options([EDNSOption(code: 10, value: [1]), EDNSOption(code: 3, value: [])]))
    ]
    return message
  }()
}

@Suite("DNS message") struct DNSMessageTests {
  private typealias Fixture = DNSFixture

  @Test("reads header, question and records of all sections") func answer() throws {
    let message = try DNSMessage(parsing: Fixture.answer)
    #expect(message.id == 0x1234)
    #expect(message.isResponse)
    #expect(message.opcode == 0)
    #expect(message.responseCode == 0)
    #expect(message.extendedResponseCode == 16)
    #expect(message.questions == [DNSQuestion(Fixture.name("amt1.corp"), .a)])
    #expect(
      message.answers == [
        DNSRecord(Fixture.name("amt1.corp"), .cname, timeToLive: 60, .name(Fixture.name("x.corp"))),
        DNSRecord(
          Fixture.name("x.corp"), .a, timeToLive: 60, .address4(IPv4Address(10, 1, 0, 7))),
      ])
    #expect(message.authorities.map(\.value) == [.name(Fixture.name("ns.corp"))])
    #expect(
      message.additionals.map(\.value) == [.options([EDNSOption(code: 10, value: [0xAB, 0xCD])])])
    #expect(message.additionals.map(\.rawClass) == [1232])
    #expect(message.defects.isEmpty)
  }

  @Test("a message cut anywhere throws or yields its good part with a defect")
  func everyPrefix() throws {
    for count in 0..<Fixture.answer.count {
      let prefix = Array(Fixture.answer[..<count])
      if count < 12 {
        #expect(throws: WireError.self) { try DNSMessage(parsing: prefix) }
      } else {
        let message = try DNSMessage(parsing: prefix)
        #expect(message.defects.count == 1)
        #expect(message.questions.count == (count < 27 ? 0 : 1))
      }
    }
  }

  @Test("every kind of record survives a round trip, and names are compressed") func roundTrip()
    throws
  {
    let message = Fixture.everything
    let bytes = message.encoded()
    #expect(try DNSMessage(parsing: bytes) == message)
    #expect(bytes.count < 330)
    let query = DNSMessage.query(id: 7, Fixture.name("7.0.1.10.in-addr.arpa"), .ptr)
    #expect(try DNSMessage(parsing: query.encoded()) == query)
  }

  @Test("every prefix of a message with all kinds of records is read without a trap")
  func everyPrefixOfEverything() throws {
    let bytes = Fixture.everything.encoded()
    for count in 12..<bytes.count {
      let message = try DNSMessage(parsing: Array(bytes[..<count]))
      #expect(!message.defects.isEmpty)
      // What was read is written and read again alike.
      var again = try DNSMessage(parsing: message.encoded())
      again.defects = message.defects
      #expect(again == message)
    }
  }

  @Test("one broken record leaves the others") func brokenRecord() throws {
    var bytes = Fixture.answer
    // The CNAME's pointer into its own middle.
    bytes[41] = 0xC0
    bytes[42] = 41
    let message = try DNSMessage(parsing: bytes)
    #expect(message.answers.map(\.type) == [.a])
    #expect(message.authorities.count == 1)
    #expect(message.defects.count == 1)
  }

  @Test("an update may carry records without data") func update() throws {
    let bytes: [UInt8] =
      [0, 1, 0x28, 0, 0, 1, 0, 0, 0, 1, 0, 0]  // opcode 5; one zone, one update
      + [1, 0x61, 0, 0, 6, 0, 1]  // zone a
      + [0xC0, 12, 0, 1, 0, 255, 0, 0, 0, 0, 0, 0]  // delete all A of a
    let message = try DNSMessage(parsing: bytes)
    #expect(message.opcode == 5)
    #expect(message.authorities.map(\.value) == [.other([])])
    #expect(message.defects.isEmpty)
  }

  @Test("data of the wrong size is a defect") func wrongSizes() throws {
    func message(_ type: UInt8, _ data: [UInt8]) throws -> DNSMessage {
      try DNSMessage(
        parsing: [0, 1, 0x80, 0, 0, 0, 0, 1, 0, 0, 0, 0]
          + [0, 0, type, 0, 1, 0, 0, 0, 1, 0, UInt8(data.count)] + data)
    }
    #expect(try message(1, [10, 0, 0]).answers.isEmpty)
    #expect(
      try message(1, [10, 0, 0, 1, 9]).answers.map(\.value) == [.address4(.init(10, 0, 0, 1))])
    #expect(try message(1, [10, 0, 0, 1, 9]).defects.map(\.field) == ["record length"])
    #expect(try message(28, [1]).defects.count == 1)
    #expect(try message(16, [5, 0x61]).answers.isEmpty)
    // An option of EDNS that is cut does not take the record with it.
    #expect(try message(41, [0, 10, 0, 9, 1]).answers.map(\.value) == [.options([])])
    #expect(try message(41, [0, 10, 0, 9, 1]).defects.map(\.field) == ["EDNS option"])
  }

  @Test("multicast DNS's top bit of the class is kept") func cacheFlush() throws {
    var message = DNSMessage(id: 0, flags: 0x8400)
    message.answers = [
      DNSRecord(Fixture.name("pc.local"), .a, rawClass: 0x8001, timeToLive: 120, .address4(.zero))
    ]
    let read = try DNSMessage(parsing: message.encoded())
    #expect(read.answers.first?.isCacheFlush == true)
  }

  @Test("no more than 4,096 questions and records are read") func limit() throws {
    let record: [UInt8] = [0, 0, 1, 0, 1, 0, 0, 0, 1, 0, 0]
    let records = (0..<5000).flatMap { _ in record }
    let message = try DNSMessage(parsing: [0, 1, 0x80, 0, 0, 0, 0x13, 0x88, 0, 0, 0, 0] + records)
    #expect(message.answers.count == DNSMessage.maximumRecords)
    #expect(message.defects.map(\.code) == [.limitExceeded])
  }

  @Test("defects are counted no further than sixteen") func manyDefects() throws {
    let record: [UInt8] = [0, 0, 1, 0, 1, 0, 0, 0, 1, 0, 1, 7]
    let records = (0..<40).flatMap { _ in record }
    let message = try DNSMessage(parsing: [0, 1, 0x80, 0, 0, 0, 0, 40, 0, 0, 0, 0] + records)
    #expect(message.defects.count == DNSMessage.maximumDefects)
  }

  @Test("a message that would pass 64 KiB is cut at a record") func longMessage() throws {
    var message = DNSMessage(id: 1, flags: 0x8000)
    let value = DNSValue.other([UInt8](repeating: 7, count: 1000))
    message.answers = (0..<100).map { _ in
      DNSRecord(Fixture.name("a"), DNSType(rawValue: 999), timeToLive: 1, value)
    }
    let bytes = message.encoded()
    #expect(bytes.count <= 0xFFFF)
    let read = try DNSMessage(parsing: bytes)
    #expect(read.defects.isEmpty)
    #expect(read.answers.count == 64)
  }

  @Test("types have names or numbers") func types() {
    #expect(DNSType.ptr.description == "PTR")
    #expect(DNSType(rawValue: 64000).description == "TYPE64000")
    #expect(DNSType.nbstat.netBIOSName == "NBSTAT")
    #expect(DNSType.srv.name == "SRV")
  }
}
