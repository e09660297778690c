import ScoutModel
import ScoutTestKit
import Testing

@testable import ScoutAMT

@Suite("HTTP response") struct HTTPResponseTests {
  /// Reads whole and in small pieces, and expects the same.
  private func read(_ text: String, closing: Bool = false) -> HTTPResponse {
    read(Array(text.utf8), closing: closing)
  }

  private func read(_ bytes: [UInt8], closing: Bool = false) -> HTTPResponse {
    var whole = HTTPResponse()
    whole.feed(bytes)
    if closing { whole.close() }
    var pieces = HTTPResponse()
    let size = bytes.count > 2_000 ? 97 : 1
    for start in stride(from: 0, to: bytes.count, by: size) {
      pieces.feed(Array(bytes[start..<min(start + size, bytes.count)]))
    }
    if closing { pieces.close() }
    #expect(whole.state == pieces.state)
    #expect(whole.head == pieces.head)
    #expect(whole.body == pieces.body)
    #expect(whole.defects == pieces.defects)
    #expect(whole.firstBytes == pieces.firstBytes)
    return whole
  }

  @Test("reads AMT's answer to the root")
  func redirect() {
    let response = read(
      "HTTP/1.1 303 See Other\r\nLocation: /logon.htm\r\nContent-Length: 0\r\n"
        + "Server: Intel(R) Active Management Technology 7.1.91\r\n\r\n")
    #expect(response.state == .complete)
    #expect(response.head?.version == "1.1")
    #expect(response.head?.status == 303)
    #expect(response.head?.reason == "See Other")
    #expect(response.head?.headers.map(\.name) == ["Location", "Content-Length", "Server"])
    #expect(response.head?.value(of: "SERVER") == "Intel(R) Active Management Technology 7.1.91")
    #expect(response.defects == [])
  }

  @Test(
    "joins folded lines, takes LF alone, and bears odd lines",
    arguments: ["\r\n", "\n"])
  func lines(end: String) {
    let lines = [
      "", "HTTP/1.0 200", "sErVeR :  AMT \t", "X: a", " b", "\tc", "no colon", ": no name",
      "Content-Length: 2", "", "ok",
    ]
    let response = read(lines.joined(separator: end))
    #expect(response.state == .complete)
    #expect(response.head?.version == "1.0")
    #expect(response.head?.reason == "")
    #expect(response.head?.value(of: "server") == "AMT")
    #expect(response.head?.value(of: "x") == "a b c")
    #expect(response.body == Array("ok".utf8))
    #expect(response.defects == ["a header line without a name"])
  }

  @Test("replaces control characters and reads Latin-1")
  func text() {
    let response = read(
      Array("HTTP/1.1 200 OK\r\nServer: a\u{1B}[31m".utf8) + [0xAE] + Array("\r\n\r\n".utf8))
    #expect(response.head?.value(of: "Server") == "a\u{FFFD}[31m®")
  }

  @Test("joins chunks, passes over extensions and trailers")
  func chunks() {
    let response = read(
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n\r\n"
        + "0003\r\nabc\r\n2;x=y\r\nde\r\n0\r\nTrailer: z\r\n\r\nrest")
    #expect(response.state == .complete)
    #expect(response.body == Array("abcde".utf8))
    let bad = read("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-3\r\nabc")
    #expect(bad.state == .complete)
    #expect(bad.defects == ["no valid chunk size"])
  }

  @Test("ends a body as its head says")
  func bodies() {
    #expect(read("HTTP/1.1 204 No Content\r\n\r\n").state == .complete)
    let open = "HTTP/1.1 200 OK\r\n\r\nabc"
    #expect(read(open).state == .reading)
    #expect(read(open, closing: true).state == .complete)
    #expect(read(open, closing: true).body == Array("abc".utf8))
    let short = "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc"
    #expect(read(short, closing: true).state == .cutShort)
    for length in ["-1", "99999999999999999999", "x", "3\r\nContent-Length: 4"] {
      let bad = read("HTTP/1.1 200 OK\r\nContent-Length: \(length)\r\n\r\nabc", closing: true)
      #expect(bad.state == .complete)
      #expect(bad.defects == ["no valid content length"])
    }
    let interim = read("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 401 No\r\nContent-Length: 0\r\n\r\n")
    #expect(interim.head?.status == 401)
  }

