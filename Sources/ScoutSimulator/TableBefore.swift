/// The behaviour table: every generation and product in every state, on loopback addresses of its
/// own. Segment 11 holds machines before their set-up, 12 those in it, 13 those that are set up,
/// 14 to 16 one quirk each. What is not known of real devices is marked as inferred in each cell.
extension Site {
  /// Before set-up every TCP port is the operating system's, which refuses; that is inferred.
  static let beforeSetup: [Device] = [
    unseen("11.1", "AMT 2.2, not set up: never answers"),
    unseen("11.2", "AMT 3.0, not set up: never answers"),
    unseen("11.3", "AMT 4.0, not set up: answers after set-up only"),
    unseen("11.4", "AMT 5.0, not set up: answers after set-up only"),
    unseen("11.5", "AMT 5.2, not set up: answers after set-up only"),
    unseen("11.6", "AMT 6.0, not set up: answers after set-up only"),
    ready("11.7", "6.1"),
    unseen("11.8", "AMT 6.1, not set up, the host with a fixed IPv4 address: no answer"),
    ready("11.9", "6.2"),
    ready("11.10", "7.1"),
    ready("11.11", "8.1"),
    ready("11.12", "9.0"),
    ready("11.13", "9.5"),
    ready("11.14", "10.0"),
    ready("11.15", "11.0"),
    ready("11.16", "11.8"),
    ready("11.17", "12.0"),
    ready("11.18", "14.0"),
    ready("11.19", "15.0"),
    ready("11.20", "16.0"),
    ready("11.21", "16.1"),
    ready("11.22", "18.0"),
    ready("11.23", "19.0"),
    unseen("11.24", "Small Business Technology 8.1, not set up: never answers"),
  ]

  /// A machine whose maker says that it does not answer the ping.
  private static func unseen(_ host: String, _ note: String) -> Device {
    Device(host, note, Personality(presence: Presence(answer: .closed, certainty: .seen)))
  }

  /// Captured for 9.5, 11.0 and 11.8; for the others the maker's documentation gives the bytes.
  private static func ready(_ host: String, _ version: String) -> Device {
    var device = Device.pre(host, version)
    device.personality.presence.certainty = .seen
    return device
  }

  // MARK: - In setup

  /// A machine in its set-up, and what it sends: a hello with the name of a key or with roots.
  private struct Setting {
    let host: String
    let version: String
    /// The key of its certificate; `nil` where it waits with a pre-shared key.
    var key: TestKey?
    var leaf: String?
    var quirk: Quirk?
    var asks = false
  }

  /// The states of the pong, the chip's own authority and the hello are documented; which form the
  /// early certificates have, and the port in the pong, are inferred.
  static let inSetup: [Device] = settings.map { setting in
    var device = Device.setup(
      setting.host, setting.version, key: setting.key, leaf: setting.leaf)
    setting.quirk?.apply(to: &device.personality)
    return device
  }

  private static let settings: [Setting] = [
    Setting(host: "12.1", version: "2.6", asks: true),
    Setting(host: "12.2", version: "3.2"),
    Setting(host: "12.3", version: "3.2", key: .short(0)),
    Setting(host: "12.4", version: "4.0"),
    Setting(host: "12.5", version: "4.2", key: .short(1), asks: true),
    Setting(host: "12.6", version: "5.2"),
    Setting(host: "12.7", version: "5.2", key: .short(2)),
    Setting(host: "12.8", version: "6.2"),
    Setting(host: "12.9", version: "6.2", key: .short(3)),
    Setting(host: "12.10", version: "6.2", key: .short(4), quirk: .setupPortZero),
    Setting(host: "12.11", version: "7.1", key: .short(5)),
    Setting(host: "12.12", version: "8.1", key: .short(6)),
    Setting(host: "12.13", version: "8.1"),
    Setting(host: "12.14", version: "9.0", key: .short(7)),
    Setting(host: "12.15", version: "9.5"),
    Setting(host: "12.16", version: "10.0", key: .short(8)),
    Setting(host: "12.17", version: "10.0", key: .short(9), quirk: .setupPortZero),
    Setting(host: "12.18", version: "11.0", key: .long(0)),
    Setting(host: "12.19", version: "11.8.50", key: .long(1)),
    Setting(host: "12.20", version: "11.8.70", key: .long(2), asks: true),
    Setting(host: "12.21", version: "12.0", key: .long(3)),
    Setting(host: "12.22", version: "14.0", key: .long(4)),
    Setting(host: "12.23", version: "15.0", key: .long(5), leaf: "AMT RCFG"),
    Setting(host: "12.24", version: "15.0", key: .long(6), leaf: "iAMT CSME IDevID RCFG"),
    Setting(host: "12.25", version: "15.0", key: .long(7), leaf: "iAMT-RCFG"),
    Setting(host: "12.26", version: "16.0", key: .long(8), leaf: "AMT RCFG"),
    Setting(host: "12.27", version: "16.1", key: .long(9), leaf: "AMT RCFG"),
    Setting(host: "12.28", version: "18.0", key: .long(10), leaf: "iAMT CSME IDevID RCFG"),
    Setting(host: "12.29", version: "19.0", key: .long(11), leaf: "AMT RCFG", asks: true),
    Setting(host: "12.30", version: "19.0", key: .long(12), leaf: "iAMT CSME IDevID RCFG"),
  ]

  /// The hellos of the machines in setup: version 2 with a pre-shared key, which went with 11.0,
  /// version 3 with roots, SHA-1 at first, SHA-256 from 11 on, SHA-384 too from 15 on.
  static let tableCallers: [Caller] = settings.enumerated().map { number, setting in
    let version = Firmware(setting.version)
    let roots: [Caller.Root] =
      version.major < 11
      ? [goDaddyOld] : version.major < 15 ? [goDaddy, digiCert] : [goDaddy, digiCert, unknownRoot]
    return Caller(
      host: setting.host,
      hello: setting.key == nil ? .key("TABLE" + "\(100 + number)") : .roots(roots),
      retries: UInt32(number % 15), asks: setting.asks)
  }
}
