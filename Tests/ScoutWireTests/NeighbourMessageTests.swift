import ScoutNet
import ScoutWire
import Testing

@Suite("Neighbour discovery") struct NeighbourMessageTests {
  private let mac = MACAddress(rawValue: 0x0200_0000_0042)

  private func address(_ text: String) throws -> IPv6Address { try #require(IPv6Address(text)) }

  @Test("an advertisement tells the target's hardware, a solicitation the sender's")
  func neighbours() throws {
    let target = try address("fe80::42")
    let sender = try address("2001:db8::1")
    let told = NeighbourMessage(type: 136, target: target, mac: mac).neighbour(from: sender)
    #expect(told?.0 == target && told?.1 == mac)
    let asked = NeighbourMessage(type: 135, target: target, mac: mac).neighbour(from: sender)
    #expect(asked?.0 == sender)
  }

  @Test("who has no address yet, or names no hardware, tells nothing")
  func nothing() throws {
    let target = try address("fe80::42")
    let none = NeighbourMessage(type: 135, target: target, mac: mac)
    #expect(none.neighbour(from: IPv6Address(high: 0, low: 0)) == nil)
    #expect(NeighbourMessage(type: 136, target: target, mac: nil).neighbour(from: target) == nil)
    let group = NeighbourMessage(type: 136, target: try address("ff02::1"), mac: mac)
    #expect(group.neighbour(from: target) == nil)
  }

  @Test(
    "survives a round trip, passes over other options, and every cut",
    arguments: [135, 136] as [UInt8])
  func roundTrip(type: UInt8) throws {
    let message = NeighbourMessage(type: type, target: try address("fe80::42"), mac: mac)
    let bytes = message.encoded()
    #expect(try NeighbourMessage(parsing: bytes) == message)
    // Option 14 is a nonce (RFC 3971).
    let longer = bytes.prefix(24) + [14, 1, 0, 0, 0, 0, 0, 0] + bytes.dropFirst(24)
    #expect(try NeighbourMessage(parsing: Array(longer)) == message)
    for length in 0..<bytes.count {
      let cut = try? NeighbourMessage(parsing: Array(bytes.prefix(length)))
      #expect((cut == nil) == (length < 24))
      #expect(cut?.mac == nil)
    }
    #expect(throws: WireError.self) { try NeighbourMessage(parsing: [134] + bytes.dropFirst()) }
  }
}
