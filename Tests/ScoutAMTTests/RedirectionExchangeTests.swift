import ScoutModel
import ScoutWire
import Testing

@testable import ScoutAMT

@Suite("Redirection ports") struct RedirectionExchangeTests {
  /// Replies of devices as an issue of MeshCommander shows them: 11.8.70 and 12.0.22.
  private static let seen11: [UInt8] = [0x11, 0, 0, 0, 1, 0, 0x0B, 0x08, 0x57, 1, 0, 0, 0]
  private static let seen12: [UInt8] = [0x11, 0, 0, 0, 1, 0, 0x0C, 0x00, 0x57, 1, 0, 0, 0]
  private static let digestOnly: [UInt8] = [0x14, 0, 0, 0, 0, 1, 0, 0, 0, 4]

  /// Plays a peer that answers each message of one connection in turn, and says what came of it.
  private func play(_ connections: [[[UInt8]]]) -> (RedirectionSighting?, [[UInt8]]) {
    var exchange = RedirectionExchange(port: 16994, secure: false)
    var said: [[UInt8]] = []
    for answers in connections {
      var answers = answers[...]
      var action = exchange.handle(.connected)
      talking: while true {
        switch action {
        case .send(let bytes):
          said.append(bytes)
          if let answer = answers.popFirst() {
            action = exchange.handle(.received(answer))
          } else {
            action = exchange.handle(.closedByPeer)
          }
        case .wait: action = exchange.handle(.deadlinePassed)
        case .reconnect:
          said.append(exchange.farewell)
          break talking
        case .finish(let sighting):
          said.append(exchange.farewell)
          return (sighting, said)
        }
      }
    }
    return (nil, said)
  }

  @Test("three services, the version, one way to log in; each session is ended")
  func whole() throws {
    let (sighting, said) = play([
      [Self.seen12, Self.digestOnly], [Self.seen12], [Self.seen12],
    ])
    let found = try #require(sighting)
    #expect(found.outcome == .complete)
    #expect(found.version == FirmwareVersion(12, 0))
    #expect(found.enterprise == 343)
    #expect(found.answers.map(\.words) == ["SOL yes", "IDER yes", "KVM yes"])
    #expect(found.authentications == [4])
    #expect(found.bytes == Self.seen12)
    #expect(found.defects.isEmpty)
    #expect(
      said == [
        [0x10, 0, 0, 0, 0x53, 0x4F, 0x4C, 0x20], [0x13, 0, 0, 0, 0, 0, 0, 0, 0], [0x12, 0, 0, 0],
        [0x10, 0, 0, 0, 0x49, 0x44, 0x45, 0x52], [0x12, 0, 0, 0],
        [0x10, 1, 0, 0, 0x4B, 0x56, 0x4D, 0x52], [0x12, 0, 0, 0],
      ])
  }

  @Test("busy and unsupported, told in four bytes; the version comes from the third service")
  func refusals() throws {
    let (sighting, said) = play([
      [[0x11, 2, 0, 0]], [[0x11, 3, 0, 0]], [Self.seen11, Self.digestOnly],
    ])
    let found = try #require(sighting)
    #expect(found.answers.map(\.words) == ["SOL busy", "IDER unsupported", "KVM yes"])
    #expect(found.answers.map(\.isOffered) == [true, false, true])
    #expect(found.version == FirmwareVersion(11, 8))
    #expect(said.filter { $0 == RedirectionExchange.end }.count == 3)
  }

  @Test(
    "every refusal alone: present, and the version not told", arguments: [2, 3, 0xFF, 7] as [UInt8])
  func refused(status: UInt8) throws {
    let (sighting, _) = play([
      [[0x11, status, 0, 0]], [[0x11, status, 0, 0]], [[0x11, status, 0, 0]],
    ])
    let found = try #require(sighting)
    #expect(found.outcome == .complete)
    #expect(found.version == nil)
    #expect(found.answers.map(\.status) == [status, status, status])
  }

  @Test("OEM data, byte by byte") func pieces() throws {
    let reply: [UInt8] = [0x11, 0, 0, 0, 1, 0, 9, 5, 0x57, 1, 0, 0, 3, 1, 2, 3]
    var exchange = RedirectionExchange(port: 16995, secure: true)
    _ = exchange.handle(.connected)
    var action = RedirectionExchange.Action.wait
    for byte in reply {
      #expect(action == .wait)
      action = exchange.handle(.received([byte]))
    }
    #expect(action == .send(RedirectionExchange.authenticationQuery))
  }

  @Test("no part of a reply is taken for the whole", arguments: [seen11, digestOnly])
  func prefixes(bytes: [UInt8]) {
    for end in bytes.indices {
      #expect(RedirectionMessage.read(Array(bytes[..<end])) == .needsMore)
      #expect(throws: WireError.self) { try RedirectionMessage(parsing: Array(bytes[..<end])) }
    }
    guard case .message(_, let length) = RedirectionMessage.read(bytes) else {
      Issue.record("not read")
      return
    }
    #expect(length == bytes.count)
  }

  @Test("silence, another protocol, a list without end") func oddities() throws {
    var silent = RedirectionExchange(port: 16994, secure: false)
    _ = silent.handle(.connected)
    #expect(silent.farewell == RedirectionExchange.end, "also to one that says nothing")
    guard case .finish(let nothing) = silent.handle(.deadlinePassed) else {
      Issue.record("goes on")
      return
    }
    #expect(nothing.outcome == .silent)

    #expect(play([[Array("HTTP/1.1 400 Bad Request\r\n".utf8)]]).0?.outcome == .otherProtocol)
    let endless: [UInt8] = [0x14, 0, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0x7F]
    let (list, _) = play([[Self.seen11, endless]])
    #expect(list?.version == FirmwareVersion(11, 8))
    #expect(list?.defects == ["SOL: otherProtocol"])
  }

  @Test("a list that never comes costs one connection, not the rest") func noList() throws {
    let (sighting, said) = play([[Self.seen11], [Self.seen11, Self.digestOnly], [Self.seen11]])
    let found = try #require(sighting)
    #expect(found.answers.count == 3)
    #expect(found.authentications == [4])
    #expect(found.defects == ["the ways to log in were not told"])
    #expect(said.filter { $0 == RedirectionExchange.end }.count == 3)
  }

  @Test("another maker's number is not Intel's") func stranger() throws {
    let reply: [UInt8] = [0x11, 0, 0, 0, 1, 0, 9, 5, 0x58, 1, 0, 0, 0]
    let found = try #require(play([[reply, Self.digestOnly], [reply], [reply]]).0)
    #expect(found.enterprise == 344)
    #expect(found.defects == ["enterprise 344 in the reply"])
  }
}
