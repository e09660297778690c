import ScoutWire
import Testing

@testable import ScoutAMT

@Suite("Greetings") struct GreetingTests {
  /// Plays a server that says these pieces and then what ends it.
  private func greeting(_ pieces: [[UInt8]], _ end: GreetingExchange.Event) -> String? {
    var exchange = GreetingExchange()
    #expect(exchange.handle(.connected) == .wait)
    for piece in pieces {
      if case .finish(let text) = exchange.handle(.received(piece)) {
        #expect(exchange.handle(end) == .finish(text))
        return text
      }
    }
    guard case .finish(let text) = exchange.handle(end) else {
      Issue.record("goes on")
      return nil
    }
    return text
  }

  @Test(
    "VNC's versions, whole and byte by byte",
    arguments: ["RFB 003.003", "RFB 003.008", "RFB 004.000", "RFB 999.999"])
  func versions(text: String) throws {
    let bytes = Array("\(text)\n".utf8)
    #expect(greeting([bytes], .deadlinePassed) == text)
    #expect(greeting(bytes.map { [$0] }, .closedByPeer) == text)
    #expect(greeting([bytes + [1, 2, 3]], .closedByPeer) == text)
    let banner = try RFBBanner(parsing: bytes)
    #expect(banner.encoded() == bytes)
    for end in bytes.indices {
      #expect(throws: (any Error).self) { try RFBBanner(parsing: Array(bytes[..<end])) }
    }
  }

  @Test(
    "what only looks like it is no version",
    arguments: [
      "RFB 3.8\n      ", "RFB 003,008\n", "rfb 003.008\n", "RFB 003.008\r", "RFB 0x3.008\n",
    ])
  func others(text: String) {
    #expect(throws: (any Error).self) { try RFBBanner(parsing: Array(text.utf8)) }
  }

  @Test("silence, refusals and other servers") func rest() {
    #expect(greeting([], .deadlinePassed) == nil)
    #expect(greeting([], .closedByPeer) == nil)
    #expect(greeting([], .notConnected) == nil)
    #expect(greeting([Array("RFB 00".utf8)], .deadlinePassed) == "RFB 00")
    #expect(greeting([Array("SSH-2.0-x\r\n".utf8)], .closedByPeer)?.hasPrefix("SSH-2.0-x") == true)
    let endless = [UInt8](repeating: 0x41, count: 100_000)
    #expect(greeting([endless], .closedByPeer)?.utf8.count == GreetingExchange.limit)
  }
}
