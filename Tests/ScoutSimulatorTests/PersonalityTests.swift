import Testing

@testable import ScoutSimulator

/// Bytes and forms, compared with what the protocol notes record; no network.
struct PersonalityTests {
  private let site = Site()

  private func device(_ host: String) throws -> Device {
    try #require(site.devices.first { $0.host == host })
  }

  private func web(_ host: String, _ port: UInt16 = 16992) throws -> WebFace {
    let service = try #require(try device(host).personality.services[port])
    guard case .web(let face) = service.talk else { throw Missing() }
    return face
  }

  private struct Missing: Error {}

  private func answer(_ host: String, _ method: String, _ path: String) throws -> String {
    let bytes = try web(host).respond(to: Request(method: method, path: path), overTLS: false).bytes
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The four captured data parts, and those the rules for their generation give.
  @Test(arguments: [
    ("2.6", "00000157 0000 95 00 00 20 000000000000"),
    ("2.8", "00000157 0000 b0 00 00 20 000000000000"),
    ("2.9", "00000157 0000 b8 00 00 20 000000000000"),
    ("1.24", "00000157 4260 95 02 00 20 000000000000"),
    ("1.5", "00000157 0000 00 00 20 00 000000000000"),
    ("1.7", "00000157 0000 00 00 20 00 000000000000"),
    ("1.11", "00000157 0000 00 00 00 20 000000000000"),
    ("1.33", "00000157 4261 f0 02 00 20 000000000000"),
    ("1.36", "00000157 4261 00 02 00 20 100100000000"),
    ("1.35", "00000157 4260 00 06 00 20 100000000000"),
    ("1.15", "00000157 4260 62 06 00 20 000000000000"),
    ("1.38", "00000157 4261 00 02 00 20 130000000000"),
    ("2.14", "00000157 0000 00 00 00 20 100100000000"),
    ("2.22", "00000157 4261 81 01 00 20 000000000000"),
    ("3.1", "000011be 0000 00 00 81 00 000000000000"),
  ])
  func pongData(host: String, expected: String) throws {
    guard case .pong(let face) = try device(host).personality.presence.answer else {
      throw Missing()
    }
    #expect(face.data == hex(expected))
  }

  @Test
  func pongHeader() throws {
    let ping = hex("06 00 FF 06 00 00 11 BE 80 2A 00 00")
    let presence = try device("1.24").personality.presence
    #expect(
      presence.answers(to: ping) == [
        hex("06 00 FF 06 00000157 40 2A 00 10 00000157 4260 95 02 00 20 000000000000")
      ])
    // A ping that asks for an acknowledgement gets it first.
    let asking = hex("06 00 01 06 00 00 11 BE 80 2A 00 00")
    #expect(presence.answers(to: asking).first == hex("06 00 01 86"))
    #expect(presence.answers(to: asking).count == 2)
    for count in 0..<12 { #expect(presence.answers(to: Array(ping.prefix(count))).isEmpty) }
    let other = try device("1.47").personality.presence.answers(to: ping)
    #expect(other.first?[4..<8].elementsEqual([0, 0, 0x11, 0xBE]) == true)
    #expect(try device("1.48").personality.presence.answers(to: ping).count == 2)
    #expect(try device("1.44").personality.presence.answers(to: ping).isEmpty)
  }

  @Test
  func neverAnswerThePing() throws {
    for host in ["1.1", "1.2", "1.3", "1.4", "1.21", "2.17", "2.18", "2.20", "2.21"] {
      guard case .closed = try device(host).personality.presence.answer else {
        Issue.record("\(host) answers the ping")
        continue
      }
    }
  }

  @Test
  func redirects() throws {
    #expect(
      try answer("1.18", "GET", "/")
        == "HTTP/1.1 303 See Other\r\nLocation: /logon.htm\r\nContent-Length: 0\r\n"
        + "Server: Intel(R) Active Management Technology 7.1.91\r\n\r\n")
    #expect(
      try answer("1.8", "GET", "/")
        == "HTTP/1.1 302 Found\r\nLocation: http:///logon.htm\r\nContent-Length: 0\r\n"
        + "Server: Intel(R) Standard Manageability 5.0.50\r\n\r\n")
    let secure = try web("1.6", 16993).respond(
      to: Request(method: "GET", path: "/"), overTLS: true)
    #expect(String(decoding: secure.bytes, as: UTF8.self).contains("Location: https:///logon.htm"))
    #expect(try answer("1.26", "GET", "/").contains("\r\nServer: AMT\r\n"))
    #expect(
      try answer("1.9", "GET", "/").contains("Server: Intel(R) Con. Management Engine 5.0.1\r\n"))
    #expect(
      try answer("1.21", "GET", "/").contains("Server: Intel(R) Small Business Technology 8.1.40"))
    #expect(
      try answer("3.10", "GET", "/")
        .contains("Server: Intel(R) Management & Security Application 7.1.20"))
  }

  @Test(arguments: [
    (
      "1.19", UInt16(16992), "10DF0000000000000000000000000000", "+S5HDg4iAACIkRUMJoai5Xyxlc9qWHgc",
      "auth", 689
    ),
    (
      "1.22", 16992, "C8090000000000000000000000000000", "+9GoAAZEAACYo+Ka4uJ0dCwoKCxAtTP2", "auth",
      689
    ),
    (
      "1.28", 16993, "A4070000000000000000000000000000", "wlbEK1EtAAAAAAAAWW5aUHFp+mQQ1j63", "auth",
      690
    ),
    (
      "1.33", 16993, "727734D63A1FC0423736E48DA554E462", "B9AX94iAAAAAAAAAx6rrSfPHGUrx/3uA", "auth",
      693
    ),
    (
      "1.36", 16993, "2517B2332AFD88353D5F5FD352697901", "QYePBLMVAAAAAAAAjfXveceOM5bNfu/K",
      "auth-int, auth", 693
    ),
  ])
  func challenges(
    host: String, port: UInt16, realm: String, nonce: String, quality: String, length: Int
  ) throws {
    let face = try web(host, port)
    let text = String(decoding: face.unauthorized, as: UTF8.self)
    #expect(
      text.hasPrefix(
        "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Digest realm=\"Digest:\(realm)\", "
          + "nonce=\"\(nonce)\",stale=\"false\",qop=\"\(quality)\"\r\n"
          + "Content-Type: text/html\r\nServer: \(face.server)\r\n"
          + "Content-Length: \(length)\r\nConnection: close\r\n\r\n"
          + "<!DOCTYPE HTML PUBLIC \"-//W3C//DTD HTML 4.01 Transitional//EN\" >"))
    let body = face.unauthorized.count - text.utf8.count + length
    #expect(text.utf8.suffix(body).starts(with: "<!DOCTYPE".utf8))
    #expect(text.contains("temporarily locked"))
  }

  /// Every challenge's page is as long as its head says, and every nonce is shaped by its age.
  @Test
  func everyChallenge() throws {
    for device in site.devices {
      for service in device.personality.services.values {
        guard case .web(let face) = service.talk, face.challenge.length > 0 else { continue }
        let bytes = face.unauthorized
        let end = try #require(
          bytes.indices.dropLast(3).first {
            bytes[$0] == 13 && bytes[$0 + 1] == 10 && bytes[$0 + 2] == 13 && bytes[$0 + 3] == 10
          })
        #expect(bytes.count - end - 4 == face.challenge.length, "\(device.host)")
        #expect(face.challenge.nonce.utf8.count == 32, "\(device.host)")
        let middle = face.challenge.nonce.dropFirst(8).prefix(8)
        if face.challenge.length >= 690 { #expect(middle == "AAAAAAAA", "\(device.host)") }
      }
    }
  }

  @Test
  func pagesAndPaths() throws {
    #expect(
      try answer("1.22", "GET", "/logon.htm")
        .contains("<title>Intel&reg; Active Management Technology</title>"))
    #expect(
      try answer("1.23", "GET", "/logon.htm")
        .contains("<title>Intel&reg; Standard Manageability</title>"))
    #expect(try answer("1.22", "POST", "/wsman").hasPrefix("HTTP/1.1 401 "))
    #expect(try answer("1.3", "POST", "/wsman").hasPrefix("HTTP/1.1 404 "))
    #expect(try answer("1.3", "POST", "/RemoteControlService").hasPrefix("HTTP/1.1 401 "))
    #expect(try answer("1.43", "POST", "/wsman").hasPrefix("HTTP/1.1 401 "))
    #expect(try !answer("1.43", "GET", "/").contains("Server:"))
    #expect(try answer("1.22", "GET", "/index.htm").contains("href=styles.css>"))
    #expect(try answer("1.34", "GET", "/index.htm").contains("href=/styles.css>"))
  }

  @Test
  func redirectionReplies() {
    let start = hex("10 00 00 00 53 4F 4C 20")
    let late = RedirectionFace(version: (12, 0))
    #expect(
      late.reply(to: start)?.bytes == hex("11 00 00 00 01 00 0C 00 57 01 00 00 00"))
    #expect(
      RedirectionFace(version: (11, 8)).reply(to: start)?.bytes
        == hex("11 00 00 00 01 00 0B 08 57 01 00 00 00"))
    #expect(
      late.reply(to: hex("13 00 00 00 00 00 00 00 00"))?.bytes
        == hex("14 00 00 00 00 01 00 00 00 04"))
    #expect(late.reply(to: hex("12 00 00 00"))?.ends == true)
    for count in 0..<8 { #expect(late.reply(to: Array(start.prefix(count))) == nil) }
    #expect(RedirectionFace(version: (11, 8), status: 2).reply(to: start)?.bytes.count == 4)
  }

  /// The plain ports are gone from 16.1 on.
  @Test
  func lateFirmwareHasNoPlainPorts() throws {
    for host in ["1.36", "1.37", "1.38", "1.39", "1.50", "2.35", "2.41", "2.44", "2.51", "2.52"] {
      let ports = try device(host).personality.services.keys
      #expect(Set(ports).isSubset(of: [16993, 16995]), "\(host)")
    }
  }

  @Test
  func requestsAreReadOnlyWhole() throws {
    let text = Array("POST /wsman HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc".utf8)
    for count in 0..<text.count { #expect(Request.parse(Array(text.prefix(count))) == nil) }
    let whole = try #require(Request.parse(text + [1]))
    #expect(whole.length == text.count)
    #expect(whole.request.method == "POST" && whole.request.path == "/wsman")
  }
}

/// Bytes from hexadecimal digits.
func hex(_ text: String) -> [UInt8] {
  let digits = text.compactMap { $0.hexDigitValue }
  return stride(from: 0, to: digits.count - 1, by: 2).map {
    UInt8(digits[$0] * 16 + digits[$0 + 1])
  }
}
