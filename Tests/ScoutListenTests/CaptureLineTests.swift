import Foundation
import ScoutListen
import ScoutNet
import ScoutWire
import Testing

@Suite("Lines of capture --json") struct CaptureLineTests {
  private func line(_ source: UInt16, _ destination: UInt16, _ payload: [UInt8]) throws -> String {
    var dissector = Dissector()
    let message = try #require(
      dissector.hear(Packets.datagram(source, destination, payload, vlan: 12)).first)
    let line = try #require(CaptureLine.text(for: message))
    // Whatever is printed must be JSON.
    _ = try JSONSerialization.jsonObject(with: Data(line.utf8))
    return line
  }

  private let head = #""frame":1,"time":"2023-11-14T22:13:20.250000Z","vlan":[12]"#

  @Test("DHCP") func dhcp() throws {
    #expect(
      try line(67, 68, Packets.ack.encoded())
        == #"{"kind":"dhcp",\#(head),"message":"ACK","clientMAC":"8c:16:45:aa:00:01","#
        + #""yourAddress":"10.1.0.42","server":"10.1.0.2","hostName":"pc-0042","#
        + #""domainName":"corp.example","nameServers":["10.1.0.3"]}"#)
  }

  @Test("DNS: options are codes with digits, data of unknown types is digits")
  func digits() throws {
    var message = DNSMessage(id: 1, flags: 0x8180)
    message.answers = [
      DNSRecord(
        Packets.name("a"), DNSType(rawValue: 65280), timeToLive: 5, .other([0xFF, 0]))
    ]
    message.additionals = [
      DNSRecord(
        .root, .opt, rawClass: 1232, timeToLive: 0,
        .options([EDNSOption(code: 10, value: [0xAB, 1]), EDNSOption(code: 3, value: [])]))
    ]
    let line = try line(53, 40000, message.encoded())
    #expect(line.contains(#"{"name":"a","type":65280,"ttl":5,"value":"ff00"}"#))
    #expect(line.contains(#"{"name":".","type":"OPT","value":"10:ab01 3:"}"#))
  }

  @Test("DHCP: an unknown type is a number, empty is not absent, control characters are escaped")
  func oddDHCP() throws {
    var message = DHCPv4Message(operation: 1, transactionID: 1)
    message.options = [
      DHCPv4Option(53, [106]), DHCPv4Option(15, []), DHCPv4Option(12, [0x61, 0x1B, 0x22, 0xFF]),
      DHCPv4Option(82, [1, 1, 0xAB]), DHCPv4Option(119, [9]),
    ]
    message.relayAddress = IPv4Address(10, 1, 0, 1)
    #expect(
      try line(68, 67, message.encoded())
        == #"{"kind":"dhcp",\#(head),"message":106,"clientMAC":"00:00:00:00:00:00","#
        + #""relay":"10.1.0.1","hostName":"a\u001b\"\#u{FFFD}","domainName":"","searchList":[],"#
        + #""relayAgent":[{"code":1,"value":"ab"}],"defects":["search list cut short at byte 1"]}"#)
  }

  @Test("DNS question and answer") func dns() throws {
    #expect(
      try line(40000, 53, Packets.query("Amt1.corp.example", .a))
        == #"{"kind":"dns",\#(head),"transport":"udp","response":false,"id":1,"opcode":0,"#
        + #""questions":[{"name":"Amt1.corp.example","type":"A"}],"answers":[],"#
        + #""additionals":[{"name":".","type":"OPT","value":""}]}"#)
    var answer = DNSMessage(id: 2, flags: 0x8180)
    answer.questions = [DNSQuestion(Packets.name("a"), .a)]
    answer.answers = [
      DNSRecord(
        Packets.name("a"), .a, timeToLive: 60, .address4(IPv4Address(10, 1, 0, 7))),
      DNSRecord(Packets.name("a"), DNSType(rawValue: 999), timeToLive: 1, .other([0xAB])),
      DNSRecord(Packets.name("a"), .txt, timeToLive: 1, .text([[0x78, 0x0A]])),
    ]
    #expect(
      try line(53, 40000, answer.encoded())
        == #"{"kind":"dns",\#(head),"transport":"udp","response":true,"id":2,"opcode":0,"#
        + #""rcode":0,"questions":[{"name":"a","type":"A"}],"answers":["#
        + #"{"name":"a","type":"A","ttl":60,"value":"10.1.0.7"},"#
        + #"{"name":"a","type":999,"ttl":1,"value":"ab"},"#
        + #"{"name":"a","type":"TXT","ttl":1,"value":"\"x\\n\""}]}"#)
  }

  @Test("multicast DNS says which records replace others") func mdns() throws {
    var answer = DNSMessage(id: 0, flags: 0x8400)
    answer.answers = [
      DNSRecord(
        Packets.name("pc.local"), .ptr, rawClass: 0x8001, timeToLive: 9,
        .name(Packets.name("b.local")))
    ]
    #expect(
      try line(5353, 5353, answer.encoded()).hasSuffix(
        #""answers":[{"name":"pc.local","type":"PTR","ttl":9,"cacheFlush":true,"#
          + #""value":"b.local"}]}"#))
  }

  @Test("RMCP") func rmcp() throws {
    #expect(
      try line(40000, 623, ASFPresencePing(tag: 3).encoded())
        == #"{"kind":"rmcp",\#(head),"source":"10.1.0.7","destination":"10.1.0.1","#
        + #""sequence":255,"class":6,"message":"ping","tag":3}"#)
  }

  @Test("a presence pong, with the words of the sweep") func pong() throws {
    #expect(
      try line(623, 40000, SightingsTests.pong.encoded()).hasSuffix(
        #""message":"pong","tag":1,"enterprise":343,"product":"AMT","version":"9.5","#
          + #""state":"post","openPort":16992,"dualPorts":false}"#))
  }

  @Test("DHCPv6 through a relay, and a router advertisement") func ipv6() throws {
    let reply: [UInt8] = [7, 0, 0, 1, 0, 24, 0, 3, 1, 0x61, 0]
    let relayed =
      [13, 0] + [UInt8](repeating: 0, count: 32) + [0, 9, 0, UInt8(reply.count)] + reply
    #expect(
      try line(547, 546, relayed)
        == #"{"kind":"dhcpv6",\#(head),"message":"REPLY","searchList":["a"],"#
        + #""relays":[{"message":"RELAY-REPL","link":"::","peer":"::"}]}"#)
  }

  @Test("a neighbour has no line") func neighbour() {
    let packet = ARPPacket(
      operation: 2, senderMAC: Packets.client, senderAddress: IPv4Address(10, 1, 0, 7),
      targetMAC: Packets.server, targetAddress: IPv4Address(10, 1, 0, 1))
    var dissector = Dissector()
    let messages = dissector.hear(Packets.ethernet(0x0806, packet.encoded()))
    #expect(messages.count == 1)
    #expect(messages.compactMap(CaptureLine.text) == [])
  }
}
