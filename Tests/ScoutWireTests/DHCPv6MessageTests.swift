import ScoutNet
import ScoutWire
import Testing

enum DHCPv6Fixture {
  static func option(_ code: UInt16, _ value: [UInt8]) -> [UInt8] {
    [UInt8(code >> 8), UInt8(code & 0xFF), UInt8(value.count >> 8), UInt8(value.count & 0xFF)]
      + value
  }

  static let reply: [UInt8] =
    [7, 0x12, 0x34, 0x56]  // REPLY, transaction
    + option(1, [0, 1, 0, 1, 1, 2, 3, 4, 0x8C, 0x16, 0x45, 0xAA, 0, 1])  // DUID-LLT
    + option(23, Array(repeating: 0xFD, count: 16))  // name server
    + option(24, [4, 0x63, 0x6F, 0x72, 0x70, 1, 0x78, 0, 1, 0x79, 0])  // corp.x, y
    + option(39, [0, 2, 0x70, 0x63])  // pc, a partial name

  /// `message` in a relay's envelope.
  static func relayed(_ message: [UInt8], hops: UInt8 = 0) -> [UInt8] {
    [13, hops] + [UInt8](repeating: 0xAA, count: 16) + [UInt8](repeating: 0xBB, count: 16)
      + option(18, [1, 2]) + option(9, message)
  }
}

@Suite("DHCPv6 message") struct DHCPv6MessageTests {
  private typealias Fixture = DHCPv6Fixture

  @Test("reads search list, name, servers and identifier") func reply() throws {
    let message = try DHCPv6Message(parsing: Fixture.reply)
    #expect(message.type == .reply)
    #expect(message.transactionID == 0x123456)
    #expect(message.searchList == ["corp.x", "y"])
    #expect(message.fqdn == "pc")
    #expect(message.nameServers.count == 1)
    #expect(message.clientIdentifierMAC?.description == "8c:16:45:aa:00:01")
    #expect(message.defects.isEmpty)
    #expect(message.relays.isEmpty)
  }

  @Test("reads the addresses of associations, up to what is cut") func addresses() throws {
    let first = [UInt8](repeating: 0x20, count: 16)
    let second = [UInt8](repeating: 0x21, count: 16)
    let times = [UInt8](repeating: 0, count: 8)
    let lasting =
      [0, 0, 0, 1] + times + Fixture.option(13, [0, 0]) + Fixture.option(5, first + times)
    let temporary = [0, 0, 0, 2] + Fixture.option(5, second + times)
    let message = try DHCPv6Message(
      parsing: Fixture.reply + Fixture.option(3, lasting) + Fixture.option(4, temporary))
    #expect(
      message.addresses.map(\.groups) == [
        [UInt16](repeating: 0x2020, count: 8), [UInt16](repeating: 0x2121, count: 8),
      ])
    let cut = try DHCPv6Message(
      parsing: Fixture.reply + Fixture.option(3, Array(lasting.dropLast(10))))
    #expect(cut.addresses.isEmpty)
    #expect(try DHCPv6Message(parsing: Fixture.reply).addresses.isEmpty)
  }

  @Test("opens relays' envelopes, outermost first") func relayed() throws {
    let bytes = Fixture.relayed(Fixture.relayed(Fixture.reply), hops: 1)
    let message = try DHCPv6Message(parsing: bytes)
    #expect(message.type == .reply)
    #expect(message.searchList == ["corp.x", "y"])
    #expect(message.relays.map(\.hopCount) == [1, 0])
    #expect(message.relays.map(\.type) == [.relayReply, .relayReply])
    #expect(message.relays.first?.options == [DHCPv6Option(code: 18, value: [1, 2])])
    #expect(message.defects.isEmpty)
  }

  @Test("opens no more than 32 envelopes") func depth() throws {
    var bytes = Fixture.reply
    for _ in 0..<40 { bytes = Fixture.relayed(bytes) }
    let message = try DHCPv6Message(parsing: bytes)
    #expect(message.relays.count == DHCPv6Message.maximumRelays)
    #expect(message.transactionID == nil)
    #expect(message.defects.map(\.code) == [.limitExceeded])
  }

  @Test("a message cut anywhere throws or yields its good part with a defect")
  func everyPrefix() throws {
    let ends = [4, 22, 42, 57, 65]
    for count in 0..<Fixture.reply.count {
      let prefix = Array(Fixture.reply[..<count])
      if count < 4 {
        #expect(throws: WireError.self) { try DHCPv6Message(parsing: prefix) }
      } else {
        let message = try DHCPv6Message(parsing: prefix)
        #expect(message.defects.isEmpty == ends.contains(count))
      }
    }
    let relayed = Fixture.relayed(Fixture.reply)
    for count in 0..<relayed.count {
      let prefix = Array(relayed[..<count])
      if count < 34 {
        #expect(throws: WireError.self) { try DHCPv6Message(parsing: prefix) }
      } else {
        let message = try DHCPv6Message(parsing: prefix)
        #expect(message.relays.count == 1)
        #expect(!message.defects.isEmpty)
      }
    }
  }

  @Test("an envelope without a message, and one with a broken message") func emptyRelay() throws {
    let empty = try DHCPv6Message(
      parsing: [12, 0] + [UInt8](repeating: 0, count: 32) + Fixture.option(18, []))
    #expect(empty.relays.count == 1)
    #expect(empty.type == .relayForward)
    #expect(empty.defects.map(\.field) == ["relay message option"])
    let short = try DHCPv6Message(parsing: Fixture.relayed([7, 1]))
    #expect(short.relays.count == 1)
    #expect(short.transactionID == nil)
    #expect(short.defects.map(\.code) == [.truncated])
    let none = try DHCPv6Message(parsing: Fixture.relayed([]))
    #expect(none.defects.map(\.code) == [.truncated])
  }

  @Test("a broken search list yields the names before the break") func brokenList() throws {
    let bytes = [7, 0, 0, 1] + Fixture.option(24, [1, 0x61, 0, 5, 0x62])
    let message = try DHCPv6Message(parsing: bytes)
    #expect(message.searchList == ["a"])
    #expect(message.defects.map(\.field) == ["search list"])
  }
}
