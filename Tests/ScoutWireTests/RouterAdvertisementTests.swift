import ScoutNet
import ScoutWire
import Testing

@Suite("Router advertisement") struct RouterAdvertisementTests {
  static let bytes: [UInt8] =
    [134, 0, 0, 0]  // type, code, checksum
    + [64, 0xC0, 7, 8]  // hop limit, flags, lifetime
    + [UInt8](repeating: 0, count: 8)  // reachable time, retransmission timer
    + [1, 1, 0x8C, 0x16, 0x45, 0xAA, 0, 1]  // source link-layer address
    + [3, 4, 64, 0xC0] + [UInt8](repeating: 0, count: 12)  // prefix
    + [0xFD, 0, 0, 1] + [UInt8](repeating: 0, count: 12)
    + [25, 3, 0, 0, 0, 0, 0, 9] + [UInt8](repeating: 0xFD, count: 16)  // RDNSS
    + [31, 3, 0, 0, 0, 0, 0, 9]  // DNSSL: a.b, c, filled with zeros
    + [1, 0x61, 1, 0x62, 0, 1, 0x63, 0] + [UInt8](repeating: 0, count: 8)

  @Test("reads the fields and options") func fields() throws {
    let message = try RouterAdvertisement(parsing: Self.bytes)
    #expect(message.hopLimit == 64)
    #expect(message.flags == 0xC0)
    #expect(message.lifetime == 0x0708)
    #expect(message.mac?.description == "8c:16:45:aa:00:01")
    #expect(message.prefixes == [Prefix("fd00:1::/64")].compactMap { $0 })
    #expect(message.nameServers.count == 1)
    #expect(message.searchList == ["a.b", "c"])
    #expect(message.optionTypes == [1, 3, 25, 31])
    #expect(message.defects.isEmpty)
  }

  @Test("a message cut anywhere throws or yields its good part") func everyPrefix() throws {
    for count in 0..<Self.bytes.count {
      let prefix = Array(Self.bytes[..<count])
      if count < 16 {
        #expect(throws: WireError.self) { try RouterAdvertisement(parsing: prefix) }
      } else {
        let message = try RouterAdvertisement(parsing: prefix)
        #expect(message.defects.isEmpty == [16, 24, 56, 80].contains(count))
      }
    }
  }

  @Test("an option of length zero ends the reading") func zeroLength() throws {
    let message = try RouterAdvertisement(parsing: Array(Self.bytes[..<16]) + [1, 0, 1, 0])
    #expect(message.defects.map(\.code) == [.malformed])
    #expect(message.searchList == nil)
  }

  @Test("a bad prefix length and a cut option leave the rest") func brokenOptions() throws {
    var bytes = Self.bytes
    bytes[26] = 200
    let message = try RouterAdvertisement(parsing: bytes)
    #expect(message.prefixes.isEmpty)
    #expect(message.defects.map(\.field) == ["prefix length"])
    #expect(message.searchList == ["a.b", "c"])
  }

  @Test("another ICMPv6 message is refused") func otherType() {
    #expect(throws: WireError.self) { try RouterAdvertisement(parsing: [135] + Self.bytes[1...]) }
  }
}
