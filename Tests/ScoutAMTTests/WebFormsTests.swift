import ScoutModel
import Testing

@testable import ScoutAMT

@Suite("Every recorded form of the web server") struct WebFormsTests {
  struct Form: Sendable, CustomTestStringConvertible {
    var name: String
    /// The answers to the requests made, in order; where they end the peer closes.
    var answers: [String]
    var port: UInt16 = 16992
    var product = Product.amt
    var version: String?
    var from: String? = "server"
    var statuses: [Int]
    var realm: String?
    var qop: String?
    var location: String?
    var defects: [String] = []

    var testDescription: String { name }
  }

  private static let amt = "Intel(R) Active Management Technology"

  /// The head of a redirect: location, length, server, in AMT's order.
  private static func redirect(
    _ status: String, _ location: String, _ server: String
  ) -> String {
    "HTTP/1.1 \(status)\r\nLocation: \(location)\r\nContent-Length: 0\r\nServer: \(server)\r\n\r\n"
  }

  private static func challenge(
    _ server: String?, realm: String = "A4070000000000000000000000000000",
    nonce: String = "wlbEK1EtAAAAAAAAWW5aUHFp+mQQ1j63", qop: String = "auth", page: String = "",
    length: Int? = nil, more: String = ""
  ) -> String {
    "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Digest realm=\"Digest:\(realm)\", "
      + "nonce=\"\(nonce)\",stale=\"false\",qop=\"\(qop)\"\r\nContent-Type: text/html\r\n"
      + (server.map { "Server: \($0)\r\n" } ?? "") + more
      + "Content-Length: \(length ?? page.utf8.count)\r\nConnection: close\r\n\r\n" + page
  }

  private static func title(_ product: String) -> String {
    "<!DOCTYPE HTML PUBLIC \"-//W3C//DTD HTML 4.01 Transitional//EN\" >\r\n<html><head>"
      + "<title>Intel&reg; \(product)</title></head><body></body></html>"
  }

  private static let notFound = "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nServer: "
  private static let realm = "Digest:A4070000000000000000000000000000"

