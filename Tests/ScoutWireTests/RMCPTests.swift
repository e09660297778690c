import Testing

@testable import ScoutWire

@Suite("RMCP and ASF presence") struct RMCPTests {
  static let ping: [UInt8] = [
    0x06, 0x00, 0xFF, 0x06,  // RMCP, no acknowledgement wanted, ASF
    0x00, 0x00, 0x11, 0xBE,  // 4542
    0x80, 0x2A, 0x00, 0x00,  // ping, tag, no data
  ]
  /// AMT 9.5, provisioned, as recorded.
  static let pong: [UInt8] = [
    0x06, 0x00, 0xFF, 0x06,
    0x00, 0x00, 0x01, 0x57,  // 343 in the header
    0x40, 0x2A, 0x00, 0x10,  // pong, tag, 16 bytes
    0x00, 0x00, 0x01, 0x57,  // Intel
    0x42, 0x60, 0x95, 0x02,  // port, version, state
    0x00, 0x20,  // entities, interactions
    0, 0, 0, 0, 0, 0,
  ]

  @Test("the ping is sent as its twelve bytes and read again")
  func pings() throws {
    #expect(ASFPresencePing(tag: 0x2A).encoded() == Self.ping)
    #expect(try RMCPMessage(parsing: Self.ping) == .ping(ASFPresencePing(tag: 0x2A)))
    for tag in [0, 1, 0x7F, 0xFF] as [UInt8] {
      let ping = ASFPresencePing(tag: tag, sequence: 3)
      #expect(try ASFPresencePing(parsing: ping.encoded()) == ping)
    }
  }

  @Test("the pong keeps its fields, with either number in its header", arguments: [343, 4542])
  func pongs(enterprise: UInt32) throws {
    var bytes = Self.pong
    bytes[6] = UInt8(enterprise >> 8)
    bytes[7] = UInt8(enterprise & 0xFF)
    let pong = try ASFPresencePong(parsing: bytes)
    #expect(pong.headerEnterprise == enterprise)
    #expect(pong.tag == 0x2A)
    #expect(pong.enterprise == EnterpriseNumber.intel)
    #expect(pong.enterpriseData == [0x42, 0x60, 0x95, 0x02])
    #expect(pong.entities == 0)
    #expect(pong.interactions == 0x20)
    #expect(pong.encoded() == bytes)
    #expect(try RMCPMessage(parsing: bytes + [1, 2, 3]) == .pong(pong))
  }

  @Test("keeps the fields of look-alikes")
  func lookAlikes() throws {
    var bytes = Self.pong
    bytes.replaceSubrange(12..<22, with: [0, 0, 0x11, 0xBE, 0, 0, 0, 0, 0x81, 0])
    let controller = try ASFPresencePong(parsing: bytes)
    #expect(controller.enterprise == EnterpriseNumber.asf)
    #expect(controller.entities == 0x81)
  }

  @Test("knows acknowledgements and other classes")
  func others() throws {
    #expect(try RMCPMessage(parsing: [6, 0, 9, 0x86]) == .acknowledgement(sequence: 9))
    #expect(try RMCPMessage(parsing: [6, 0, 0xFF, 7, 0, 0]) == .otherClass(7))
    var capabilities = Self.pong
    capabilities[8] = 0x41
    #expect(try RMCPMessage(parsing: capabilities) == .otherASF(type: 0x41))
  }

  @Test("refuses other versions, numbers and lengths, and every prefix")
  func bad() {
    for (index, value) in [(0, 5), (7, 0x58), (11, 15)] as [(Int, UInt8)] {
      var bytes = Self.pong
      bytes[index] = value
      #expect(throws: WireError.self) { try RMCPMessage(parsing: bytes) }
    }
    for whole in [Self.ping, Self.pong] {
      for length in 0..<whole.count {
        #expect(throws: WireError.self) { try RMCPMessage(parsing: whole.prefix(length)) }
      }
    }
  }
}
