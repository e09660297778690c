import ScoutModel
import ScoutTLS
import Testing

@testable import ScoutAMT

@Suite("Answers to digest challenges") struct DigestAnswerTests {
  /// The example of RFC 2617, 3.5; the other two values were computed by another program from it.
  private static let nonce = "dcd98b7102dd2f0e8b11d0f600bfb0c093"

  private func answer(
    _ header: String, user: String = "Mufasa", password: String = "Circle Of Life"
  ) -> DigestAnswer? {
    DigestChallenge(header).flatMap {
      DigestAnswer(
        $0, user: user, password: Secret(password), random: [0x0A, 0x4F, 0x11, 0x3B],
        md5: { Digest.md5.digest($0) })
    }
  }

  private func answer(more: String) throws -> DigestAnswer {
    let answer = answer("Digest realm=\"testrealm@host.com\", nonce=\"\(Self.nonce)\"\(more)")
    return try #require(answer)
  }

  @Test("the whole message is protected only where nothing else is offered")
  func protections() throws {
    var usual = try answer(more: ", qop=\"auth,auth-int\", opaque=\"5ccc\"")
    #expect(
      usual.authorization(method: "GET", path: "/dir/index.html", body: [])
        == "Digest username=\"Mufasa\", realm=\"testrealm@host.com\", nonce=\"\(Self.nonce)\", "
        + "uri=\"/dir/index.html\", qop=auth, nc=00000001, cnonce=\"0a4f113b\", "
        + "response=\"6629fae49393a05397450978507c4ef1\", opaque=\"5ccc\"")
    #expect(
      usual.authorization(method: "GET", path: "/dir/index.html", body: [])
        .contains("nc=00000002"))
    var whole = try answer(more: ", qop=\"auth-int\"")
    let sent = whole.authorization(method: "POST", path: "/wsman", body: Array("<body/>".utf8))
    #expect(
      sent.contains("qop=auth-int")
        && sent.contains("response=\"29bbf22b1ab8faab7e59fd1e1956b006\""), "\(sent)")
    var old = try answer(more: "")
    let plain = old.authorization(method: "GET", path: "/dir/index.html", body: [])
    #expect(
      plain.contains("response=\"670fd8c2df070c60b045671b8b24ff02\"") && !plain.contains("qop"))
  }

  @Test("other digests than MD5, and other protections, are not answered")
  func others() {
    for more in [", algorithm=SHA-256", ", algorithm=MD5-sess", ", qop=\"auth-conf\""] {
      let answer = answer("Digest realm=\"r\", nonce=\"n\"\(more)")
      #expect(answer.map { _ in true } == nil)
    }
  }

  @Test("quotation marks and line breaks in names cannot leave their place")
  func quoting() throws {
    let found = answer("Digest realm=\"a\\\"b\", nonce=\"n\"", user: "x\"\r\nEvil: y")
    var answer = try #require(found)
    let header = answer.authorization(method: "GET", path: "/", body: [])
    #expect(header.contains("username=\"x\\\"Evil: y\""))
    #expect(!header.contains("\n"))
  }
}