  static let forms = [
    Form(
      name: "303 to the log-on page, newer",
      answers: [
        redirect("303 See Other", "/logon.htm", "\(amt) 11.8.50.3425"),
        challenge("\(amt) 11.8.50.3425"),
      ], version: "11.8.50.3425", statuses: [303, 401], realm: realm, qop: "auth",
      location: "/logon.htm"),
    Form(
      name: "302 with an empty host, older",
      answers: [
        redirect("302 Found", "http:///logon.htm", "\(amt) 3.2.1"), challenge("\(amt) 3.2.1"),
      ], version: "3.2.1", statuses: [302, 401], realm: realm, qop: "auth",
      location: "http:///logon.htm"),
    Form(
      name: "302 with an empty host, older, inside TLS",
      answers: [
        redirect("302 Found", "https:///logon.htm", "\(amt) 5.2.10"), challenge("\(amt) 5.2.10"),
      ], port: 16993, version: "5.2.10", statuses: [302, 401], realm: realm, qop: "auth",
      location: "https:///logon.htm"),
    Form(
      name: "Con. Management Engine, which sends 302",
      answers: [
        redirect("302 Found", "http:///logon.htm", "Intel(R) Con. Management Engine 5.0.1"),
        challenge("Intel(R) Con. Management Engine 5.0.1"),
      ], product: .cme, version: "5.0.1", statuses: [302, 401], realm: realm, qop: "auth",
      location: "http:///logon.htm"),
    Form(
      name: "Standard Manageability",
      answers: [
        redirect("303 See Other", "/logon.htm", "Intel(R) Standard Manageability 9.0.3"),
        challenge(
          "Intel(R) Standard Manageability 9.0.3", page: title("Standard Manageability")),
      ], product: .ism, version: "9.0.3", statuses: [303, 401], realm: realm, qop: "auth",
      location: "/logon.htm"),
    Form(
      name: "Small Business Technology",
      answers: [
        redirect("303 See Other", "/logon.htm", "Intel(R) Small Business Technology 8.1.0"),
        challenge("Intel(R) Small Business Technology 8.1.0"),
      ], product: .sbt, version: "8.1.0", statuses: [303, 401], realm: realm, qop: "auth",
      location: "/logon.htm"),
    Form(
      name: "the product's whole name without a version",
      answers: [redirect("303 See Other", "/logon.htm", amt), challenge(amt)],
      statuses: [303, 401], realm: realm, qop: "auth", location: "/logon.htm"),
    Form(
      name: "bare AMT, whose title says Active Management Technology",
      answers: [
        redirect("303 See Other", "/logon.htm", "AMT"),
        challenge("AMT", page: title("Active Management Technology")),
      ], from: "title", statuses: [303, 401], realm: realm, qop: "auth", location: "/logon.htm"),
    Form(
      name: "bare AMT, whose log-on page says Standard Manageability",
      answers: [
        redirect("303 See Other", "/logon.htm", "AMT"), challenge("AMT"),
        "HTTP/1.1 200 OK\r\nServer: AMT\r\n\r\n" + title("Standard Manageability"),
      ], product: .ism, from: "title", statuses: [303, 401, 200], realm: realm, qop: "auth",
      location: "/logon.htm"),
    Form(
      name: "bare AMT that shows no page",
      answers: [
        redirect("303 See Other", "/logon.htm", "AMT"), challenge("AMT"),
        notFound + "AMT\r\n\r\n",
      ], statuses: [303, 401, 404], realm: realm, qop: "auth", location: "/logon.htm"),
    Form(
      name: "pages switched off, and only WS-Management answers",
      answers: [
        notFound + "\(amt) 12.0.24.1314\r\n\r\n", notFound + "\(amt) 12.0.24.1314\r\n\r\n",
        challenge("\(amt) 12.0.24.1314"),
      ], version: "12.0.24.1314", statuses: [404, 404, 401], realm: realm, qop: "auth"),
    Form(
      name: "pages switched off, and bare AMT at WS-Management: nothing tells the product but it",
      answers: [
        notFound + "AMT\r\n\r\n", notFound + "AMT\r\n\r\n", challenge("AMT"),
        notFound + "AMT\r\n\r\n",
      ], statuses: [404, 404, 401, 404], realm: realm, qop: "auth"),
    Form(
      name: "qualities of protection with a comma inside their quotes, random realm",
      answers: [
        challenge(
          "\(amt) 16.1.25.1917", realm: "2517B2332AFD88353D5F5FD352697901",
          nonce: "QYePBLMVAAAAAAAAjfXveceOM5bNfu/K", qop: "auth-int, auth")
      ], port: 16993, version: "16.1.25.1917", statuses: [401],
      realm: "Digest:2517B2332AFD88353D5F5FD352697901", qop: "auth-int, auth"),
    Form(
      name: "parameters parted by spaces alone, header names in odd case",
      answers: [
        "HTTP/1.1 401 Unauthorized\r\nwww-authenticate: Digest realm=\"\(realm)\" "
          + "nonce=\"wlbEK1EtAAAAAAAAWW5aUHFp+mQQ1j63\" stale=\"false\" qop=\"auth\"\r\n"
          + "SERVER: \(amt) 15.0.35.2039\r\ncontent-LENGTH: 0\r\n\r\n"
      ], version: "15.0.35.2039", statuses: [401], realm: realm, qop: "auth"),
    Form(
      name: "a log-in's answer in chunks, without a challenge",
      answers: [
        "HTTP/1.1 200 OK\r\nDate: Thu, 31 Dec 2009 00:07:19 GMT\r\nServer: \(amt) 15.0.23.1706\r\n"
          + "X-Frame-Options: DENY\r\nContent-Type: application/soap+xml; charset=UTF-8\r\n"
          + "Transfer-Encoding: chunked\r\n\r\n0004\r\nabcd\r\n0\r\n\r\n",
        challenge("\(amt) 15.0.23.1706"),
      ], version: "15.0.23.1706", statuses: [200, 401], realm: realm, qop: "auth"),
    Form(
      name: "software of the operating system",
      answers: [
        redirect(
          "303 See Other", "/logon.htm", "Intel(R) Management & Security Application 5.2.3"),
        notFound + "Intel(R) Management & Security Application 5.2.3\r\n\r\n",
        notFound + "Intel(R) Management & Security Application 5.2.3\r\n\r\n",
      ], product: .unknown, from: nil, statuses: [303, 404, 404], location: "/logon.htm",
      defects: ["software of the operating system answers"]),
    Form(
      name: "Realtek's DASH firmware on 664",
      answers: [
        redirect("303 See Other", "/logon.htm", "\(amt) 3.0.5"), challenge("\(amt) 3.0.5"),
      ],
      port: 664, product: .dash, statuses: [303, 401], realm: realm, qop: "auth",
      location: "/logon.htm", defects: ["3.0.5 on port 664 is Realtek's DASH firmware"]),
    Form(
      name: "AMT on its own DASH port, newer",
      answers: [
        redirect("303 See Other", "/logon.htm", "\(amt) 16.1.25.1917"),
        challenge("\(amt) 16.1.25.1917"),
      ], port: 664, version: "16.1.25.1917", statuses: [303, 401], realm: realm, qop: "auth",
      location: "/logon.htm"),
    Form(
      name: "a program that pretends: 301, and a Date header",
      answers: [
        "HTTP/1.1 301 Moved Permanently\r\nDate: Mon, 01 Jan 2018 00:00:00 GMT\r\n"
          + "Location: /logon.htm\r\nServer: \(amt) 9.1.34\r\nContent-Length: 0\r\n\r\n",
        challenge("\(amt) 9.1.34"),
      ], product: .unknown, from: nil, statuses: [301, 401], realm: realm, qop: "auth",
      location: "/logon.htm",
      defects: ["a Date header is not AMT's", "status 301 is not AMT's"]),
    Form(
      name: "banner and title contradict each other",
      answers: [
        redirect("303 See Other", "/logon.htm", "\(amt) 9.0.30"),
        challenge("\(amt) 9.0.30", page: title("Standard Manageability")),
      ], version: "9.0.30", statuses: [303, 401], realm: realm, qop: "auth",
      location: "/logon.htm", defects: ["the title names ISM"]),
  ]

