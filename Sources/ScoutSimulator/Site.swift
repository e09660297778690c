package import ScoutNet

/// One machine of the simulated site.
package struct Device: Sendable {
  /// The last two octets of its address, such as `1.22`: segment and host.
  package let host: String
  /// What it stands for, in a few words.
  package let note: String
  package let personality: Personality

  init(_ host: String, _ note: String, _ personality: Personality) {
    self.host = host
    self.note = note
    self.personality = personality
  }
}

/// A made-up company on three segments whose machines show every AMT generation, every state,
/// what is mistaken for AMT, and what a scanner has to survive.
package struct Site: Sendable {
  /// The first two octets of every address.
  package let base: (UInt8, UInt8)
  package let devices: [Device]

  /// Builds the site at `base`.0.0; the default lies inside the loopback network.
  ///
  /// - Parameter devices: Other machines than the company's.
  package init(base: (UInt8, UInt8) = (127, 77), devices: [Device]? = nil) {
    self.base = base
    self.devices =
      devices ?? Self.headquarters + Self.branch + Self.branchNames + Self.plant
  }

  /// The three segments, 192 addresses together.
  package var prefixes: [Prefix] {
    (1...3).compactMap { segment in
      Prefix(.v4(IPv4Address(base.0, base.1, UInt8(segment), 0)), length: 26)
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
