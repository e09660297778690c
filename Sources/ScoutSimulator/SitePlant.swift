extension Site {
  /// The third segment: what is mistaken for AMT, what answers badly, what writes badly.
  static let plant: [Device] = lookAlikes + faulty + hostile

  private static func foreign(_ head: String, _ body: String = "") -> WebFace {
    WebFace(
      front: .foreign(head: head + "\r\nContent-Length: \(body.utf8.count)", body: body),
      server: "", title: "", challenge: .init(realm: "", nonce: "", length: 0))
  }

  private static func rawPong(_ data: [UInt8]) -> Presence {
    .pong(PongFace(header: PongFace.asf, data: data), .seen)
  }

  private static let realtekWeb: WebFace = {
    // The banner is seen in the firmware's source; its other forms are not known.
    var face = Generation(firmware: Firmware("3.0.5"), product: .amt)
      .web(realm: "RTL0", nonce: nil, server: nil)
    face.front = .seeOther
    return face
  }()

  private static let lookAlikes: [Device] = [
    .other(
      "3.1", "an IPMI controller: ASF's number, entities 0x81",
      presence: rawPong([0, 0, 0x11, 0xBE, 0, 0, 0, 0, 0x81, 0, 0, 0, 0, 0, 0, 0]), [:]),
    .other(
      "3.2", "an IPMI controller on an Intel board: number 343, the IPMI bit set",
      presence: .pong(
        PongFace(data: [0, 0, 1, 0x57, 0, 0, 0, 0, 0x81, 0, 0, 0, 0, 0, 0, 0]), .inferred), [:]),
    .other(
      "3.3", "a DCMI controller: number 36465",
      presence: rawPong([0, 0, 0x8E, 0x71, 0, 0, 0, 0, 0x81, 0, 0, 0, 0, 0, 0, 0]), [:]),
    .other(
      "3.4", "a Realtek DASH card that answers the ping",
      presence: .pong(
        PongFace(
          header: PongFace.asf,
          data: [0, 0, 0x11, 0xBE, 0, 0, 0, 0, 0x01, 0x20, 0, 0, 0, 0, 0, 0]), .inferred),
      [
        664: Service(
          .web(realtekWeb), over: .tls(plainTLS("rtl-dash", .long(39))), .seen)
      ]),
    .other(
      "3.5", "a Realtek DASH card on 664 alone, which no default scan asks",
      [
        664: Service(
          .web(realtekWeb), over: .tls(plainTLS("rtl-dash", .long(40))), .seen)
      ]),
    .other(
      "3.6", "nginx on 16992",
      [
        16992: Service(
          .web(
            foreign(
              "HTTP/1.1 200 OK\r\nServer: nginx/1.22.1\r\nDate: Mon, 01 Jan 2024 00:00:00 GMT\r\n"
                + "Content-Type: text/html\r\nConnection: close",
              "<html><title>Welcome to nginx!</title></html>")), .seen)
      ]),
    .other(
      "3.7", "Apache on 16992 and 16993",
      [
        16992: Service(.web(apache), .seen),
        16993: Service(
          .web(apache), over: .tls(plainTLS("intranet.plant.local", .long(41))), .seen),
      ]),
    .other(
      "3.8", "a printer's pages on 16992",
      [
        16992: Service(
          .web(
            foreign(
              "HTTP/1.0 401 Unauthorized\r\nServer: Virata-EmWeb/R6_2_1\r\n"
                + "WWW-Authenticate: Basic realm=\"printer\"")), .seen)
      ]),
    .other(
      "3.9", "a honeypot with AMT's banner and a web framework's manners",
      [
        16992: Service(
          .web(
            foreign(
              "HTTP/1.1 301 Moved Permanently\r\nContent-Type: text/html; charset=utf-8\r\n"
                + "Location: logon.htm\r\nServer: Intel(R) Active Management Technology 9.1.34\r\n"
                + "Date: Mon, 01 Jan 2024 00:00:00 GMT")), .seen)
      ]),
    .other(
      "3.10", "the host's own management service, not the firmware",
      [
        16992: Service(
          .web(
            Generation(firmware: Firmware("7.1.20"), product: .imss)
              .web(realm: "701A", nonce: nil, server: nil)), .inferred)
      ]),
    .other(
      "3.11", "a secure shell on 16992",
      [16992: Service(.greeting(Array("SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n".utf8)), .seen)]),
  ]

  static func plainTLS(_ name: String, _ key: TestKey) -> TLSFace {
    TLSFace(
      versions: .tls12 ... .tls12, certificate: CertificatePlan(commonName: name, key: key))
  }

  private static let apache = foreign(
    "HTTP/1.1 403 Forbidden\r\nDate: Mon, 01 Jan 2024 00:00:00 GMT\r\n"
      + "Server: Apache/2.4.57 (Debian)\r\nContent-Type: text/html\r\n"
      + "Connection: close")

  private static func fault(_ fault: Fault) -> Service { Service(.fault(fault)) }

  private static let faulty: [Device] = [
    .other(
      "3.13", "a pong cut short",
      presence: Presence(
        answer: .raw([0x06, 0, 0xFF, 0x06, 0, 0, 1, 0x57, 0x40, 0, 0, 0x10, 0, 0, 1]),
        certainty: .inferred), [:]),
    .other("3.20", "takes connections and says nothing", [16992: fault(.mute)]),
    .other("3.21", "takes connections and resets them", [16992: fault(.reset)]),
    .other(
      "3.22", "takes connections and closes them",
      [16992: fault(.hangUp), 16993: fault(.hangUp)]),
    .other(
      "3.23", "AMT 11.8 that sends a byte every four milliseconds",
      presence: .pong(.amt((11, 8), state: 2, port: 16992), .inferred),
      [16992: Service(.web(web("11.8.86.3877", "B317")), pace: 4)]),
    .other(
      "3.24", "a byte a second, too slow for anyone",
      [16992: Service(.web(web("11.8.86.3877", "B318")), pace: 1000)]),
    .other("3.25", "headers without end", [16992: fault(.endlessHeader)]),
    .other("3.26", "chunks without end", [16992: fault(.endlessChunks)]),
    .other("3.27", "bytes of no protocol", [16992: fault(.garbage)]),
    .other(
      "3.28", "half a TLS handshake",
      [16993: Service(.fault(.mute), over: .halfHandshake)]),
    .other("3.29", "a head of ten million bytes", [16992: fault(.hugeHeader)]),
    .other(
      "3.30", "a TLS port that shares no suite and no version with anyone",
      [16993: Service(.fault(.mute), over: .refusal)]),
    .other(
      "3.31", "AMT 12 with plain HTTP where TLS should be",
      [16993: Service(.web(web("12.0.45.1509", "C31F")))]),
    .other(
      "3.32", "TLS, then silence",
      [16993: Service(.fault(.mute), over: .tls(plainTLS(name("3.32"), .long(42))))]),
    .other("3.33", "bytes of no protocol on the TLS port", [16993: fault(.garbage)]),
    .other("3.34", "takes connections on the TLS port and says nothing", [16993: fault(.mute)]),
    .other(
      "3.35", "a challenge whose page does not end",
      [
        16992: fault(
          .endlessBody(server: "Intel(R) Active Management Technology 11.8.92.4222"))
      ]),
  ]

  private static func web(_ version: String, _ realm: String, server: String? = nil) -> WebFace {
    Generation(firmware: Firmware(version), product: .amt)
      .web(realm: realm, nonce: nil, server: server)
  }

  private static func headed(_ server: String) -> [UInt16: Service] {
    [16992: Service(.web(web("11.8.50", "D300", server: server)))]
  }

  private static let hostile: [Device] = [
    .other("3.40", "script in the Server header", headed("<script>alert(1)</script>")),
    .other("3.41", "a formula in the Server header", headed("=cmd|' /C calc'!A0")),
    .post(
      "3.42", "15.0.42.2235", [.webTLS], realm: "0F342A3B4C5D6E7F8091A2B3C4D5E6F7",
      plan: CertificatePlan(commonName: "<script>alert(1)</script>", key: .long(43)),
      note: "script in the certificate's name"),
    .post(
      "3.43", "15.0.42.2235", [.webTLS], realm: "0F343B4C5D6E7F8091A2B3C4D5E6F708",
      plan: CertificatePlan(commonName: "pc\u{202E}3403.plant.local", key: .long(44)),
      note: "a right-to-left mark in the certificate's name"),
    .post(
      "3.44", "15.0.42.2235", [.webTLS], realm: "0F344C5D6E7F8091A2B3C4D5E6F70819",
      plan: CertificatePlan(commonName: "\u{1B}[31mpc-3044\u{1B}[0m", key: .long(45)),
      note: "terminal escapes in the certificate's name"),
    .post("3.45", "9.1.20", [.web], realm: "912D", note: "script in the PTR record"),
    .post("3.46", "9.1.21", [.web], realm: "912E", note: "a formula in the PTR record"),
    .post("3.47", "9.1.22", [.web], realm: "912F", note: "a right-to-left mark in the PTR record"),
    .post("3.48", "9.1.23", [.web], realm: "9130", note: "terminal escapes in the PTR record"),
    .post("3.49", "9.1.24", [.web], realm: "9131", note: "labels of 63 bytes in the PTR record"),
    hostileTitle,
    .other(
      "3.51", "a formula for a realm",
      presence: .pong(.amt((11, 8), state: 2, port: 16992), .inferred),
      [16992: Service(.web(hostileRealm))]),
    .post("3.52", "9.5.22", [.web], realm: "1A2B", note: "the 16-bit realm of 1.24 once more"),
    .other(
      "3.53", "AMT's banner with a terminal escape behind it",
      headed("Intel(R) Active Management Technology 12.0.45\u{1B}]0;owned\u{07}")),
    .post(
      "3.54", "15.0.42.2235", [.webTLS], realm: "0F365D6E7F8091A2B3C4D5E6F708192A",
      plan: CertificatePlan(commonName: "=cmd|' /C calc'!A0", key: .long(46)),
      note: "a formula in the certificate's name"),
  ]

  private static let hostileTitle: Device = {
    var face = web("11.0", "B332", server: "AMT")
    face.title = "</title><script>alert(1)</script>"
    return .other("3.50", "script in the page's title", [16992: Service(.web(face))])
  }()

  private static let hostileRealm: WebFace = {
    var face = web("11.8.70.3626", "B333")
    face.challenge.realm = "=HYPERLINK('http://203.0.113.9','realm')"
    return face
  }()
}
