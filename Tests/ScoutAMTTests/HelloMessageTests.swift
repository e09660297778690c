import ScoutModel
import ScoutNet
import ScoutWire
import Testing

@testable import ScoutAMT

@Suite("Hellos") struct HelloMessageTests {
  /// Recorded from a device; it stands as an example in MeshCentral's amtprovisioningserver.js.
  static let recorded: [UInt8] = bytes(
    """
    01000300000000004b529b93d413181de4871c697a6b7a2b170220c3846bf24b
    9e93ca64274c0ec67c1ecc5e024ffcacd2d74019350e81fe546ae4022045140b
    3247eb9cc8c5b4f0d7b53091f73292089e6e5a63e2749dd3aca9198eda0220d7
    a7a0fb5d7e2731d771e9484ebcdef71d5f0c3e0a2948782bc83ee0ea699ef402
    201465fa205397b876faa6f0a9958e5590e40fcc7faa4fb7c2c8677521fb5fb6
    5802202ce1cb0bf9d2f9e102993fbe215152c3b2dd0cabde1c68e5319b839154
    dbb7f502209acfab7e43c8d880d06b262a94deeee4b4659989c3d0caf19baf64
    05e41ab7df022016af57a9f676b0ab126095aa5ebadef22ab31119d644ac95cd
    4b93dbf3f26aeb0220960adf0063e96356750c2965dd0a0867da0b9cbd6e7771
    4aeafb2349ab393da3022068ad50909b04363c605ef13581a939ff2c96372e3f
    12325b0a6861e1d59f660302206dc47172e01cbcb0bf62580d895fe2b8ac9ad4
    f873801e0c10b9c837d21eb177022073c176434f1bc6d5adf45b0e76e727287c
    8de57616c1e6e6141a2b2cbc7d8e4c022043df5774b03e7fef5fe40d931a7bed
    f1bb2e6b42738c4e6d3841103d3aa7f33902202399561127a57125de8cefea61
    0ddf2fa078b5c8067f4e828290bfb860e84b3c022070a73f7f376b6007424890
    4534b11482d5bf0e698ecc498df52577ebf2e93b9a02204348a0e9444c78cb26
    5e058d5e8944b4d84f9662bd26db257f8934a443c701610220cb3ccbb76031e5
    e0138f8dd39a23f9de47ffc35e43c1144cea27d46a5ab1cb5f022031ad6648f8
    104138c738f39ea4320133393e3a18cc02296ef97c2ac9ef6731d00220552f7b
    dcf1a7af9e6ce672017f4f12abf77240c78e761ac203d1d9d20ac89988022067
    540a47aa5b9f34570a99723cfefa96a96ee3f0d9b8bf4def9440b8065d665d02
    207224395222cd588c4f2683716922addb41e39b581ac34fa87b39efa896fbb3
    9e0220cbb522d7b7f127ad6a0113865bdf1cd4102e7d0759af635a7cf4720dc9
    63c53b0220179fbc148a3dd00fd24ea13458cc43bfa7f59c8182d783a513f6eb
    ec100c892402202cabeafe37d06ca22aba7391c0033d25982952c45364734976
    3a3ab5ad6ccf69
    """)

  /// Version 2 by the documented layout; no recording is at hand.
  static let keyed: [UInt8] =
    [0, 0, 2, 0, 5, 0, 0, 0] + (0..<16).map { UInt8($0) } + Array("ABCD1234".utf8)

  static func bytes(_ text: String) -> [UInt8] {
    let digits = text.compactMap(\.hexDigitValue)
    return stride(from: 0, to: digits.count - 1, by: 2).map {
      UInt8(digits[$0] << 4 | digits[$0 + 1])
    }
  }

  @Test("the recorded one: UUID in the order people read it, 23 roots, most of them named")
  func recording() throws {
    let hello = HelloSighting(try HelloMessage(parsing: Self.recorded), bytes: Self.recorded)
    #expect(hello.version == 3)
    #expect(hello.adminCredentialsSet == true)
    #expect(hello.retryCount == 0)
    #expect(hello.uuid?.description == "939b524b-13d4-1d18-e487-1c697a6b7a2b")
    #expect(hello.hashes.count == 23)
    #expect(hello.hashes.allSatisfy { $0.algorithm == "SHA256" && $0.hash.utf8.count == 64 })
    #expect(hello.hashes[0].name == "Go Daddy Class 2 Certification Authority")
    #expect(hello.hashes[2].name == "AAA Certificate Services")
    #expect(hello.hashes.filter { $0.name != nil }.count == 20)
    #expect(hello.hashes[8].name == nil, "a root that is in no list at hand keeps its hash")
    #expect(hello.defects.isEmpty)
  }

