import ScoutLoop
import ScoutModel
import ScoutNet
import ScoutWire
import Testing

@testable import ScoutResolve

@Suite("Resolver") struct ResolverTests {
  @Test("follows aliases, leaves out what belongs to other names, keeps TTL and server")
  func chain() async throws {
    let server = try TestNameServer { query in
      [
        query.message.answer([
          a("evil.example", 66), a("PC-7.corp.example", 7, ttl: 120),
          DNSRecord(
            name("alias.corp.EXAMPLE"), .cname, timeToLive: 30, .name(name("pc-7.corp.example"))),
        ]).encoded()
      ]
    }
    defer { server.stop() }
    let (resolver, loop) = try await resolver([server.server])
    defer { loop.stop() }
    let answer = await resolver.lookUp(domain("Alias.Corp.example"), .a)
    #expect(
      answer.sighting
        == NameSighting(
          name: "alias.corp.example", type: "A", outcome: .answered,
          records: [
            NameRecord(
              name: "alias.corp.example", type: "CNAME", timeToLive: 30,
              value: "pc-7.corp.example"),
            NameRecord(name: "pc-7.corp.example", type: "A", timeToLive: 120, value: "10.1.0.7"),
          ], server: localhost))
    #expect(answer.responseCode == 0)
    #expect(answer.addresses == [.v4(IPv4Address(10, 1, 0, 7))])
  }

  @Test("aliases in a circle end")
  func circle() async throws {
    let server = try TestNameServer { query in
      [
        query.message.answer([
          DNSRecord(name("a.example"), .cname, timeToLive: 1, .name(name("b.example"))),
          DNSRecord(name("b.example"), .cname, timeToLive: 1, .name(name("a.example"))),
        ]).encoded()
      ]
    }
    defer { server.stop() }
    let (resolver, loop) = try await resolver([server.server])
    defer { loop.stop() }
    let answer = await resolver.lookUp(domain("a.example"), .a)
    #expect(answer.sighting.outcome == .noData)
    #expect(answer.sighting.records.count == 2)
  }

  @Test(
    "tells the ways of having no answer apart",
    arguments: [
      (0x8180 as UInt16, 0 as UInt16, NameOutcome.noData), (0x8180, 3, .noSuchName),
      (0x8180, 2, .serverFailed), (0x8180, 5, .serverFailed), (0x8100, 0, .serverFailed),
      (0x8500, 0, .noData),
    ])
  func negative(flags: UInt16, code: UInt16, outcome: NameOutcome) async throws {
    let server = try TestNameServer { query in
      [query.message.answer(code: code, flags: flags).encoded()]
    }
    defer { server.stop() }
    let (resolver, loop) = try await resolver([server.server])
    defer { loop.stop() }
    let answer = await resolver.lookUp(domain("pc.example"), .a)
    #expect(answer.sighting.outcome == outcome)
    #expect(answer.responseCode == code)
    #expect(answer.sighting.server == localhost)
    #expect(answer.trouble == nil)
  }

  @Test("silence is silence: two tries, then no answer")
  func silence() async throws {
    let server = try TestNameServer { _ in [] }
    defer { server.stop() }
    let (resolver, loop) = try await resolver([server.server], timeout: .milliseconds(200))
    defer { loop.stop() }
    let answer = await resolver.lookUp(domain("pc.example"), .a)
    #expect(answer.sighting.outcome == .noAnswer)
    #expect(answer.responseCode == nil && answer.trouble == nil)
    try await server.waitForQueries(2)
    #expect(server.seen.count == 2)
    #expect(Set(server.seen.map(\.message.id)).count == 2)
    #expect(Set(server.seen.map(\.sourcePort)).count == 2)
  }

  @Test("believes only the right id and question, and waits for them")
  func forgery() async throws {
    let server = try TestNameServer { query in
      var wrongID = query.message.answer([a("pc.example", 66)])
      wrongID.id ^= 1
      var wrongName = query.message.answer([a("pc.example", 67)])
      wrongName.questions = [DNSQuestion(name("other.example"), .a)]
      var wrongType = query.message.answer([a("pc.example", 68)])
      wrongType.questions = [DNSQuestion(name("pc.example"), .aaaa)]
      var noQuestion = query.message.answer([a("pc.example", 69)])
      noQuestion.questions = []
      return [
        wrongID, wrongName, wrongType, noQuestion, query.message,
        query.message.answer([a("pc.example", 7)]),
      ].map { $0.encoded() } + [[1, 2, 3]]
    }
    defer { server.stop() }
    let (resolver, loop) = try await resolver([server.server])
    defer { loop.stop() }
    let answer = await resolver.lookUp(domain("pc.example"), .a)
    #expect(answer.addresses == [.v4(IPv4Address(10, 1, 0, 7))])
  }

  @Test("another server's datagram is not believed")
  func otherServer() async throws {
    // The first server never answers; the second answers the question that only it was asked.
    let silent = try TestNameServer { _ in [] }
    let speaking = try TestNameServer { [$0.message.answer([a("pc.example", 7)]).encoded()] }
    defer { for server in [silent, speaking] { server.stop() } }
    let (resolver, loop) = try await resolver(
      [silent.server, speaking.server], timeout: .milliseconds(500))
    defer { loop.stop() }
    let answer = await resolver.lookUp(domain("pc.example"), .a)
    #expect(answer.sighting.outcome == .answered)
    try await silent.waitForQueries(1)
    #expect(!silent.seen.isEmpty && !speaking.seen.isEmpty)
  }

  @Test("a server that fails or is not there makes way for the next at once")
  func nextServer() async throws {
    let failing = try TestNameServer { [$0.message.answer(code: 2).encoded()] }
    let speaking = try TestNameServer { [$0.message.answer(code: 3).encoded()] }
    defer { for server in [failing, speaking] { server.stop() } }
    let absent = NameServer(localhost, port: 9)
    let (resolver, loop) = try await resolver(
      [absent, failing.server, speaking.server], timeout: .seconds(30))
    defer { loop.stop() }
    let answer = await resolver.lookUp(domain("pc.example"), .a)
    #expect(answer.sighting.outcome == .noSuchName)
  }

  @Test("a cut answer is fetched over TCP; where that fails, the part is told as a part")
  func truncation() async throws {
    let records = (0..<40 as Range<UInt8>).map { a("pc.example", $0) }
    let server = try TestNameServer { query in
      query.isTCP
        ? [query.message.answer(records).encoded()]
        : [query.message.answer([records[0]], flags: 0x8380).encoded()]
    }
    let half = try TestNameServer(tcp: false) {
      [$0.message.answer([records[0]], flags: 0x8380).encoded()]
    }
    defer { for server in [server, half] { server.stop() } }
    let (whole, loop) = try await resolver([server.server], timeout: .seconds(5))
    defer { loop.stop() }
    let answer = await whole.lookUp(domain("pc.example"), .a)
    #expect(answer.addresses.count == 40 && !answer.isCut)
    let (part, otherLoop) = try await resolver([half.server], timeout: .seconds(5))
    defer { otherLoop.stop() }
    let other = await part.lookUp(domain("pc.example"), .a)
    #expect(other.addresses.count == 1 && other.isCut)
  }

  @Test("a server that does not know EDNS is asked plainly")
  func withoutExtensions() async throws {
    let server = try TestNameServer { query in
      query.message.additionals.isEmpty
        ? [query.message.answer([a("pc.example", 7)]).encoded()]
        : [query.message.answer(code: 1).encoded()]
    }
    defer { server.stop() }
    let (resolver, loop) = try await resolver([server.server])
    defer { loop.stop() }
    let answer = await resolver.lookUp(domain("pc.example"), .a)
    #expect(answer.sighting.outcome == .answered)
    #expect(server.seen.count == 2)
  }

  @Test("many at once: bounded on the wire, the same question only once, answers kept")
  func many() async throws {
    let server = try TestNameServer { query in
      [query.message.answer(code: 3).encoded()]
    }
    defer { server.stop() }
    let (resolver, loop) = try await resolver([server.server], timeout: .seconds(10))
    defer { loop.stop() }
    let outcomes = await withTaskGroup(of: NameOutcome.self) { group in
      for number in 0..<2000 {
        group.addTask {
          await resolver.lookUp(domain("pc-\(number / 2).example"), .a).sighting.outcome
        }
      }
      return await group.reduce(into: [NameOutcome: Int]()) { $0[$1, default: 0] += 1 }
    }
    #expect(outcomes == [.noSuchName: 2000])
    #expect(server.seen.count == 1000)
    _ = await resolver.lookUp(domain("PC-0.example."), .a)
    #expect(server.seen.count == 1000)
    _ = await resolver.lookUp(domain("pc-0.example"), .aaaa)
    #expect(server.seen.count == 1001)
  }

  @Test("a server that has long been silent costs each later question one wait only")
  func longSilence() async throws {
    let server = try TestNameServer { _ in [] }
    defer { server.stop() }
    let (resolver, loop) = try await resolver([server.server], timeout: .milliseconds(20), tries: 2)
    defer { loop.stop() }
    for number in 0..<8 { _ = await resolver.lookUp(domain("pc-\(number).example"), .a) }
    try await server.waitForQueries(13)
    // Ten times in vain in the first five questions, then once each.
    #expect(server.seen.count == 13)
  }

  @Test("without servers, after the end, and for names DNS cannot carry, the answer says why")
  func troubles() async throws {
    let (lonely, loop) = try await resolver([])
    let answer = await lonely.lookUp(localhost)
    #expect(answer.sighting.outcome == .noAnswer && answer.trouble == .noRoute)
    #expect(answer.sighting.name == "1.0.0.127.in-addr.arpa" && answer.sighting.type == "PTR")
    let long = await lonely.lookUp(domain(String(repeating: "a", count: 100)), .a)
    #expect(long.sighting.outcome == .noAnswer && long.trouble != nil)
    loop.stop()
    let late = await lonely.lookUp(domain("pc.example"), .a)
    #expect(late.sighting.outcome == .noAnswer)
    let (foreign, other) = try await resolver([NameServer(.v4(IPv4Address(10, 0, 0, 53)))])
    defer { other.stop() }
    #expect(await foreign.lookUp(domain("pc.example"), .a).trouble == .notAdmitted)
  }

  @Test("stopping the loop answers what is on its way")
  func stopped() async throws {
    let server = try TestNameServer { _ in [] }
    defer { server.stop() }
    let (resolver, loop) = try await resolver([server.server], timeout: .seconds(60))
    async let answer = resolver.lookUp(domain("pc.example"), .a)
    while server.seen.isEmpty { try await Task.sleep(for: .milliseconds(5)) }
    loop.stop()
    #expect(await answer.trouble == .stopped)
  }
}

