extension Site {
  /// The first segment: machines that have been set up, one of each generation and more.
  static let headquarters: [Device] = [
    .post("1.1", "2.2.20", [.web, .webTLS, .redirection], realm: "2201", key: .short(0)),
    .post("1.2", "2.6.10", [.web], realm: "2602"),
    .post("1.3", "3.1.3", [.web, .redirection], realm: "3103", note: "AMT 3.1 without /wsman"),
    .post("1.4", "3.2.10", [.web, .webTLS], realm: "3204", key: .short(1)),
    .post("1.5", "4.0.7", [.web], realm: "4005"),
    .post("1.6", "4.2.60", [.webTLS], realm: "4206", key: .short(2)),
    .post("1.7", "5.0.3", [.web, .redirection], realm: "5007"),
    .post("1.8", "5.0.50", [.web], product: .ism, realm: "5008"),
    .post("1.9", "5.0.1", [.web], product: .cme, realm: "5009"),
    .post("1.10", "5.0.2", [.web], product: .cme, realm: "500A"),
    .post("1.11", "5.1.20", [.web], realm: "510B"),
    .post("1.12", "5.2.10", [.webTLS], realm: "520C", key: .short(3)),
    .post("1.13", "6.0.30", [.web, .redirection], realm: "600D"),
    .post("1.14", "6.1.1", [.web], realm: "610E"),
    .post("1.15", "6.2.50", [.web, .webTLS], realm: "620F", key: .short(4)),
    .post("1.16", "7.0.1", [.web], realm: "7010"),
    .post("1.17", "7.1.86", [.web, .redirection], realm: "7111"),
    .post("1.18", "7.1.91", [.web, .webTLS], realm: "7112", key: .short(5)),
    .post("1.19", "8.0.3", [.web], realm: "10DF", nonce: "+S5HDg4iAACIkRUMJoai5Xyxlc9qWHgc"),
    .post("1.20", "8.1.71", [.webTLS, .redirectionTLS], realm: "8114", key: .short(6)),
    .post("1.21", "8.1.40", [.web], product: .sbt, realm: "8115"),
    .post("1.22", "9.0.30", [.web], realm: "C809", nonce: "+9GoAAZEAACYo+Ka4uJ0dCwoKCxAtTP2"),
    .post("1.23", "9.0.3", [.web], product: .ism, realm: "9017"),
    .post("1.24", "9.5.21", [.web], realm: "1A2B"),
    .post("1.25", "10.0.55", [.webTLS], realm: "A019", key: .long(0)),
    .post(
      "1.26", "11.0", [.web, .redirection], realm: "B01A", server: "AMT",
      note: "AMT 11.0 whose header says AMT and no more"),
    .post("1.27", "11.6.27.3264", [.web], realm: "B61B"),
    .post(
      "1.28", "11.8.50.3425", [.webTLS], realm: "A407", nonce: "wlbEK1EtAAAAAAAAWW5aUHFp+mQQ1j63",
      key: .long(1)),
    .post(
      "1.29", "11.8.70.3626", [.web, .webTLS, .redirection], realm: "B81D", key: .long(2)),
    .post("1.30", "12.0.22.1310", [.web, .redirection], realm: "C01E"),
    .post("1.31", "12.0.67.1579", [.web, .webTLS], realm: "C01F", key: .long(3)),
    .post("1.32", "14.0.33.1125", [.webTLS, .redirectionTLS], realm: "E020", key: .long(4)),
    .post(
      "1.33", "15.0.23.1706", [.webTLS], realm: "727734D63A1FC0423736E48DA554E462",
      nonce: "B9AX94iAAAAAAAAAx6rrSfPHGUrx/3uA", key: .long(5)),
    .post("1.34", "15.0.35.2039", [.web], realm: "0F22A1C4D87B35E96C10F2847E5BD3A6"),
    .post(
      "1.35", "16.0.15.1735", [.web, .webTLS], realm: "1023D5E86F0B4C7A91E2A3B7C48D5F60",
      key: .long(6)),
    .post(
      "1.36", "16.1.25.1917", [.webTLS, .redirectionTLS],
      realm: "2517B2332AFD88353D5F5FD352697901", nonce: "QYePBLMVAAAAAAAAjfXveceOM5bNfu/K",
      key: .long(7), note: "AMT 16.1, which no longer has the plain ports"),
    .post(
      "1.37", "18.0.5.2141", [.webTLS], realm: "1225C8F1A4B6D7092E3C5A7B8D9F0E14", key: .long(8)),
    .post(
      "1.38", "19.0.0.1854", [.webTLS, .redirectionTLS],
      realm: "1326E7D60A5B4C8F9E1D2C3B4A596877", key: .long(9)),
    .post(
      "1.39", "19.0.5.1900", [.webTLS], realm: "1327F0A9B8C7D6E5F4031221304F5E6D",
      key: .long(10), versions: .tls13 ... .tls13, note: "AMT 19 with TLS 1.3 only"),
    .post(
      "1.40", "11.8", [.web], realm: "B828", server: "Intel(R) Active Management Technology",
      presence: .closed, note: "AMT that gives no version and answers no ping"),
    .post(
      "1.41", "11.6", [.web, .redirection], realm: "B629", server: "AMT", presence: .closed,
      note: "bare AMT without pong; only redirection would tell 11.6"),
    .post(
      "1.42", "14.1.67.2046", [.webTLS], realm: "E12A", key: .long(11), client: .required,
      note: "AMT 14.1 with mutual TLS"),
    wsmanOnly,
    .post(
      "1.44", "9.1.45", [.web], realm: "912C", presence: .silent,
      note: "AMT 9.1 with the ping switched off"),
    rc4,
    busyRedirection,
    .post(
      "1.47", "16.0.20.1800", [.web], realm: "102F3A4B5C6D7E8F90A1B2C3D4E5F607",
      presence: .pong(
        PongFace(
          header: PongFace.asf, data: PongFace.amt((16, 0), state: 2, port: 16992).data),
        .inferred),
      note: "AMT 16.0 whose pong carries the ASF number in its header"),
    .post(
      "1.48", "11.8.77.3664", [.web], realm: "B830",
      presence: Presence(
        answer: .pong(.amt((11, 8), state: 2, port: 16992)), certainty: .inferred, repeats: 2),
      note: "AMT 11.8 that answers a ping twice"),
    dash,
    .post(
      "1.50", "18.1.2.2305", [.webTLS], realm: "12327C6B5A49382716053F4E5D6C7B8A",
      key: .long(12), note: "one laptop with two addresses, this one by cable"),
  ]

