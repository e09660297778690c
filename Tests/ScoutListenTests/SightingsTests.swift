import ScoutListen
import ScoutModel
import ScoutNet
import ScoutWire
import Testing

@Suite("Sightings from what was heard") struct SightingsTests {
  private func sightings(
    _ source: UInt16, _ destination: UInt16, _ payload: [UInt8]
  ) -> [Sighting] {
    var dissector = Dissector()
    return dissector.hear(Packets.datagram(source, destination, payload, vlan: 12))
      .flatMap { $0.sightings(site: "Lyon", source: "eth0") }
  }

  @Test("an ACK names the client's address, MAC and segment") func ack() throws {
    let sighting = try #require(sightings(67, 68, Packets.ack.encoded()).first)
    #expect(sighting.method == .passive)
    #expect(sighting.origin == Origin("eth0", position: 1))
    #expect(
      sighting.endpoint
        == Endpoint(
          address: IPAddress("10.1.0.42"), mac: Packets.client, vlan: [12], site: "Lyon"))
    guard case .dhcp(let dhcp) = sighting.fact else {
      Issue.record("no DHCP fact")
      return
    }
    #expect(dhcp.message == "ACK")
    #expect(dhcp.isFromServer)
    #expect(dhcp.segment == Prefix("10.1.0.0/22"))
    #expect(dhcp.domainName == "corp.example")
    #expect(dhcp.hostName == "pc-0042")
    #expect(dhcp.nameServers == [IPv4Address(10, 1, 0, 3)])
  }

  @Test("an offered address is not yet the client's") func offer() throws {
    var offer = Packets.ack
    offer.options[0] = DHCPv4Option(53, [2])
    let sighting = try #require(sightings(67, 68, offer.encoded()).first)
    #expect(sighting.endpoint.address == nil)
    #expect(sighting.endpoint.mac == Packets.client)
  }

  @Test("option 15 blank is empty, absent is none") func blank() throws {
    for (options, expected): ([DHCPv4Option], String?) in [
      ([DHCPv4Option(15, [0x20])], ""), ([DHCPv4Option(15, [])], ""), ([], nil),
    ] {
      var ack = Packets.ack
      ack.options = [DHCPv4Option(53, [5])] + options
      guard case .dhcp(let dhcp)? = sightings(67, 68, ack.encoded()).first?.fact else {
        Issue.record("no DHCP fact")
        continue
      }
      #expect(dhcp.domainName == expected)
    }
  }

  private func answer(
    _ name: String, _ type: DNSType, code: UInt16 = 0, _ records: [DNSRecord]
  ) -> [Sighting] {
    var message = DNSMessage(id: 1, flags: 0x8180 | code)
    message.questions = [DNSQuestion(Packets.name(name), type)]
    message.answers = records
    return sightings(53, 40000, message.encoded())
  }

  @Test("answers for addresses and names") func answers() throws {
    let host = Packets.name("PC.corp.example")
    let forward = try #require(
      answer(
        "PC.corp.example", .a,
        [DNSRecord(host, .a, timeToLive: 60, .address4(IPv4Address(10, 1, 0, 42)))]
      ).first)
    #expect(forward.endpoint.address == IPAddress("10.1.0.42"))
    #expect(
      forward.fact
        == .name(
          NameSighting(
            name: "pc.corp.example", type: "A", outcome: .answered,
            records: [
              NameRecord(name: "pc.corp.example", type: "A", timeToLive: 60, value: "10.1.0.42")
            ], server: IPAddress("10.1.0.7"))))
    let reverse = try #require(
      answer(
        "42.0.1.10.in-addr.arpa", .ptr,
        [DNSRecord(Packets.name("42.0.1.10.in-addr.arpa"), .ptr, timeToLive: 1, .name(host))]
      ).first)
    #expect(reverse.endpoint.address == IPAddress("10.1.0.42"))
    let six = try #require(IPAddress("2001:db8::7"))
    let none = try #require(answer(six.reverseName, .ptr, code: 3, []).first)
    #expect(none.endpoint.address == six)
  }

  @Test("what the answer came to") func outcomes() {
    func outcome(_ code: UInt16, _ records: [DNSRecord]) -> NameOutcome? {
      guard case .name(let name)? = answer("a.b", .a, code: code, records).first?.fact else {
        return nil
      }
      return name.outcome
    }
    #expect(outcome(0, []) == .noData)
    #expect(outcome(3, []) == .noSuchName)
    #expect(outcome(2, []) == .serverFailed)
    let alias = DNSRecord(Packets.name("a.b"), .cname, timeToLive: 1, .name(.root))
    #expect(outcome(0, [alias]) == .noData)
    // A cut answer does not say that there is nothing.
    var cut = DNSMessage(id: 1, flags: 0x8380)
    cut.questions = [DNSQuestion(Packets.name("a.b"), .a)]
    #expect(sightings(53, 40000, cut.encoded()).isEmpty)
  }

  @Test("a question for the provisioning server is the asking machine's") func provisioning() throws
  {
    let sighting = try #require(
      sightings(40000, 53, Packets.query("ProvisionServer.corp.example", .a)).first)
    #expect(sighting.endpoint.address == IPAddress("10.1.0.7"))
    #expect(
      sighting.fact
        == .name(
          NameSighting(
            name: "provisionserver.corp.example", type: "A", outcome: .questionOnly,
            server: IPAddress("10.1.0.1"))))
    #expect(sightings(40000, 53, Packets.query("www.corp.example", .a)).isEmpty)
    #expect(sightings(40000, 5355, Packets.query("provisionserver", .a)).isEmpty)
  }

  @Test("other types of questions are left aside") func others() {
    #expect(answer("a.b", .mx, []).isEmpty)
  }

  /// The pong of a provisioned device of version 9.5 whose web server is on 16992.
  static let pong = ASFPresencePong(
    headerEnterprise: 343, tag: 1, enterprise: 343, enterpriseData: [0x42, 0x60, 0x95, 0x02],
    entities: 0, interactions: 0x20, reserved: [0, 0, 0, 0, 0, 0])

  @Test("a presence pong is its sender's") func pong() throws {
    let bytes = Self.pong.encoded()
    let sighting = try #require(sightings(623, 40000, bytes).first)
    #expect(sighting.endpoint.address == IPAddress("10.1.0.7"))
    #expect(sighting.endpoint.mac == nil)
    guard case .pong(let pong) = sighting.fact else {
      Issue.record("no pong")
      return
    }
    #expect(pong.product == .amt)
    #expect(pong.openPort == 16992)
    #expect(pong.state == .post)
    #expect(pong.bytes == bytes)
    #expect(sightings(40000, 623, ASFPresencePing(tag: 1).encoded()).isEmpty)
  }
}
