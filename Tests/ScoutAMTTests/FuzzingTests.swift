import Testing

@testable import ScoutAMT

@Suite("Fuzz entry points") struct FuzzingTests {
  static let inputs: [[UInt8]] = [
    Array(Answers.redirect(Answers.amt8).utf8) + [0xFF, 0xFF]
      + Array(Answers.challenge("AMT", title: "Intel&reg; Standard Manageability").utf8),
    Array("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n".utf8),
    TLSExchangeTests.flight(0x0303, request: true) + [0xFF, 0xFF] + TLSExchangeTests.flight(0x0302),
    [6, 0, 0xFE, 6, 0, 0, 1, 0x57, 0x40, 7, 0, 16] + PongReadingTests.examples[1].data,
    Array("Digest realm=\"Digest:00\", nonce=\"a\",qop=\"auth-int, auth\"".utf8),
  ]

  @Test("hold on every prefix and on single changes", arguments: inputs)
  func replay(input: [UInt8]) {
    let feeds = [fuzzHTTPResponse, fuzzWebText, fuzzPong, fuzzWebExchange, fuzzTLSExchange]
    for index in 0..<input.count {
      var changed = input
      changed[index] ^= UInt8(truncatingIfNeeded: index &* 37 &+ 1)
      for feed in feeds {
        feed(Array(input.prefix(index)))
        feed(changed)
      }
    }
  }
}
