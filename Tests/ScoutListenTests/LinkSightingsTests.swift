import ScoutListen
import ScoutModel
import ScoutNet
import ScoutWire
import Testing

@Suite("Sightings of IPv6 links and of registrations") struct LinkSightingsTests {
  private let mac = MACAddress(rawValue: 0x0200_0000_0042)

  private func ipv6(
    _ next: UInt8, _ payload: [UInt8], hops: UInt8 = 255, source: String = "fe80::1",
    destination: String = "ff02::1"
  ) throws -> [UInt8] {
    var writer = ByteWriter()
    writer.write([0x60, 0, 0, 0])
    writer.write(UInt16(payload.count))
    writer.write([next, hops])
    writer.write(try #require(IPv6Address(source)))
    writer.write(try #require(IPv6Address(destination)))
    writer.write(payload)
    return Packets.ethernet(0x86DD, writer.bytes)
  }

  private func sightings(_ packet: [UInt8]) -> [Sighting] {
    var dissector = Dissector()
    return dissector.hear(packet).flatMap { $0.sightings(site: "Lyon", source: "eth0") }
  }

  @Test("neighbour discovery ties hardware to address, on the link alone")
  func neighbours() throws {
    let target = try #require(IPv6Address("fe80::42"))
    let told = NeighbourMessage(type: 136, target: target, mac: mac).encoded()
    let found = try #require(sightings(try ipv6(58, told)).first)
    #expect(found.fact == .neighbour)
    #expect(found.endpoint.address == .v6(target) && found.endpoint.mac == mac)
    // One hop less: a router passed it on, or somebody pretends.
    #expect(sightings(try ipv6(58, told, hops: 254)).isEmpty)
  }

  @Test("a router advertisement tells its prefixes and suffixes, and who the router is")
  func advertisement() throws {
    var message: [UInt8] = [134, 0, 0, 0, 64, 0xC0, 7, 8, 0, 0, 0, 0, 0, 0, 0, 0]
    message += [1, 1] + mac.octets
    message += [3, 4, 64, 0xC0] + [UInt8](repeating: 0, count: 12)
    message += [0x20, 0x01, 0x0D, 0xB8] + [UInt8](repeating: 0, count: 12)
    message += [31, 3, 0, 0, 0, 0, 0, 9, 4] + Array("corp".utf8) + [7] + Array("example".utf8)
    message += [0, 0, 0]
    let found = try #require(sightings(try ipv6(58, message)).first)
    guard case .ipv6(let said) = found.fact else {
      Issue.record("no fact of IPv6")
      return
    }
    #expect(said.message == "RA" && said.isFromServer)
    #expect(said.searchList == ["corp.example"])
    #expect(said.prefixes == [Prefix("2001:db8::/64")].compactMap(\.self))
    #expect(found.endpoint.mac == mac && found.endpoint.address == IPAddress("fe80::1"))
  }

  @Test("DHCPv6 tells suffixes and names; what relays carry is told by what is inside")
  func dhcpv6() throws {
    // REPLY with option 24, in a relay's envelope with a link address.
    let option24: [UInt8] =
      [0, 24, 0, 14, 4] + Array("corp".utf8) + [7] + Array("example".utf8) + [0]
    let reply: [UInt8] = [7, 0, 0, 1] + option24
    var envelope: [UInt8] = [13, 0, 0x20, 0x01, 0x0D, 0xB8] + [UInt8](repeating: 0, count: 12)
    envelope += [UInt8](repeating: 0, count: 16) + [0, 9, 0, UInt8(reply.count)] + reply
    for (message, link) in [(reply, nil), (envelope, IPv6Address("2001:db8::"))] {
      let packet = try ipv6(17, Packets.udp(547, 547, message))
      guard case .ipv6(let said)? = sightings(packet).first?.fact else {
        Issue.record("no fact of IPv6")
        return
      }
      #expect(said.message == "REPLY")
      #expect(said.searchList == ["corp.example"])
      #expect(said.link == link)
      #expect(said.server == (link == nil ? IPAddress("fe80::1") : nil))
    }
  }

  private func update(_ records: [DNSRecord], code: UInt16? = nil) -> DNSMessage {
    var message = DNSMessage(id: 9, flags: 5 << 11 | (code.map { 0x8000 | $0 } ?? 0))
    message.questions = [DNSQuestion(Packets.name("corp.example"), .soa)]
    message.authorities = records
    return message
  }

  @Test("a dynamic update tells what is to be kept; what it takes away is not told")
  func registration() throws {
    let host = Packets.name("PC-1.corp.example")
    let message = update([
      // Class ANY deletes what was there.
      DNSRecord(host, .a, rawClass: 255, timeToLive: 0, .other([])),
      DNSRecord(host, .a, timeToLive: 900, .address4(IPv4Address(10, 1, 0, 42))),
      DNSRecord(host, .a, timeToLive: 900, .address4(IPv4Address(10, 1, 0, 43))),
      DNSRecord(host, .txt, timeToLive: 900, .text([[1]])),
    ])
    let found = sightings(Packets.datagram(40000, 53, message.encoded()))
    #expect(found.count == 1)
    guard case .name(let name)? = found.first?.fact else {
      Issue.record("no name")
      return
    }
    #expect(name.outcome == .registered && name.name == "pc-1.corp.example" && name.type == "A")
    #expect(name.records.map(\.value) == ["10.1.0.42", "10.1.0.43"])
    #expect(name.server == IPAddress("10.1.0.1"))
    #expect(name.client == IPAddress("10.1.0.7") && name.messageID == 9)
    // Two addresses: it is about whoever sent it.
    #expect(found.first?.endpoint.address == IPAddress("10.1.0.7"))
  }

  @Test("a refused update tells the zone and who was refused; a granted one tells nothing more")
  func refusal() throws {
    let refused = sightings(Packets.datagram(53, 40000, update([], code: 5).encoded()))
    guard case .name(let name)? = refused.first?.fact else {
      Issue.record("no name")
      return
    }
    #expect(name.outcome == .registrationRefused && name.name == "corp.example")
    #expect(refused.first?.endpoint.address == IPAddress("10.1.0.1"))
    // The packet's way is that of all packets here: from the asked server, 10.1.0.7.
    #expect(name.client == IPAddress("10.1.0.1") && name.server == IPAddress("10.1.0.7"))
    #expect(name.messageID == 9)
    // Granted; the server failed; a prerequisite does not hold, which DHCP servers ask for on purpose.
    for code: UInt16 in [0, 2, 6, 7, 8] {
      let other = sightings(Packets.datagram(53, 40000, update([], code: code).encoded()))
      #expect(other.isEmpty, "\(code)")
    }
  }

  @Test("a packet quoted in an ICMP error is no traffic")
  func quoted() {
    let inner = Packets.ipv4(17, Packets.udp(68, 67, Packets.ack.encoded()))
    let error: [UInt8] = [3, 3, 0, 0, 0, 0, 0, 0] + inner
    #expect(sightings(Packets.ethernet(0x0800, Packets.ipv4(1, error))).isEmpty)
  }
}
