import ScoutListen
import ScoutModel
import ScoutNet
import ScoutWire
import Testing

@Suite("Dissector") struct DissectorTests {
  private func questions(_ messages: [HeardMessage]) -> [String] {
    messages.flatMap { message -> [String] in
      guard case .dns(let dns, _) = message.content else { return [] }
      return dns.questions.map(\.name.text)
    }
  }

  @Test("tells the services by their ports") func services() {
    var dissector = Dissector()
    let query = Packets.query("a.example", .a)
    let transports: [(UInt16, UInt16, NameTransport)] = [
      (40000, 53, .udp), (53, 40000, .udp), (5353, 5353, .mdns), (40000, 5355, .llmnr),
      (137, 137, .nbns), (53, 5353, .udp),
    ]
    for (source, destination, transport) in transports {
      guard
        case .dns(_, let heard)? = dissector.hear(Packets.datagram(source, destination, query))
          .first?.content
      else {
        Issue.record("nothing heard on \(source) and \(destination)")
        continue
      }
      #expect(heard == transport)
    }
    guard
      case .dhcp? = dissector.hear(Packets.datagram(67, 68, Packets.ack.encoded())).first?.content
    else {
      Issue.record("no DHCP heard")
      return
    }
    #expect(dissector.hear(Packets.datagram(40000, 40001, query)).isEmpty)
    #expect(dissector.counts.messages == 7)
  }

  @Test("keeps the VLAN, the addresses and the frame's number") func packet() throws {
    var dissector = Dissector()
    _ = dissector.hear(Packets.ethernet(0x88CC, [1, 2, 3]))
    let message = try #require(
      dissector.hear(Packets.datagram(67, 68, Packets.ack.encoded(), vlan: 12)).first)
    #expect(message.frame == 2)
    #expect(message.vlans == [12])
    #expect(message.source == IPAddress("10.1.0.7"))
    #expect(message.sourceMAC == Packets.client)
    #expect(message.time.description == "2023-11-14T22:13:20.250000Z")
  }

  @Test("a packet quoted in an ICMP error is no traffic") func quoted() {
    var dissector = Dissector()
    let quoted = Packets.ipv4(17, Packets.udp(40000, 53, Packets.query("a.example", .a)))
    let error = Packets.ethernet(0x0800, Packets.ipv4(1, [3, 3, 0, 0, 0, 0, 0, 0] + quoted))
    #expect(dissector.hear(error).isEmpty)
  }

  @Test("puts a datagram in pieces together") func fragments() {
    var dissector = Dissector()
    let whole = Packets.udp(53, 40000, Packets.query("a-long-name.example", .a))
    let first = Packets.ethernet(0x0800, Packets.ipv4(17, Array(whole[..<24]), fragment: 0x2000))
    let second = Packets.ethernet(0x0800, Packets.ipv4(17, Array(whole[24...]), fragment: 3))
    #expect(dissector.hear(second).isEmpty)
    let messages = dissector.hear(first)
    #expect(questions(messages) == ["a-long-name.example"])
    #expect(messages.first?.frame == 2)
  }

  @Test("neighbours are told by ARP, but not by probes or broadcast addresses") func neighbours() {
    func arp(_ mac: MACAddress, _ address: IPv4Address) -> [UInt8] {
      let packet = ARPPacket(
        operation: 1, senderMAC: mac, senderAddress: address, targetMAC: .init(rawValue: 0),
        targetAddress: IPv4Address(10, 1, 0, 1))
      return Packets.ethernet(0x0806, packet.encoded())
    }
    var dissector = Dissector()
    let address = IPv4Address(10, 1, 0, 7)
    #expect(
      dissector.hear(arp(Packets.client, address)).map(\.content) == [
        .neighbour(.v4(address), Packets.client)
      ])
    #expect(dissector.hear(arp(Packets.client, .zero)).isEmpty)
    #expect(dissector.hear(arp(MACAddress(rawValue: 0xFFFF_FFFF_FFFF), address)).isEmpty)
  }

  @Test("a message that cannot be read at all is counted") func unreadable() {
    var dissector = Dissector()
    #expect(dissector.hear(Packets.datagram(67, 68, [1, 2, 3])).isEmpty)
    #expect(dissector.hear(Packets.datagram(40000, 53, [1, 2, 3])).isEmpty)
    #expect(dissector.counts.unreadable == 2)
    #expect(dissector.hear([1, 2, 3], link: 147).isEmpty)
    #expect(dissector.counts.unsupported == 1)
  }

  @Test("a broken RMCP message still tells its head") func brokenPong() throws {
    var dissector = Dissector()
    let ping = ASFPresencePing(tag: 9).encoded()
    let whole = try #require(dissector.hear(Packets.datagram(40000, 623, ping)).first)
    guard case .rmcp(let rmcp) = whole.content else {
      Issue.record("no RMCP heard")
      return
    }
    #expect(rmcp.message == .ping(ASFPresencePing(tag: 9)))
    #expect(rmcp.bytes == ping)
    let cut = try #require(
      dissector.hear(Packets.datagram(40000, 623, Array(ping[..<6]))).first)
    guard case .rmcp(let broken) = cut.content else { return }
    #expect(broken.message == nil)
    #expect(broken.defect?.code == .truncated)
    #expect(dissector.hear(Packets.datagram(40000, 623, [1, 2, 3, 4])).isEmpty)
  }

  @Test("every prefix of packets of all kinds is heard without a trap") func everyPrefix() {
    let query = Packets.query("a.example", .a)
    let packets = [
      Packets.datagram(67, 68, Packets.ack.encoded(), vlan: 5), Packets.datagram(53, 40000, query),
      Packets.tcp(1, [0, UInt8(query.count)] + query),
      Packets.datagram(40000, 623, ASFPresencePing(tag: 1).encoded()),
    ]
    for packet in packets {
      var dissector = Dissector()
      for count in 0...packet.count {
        for message in dissector.hear(Array(packet[..<count])) {
          _ = CaptureLine.text(for: message)
          _ = message.sightings(site: "", source: "")
        }
      }
      #expect(dissector.counts.messages > 0)
    }
  }
}
