import ScoutLink
import ScoutListen
import ScoutModel
import ScoutNet
import ScoutWire
import Testing

@Suite("The fingerprint of a message") struct FingerprintTests {
  private func heard(
    _ payload: [UInt8], from source: UInt16 = 67, to destination: UInt16 = 68, vlan: UInt16? = nil
  ) throws -> HeardMessage {
    var dissector = Dissector()
    let packet = Packets.datagram(source, destination, payload, vlan: vlan)
    return try #require(dissector.hear(packet).first)
  }

  private func answer(
    _ change: (inout DNSMessage) -> Void = { _ in }
  ) throws -> HeardMessage {
    var message = DNSMessage(id: 7, flags: 0x8180)
    message.questions = [DNSQuestion(Packets.name("pc.corp.example"), .a)]
    message.answers = [
      DNSRecord(
        Packets.name("pc.corp.example"), .a, timeToLive: 300, .address4(IPv4Address(10, 1, 0, 5)))
    ]
    change(&message)
    return try heard(message.encoded(), from: 53, to: 40000)
  }

  @Test("is the same where only the exchange differs, and the sighting is then the same")
  func repetitions() throws {
    let ack = Packets.ack
    var again = ack
    again.transactionID = 99
    again.seconds = 5
    again.hops = 2
    let (first, second) = (try heard(ack.encoded()), try heard(again.encoded()))
    #expect(first.fingerprint != nil && first.fingerprint == second.fingerprint)
    #expect(
      first.sightings(site: "", source: "a") == second.sightings(site: "", source: "a"))
    let later = try answer {
      $0.id = 8
      $0.answers[0].timeToLive = 12
    }
    #expect(try answer().fingerprint == later.fingerprint)
  }

  @Test("differs wherever the sighting does")
  func differences() throws {
    let changes: [(inout DHCPv4Message) -> Void] = [
      { $0.hardwareType = 32 }, { $0.hardwareLength = 5 }, { $0.clientHardware[5] ^= 1 },
      { $0.clientAddress = IPv4Address(10, 1, 0, 9) },
      { $0.yourAddress = IPv4Address(10, 1, 0, 9) },
      { $0.relayAddress = IPv4Address(10, 1, 0, 9) },
      { $0.options[0] = DHCPv4Option(53, [2]) }, { $0.options.removeLast() },
      { $0.options.append(DHCPv4Option(60, Array("MSFT 5.0".utf8))) },
      { $0.options[4] = DHCPv4Option(12, Array("pc-0043".utf8)) },
      { $0.options = [] },
    ]
    var seen: Set<Int?> = [try heard(Packets.ack.encoded()).fingerprint]
    for (number, change) in changes.enumerated() {
      var message = Packets.ack
      change(&message)
      #expect(seen.insert(try heard(message.encoded()).fingerprint).inserted, "change \(number)")
    }
    #expect(seen.insert(try heard(Packets.ack.encoded(), vlan: 3).fingerprint).inserted)
    let answers: [(inout DNSMessage) -> Void] = [
      { _ in }, { $0.flags |= 3 }, { $0.flags |= 0x0200 }, { $0.answers = [] },
      { $0.questions[0].type = .ptr }, { $0.questions[0].name = Packets.name("x.corp.example") },
      { $0.answers[0].value = .address4(IPv4Address(10, 1, 0, 6)) },
      { $0.answers[0].name = Packets.name("x.corp.example") }, { $0.answers.append($0.answers[0]) },
    ]
    for (number, change) in answers.enumerated() {
      #expect(seen.insert(try answer(change).fingerprint).inserted, "answer \(number)")
    }
  }

  @Test("options in file and sname are told from those before them")
  func areas() throws {
    // The same bytes of options, once with the host name behind the end of the options field.
    var overloaded = Packets.ack
    overloaded.options = [
      DHCPv4Option(53, [5]), DHCPv4Option(52, [1]), DHCPv4Option(12, [0x61], in: .file),
    ]
    var plain = overloaded
    plain.options[2] = DHCPv4Option(12, [0x61])
    #expect(
      try heard(overloaded.encoded()).fingerprint != heard(plain.encoded()).fingerprint)
  }

  @Test("questions, updates and what comes seldom have none")
  func none() throws {
    #expect(try heard(Packets.query("pc.corp.example", .a), from: 40000, to: 53).fingerprint == nil)
    #expect(try answer { $0.flags = 0xA800 }.fingerprint == nil)
    #expect(
      try heard(Packets.query("pc.local", .a), from: 5353, to: 5353).fingerprint == nil)
    var dissector = Dissector()
    let arp = ARPPacket(
      operation: ARPPacket.reply, senderMAC: Packets.client,
      senderAddress: IPv4Address(10, 1, 0, 7), targetMAC: Packets.server,
      targetAddress: IPv4Address(10, 1, 0, 1))
    let neighbour = try #require(
      dissector.hear(Packets.ethernet(0x0806, arp.encoded())).first)
    #expect(neighbour.fingerprint == nil)
  }
}