  @Test("a pre-shared key: the name of the key, no roots")
  func key() throws {
    let hello = HelloSighting(try HelloMessage(parsing: Self.keyed), bytes: Self.keyed)
    #expect(hello.version == 2)
    #expect(hello.pid == "ABCD1234")
    #expect(hello.retryCount == 5)
    #expect(hello.adminCredentialsSet == false)
    #expect(hello.uuid?.description == "03020100-0504-0706-0809-0a0b0c0d0e0f")
    #expect(hello.hashes.isEmpty)
  }

  @Test("a key whose name is empty is none") func nameless() throws {
    let bytes = Array(Self.keyed[..<24]) + [UInt8](repeating: 0, count: 8)
    let hello = HelloSighting(try HelloMessage(parsing: bytes), bytes: bytes)
    #expect(hello.pid == nil)
    #expect(hello.defects == ["the name of the key is empty"])
  }

  @Test("one that is sent to a port of its own is a DASH card's") func card() throws {
    let message = try HelloMessage(parsing: Self.recorded)
    let hello = HelloSighting(message, bytes: Self.recorded, port: PortRole.setupOfDASH.port)
    #expect(hello.port == 9972)
    #expect(hello.defects == ["sent to port 9972, as Realtek's DASH firmware does"])
    #expect(HelloSighting(message, bytes: Self.recorded).port == nil)
  }

  @Test("another version is kept as it is") func other() throws {
    let bytes: [UInt8] = [1, 0, 1, 0, 9, 8, 7]
    let message = try HelloMessage(parsing: bytes)
    #expect(message.body == .other([9, 8, 7]))
    let hello = HelloSighting(message, bytes: bytes)
    #expect(hello.bytes == bytes)
    #expect(hello.uuid == nil)
    #expect(HelloMessage.length(bytes) == .untilEnd)
  }

  @Test("hashes of all three kinds, and one of none") func kinds() throws {
    let hashes: [HelloMessage.Hash] = [
      .init(type: 1, bytes: [UInt8](repeating: 1, count: 20)),
      .init(type: 2, bytes: [UInt8](repeating: 2, count: 32)),
      .init(type: 3, bytes: [UInt8](repeating: 3, count: 48)), .init(type: 9, bytes: [4, 5]),
    ]
    let message = HelloMessage(
      adminCredentialsSet: true, version: 3,
      body: .certificates(retryCount: 14, uuid: [UInt8](repeating: 7, count: 16), hashes: hashes))
    let bytes = message.encoded()
    #expect(try HelloMessage(parsing: bytes) == message)
    let read = HelloSighting(message, bytes: bytes)
    #expect(read.hashes.map(\.algorithm) == ["SHA1", "SHA256", "SHA384", "9"])
    #expect(read.hashes[3].hash == "0405")
  }

  @Test("no part of one is taken for the whole", arguments: [recorded, keyed])
  func prefixes(bytes: [UInt8]) {
    for end in bytes.indices {
      let part = Array(bytes[..<end])
      #expect(throws: WireError.self, "\(end) bytes") { try HelloMessage(parsing: part) }
      switch HelloMessage.length(part) {
      case .open: break
      case .known(let length): #expect(length > end)
      case .untilEnd, .none: Issue.record("\(end) bytes are read as another message")
      }
    }
    #expect(HelloMessage.length(bytes) == .known(bytes.count))
  }

  @Test("what is no hello: other protocols, other first words") func strangers() {
    for bytes in ["GET / HTTP/1.1\r\n\r\n", "\u{16}\u{3}\u{1}\u{0}\u{5}"].map({ Array($0.utf8) }) {
      #expect(throws: WireError.self) { try HelloMessage(parsing: bytes) }
      #expect(HelloMessage.length(bytes) == .none)
    }
    #expect(HelloMessage.length([2, 0, 3, 0]) == .none)
    #expect(HelloMessage.length([0, 0, 0x80, 0]) == .none)
  }

  @Test("every name in the table stands once, with three hashes") func table() {
    let lines = TrustedRoots.table.split(separator: "\n")
    #expect(lines.count == 32)
    for line in lines {
      let words = line.split(separator: " ", maxSplits: 3)
      #expect(words.map(\.utf8.count).prefix(3) == [40, 64, 96], "\(line)")
      let names = words.prefix(3).map { TrustedRoots.name(of: String($0)) }
      #expect(Set(names).count == 1 && names[0] != nil)
    }
  }
}
