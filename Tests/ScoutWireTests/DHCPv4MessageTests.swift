import ScoutNet
import ScoutWire
import Testing

/// An ACK, laid out by field; the options can be exchanged.
enum DHCPv4Fixture {
  static func header(sname: [UInt8] = [], file: [UInt8] = []) -> [UInt8] {
    let start: [UInt8] = [
      2, 1, 6, 1,  // op reply, htype Ethernet, hlen, hops
      0xDE, 0xAD, 0xBE, 0xEF,  // xid
      0, 3, 0x80, 0,  // secs, flags: broadcast
      10, 1, 0, 5,  // ciaddr
      10, 1, 0, 42,  // yiaddr
      10, 1, 0, 2,  // siaddr
      10, 1, 0, 1,  // giaddr
      0x8C, 0x16, 0x45, 0xAA, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,  // chaddr
    ]
    return start + padded(sname, 64) + padded(file, 128)
  }

  static func padded(_ bytes: [UInt8], _ size: Int) -> [UInt8] {
    bytes + [UInt8](repeating: 0, count: size - bytes.count)
  }

  static let cookie: [UInt8] = [0x63, 0x82, 0x53, 0x63]

  static func message(_ options: [UInt8], sname: [UInt8] = [], file: [UInt8] = []) -> [UInt8] {
    header(sname: sname, file: file) + cookie + options + [255]
  }

  static func option(_ code: UInt8, _ text: String) -> [UInt8] {
    [code, UInt8(text.utf8.count)] + Array(text.utf8)
  }

  static let ack: [UInt8] = message(
    [53, 1, 5, 0]  // ACK, then a pad
      + [54, 4, 10, 1, 0, 2]  // server
      + [1, 4, 255, 255, 252, 0]  // mask
      + [3, 4, 10, 1, 0, 1]  // router
      + [6, 8, 10, 1, 0, 3, 10, 1, 0, 4]  // name servers
      + [51, 4, 0, 0, 14, 16]  // lease time: an hour
      + option(12, "pc-0042") + option(15, "corp.example") + option(60, "MSFT 5.0")
      + [50, 4, 10, 1, 0, 42]  // requested address
      + [61, 7, 1, 0x8C, 0x16, 0x45, 0xAA, 0, 1]  // client identifier
      + [81, 10, 4, 0, 0] + [4] + Array("pc42".utf8) + [1] + Array("x".utf8)  // FQDN, partial
      + [119, 9, 3] + Array("lab".utf8) + [1] + Array("x".utf8) + [0, 0xC0, 4]  // lab.x, x
      + [82, 8, 1, 2, 0x72, 0x30, 2, 2, 0xAB, 0xCD])  // circuit, remote
}

@Suite("DHCPv4 message") struct DHCPv4MessageTests {
  private typealias Fixture = DHCPv4Fixture

  @Test("reads every field of an ACK") func ack() throws {
    let message = try DHCPv4Message(parsing: Fixture.ack)
    #expect(message.operation == 2)
    #expect(message.hops == 1)
    #expect(message.transactionID == 0xDEAD_BEEF)
    #expect(message.seconds == 3)
    #expect(message.flags == 0x8000)
    #expect(message.clientAddress == IPv4Address(10, 1, 0, 5))
    #expect(message.yourAddress == IPv4Address(10, 1, 0, 42))
    #expect(message.serverAddress == IPv4Address(10, 1, 0, 2))
    #expect(message.relayAddress == IPv4Address(10, 1, 0, 1))
    #expect(message.clientMAC?.description == "8c:16:45:aa:00:01")
    #expect(message.messageType == .ack)
    #expect(message.serverIdentifier == IPv4Address(10, 1, 0, 2))
    #expect(message.prefixLength == 22)
    #expect(message.routers == [IPv4Address(10, 1, 0, 1)])
    #expect(message.nameServers == [IPv4Address(10, 1, 0, 3), IPv4Address(10, 1, 0, 4)])
    #expect(message.leaseTime == 3600)
    #expect(message.hostName == .text("pc-0042"))
    #expect(message.domainName == .text("corp.example"))
    #expect(message.vendorClass == .text("MSFT 5.0"))
    #expect(message.requestedAddress == IPv4Address(10, 1, 0, 42))
    #expect(message.clientIdentifier == [1, 0x8C, 0x16, 0x45, 0xAA, 0, 1])
    #expect(message.fqdn?.name == "pc42.x")
    #expect(message.fqdn?.isCanonical == true)
    #expect(message.searchList == ["lab.x", "x"])
    #expect(message.relayAgent.map(\.code) == [1, 2])
    #expect(message.relayAgent.map(\.value) == [[0x72, 0x30], [0xAB, 0xCD]])
    #expect(message.optionCodes == [53, 54, 1, 3, 6, 51, 12, 15, 60, 50, 61, 81, 119, 82])
  }

