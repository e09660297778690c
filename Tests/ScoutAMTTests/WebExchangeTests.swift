import ScoutModel
import ScoutNet
import Testing

@testable import ScoutAMT

@Suite("Web exchange") struct WebExchangeTests {
  @Test("asks a versioned server twice on one connection", arguments: [false, true])
  func versioned(bytewise: Bool) throws {
    let (sighting, requests) = Answers.play(
      [
        .answer(Answers.redirect(Answers.amt8)),
        .answer(Answers.challenge(Answers.amt8, title: "Intel&reg; Active Management Technology")),
      ], bytewise: bytewise)
    #expect(requests == ["GET / HTTP/1.1", "+GET /index.htm HTTP/1.1"])
    let web = try #require(sighting)
    #expect(web.outcome == .complete)
    #expect(web.statuses == [303, 401])
    #expect(web.server == Answers.amt8)
    #expect(web.location == "/logon.htm")
    #expect(web.product == .amt)
    #expect(web.productFrom == "server")
    #expect(web.version == FirmwareVersion(8, 0, 3))
    #expect(web.realm == "Digest:A4070000000000000000000000000000")
    #expect(web.nonce == "wlbEK1EtAAAAAAAAWW5aUHFp+mQQ1j63")
    #expect(web.qop == "auth")
    #expect(web.title == "Intel® Active Management Technology")
    #expect(web.hint?.lower == FirmwareVersion(11))
    #expect(web.defects == [])
    #expect(String(decoding: web.head, as: UTF8.self) == Answers.redirect(Answers.amt8))
  }