  /// Web pages switched off: only `/wsman` gives the challenge.
  private static let wsmanOnly: Device = {
    let generation = Generation(firmware: Firmware("11.8.79.3722"), product: .amt)
    var web = generation.web(realm: "B82B", nonce: nil, server: nil)
    web.front = .off
    web.management = .machine("1.43", generation, realm: web.challenge.realm)
    return Device(
      "1.43", "AMT 11.8 with its web pages switched off",
      Personality(
        presence: generation.presence(doors: .web), services: [16992: Service(.web(web))]))
  }()

  /// A TLS port whose only suites no current library has. That AMT offered RC4 is not known.
  private static let rc4: Device = {
    let generation = Generation(firmware: Firmware("8.1.50"), product: .amt)
    var web = generation.web(realm: "812D", nonce: nil, server: nil)
    web.management = .machine("1.45", generation, realm: web.challenge.realm)
    let face = generation.tls(.named("1.45", .short(7)))
    return Device(
      "1.45", "AMT 8.1 whose TLS port speaks RC4 only",
      Personality(
        presence: generation.presence(doors: [.web, .webTLS]),
        services: [16992: Service(.web(web)), 16993: Service(.web(web), over: .old(.rc4, face))]))
  }()

  private static let busyRedirection: Device = {
    let generation = Generation(firmware: Firmware("11.8.93.4323"), product: .amt)
    var web = generation.web(realm: "B82E", nonce: nil, server: nil)
    web.management = .machine("1.46", generation, realm: web.challenge.realm)
    let busy = RedirectionFace(version: (11, 8), status: 2)
    return Device(
      "1.46", "AMT 11.8 whose redirection is in use",
      Personality(
        presence: generation.presence(doors: .web),
        services: [16992: Service(.web(web)), 16994: Service(.redirection(busy))]))
  }()

  /// The web server stands behind the DASH port 623 too.
  private static let dash: Device = {
    let generation = Generation(firmware: Firmware("12.0.35.1427"), product: .amt)
    var web = generation.web(realm: "C031", nonce: nil, server: nil)
    web.management = .machine("1.49", generation, realm: web.challenge.realm)
    return Device(
      "1.49", "AMT 12.0 with the DASH port 623 open",
      Personality(
        presence: generation.presence(doors: .web),
        services: [16992: Service(.web(web)), 623: Service(.web(web), .seen)]))
  }()
}