  @Test("a message cut anywhere throws or yields its good part with a defect")
  func everyPrefix() throws {
    for count in 0..<Fixture.ack.count {
      let prefix = Array(Fixture.ack[..<count])
      if count < 44 {
        #expect(throws: WireError.self) { try DHCPv4Message(parsing: prefix) }
        continue
      }
      let message = try DHCPv4Message(parsing: prefix)
      #expect(message.yourAddress == IPv4Address(10, 1, 0, 42))
      // 236 bytes are a whole message of BOOTP.
      #expect(message.defects.isEmpty == (count == 236))
      if count > 243 { #expect(message.messageType == .ack) }
    }
  }

  @Test("option 15 absent, empty, of zeros alone, blank, and with zeros behind it")
  func domainNames() throws {
    func domain(_ option: [UInt8]) throws -> DHCPv4Text {
      try DHCPv4Message(parsing: Fixture.message(option)).domainName
    }
    #expect(try domain([]) == .absent)
    #expect(try domain([15, 0]) == .empty)
    #expect(try domain([15, 2, 0, 0]) == .empty)
    #expect(try domain([15, 2, 0x20, 0x09]) == .blank(" \t"))
    #expect(try domain([15, 5, 0x61, 0x2E, 0x62, 0, 0]) == .text("a.b"))
    #expect(try domain([15, 2, 0x61, 0xFF]) == .text("a\u{FFFD}"))
    #expect(DHCPv4Text.absent.sent == nil)
    #expect(DHCPv4Text.empty.sent == "")
    #expect(DHCPv4Text.blank(" ").sent == " ")
  }

  @Test("both encodings of option 81") func fqdn() throws {
    func fqdn(_ value: [UInt8]) throws -> DHCPv4FQDN? {
      try DHCPv4Message(parsing: Fixture.message([81, UInt8(value.count)] + value)).fqdn
    }
    let ascii = try fqdn([1, 255, 255] + Array("pc.corp.example".utf8) + [0])
    #expect(ascii?.name == "pc.corp.example")
    #expect(ascii?.isServerUpdatingAddress == true)
    #expect(ascii?.isCanonical == false)
    let whole = try fqdn([0x0E, 0, 0, 2, 0x70, 0x63, 1, 0x78, 0])
    #expect(whole?.name == "pc.x")
    #expect(whole?.isOverridden == true)
    #expect(whole?.isNotUpdated == true)
    #expect(try fqdn([4, 0, 0])?.name == "")
    #expect(try fqdn([0, 0, 0])?.name == "")
    // A label longer than the option.
    let broken = try DHCPv4Message(parsing: Fixture.message([81, 5, 4, 0, 0, 9, 0x61]))
    #expect(broken.fqdn == nil)
    #expect(broken.defects.map(\.field) == ["client FQDN"])
    let short = try DHCPv4Message(parsing: Fixture.message([81, 2, 4, 0]))
    #expect(short.fqdn == nil)
    #expect(short.defects.count == 1)
  }

  @Test("option 119 continued, compressed, over the options field, file and sname in that order")
  func searchListOverAreas() throws {
    // a.b, then b by pointer to the second label, then c before a pointer to the first.
    let list: [UInt8] = [1, 0x61, 1, 0x62, 0, 0xC0, 2, 1, 0x63, 0xC0, 0]
    let message = try DHCPv4Message(
      parsing: Fixture.message(
        [53, 1, 2, 119, 3] + list[0..<3] + [52, 1, 3, 119, 2] + list[3..<5],
        sname: [119, 3] + list[8..<11] + [255],
        file: [119, 3] + list[5..<8] + [255]))
    #expect(message.defects.isEmpty)
    #expect(message.searchList == ["a.b", "b", "c.a.b"])
    #expect(
      message.options.map(\.area) == [
        .options, .options, .options, .options, .file, .serverName,
      ])
    #expect(message.bootFile.isEmpty)
    #expect(message.serverName.isEmpty)
    #expect(try DHCPv4Message(parsing: message.encoded()) == message)
  }

  @Test("file and sname are text unless option 52 says otherwise") func bootFields() throws {
    let plain = try DHCPv4Message(
      parsing: Fixture.message([53, 1, 2], sname: [0x73, 0x31], file: [0x70, 0x78]))
    #expect(plain.serverName == [0x73, 0x31])
    #expect(plain.bootFile == [0x70, 0x78])
    let one = try DHCPv4Message(
      parsing: Fixture.message([52, 1, 1], sname: [0x73], file: Fixture.option(15, "x") + [255]))
    #expect(one.serverName == [0x73])
    #expect(one.domainName == .text("x"))
    // Option 52 inside the file field names no further area.
    let nested = try DHCPv4Message(
      parsing: Fixture.message([52, 1, 1], sname: Fixture.option(12, "x"), file: [52, 1, 3, 255]))
    #expect(nested.hostName == .absent)
    #expect(nested.optionCodes == [52, 52])
  }