@Suite("resolv.conf") struct ResolverConfigurationTests {
  @Test("is read as the system reads it")
  func reading() throws {
    let text = """
      # made by hand
      domain first.example
      nameserver 10.0.0.53   ; the main one
      nameserver 2001:db8::53
      nameserver fe80::1%eth0
      nameserver 10.0.0.53
      options timeout:1
      search Corp.Example eu.corp.example
      nameserver
      """
    let configuration = ResolverConfiguration(parsing: text)
    #expect(configuration.servers.map(\.address.description) == ["10.0.0.53", "2001:db8::53"])
    #expect(configuration.search.map(\.text) == ["corp.example", "eu.corp.example"])
    for end in text.indices { _ = ResolverConfiguration(parsing: text[..<end]) }
    #expect(ResolverConfiguration(path: "/nonexistent").servers.isEmpty)
    #expect(ResolverConfiguration(path: "/dev/null").search.isEmpty)
  }

  @Test("answers cut anywhere are read or refused, never a trap")
  func prefixes() {
    let query = DNSMessage.query(id: 7, name("pc.example"), .a)
    let bytes = query.answer([a("pc.example", 1), a("pc.example", 2)]).encoded()
    for length in 0...bytes.count { fuzzAnswer(Array(bytes.prefix(length))) }
  }
}