  @Test("tells product, version, realm, and what is odd", arguments: forms, [false, true])
  func form(_ form: Form, bytewise: Bool) throws {
    let turns = form.answers.map { Answers.Turn.answer($0) } + [.close, .close]
    let web = try #require(Answers.play(turns, port: form.port, bytewise: bytewise).sighting)
    #expect(web.product == form.product)
    #expect(web.version?.description == form.version)
    #expect(web.productFrom == form.from)
    #expect(web.statuses == form.statuses)
    #expect(web.realm == form.realm)
    #expect(web.qop == form.qop)
    #expect(web.location == form.location)
    // The last request may have been closed upon; how that ended is not what is asked here.
    #expect(web.defects.filter { !$0.hasPrefix("/") } == form.defects)
  }

  struct Sign: Sendable, CustomTestStringConvertible {
    var firmware: String
    var realm: String
    var nonce: String
    var length: Int?
    var page = ""
    /// Whether it is of 11 or later; `nil` where the signs do not tell.
    var isNewer: Bool?
    var isContradictory = false

    var testDescription: String { firmware }
  }

  /// Challenges recorded from devices, with the lengths of their pages; the last ones are made up.
  static let signs = [
    Sign(
      firmware: "8.0.3", realm: "10DF0000000000000000000000000000",
      nonce: "+S5HDg4iAACIkRUMJoai5Xyxlc9qWHgc", length: 689, isNewer: false),
    Sign(
      firmware: "9.0.30", realm: "C8090000000000000000000000000000",
      nonce: "+9GoAAZEAACYo+Ka4uJ0dCwoKCxAtTP2", length: 689, isNewer: false),
    Sign(
      firmware: "11.8.50.3425", realm: "A4070000000000000000000000000000",
      nonce: "wlbEK1EtAAAAAAAAWW5aUHFp+mQQ1j63", length: 690, isNewer: true),
    Sign(
      firmware: "15.0.23.1706", realm: "727734D63A1FC0423736E48DA554E462",
      nonce: "B9AX94iAAAAAAAAAx6rrSfPHGUrx/3uA", length: 693, isNewer: true),
    Sign(
      firmware: "16.1.25.1917", realm: "2517B2332AFD88353D5F5FD352697901",
      nonce: "QYePBLMVAAAAAAAAjfXveceOM5bNfu/K", length: 693, isNewer: true),
    Sign(
      firmware: "unknown", realm: "72C40000000000000000000000000000",
      nonce: "WT7ZAQsLAABEyoVgz4/+bFmvwKIRUvUI", isNewer: false),
    Sign(
      firmware: "unknown, random realm", realm: "56ABC7BE224EF620C69EB88F01071DC8",
      nonce: "fVNueyEAAAAAAAAAcO8WqJ8s+WdyFUIY", isNewer: true),
    Sign(
      firmware: "style sheet of 8 and before", realm: "10DF0000000000000000000000000000",
      nonce: "+S5HDg4iAACIkRUMJoai5Xyxlc9qWHgc", page: "<link href=\"styles.css\">",
      isNewer: false),
    Sign(
      firmware: "style sheet of 11.8 and later", realm: "A4070000000000000000000000000000",
      nonce: "wlbEK1EtAAAAAAAAWW5aUHFp+mQQ1j63", page: "<link href=\"/styles.css\">",
      isNewer: true),
    Sign(
      firmware: "signs that disagree", realm: "A4070000000000000000000000000000",
      nonce: "wlbEK1EtAAAAAAAAWW5aUHFp+mQQ1j63", length: 689, isContradictory: true),
    Sign(
      firmware: "a nonce of another form", realm: "A4070000000000000000000000000000",
      nonce: "abc", length: 12),
  ]

  @Test(
    "nonce, realm, length and style sheet hint at the generation, and no more", arguments: signs)
  func hints(sign: Sign) throws {
    let page = sign.page + String(repeating: " ", count: max(0, (sign.length ?? 0)))
    let answer = Self.challenge(
      "AMT", realm: sign.realm, nonce: sign.nonce, page: page, length: sign.length)
    let web = try #require(
      Answers.play(
        [.answer(Self.redirect("303 See Other", "/logon.htm", "AMT")), .answer(answer)]
          + [.close]
      ).sighting)
    #expect(web.version == nil, "a hint is no version")
    let mark = "weak signs of the generation contradict each other"
    #expect(web.defects.contains(mark) == sign.isContradictory)
    switch sign.isNewer {
    case true?: #expect(web.hint?.lower == FirmwareVersion(11))
    case false?: #expect(web.hint?.upper == FirmwareVersion(11))
    case nil: #expect(web.hint == nil)
    }
  }
}
