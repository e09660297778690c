/// An HTTP server's side of the site: AMT's forms, and those of its look-alikes.
package struct WebFace: Sendable {
  /// What `GET /` brings.
  package enum Front: Sendable {
    /// 303 to `/logon.htm`, the newer form.
    case seeOther
    /// 302 to a URL without a host, the older form.
    case found
    /// The Web UI is off: 404 without a Server header, so that only `/wsman` tells.
    case off
    /// A web server that is not AMT: this head and body for every request.
    case foreign(head: String, body: String)
  }

  /// What the digest challenge holds.
  package struct Challenge: Sendable {
    /// As it stands between the quotation marks, with `Digest:`.
    package var realm: String
    package var nonce: String
    package var quality = "auth"
    /// The length of the page sent with it.
    package var length: Int
    package var stylesheet = "/styles.css"
    /// Spaces alone between the parameters, as some boards are said to write them.
    package var hasNoCommas = false

    /// The value of the WWW-Authenticate header; no space follows the commas after the nonce, as on
    /// real devices.
    var header: String {
      let (first, others) = hasNoCommas ? (" ", " ") : (", ", ",")
      return "Digest realm=\"\(realm)\"\(first)nonce=\"\(nonce)\"\(others)stale=\"false\"\(others)"
        + "qop=\"\(quality)\""
    }
  }

  /// How the names of headers are written.
  package enum Spelling: Sendable {
    case usual, lower, upper
  }

  package var front: Front
  /// The value of the Server header.
  package var server: String
  package var title: String
  package var challenge: Challenge
  /// Whether `/wsman` exists; before 3.2 there is SOAP only.
  package var wsman = true
  /// What stands behind `/wsman` for those who know the password.
  package var management: ManagementFace?
  package var spelling = Spelling.usual

  /// The answer to one request and whether the connection ends with it.
  package func respond(to request: Request, overTLS: Bool) -> (bytes: [UInt8], close: Bool) {
    var (bytes, close) = usual(request, overTLS: overTLS)
    if spelling != .usual { Self.spell(&bytes, spelling) }
    return (bytes, close)
  }

  /// Writes the names of the headers anew.
  private static func spell(_ bytes: inout [UInt8], _ spelling: Spelling) {
    // The first line is none; after an empty line the head is over.
    var place = (bytes.firstIndex(of: 10) ?? bytes.count) + 1
    while place < bytes.count, bytes[place] != 13 {
      while place < bytes.count, bytes[place] != 0x3A {
        switch (spelling, bytes[place]) {
        case (.lower, 0x41...0x5A): bytes[place] += 0x20
        case (.upper, 0x61...0x7A): bytes[place] -= 0x20
        default: break
        }
        place += 1
      }
      while place < bytes.count, bytes[place] != 10 { place += 1 }
      place += 1
    }
  }

  private func usual(_ request: Request, overTLS: Bool) -> (bytes: [UInt8], close: Bool) {
    if case .foreign(let head, let body) = front {
      return (Array((head + "\r\n\r\n" + body).utf8), true)
    }
    switch (request.method, request.path) {
    case ("POST", "/wsman"):
      guard wsman else { return (notFound, true) }
      if let management, let answer = management.respond(to: request, face: self) {
        return (answer, false)
      }
      return (unauthorized, true)
    case ("POST", "/wsman-anon/identify"):
      return (notFound, true)
    case _ where front.isOff:
      return (Self.bare404, true)
    case ("GET", "/"), ("HEAD", "/"):
      return (redirect(overTLS: overTLS), false)
    case ("GET", "/logon.htm"):
      return (logon, true)
    case ("GET", _) where request.path.hasSuffix(".htm"):
      return (unauthorized, true)
    case ("POST", "/RemoteControlService"), ("POST", "/GeneralInfoService"):
      return (wsman && !older ? notFound : unauthorized, true)
    default:
      return (notFound, true)
    }
  }

  /// The 303 or the 302. The order of the headers is part of the fingerprint.
  private func redirect(overTLS: Bool) -> [UInt8] {
    let (status, location) =
      older
      ? ("302 Found", (overTLS ? "https" : "http") + ":///logon.htm")
      : ("303 See Other", "/logon.htm")
    return Array(
      ("HTTP/1.1 \(status)\r\nLocation: \(location)\r\nContent-Length: 0\r\n"
        + "Server: \(server)\r\n\r\n").utf8)
  }

  private var older: Bool {
    if case .found = front { return true }
    return false
  }

  /// The 401 with its challenge.
  package var unauthorized: [UInt8] {
    let page = Page.unauthorized(title, stylesheet: challenge.stylesheet, length: challenge.length)
    return Array((challengeHead(length: page.utf8.count) + page).utf8)
  }

  /// The 401's head.
  func challengeHead(length: Int) -> String {
    "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: \(challenge.header)\r\n"
      + "Content-Type: text/html\r\nServer: \(server)\r\n"
      + "Content-Length: \(length)\r\nConnection: close\r\n\r\n"
  }

  /// The page that names the product. Its head is inferred; only the title is known.
  private var logon: [UInt8] {
    let page = Page.logon(title, stylesheet: challenge.stylesheet)
    return Array(
      ("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nServer: \(server)\r\n"
        + "Content-Length: \(page.utf8.count)\r\n\r\n" + page).utf8)
  }

  private var notFound: [UInt8] {
    Array(
      ("HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\nServer: \(server)\r\n"
        + "Content-Length: 0\r\nConnection: close\r\n\r\n").utf8)
  }

  private static let bare404 = Array(
    "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".utf8)
}