  @Test("names itself by the address it asks")
  func hosts() {
    let v4 = WebRequest.root.encoded(address: .v4(IPv4Address(192, 0, 2, 7)), port: 16992)
    #expect(
      String(decoding: v4, as: UTF8.self) == "GET / HTTP/1.1\r\nHost: 192.0.2.7:16992\r\n\r\n")
    let address = IPAddress.v6(IPv6Address(high: 0x2001_0DB8_0000_0000, low: 7))
    let v6 = WebRequest.wsman.encoded(address: address, port: 16993)
    #expect(
      String(decoding: v6, as: UTF8.self)
        == "POST /wsman HTTP/1.1\r\nHost: [2001:db8::7]:16993\r\nContent-Length: 0\r\n\r\n")
    for request in WebRequest.allCases {
      let text = String(decoding: request.encoded(address: address, port: 1), as: UTF8.self)
      #expect(!text.contains("Authorization"))
    }
  }

  @Test(
    "asks anew on a connection of its own where a second question on one brings nothing",
    arguments: [Answers.Turn.close, .silence, .bytes([0x41]), .answer("HTTP/1.1 401 Unaut")])
  func followUpFails(turn: Answers.Turn) {
    let (web, requests) = Answers.play([
      .answer(Answers.redirect(Answers.amt8)), turn, .answer(Answers.challenge(Answers.amt8)),
    ])
    #expect(
      requests == [
        "GET / HTTP/1.1", "+GET /index.htm HTTP/1.1", "GET /index.htm HTTP/1.1",
      ])
    #expect(web?.statuses == [303, 401])
    #expect(web?.realm != nil)
    #expect(web?.defects == [])
    // It is tried once: what this server is asked later has a connection of its own.
    let plain = Answers.Turn.answer(Answers.plain(Answers.amt8))
    let (_, more) = Answers.play([plain, turn, plain, plain])
    #expect(
      more == [
        "GET / HTTP/1.1", "+GET /index.htm HTTP/1.1", "GET /index.htm HTTP/1.1",
        "POST /wsman HTTP/1.1",
      ])
  }

  @Test("opens a connection for each question where the server says that it closes")
  func closing() {
    let closing = Answers.redirect(Answers.amt8)
      .replacing("\r\n\r\n", with: "\r\nConnection: close\r\n\r\n")
    let (_, requests) = Answers.play([
      .answer(closing), .answer(Answers.challenge(Answers.amt8)),
    ])
    #expect(requests == ["GET / HTTP/1.1", "GET /index.htm HTTP/1.1"])
  }

  @Test("splits the bare AMT by the title of a page")
  func bare() throws {
    let (web, requests) = Answers.play([
      .answer(Answers.redirect("AMT")), .answer(Answers.challenge("AMT")),
      .answer(Answers.page("AMT", title: "Intel&reg; Standard Manageability")),
    ])
    #expect(requests.last == "GET /logon.htm HTTP/1.1")
    #expect(web?.product == .ism)
    #expect(web?.productFrom == "title")
    #expect(web?.version == nil)
    let (early, few) = Answers.play([
      .answer(Answers.redirect("AMT")),
      .answer(Answers.challenge("AMT", title: "Intel&reg; Active Management Technology")),
    ])
    #expect(few.count == 2)
    #expect(early?.product == .amt)
    #expect(early?.productFrom == "title")
  }

  @Test("asks WS-Management where the pages are switched off")
  func pagesOff() throws {
    let (web, requests) = Answers.play([
      .answer(Answers.plain(Answers.amt8)), .answer(Answers.plain(Answers.amt8)),
      .answer(Answers.challenge(Answers.amt8)),
    ])
    #expect(requests.last == "+POST /wsman HTTP/1.1")
    #expect(web?.statuses == [404, 404, 401])
    #expect(web?.realm != nil)
    let (closing, two) = Answers.play([.close, .answer(Answers.challenge(Answers.amt8))])
    #expect(two == ["GET / HTTP/1.1", "POST /wsman HTTP/1.1"])
    #expect(closing?.product == .amt)
    #expect(closing?.outcome == .complete)
    let (closed, _) = Answers.play([.close, .close])
    #expect(closed?.outcome == .closedSilently)
    #expect(closed?.product == .unknown)
  }

  @Test("a challenge at the root is enough")
  func early() {
    let (web, requests) = Answers.play([.answer(Answers.challenge(Answers.amt8))])
    #expect(requests.count == 1)
    #expect(web?.realm != nil)
    // Without a banner, the title is asked for.
    let (nameless, two) = Answers.play([
      .answer(Answers.challenge(nil)),
      .answer(Answers.page("x", title: "Intel&reg; Active Management Technology")),
    ])
    #expect(two.count == 2)
    #expect(nameless?.product == .amt)
    #expect(nameless?.productFrom == "title")
  }

  @Test(
    "leaves a foreign server alone after one request",
    arguments: [
      Answers.plain("nginx"),
      "HTTP/1.1 401 No\r\nServer: lighttpd\r\nWWW-Authenticate: Digest realm=\"a\", nonce=\"b\"\r\n"
        + "Content-Length: 0\r\n\r\n",
    ])
  func foreign(answer: String) {
    let (web, requests) = Answers.play([.answer(answer)])
    #expect(requests.count == 1)
    #expect(web?.product == Product.none)
    #expect(web?.version == nil)
  }

  @Test("looks closer at a foreign banner that points to AMT's log-on page")
  func disguise() {
    let (hidden, requests) = Answers.play([
      .answer(Answers.redirect("Apache/2.4")),
      .answer(
        Answers.challenge("Apache/2.4", title: "Intel&reg; Active Management Technology")),
    ])
    #expect(requests.count == 2)
    #expect(hidden?.product == .amt)
    #expect(hidden?.productFrom == "title")
    let (other, _) = Answers.play([
      .answer(Answers.redirect("Apache/2.4")), .silence, .silence,
    ])
    #expect(other?.product == .unknown)
  }

  @Test("takes no program for AMT that redirects as AMT does not")
  func pretender() {
    let answer = Answers.redirect("Intel(R) Active Management Technology 9.1.34")
      .replacing("303 See Other", with: "301 Moved Permanently")
    let (web, _) = Answers.play([.answer(answer), .silence, .silence])
    #expect(web?.product == .unknown)
    #expect(web?.version == nil)
    #expect(web?.defects.contains("status 301 is not AMT's") == true)
  }

  @Test("stays unsure where nothing is said")
  func unsure() {
    let silent = Answers.Turn.answer(Answers.plain(nil))
    let (nameless, requests) = Answers.play([silent, silent, silent])
    #expect(requests.count == 3)
    #expect(nameless?.product == .unknown)
    let (shell, one) = Answers.play([.answer("SSH-2.0-OpenSSH_9.2\r\n")])
    #expect(one.count == 1)
    #expect(shell?.outcome == .otherProtocol)
    #expect(shell?.product == .unknown)
    let (secure, _) = Answers.play([.bytes([0x15, 3, 1, 0, 2, 2, 10])])
    #expect(secure?.outcome == .otherProtocol)
    #expect(secure?.product == .unknown)
    let (host, _) = Answers.play([
      .answer(Answers.plain("Intel(R) Management & Security Application 5.2.3")),
      .answer(Answers.plain("Intel(R) Management & Security Application 5.2.3")), .close, .close,
    ])
    #expect(host?.product == .unknown)
    #expect(host?.version == nil)
    #expect(host?.defects.first == "software of the operating system answers")
  }

  @Test("asks no more of whoever falls silent, and says how it ended")
  func silence() {
    let silent = Answers.play([.silence])
    #expect(silent.sighting?.outcome == .silent)
    let refused = Answers.play([.refusal])
    #expect(refused.sighting?.outcome == .notConnected)
    #expect(refused.requests == [])
    let later = Answers.play([.answer(Answers.redirect(Answers.amt8)), .silence, .silence])
    #expect(later.requests.count == 3)
    #expect(later.sighting?.outcome == .complete)
    #expect(later.sighting?.version == FirmwareVersion(8, 0, 3))
    #expect(later.sighting?.defects == ["/index.htm: silent"])
    let broken = Answers.play([
      .answer("HTTP/1.1 303 See Other\r\nServer: \(Answers.amt8)"), .refusal,
    ])
    #expect(broken.sighting?.outcome == .brokenOff)
    #expect(broken.sighting?.version == FirmwareVersion(8, 0, 3))
  }

  @Test("takes Realtek's banner on the secure DASH port for no AMT")
  func realtek() {
    let server = "Intel(R) Active Management Technology 3.0.5"
    let turns: [Answers.Turn] = [
      .answer(Answers.redirect(server)), .answer(Answers.challenge(server)),
    ]
    let dash = Answers.play(turns, port: 664).sighting
    #expect(dash?.product == .dash)
    #expect(dash?.version == nil)
    #expect(dash?.defects == ["3.0.5 on port 664 is Realtek's DASH firmware"])
    #expect(Answers.play(turns, port: 16993).sighting?.product == .amt)
  }

  @Test("notes banner and title that contradict each other, and headers that change")
  func contradictions() {
    let (web, _) = Answers.play([
      .answer(Answers.redirect(Answers.amt8)),
      .answer(Answers.challenge("nginx", title: "Intel&reg; Standard Manageability")),
    ])
    #expect(web?.product == .amt)
    #expect(web?.defects == ["the Server header changes", "the title names ISM"])
  }

  @Test("a hostile peer gets no more than four requests and keeps to the limits")
  func hostile() {
    let endless =
      [UInt8]("HTTP/1.1 200 OK\r\nServer: AMT\r\n\r\n".utf8)
      + [UInt8](repeating: 0x41, count: 10_000_000)
    let (web, requests) = Answers.play([Answers.Turn](repeating: .bytes(endless), count: 5))
    #expect(web?.outcome == .tooLong)
    #expect(requests.count == 4)
    #expect(web?.head.count == 1_024)
    let long = "HTTP/1.1 200 OK\r\nServer: " + String(repeating: "x", count: 4_000) + "\r\n\r\n"
    #expect(Answers.play([.answer(long)]).sighting?.server?.utf8.count == 512)
  }

  @Test("every state hears every event")
  func states() {
    let events: [WebExchange.Event] = [
      .connected, .notConnected, .received([]), .received([0x48]), .closedByPeer, .deadlinePassed,
    ]
    for first in events {
      for second in events {
        for third in events {
          var exchange = WebExchange(
            address: .v4(IPv4Address(192, 0, 2, 7)), port: 16992, secure: false)
          var finished: WebExchange.Action?
          for event in [first, second, third] + events {
            let action = exchange.handle(event)
            if let finished { #expect(action == finished) }
            if case .finish = action { finished = action }
          }
        }
      }
    }
  }
}
