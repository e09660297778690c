extension Site {
  /// Segments 14, 15 and 16: one quirk each, on a machine of the generation it is told of.
  static let quirks: [Device] = pingQuirks + webQuirks + tlsQuirks + otherQuirks

  private static func odd(
    _ host: String, _ quirk: Quirk, _ version: String, _ doors: Doors, realm: String,
    product: Product = .amt, server: String? = nil, key: TestKey? = nil,
    presence: Presence? = nil
  ) -> Device {
    var device = Device.post(
      host, version, doors, product: product, realm: realm, server: server, key: key,
      presence: presence)
    quirk.apply(to: &device.personality)
    return with(quirk, device)
  }

  /// The machine with the quirk's words and certainty.
  private static func with(_ quirk: Quirk, _ device: Device) -> Device {
    var personality = device.personality
    personality.presence.certainty = quirk.about.certainty
    for port in personality.services.keys {
      personality.services[port]?.certainty = quirk.about.certainty
    }
    return Device(
      device.host, "\(device.note); \(quirk.rawValue): \(quirk.about.words)", personality)
  }

  private static func before(_ host: String, _ quirk: Quirk, _ version: String) -> Device {
    var device = Device.pre(host, version)
    quirk.apply(to: &device.personality)
    return with(quirk, device)
  }

  private static let pingQuirks: [Device] = [
    before("14.1", .asfNumber, "9.5"),
    odd("14.2", .asfNumber, "16.0.20.1800", .web, realm: "14020000C5D6E7F8091A2B3C4D5E6F70"),
    before("14.3", .acknowledgeFirst, "9.5"),
    before("14.4", .pongTwice, "11.8"),
    before("14.5", .versionInBytes, "11.8"),
    odd(
      "14.6", .noDualBit, "12.0.67.1579", [.web, .webTLS], realm: "1406", key: .long(20)),
    odd("14.7", .dualBit, "12.0.67.1579", .web, realm: "1407"),
    before("14.8", .entitiesBit, "9.5"),
    before("14.9", .noDASHBit, "9.5"),
    odd("14.10", .pingOff, "11.8.77.3664", .web, realm: "140A"),
    {
      var device = Device.setup("14.11", "9.5", key: .short(10))
      Quirk.setupPortZero.apply(to: &device.personality)
      return with(.setupPortZero, device)
    }(),
    odd("14.12", .noDASHBit, "11.8.77.3664", .web, realm: "140C"),
  ]

  private static let webQuirks: [Device] = [
    odd("14.20", .bareAMT, "11.8.79.3722", .web, realm: "1414"),
    odd("14.21", .noVersion, "11.8.79.3722", .web, realm: "1415"),
    odd(
      "14.22", .standardTitle, "11.0", .web, realm: "1416", product: .ism, server: "AMT"),
    odd("14.23", .redirect302, "12.0.35.1427", .web, realm: "1417"),
    odd("14.24", .redirect303, "4.0.7", .web, realm: "1418"),
    odd("14.25", .webOff, "11.8.79.3722", .web, realm: "1419"),
    odd("14.26", .noWSMan, "9.1.45", .web, realm: "141A"),
    odd("14.27", .twoQualities, "11.8.79.3722", .web, realm: "141B"),
    odd("14.28", .wholeQuality, "11.8.79.3722", .web, realm: "141C"),
    odd("14.29", .spacedChallenge, "11.8.79.3722", .web, realm: "141D"),
    odd("14.30", .lowerCase, "11.8.79.3722", .web, realm: "141E"),
    odd("14.31", .upperCase, "11.8.79.3722", .web, realm: "141F"),
    odd("14.32", .slow, "11.8.79.3722", .web, realm: "1420"),
  ]

  private static let tlsQuirks: [Device] = [
    odd("15.1", .onlyTLS10, "12.0.45.1509", .webTLS, realm: "1501", key: .long(13)),
    odd("15.2", .onlyTLS11, "12.0.45.1509", .webTLS, realm: "1502", key: .long(14)),
    odd("15.3", .onlyTLS12, "12.0.45.1509", .webTLS, realm: "1503", key: .long(15)),
    odd("15.4", .onlyTLS13, "12.0.45.1509", .webTLS, realm: "1504", key: .long(16)),
    odd("15.5", .staticRSA, "12.0.45.1509", .webTLS, realm: "1505", key: .long(17)),
    odd("15.6", .ephemeral, "12.0.45.1509", .webTLS, realm: "1506", key: .long(18)),
    odd("15.7", .aes256, "12.0.45.1509", .webTLS, realm: "1507", key: .long(19)),
    odd("15.8", .rc4, "8.1.50", .webTLS, realm: "1508", key: .short(11)),
    odd("15.9", .tripleDES, "8.1.50", .webTLS, realm: "1509", key: .short(12)),
    odd("15.10", .nothingInCommon, "8.1.50", .webTLS, realm: "150A", key: .short(13)),
    odd("15.11", .asksForCertificate, "12.0.45.1509", .webTLS, realm: "150B", key: .long(21)),
    odd("15.12", .needsCertificate, "12.0.45.1509", .webTLS, realm: "150C", key: .long(22)),
    odd(
      "15.13", .needsCertificate, "19.0.5.1900", .webTLS,
      realm: "150D0000C5D6E7F8091A2B3C4D5E6F70", key: .long(23)),
    odd("15.14", .selfSigned, "12.0.45.1509", .webTLS, realm: "150E", key: .long(24)),
    odd(
      "15.15", .leafRCFG, "15.0.45.2411", .webTLS, realm: "150F0000C5D6E7F8091A2B3C4D5E6F70",
      key: .long(25)),
    leaf("15.16", .leafRCFG, .long(26)),
    leaf("15.17", .leafCSMERCFG, .long(27)),
    leaf("15.18", .leafOldRCFG, .long(28)),
    leaf("15.19", .leafWSMan, .long(29)),
    leaf("15.20", .leafCSMEWSMan, .long(30)),
    leaf("15.21", .leafAudit, .long(31)),
  ]

  /// A certificate is all there is to see: no pong, and a client certificate is required.
  private static func leaf(_ host: String, _ quirk: Quirk, _ key: TestKey) -> Device {
    var device = Device.post(
      host, "15.0.45.2411", .webTLS, realm: "1516", key: key, client: .required,
      presence: .silent)
    quirk.apply(to: &device.personality)
    return with(quirk, device)
  }

  private static let otherQuirks: [Device] = [
    odd("16.1", .redirectionBusy, "11.8.93.4323", [.web, .redirection], realm: "1601"),
    odd("16.2", .redirectionUnsupported, "11.8.93.4323", [.web, .redirection], realm: "1602"),
    odd("16.3", .redirectionError, "11.8.93.4323", [.web, .redirection], realm: "1603"),
    odd(
      "16.4", .redirectionOEM, "11.8", [.web, .redirection], realm: "1604", server: "AMT",
      presence: .silent),
    odd("16.5", .redirectionOff, "11.8.93.4323", [.web, .redirection], realm: "1605"),
    odd(
      "16.6", .dashPorts, "12.0.35.1427", [.web, .webTLS], realm: "1606", key: .long(32)),
    odd("16.7", .screenPort, "12.0.35.1427", .web, realm: "1607"),
    odd("16.8", .noKVM, "12.0.35.1427", .web, realm: "1608"),
    odd("16.9", .brokenClass, "12.0.35.1427", .web, realm: "1609"),
  ]
}