  @Test("what lies between the options makes no other message")
  func padding() throws {
    let bare = try DHCPv4Message(parsing: Fixture.message([53, 1, 5, 12, 1, 0x61]))
    let padded = try DHCPv4Message(parsing: Fixture.message([0, 53, 1, 5, 0, 0, 12, 1, 0x61, 0]))
    #expect(bare == padded && bare.hashValue == padded.hashValue)
    var other = bare
    other.options[1] = DHCPv4Option(12, [0x62])
    #expect(other != bare && other.hostName == .text("b") && bare.hostName == .text("a"))
  }

  @Test("the search list is that of the options, also where they are exchanged")
  func exchangedOptions() throws {
    var message = DHCPv4Message(operation: 2, transactionID: 1)
    #expect(message.searchList == nil)
    message.options = [DHCPv4Option(119, [1, 0x61, 0]), DHCPv4Option(119, [0xC0, 0])]
    #expect(message.searchList == ["a", "a"])
    #expect(try DHCPv4Message(parsing: message.encoded()) == message)
    message.options.removeFirst()
    #expect(message.searchList == [])
    message.options = []
    #expect(message.searchList == nil)
  }

  @Test("the hardware address has sixteen bytes, whatever is put there")
  func hardwareLength() {
    var message = DHCPv4Message(operation: 1, transactionID: 1)
    message.clientHardware = [1, 2, 3]
    #expect(message.clientHardware == [1, 2, 3] + [UInt8](repeating: 0, count: 13))
    message.clientHardware = Array(1...20)
    #expect(message.clientHardware == Array(1...16))
    message.clientHardware[5] = 0xFF
    #expect(message.clientMAC?.octets == [1, 2, 3, 4, 5, 0xFF])
  }

  @Test("BOOTP without the cookie has no options") func bootp() throws {
    let message = try DHCPv4Message(parsing: Fixture.header() + [1, 2, 3, 4, 53, 1, 5, 255])
    #expect(!message.hasCookie)
    #expect(message.options.isEmpty)
    #expect(message.messageType == nil)
    #expect(message.defects.isEmpty)
    #expect(try DHCPv4Message(parsing: message.encoded()) == message)
  }

  @Test("an address that is no MAC address is none") func hardware() throws {
    var bytes = Fixture.ack
    bytes[2] = 16
    #expect(try DHCPv4Message(parsing: bytes).clientMAC == nil)
    bytes[2] = 6
    bytes[1] = 32
    #expect(try DHCPv4Message(parsing: bytes).clientMAC == nil)
    bytes[1] = 6
    #expect(try DHCPv4Message(parsing: bytes).clientMAC != nil)
  }

  @Test("unknown types are kept as numbers; a mask with a gap is no prefix") func oddities() throws
  {
    let message = try DHCPv4Message(
      parsing: Fixture.message([53, 1, 106, 1, 4, 255, 0, 255, 0, 200, 2, 7, 8]))
    #expect(message.messageType?.description == "106")
    #expect(message.prefixLength == nil)
    #expect(message.options.last == DHCPv4Option(200, [7, 8]))
    #expect(DHCPv4MessageType.inform.description == "INFORM")
    let masks: [([UInt8], Int)] = [([0, 0, 0, 0], 0), ([255, 255, 255, 255], 32)]
    for (mask, length) in masks {
      #expect(try DHCPv4Message(parsing: Fixture.message([1, 4] + mask)).prefixLength == length)
    }
  }

  @Test("no more than 1,024 options are read") func limit() throws {
    let many = (0..<2000).flatMap { _ in [200, 0] as [UInt8] }
    let message = try DHCPv4Message(parsing: Fixture.message([53, 1, 5] + many))
    #expect(message.options.count == DHCPv4Message.maximumOptions)
    #expect(message.defects.map(\.code) == [.limitExceeded])
  }

  @Test("DHCPINFORM survives a round trip and is long enough for every relay") func inform() throws
  {
    let mac = try #require(MACAddress("8c:16:45:aa:00:01"))
    let message = DHCPv4Message.inform(
      transactionID: 7, clientAddress: IPv4Address(10, 1, 0, 9), clientMAC: mac,
      asking: [.domainName, .searchList])
    let bytes = message.encoded()
    #expect(bytes.count == 300)
    let read = try DHCPv4Message(parsing: bytes)
    #expect(read == message)
    #expect(read.messageType == .inform)
    #expect(read.clientMAC == mac)
    #expect(read.value(of: .parameterRequestList) == [15, 119])
  }

  @Test("a value longer than an option is parted and joined again") func longValue() throws {
    var message = DHCPv4Message(operation: 2, transactionID: 1)
    let value = (0..<600).map { UInt8($0 % 251) }
    message.options = [DHCPv4Option(43, value), DHCPv4Option(44, [])]
    let read = try DHCPv4Message(parsing: message.encoded())
    #expect(read.optionCodes == [43, 43, 43, 44])
    #expect(read.value(of: DHCPv4OptionCode(rawValue: 43)) == value)
    #expect(read.defects.isEmpty)
  }
}
