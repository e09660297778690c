import Foundation
import ScoutAMT
import ScoutModel
import ScoutNet
import ScoutWire
import Testing

@testable import ScoutListen

@Suite("Hellos on the wire") struct HelloStreamsTests {
  /// Version 3 with one SHA-1 root, whose name is known.
  private static let hello: [UInt8] =
    [1, 0, 3, 0, 2, 0, 0, 0] + (1...16).map { UInt8($0) } + [1, 1, 20]
    + [
      0x27, 0x96, 0xBA, 0xE6, 0x3F, 0x18, 0x01, 0xE2, 0x77, 0x26, 0x1B, 0xA0, 0xD7, 0x77, 0x70,
      0x02, 0x8F, 0x20, 0xEE, 0xE4,
    ]
  private static let uuid = "04030201-0605-0807-090a-0b0c0d0e0f10"

  private func segment(_ sequence: UInt32, _ bytes: some Sequence<UInt8>, flags: UInt8 = 0x18)
    -> [UInt8]
  {
    Packets.tcp(sequence, Array(bytes), flags: flags, port: 9971)
  }

  private func hellos(_ messages: [HeardMessage]) -> [HelloSighting] {
    messages.compactMap {
      guard case .hello(let hello, let bytes, let port) = $0.content else { return nil }
      return HelloSighting(hello, bytes: bytes, port: port)
    }
  }

  @Test("one in pieces, out of order and repeated, is heard once, at the frame that completes it")
  func pieces() throws {
    var dissector = Dissector()
    #expect(dissector.hear(segment(99, [], flags: 2)).isEmpty)
    #expect(dissector.hear(segment(100 + 30, Self.hello[30...])).isEmpty)
    #expect(dissector.hear(segment(100, Self.hello[..<10])).isEmpty)
    let heard = dissector.hear(segment(100 + 10, Self.hello[10..<30]))
    let hello = try #require(hellos(heard).first)
    #expect(hello.uuid?.description == Self.uuid)
    #expect(hello.hashes.first?.name == "Go Daddy Class 2 Certification Authority")
    #expect(hello.retryCount == 2)
    #expect(heard.map(\.frame) == [4])
    #expect(dissector.hear(segment(100, Self.hello)).isEmpty, "a repetition is no second hello")
    #expect(dissector.hear(segment(100 + 47, [], flags: 0x11)).isEmpty)
  }

  @Test("one whose beginning of the stream was not captured") func middle() throws {
    var dissector = Dissector()
    #expect(hellos(dissector.hear(segment(7, Self.hello))).count == 1)
  }

  @Test("one to the port of DASH cards is heard, and said to be theirs") func card() throws {
    var dissector = Dissector()
    let heard = dissector.hear(Packets.tcp(7, Self.hello, flags: 0x18, port: 9972))
    let hello = try #require(hellos(heard).first)
    #expect(hello.port == 9972)
    #expect(hello.uuid?.description == Self.uuid)
  }

  @Test("an unknown version is kept raw, when its stream ends") func unknown() throws {
    var dissector = Dissector()
    _ = dissector.hear(segment(99, [], flags: 2))
    #expect(dissector.hear(segment(100, [1, 0, 1, 0, 7, 7])).isEmpty)
    let hello = try #require(hellos(dissector.hear(segment(106, [], flags: 0x11))).first)
    #expect(hello.version == 1)
    #expect(hello.bytes == [1, 0, 1, 0, 7, 7])
  }

  @Test("other protocols on the port, and the server's side, are no hellos") func strangers() {
    var dissector = Dissector()
    _ = dissector.hear(segment(99, [], flags: 2))
    #expect(dissector.hear(segment(100, Array("GET / HTTP/1.1\r\n\r\n".utf8))).isEmpty)
    #expect(dissector.hear(segment(118, Self.hello)).isEmpty, "the stream is none")
    #expect(dissector.counts.messages == 0)
  }

  @Test("a message that never ends is given up, and memory stays bounded") func endless() {
    var dissector = Dissector()
    _ = dissector.hear(segment(99, [], flags: 2))
    _ = dissector.hear(segment(100, [1, 0, 9, 0]))
    for index in 0..<40 {
      _ = dissector.hear(segment(104 &+ UInt32(index) * 1000, [UInt8](repeating: 1, count: 1000)))
    }
    #expect(hellos(dissector.hear(segment(104 + 40_000, [], flags: 0x11))).isEmpty)
  }

  @Test("the line of capture --json") func line() throws {
    var dissector = Dissector()
    let message = try #require(dissector.hear(segment(7, Self.hello)).first)
    let line = try #require(CaptureLine.text(for: message))
    _ = try JSONSerialization.jsonObject(with: Data(line.utf8))
    #expect(
      line
        == #"{"kind":"hello","frame":1,"time":"2023-11-14T22:13:20.250000Z","source":"10.1.0.7","#
        + #""destination":"10.1.0.1","version":3,"uuid":"\#(Self.uuid)","#
        + #""adminCredentialsSet":true,"retryCount":2,"#
        + #""hashes":["2796bae63f1801e277261ba0d77770028f20eee4"],"roots":[{"algorithm":"SHA1","#
        + #""hash":"2796bae63f1801e277261ba0d77770028f20eee4","#
        + #""name":"Go Daddy Class 2 Certification Authority"}]}"#)
  }

  @Test("the sighting is the sender's, without the frame's hardware address") func sighting() throws
  {
    var dissector = Dissector()
    let message = try #require(dissector.hear(segment(7, Self.hello)).first)
    let sighting = try #require(message.sightings(site: "Lyon", source: "eth0").first)
    #expect(sighting.endpoint == Endpoint(address: IPAddress("10.1.0.7"), site: "Lyon"))
    guard case .hello(let hello) = sighting.fact else {
      Issue.record("no hello")
      return
    }
    #expect(hello.server == IPAddress("10.1.0.1"))
  }
}
