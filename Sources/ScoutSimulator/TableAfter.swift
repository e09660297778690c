extension Site {
  /// The cells of the behaviour table that are documented or were seen on real devices.
  private struct Sure: OptionSet {
    let rawValue: Int
    static let ping = Sure(rawValue: 1)
    static let plain = Sure(rawValue: 2)
    static let tls = Sure(rawValue: 4)
    static let redirection = Sure(rawValue: 8)
    /// That the plain ports are closed.
    static let closed = Sure(rawValue: 16)
  }

  /// One generation or product, three machines: without TLS, with TLS only, with both.
  private struct Row {
    let number: Int
    let version: String
    var product = Product.amt
    var realm: String
    var nonce: String?
    var server: String?
    var sure: Sure = []
    /// From 16.1 on there are no plain ports.
    var secureOnly = false
  }

  private static let rows: [Row] = [
    Row(number: 0, version: "2.2.20", realm: "0201", sure: [.ping]),
    Row(number: 1, version: "3.1.3", realm: "0301", sure: [.ping]),
    Row(number: 2, version: "3.2.10", realm: "0321", sure: [.ping]),
    Row(number: 3, version: "4.0.7", realm: "0401", sure: [.ping]),
    Row(number: 4, version: "5.0.3", realm: "0501", sure: [.ping]),
    Row(number: 5, version: "5.0.50", product: .ism, realm: "0511", sure: [.ping, .plain]),
    Row(number: 6, version: "5.0.1", product: .cme, realm: "0521", sure: [.ping, .plain]),
    Row(number: 7, version: "5.1.20", realm: "0531", sure: [.ping]),
    Row(number: 8, version: "5.2.10", realm: "0541", sure: [.ping]),
    Row(number: 9, version: "6.0.30", realm: "0601", sure: [.ping]),
    Row(number: 10, version: "6.2.50", realm: "0621", sure: [.ping]),
    Row(number: 11, version: "7.1.86", realm: "0711", sure: [.ping, .plain]),
    Row(
      number: 12, version: "8.0.3", realm: "10DF", nonce: "+S5HDg4iAACIkRUMJoai5Xyxlc9qWHgc",
      sure: [.ping, .plain]),
    Row(number: 13, version: "8.1.40", product: .sbt, realm: "0811", sure: [.ping]),
    Row(
      number: 14, version: "9.0.30", realm: "C809", nonce: "+9GoAAZEAACYo+Ka4uJ0dCwoKCxAtTP2",
      sure: [.ping, .plain, .tls]),
    Row(number: 15, version: "9.0.3", product: .ism, realm: "0911", sure: [.ping, .plain]),
    Row(number: 16, version: "9.5.21", realm: "0951", sure: [.ping]),
    Row(number: 17, version: "10.0.55", realm: "0A01", sure: [.ping]),
    Row(number: 18, version: "11.0", realm: "0B01", server: "AMT", sure: [.ping, .plain]),
    Row(number: 19, version: "11.6.27.3264", realm: "0B61", sure: [.ping]),
    Row(
      number: 20, version: "11.8.50.3425", realm: "A407", nonce: "wlbEK1EtAAAAAAAAWW5aUHFp+mQQ1j63",
      sure: [.ping, .plain]),
    Row(
      number: 21, version: "11.8.70.3626", realm: "0B87", sure: [.ping, .plain, .redirection]),
    Row(
      number: 22, version: "12.0.22.1310", realm: "0C02",
      sure: [.ping, .plain, .tls, .redirection]),
    Row(number: 23, version: "14.0.33.1125", realm: "0E03", sure: [.ping]),
    Row(
      number: 24, version: "15.0.23.1706", realm: "727734D63A1FC0423736E48DA554E462",
      nonce: "B9AX94iAAAAAAAAAx6rrSfPHGUrx/3uA", sure: [.ping, .plain, .tls]),
    Row(
      number: 25, version: "16.0.15.1735", realm: "16005C0F2B7DA94E8163F0D2B4A69788",
      sure: [.ping, .tls]),
    Row(
      number: 26, version: "16.1.25.1917", realm: "2517B2332AFD88353D5F5FD352697901",
      nonce: "QYePBLMVAAAAAAAAjfXveceOM5bNfu/K", sure: [.ping, .tls, .closed],
      secureOnly: true),
    Row(
      number: 27, version: "18.0.5.2141", realm: "1800D1E2F3A4B5C60718293A4B5C6D7E",
      secureOnly: true),
    Row(
      number: 28, version: "19.0.0.1854", realm: "1900E2F3A4B5C6D70819203142536475",
      sure: [.closed], secureOnly: true),
    Row(
      number: 29, version: "16.1.27.2176", product: .ism, realm: "1611F3A4B5C6D7E80910213243546576",
      sure: [.ping, .closed], secureOnly: true),
  ]

  /// Row n has 13.(3n+1) without TLS, 13.(3n+2) with TLS only and 13.(3n+3) with both.
  static let afterSetup: [Device] = rows.flatMap { row in
    let plain: Doors = [.web, .redirection]
    let secure: Doors = [.webTLS, .redirectionTLS]
    let ways: [Doors] = row.secureOnly ? [secure] : [plain, secure, plain.union(secure)]
    return ways.enumerated().map { way, doors in
      let place = row.secureOnly ? 2 : way + 1
      return device(row, host: "13.\(3 * row.number + place)", doors, way: way)
    }
  }

  private static func device(_ row: Row, host: String, _ doors: Doors, way: Int) -> Device {
    // One realm each: the last digit that counts is the way's.
    let length = row.realm.utf8.count
    let digits = ["", "A", "B"][way]
    let realm = row.realm.prefix(length - digits.utf8.count) + digits
    let number = 3 * row.number + way
    let isOld = Firmware(row.version).major < 11
    // There are not keys enough for all; realms tell these machines apart, and no machine without
    // a realm may share a key with them.
    let key: TestKey = isOld ? .short(13) : .long(33 + number % 8)
    var device = Device.post(
      host, row.version, doors, product: row.product, realm: String(realm), nonce: row.nonce,
      server: row.server, key: key)
    func mark(_ port: UInt16, _ cell: Sure) {
      device.personality.services[port]?.certainty =
        row.sure.contains(cell) ? .seen : .inferred
    }
    mark(16992, .plain)
    mark(16993, .tls)
    mark(16994, .redirection)
    mark(16995, .redirection)
    device.personality.presence.certainty = row.sure.contains(.ping) ? .seen : .inferred
    device.personality.refusal = row.sure.contains(.closed) ? .seen : .inferred
    return device
  }
}
