package import ScoutNet

/// One machine of the simulated site.
package struct Device: Sendable {
  /// The last two octets of its address, such as `1.22`: segment and host.
  package let host: String
  /// What it stands for, in a few words.
  package let note: String
  package internal(set) var personality: Personality

  init(_ host: String, _ note: String, _ personality: Personality) {
    self.host = host
    self.note = note
    self.personality = personality
  }
}

/// Which machines are simulated.
package enum Scene: Sendable {
  /// A made-up company on three segments, with names, leases and all that goes wrong with them.
  case company
  /// Every generation and product in every state, then every quirk on its own.
  case table
  /// So many peers that mean no good, at most 10,000.
  case hostile(Int)
}

/// A site of machines that show every AMT generation, every state, what is mistaken for AMT, and
/// what a scanner has to survive.
package struct Site: Sendable {
  /// The first two octets of every address.
  package let base: (UInt8, UInt8)
  package let scene: Scene
  package internal(set) var devices: [Device]

  /// Builds the site at `base`.0.0; the default lies inside the loopback network.
  ///
  /// - Parameter devices: Other machines than the scene's.
  package init(
    base: (UInt8, UInt8) = (127, 77), scene: Scene = .company, devices: [Device]? = nil
  ) {
    self.base = base
    self.scene = scene
    self.devices = devices ?? Self.machines(of: scene)
  }

  private static func machines(of scene: Scene) -> [Device] {
    switch scene {
    case .company: headquarters + branch + branchNames + plant
    case .table: beforeSetup + inSetup + afterSetup + quirks
    case .hostile(let count): hostilePeers(count)
    }
  }

  /// Where the machines are: three segments of 64 addresses, or segments of 256.
  package var prefixes: [Prefix] {
    let (segments, length): ([UInt8], Int) =
      switch scene {
      case .company: ([1, 2, 3], 26)
      case .table, .hostile:
        (Set(devices.map { address($0.host).octets.2 }).sorted(), 24)
      }
    return segments.compactMap { segment in
      Prefix(.v4(IPv4Address(base.0, base.1, segment, 0)), length: length)
    }
  }

  /// The address of the machine `host`, given as its last two octets.
  package func address(_ host: String) -> IPv4Address {
    let octets = host.split(separator: ".").compactMap { UInt8($0) }
    return IPv4Address(base.0, base.1, octets.first ?? 0, octets.dropFirst().first ?? 0)
  }

  /// The suffix that each segment's machines have in the name service.
  package static func suffix(_ host: some StringProtocol) -> String {
    switch host.first {
    case "1": "corp.example"
    case "2": "branch.example"
    default: "plant.local"
    }
  }

  /// The name a machine has by the site's custom: `pc-1022.corp.example` for host `1.22`.
  package static func name(_ host: some StringProtocol) -> String {
    "\(label(host)).\(suffix(host))"
  }

  /// The first label of that name.
  package static func label(_ host: some StringProtocol) -> String {
    let parts = host.split(separator: ".")
    let number = parts.count > 1 ? "\(parts[1])" : ""
    let padding = String(repeating: "0", count: max(0, 3 - number.utf8.count))
    return "pc-\(parts.first ?? "")\(padding)\(number)"
  }
}

extension CertificatePlan {
  /// A certificate that names `host` as the site's custom has it.
  static func named(_ host: String, _ key: TestKey) -> CertificatePlan {
    CertificatePlan(commonName: Site.name(host), key: key)
  }
}