extension WebFace.Front {
  fileprivate var isOff: Bool {
    if case .off = self { return true }
    return false
  }
}

/// The pages AMT sends. Known are the document type, the title, the style sheet's address, the
/// length of the 401 page and its last note; the words between are ours.
enum Page {
  private static func head(_ title: String, _ stylesheet: String) -> String {
    "<!DOCTYPE HTML PUBLIC \"-//W3C//DTD HTML 4.01 Transitional//EN\" >\n<html><head>"
      + "<link rel=stylesheet href=\(stylesheet)>"
      + "<meta http-equiv=\"Content-Type\" content=\"text/html; charset=iso-8859-1\">"
      + "<title>\(title)</title></head>\n<body>"
  }

  static func unauthorized(_ title: String, stylesheet: String, length: Int) -> String {
    let start =
      head(title, stylesheet) + "<h1>Log on failed.</h1><p>Incorrect user name or password, or "
      + "the user account is temporarily locked.</p>"
    let end = "</body></html>\n"
    let padding = max(0, length - start.utf8.count - end.utf8.count)
    return start + String(repeating: " ", count: padding) + end
  }

  static func logon(_ title: String, stylesheet: String) -> String {
    head(title, stylesheet) + "<h1>Log On</h1><p>Log on to this computer.</p>"
      + "<form method=\"GET\" action=\"index.htm\"><input type=submit value=\"Log On...\">"
      + "</form></body></html>\n"
  }
}

/// The first lines of an HTTP request, as far as the site needs them.
package struct Request {
  package var method: String
  package var path: String
  /// The value of the Authorization header; empty where there is none.
  package var authorization = ""
  package var body: [UInt8] = []

  /// The request at the head of `input` and its length with body; `nil` while it is not whole.
  ///
  /// Heads up to 16 KiB and bodies up to 64 KiB are taken; beyond that the method is empty and
  /// the connection ends.
  package static func parse(_ input: [UInt8]) -> (request: Request, length: Int)? {
    guard let end = headEnd(input) else {
      return input.count > 16_384 ? (Request(method: "", path: ""), input.count) : nil
    }
    let lines = String(decoding: input[..<end], as: UTF8.self).split(separator: "\r\n")
    let words = (lines.first ?? "").split(separator: " ")
    var body = 0
    var authorization = ""
    for line in lines.dropFirst() {
      let parts = line.split(separator: ":", maxSplits: 1)
      if parts.count == 2, parts[0].lowercased() == "content-length" {
        body = Int(String(parts[1].filter { $0 != " " })) ?? 0
      }
      if parts.count == 2, parts[0].lowercased() == "authorization" {
        authorization = String(parts[1].drop { $0 == " " })
      }
    }
    guard (0...65_536).contains(body), words.count >= 2 else {
      return (Request(method: "", path: ""), input.count)
    }
    guard input.count >= end + 4 + body else { return nil }
    let request = Request(
      method: String(words[0]), path: String(words[1]), authorization: authorization,
      body: Array(input[(end + 4)..<(end + 4 + body)]))
    return (request, end + 4 + body)
  }

  private static func headEnd(_ input: [UInt8]) -> Int? {
    guard input.count >= 4 else { return nil }
    return (0...(input.count - 4)).first { start in
      input[start] == 13 && input[start + 1] == 10 && input[start + 2] == 13
        && input[start + 3] == 10
    }
  }
}
