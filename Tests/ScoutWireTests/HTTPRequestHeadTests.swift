import ScoutWire
import Testing

@Suite("The head of an HTTP request") struct HTTPRequestHeadTests {
  static let whole = """
    GET /a?b=c HTTP/1.1\r
    Host: 127.0.0.1:8642\r
    User-Agent: a browser\r
    origin:\thttp://127.0.0.1:8642 \r
    If-None-Match: "7"\r
    \r\n
    """

  @Test("gives method, target and the three fields that matter")
  func whole() throws {
    let bytes = Array(Self.whole.utf8) + [1, 2, 3]
    let head = try HTTPRequestHead(parsing: bytes)
    #expect(head.method == "GET" && head.target == "/a?b=c")
    #expect(head.host == "127.0.0.1:8642" && head.origin == "http://127.0.0.1:8642")
    #expect(head.ifNoneMatch == "\"7\"")
    #expect(HTTPRequestHead.length(in: bytes) == bytes.count - 3)
  }

  @Test("throws, and never traps, on every truncation")
  func truncated() {
    let bytes = Array(Self.whole.utf8)
    for length in bytes.indices {
      #expect(throws: WireError.self) { try HTTPRequestHead(parsing: Array(bytes[..<length])) }
    }
  }

  @Test(
    "refuses what is no plain request",
    arguments: [
      "GET  / HTTP/1.1\r\n\r\n", "GET /\r\n\r\n", "GET / HTTP/2.0\r\n\r\n", " / HTTP/1.1\r\n\r\n",
      "GET / HTTP/1.1\r\nHost: a\r\nhost: b\r\n\r\n", "GET / HTTP/1.1\r\n folded\r\n\r\n",
      "GET / HTTP/1.1\r\nno colon\r\n\r\n", "GET / HTTP/1.1\r\nHost : a\r\n\r\n",
      "GET / HTTP/1.1\nHost: a\n\n\r\n\r\n", "GET /\u{0} HTTP/1.1\r\n\r\n",
      "GET /ü HTTP/1.1\r\n\r\n", "G(T / HTTP/1.1\r\n\r\n", "\r\n\r\n",
    ])
  func malformed(text: String) {
    #expect(throws: WireError.self) { try HTTPRequestHead(parsing: Array(text.utf8)) }
  }

  @Test("refuses a head without an end at its limit")
  func limit() {
    let long =
      Array("GET /".utf8) + Array(repeating: UInt8(ascii: "a"), count: 9000)
      + Array(" HTTP/1.1\r\n\r\n".utf8)
    #expect(HTTPRequestHead.length(in: long) == nil)
    let error = #expect(throws: WireError.self) { try HTTPRequestHead(parsing: long) }
    #expect(error?.code == .limitExceeded)
  }
}
