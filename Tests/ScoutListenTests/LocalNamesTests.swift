import ScoutListen
import ScoutModel
import ScoutNet
import ScoutWire
import Testing

@Suite("Names that machines give themselves") struct LocalNamesTests {
  /// Packets come from 10.1.0.7.
  private let own = IPv4Address(10, 1, 0, 7)

  private func facts(_ port: UInt16, _ message: DNSMessage) -> [LocalNameSighting] {
    var dissector = Dissector()
    let heard = dissector.hear(Packets.datagram(port, port, message.encoded()))
    return heard.flatMap { $0.sightings(site: "", source: "eth0") }.compactMap { sighting in
      guard case .localName(let name) = sighting.fact else { return nil }
      #expect(sighting.endpoint.address == .v4(own) && sighting.endpoint.mac == nil)
      return name
    }
  }

  private func answer(_ records: [DNSRecord], flags: UInt16 = 0x8400) -> DNSMessage {
    var message = DNSMessage(id: 0, flags: flags)
    message.answers = records
    return message
  }

  private func record(_ name: String, _ address: IPv4Address, ttl: UInt32 = 120) -> DNSRecord {
    DNSRecord(Packets.name(name), .a, timeToLive: ttl, .address4(address))
  }

  @Test("of multicast DNS count for the sender's own address alone, and only what is announced")
  func multicast() {
    let message = answer([
      record("PC-1.local", own), record("printer.local", IPv4Address(10, 1, 0, 99)),
      record("gone.local", own, ttl: 0),
    ])
    #expect(facts(5353, message) == [LocalNameSighting("pc-1.local", .mdns)])
    var probe = message
    probe.flags = 0
    #expect(facts(5353, probe).isEmpty, "a question announces nothing")
  }

  @Test("of LLMNR count where the sender answers for itself")
  func llmnr() {
    let message = answer([record("PC-1", own, ttl: 0)], flags: 0x8000)
    #expect(facts(5355, message) == [LocalNameSighting("pc-1", .llmnr)])
    #expect(facts(5355, answer([record("PC-1", own)], flags: 0x8003)).isEmpty)
  }

  /// A NetBIOS name as DNS carries it.
  private func spelled(_ text: String, _ suffix: UInt8) -> DNSName {
    let bytes =
      Array(text.utf8) + [UInt8](repeating: 0x20, count: 15 - text.utf8.count) + [suffix]
    return DNSName(labels: [bytes.flatMap { [0x41 + $0 >> 4, 0x41 + $0 & 15] }]) ?? .root
  }

  private func holds(_ suffix: UInt8, flags: UInt16 = 0, _ address: IPv4Address) -> DNSRecord {
    DNSRecord(
      spelled("PC-1", suffix), .nb, timeToLive: 300,
      .netBIOS([NBNSAddress(flags: flags, address: address)]))
  }

  @Test("of NetBIOS count in registrations and answers, not those of groups or of services")
  func netBIOS() {
    var registration = DNSMessage(id: 1, flags: 5 << 11 | 0x0110)
    registration.questions = [DNSQuestion(spelled("PC-1", 0), .nb)]
    registration.additionals = [holds(0, own)]
    let expected = [LocalNameSighting("pc-1", .netBIOS)]
    #expect(facts(137, registration) == expected)
    #expect(facts(137, answer([holds(0x20, own)])) == expected)
    #expect(facts(137, answer([holds(0x1C, own)])).isEmpty)
    #expect(facts(137, answer([holds(0, flags: 0x8000, own)])).isEmpty)
    #expect(facts(137, answer([holds(0, IPv4Address(10, 1, 0, 8))])).isEmpty)
  }

  @Test("of plain DNS are none, whoever answers")
  func plain() { #expect(facts(53, answer([record("pc-1.corp.example", own)])).isEmpty) }
}