  @Test("reads a head that ends with the connection")
  func cutHead() {
    let response = read("HTTP/1.1 401 Unauthorized\r\nServer: AMT", closing: true)
    #expect(response.state == .cutShort)
    #expect(response.head?.value(of: "Server") == "AMT")
    #expect(response.defects == ["the head has no end"])
    #expect(read("HTTP/1.1 401", closing: true).head?.status == 401)
    #expect(read("HTTP/1.1 4", closing: true).state == .cutShort)
    #expect(read("HTT", closing: true).state == .cutShort)
    #expect(read("", closing: true).state == .cutShort)
  }

  @Test(
    "knows other protocols at their first byte that is none of HTTP's",
    arguments: ["SSH-2.0-OpenSSH_9\r\n", "HTTPS\n", "HTTP/x\r\n", "HTTP/1.1 20 OK\r\n", "\u{15}"])
  func foreign(text: String) {
    #expect(read(text).state == .notHTTP)
  }

  @Test("no prefix of a response traps or is complete")
  func prefixes() {
    let text =
      "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Digest realm=\"a\", nonce=\"b\"\r\n"
      + "Content-Length: 5\r\n\r\nabcde"
    for length in 0..<text.utf8.count {
      let response = read(Array(text.utf8.prefix(length)))
      #expect(response.state == .reading)
    }
  }

  @Test("stays within its limits")
  func limits() {
    func filler(_ count: Int) -> String { String(repeating: "x", count: count) }
    let ok = "HTTP/1.1 200 OK\r\n"
    #expect(read(ok + "X: " + filler(20_000)).state == .tooLong)
    #expect(read(ok + String(repeating: "A: b\r\n", count: 101) + "\r\n").state == .tooLong)
    #expect(read(ok + String(repeating: " \r\n", count: 40_000)).state == .tooLong)
    #expect(read(String(repeating: "\r\n", count: 40_000)).state == .tooLong)
    let body = read(ok + "\r\n" + filler(40_000))
    #expect(body.state == .tooLong)
    #expect(body.body.count == HTTPResponse.bodyLimit)
    #expect(body.firstBytes.count == HTTPResponse.firstByteLimit)
    let chunks = ok + "Transfer-Encoding: chunked\r\n\r\n"
    #expect(read(chunks + String(repeating: "1\r\nx\r\n", count: 20_000)).state == .tooLong)
    #expect(read(chunks + "FFFFFFFF\r\n" + filler(70_000)).state == .tooLong)
    #expect(read(chunks + "0\r\n" + String(repeating: "a: b\r\n", count: 20_000)).state == .tooLong)
    let interim = String(repeating: "HTTP/1.1 100 C\r\n\r\n", count: 5_000)
    #expect(read(interim).state == .tooLong)
    // A folded header cannot grow beyond what is kept.
    let folded = read(ok + "X: y\r\n" + String(repeating: " z\r\n", count: 9_000) + "\r\n")
    #expect((folded.head?.value(of: "X")?.utf8.count ?? 0) <= HTTPHead.textLimit + 1)
  }

  @Test(
    "reads recorded answers",
    .enabled(if: RecordedData.isThere, "the recorded data are not beside the package"))
  func recorded() throws {
    let redirect = read(try RecordedData.bytes("amt/http/meshcentral_303_7.1.91.bin"))
    #expect(redirect.state == .complete)
    #expect(
      redirect.head.flatMap { $0.value(of: "Server") }.flatMap(ServerBanner.init)?.version?
        .description == "7.1.91")
    // The head of one file goes on in the other.
    let chunked = read(
      try RecordedData.bytes("amt/http/mps_CIRAChannel.test_01_http.bin")
        + RecordedData.bytes("amt/http/mps_CIRAChannel.test_02_chunkedbody.bin"))
    #expect(chunked.head?.status == 200)
    let body = String(decoding: chunked.body, as: UTF8.self)
    #expect(body.hasPrefix("<?xml"))
    #expect(!body.contains("\r\n022A"))
    let challenge = read(try RecordedData.bytes("amt/http/mps_CIRAHandler.test_05_http.bin"))
    let value = try #require(challenge.head?.value(of: "WWW-Authenticate"))
    #expect(DigestChallenge(value)?.realm == "Digest:34BF4B5A0561F95248F58509A406E046")
    #expect(challenge.head?.value(of: "Content-Length") == "693")
  }
}
