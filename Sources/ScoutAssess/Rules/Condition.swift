import ScoutModel

/// What a rule may ask of a device and its site. Each answer is yes, no or unknown.
package enum Condition: Int, Hashable, Sendable, CaseIterable {
  case always
  /// Policy: no software on the hosts.
  case agentForbidden
  /// Policy: nobody goes to the machines.
  case touchForbidden
  /// Needs: unattended work or System Defense, or nobody is there to give consent.
  case controlNeeded
  /// Needs: TLS, 802.1x or Kerberos from the first day.
  case settingsNeeded
  /// The machine has no wired network port at all.
  case noWiredPort
  /// It is on a wireless network now.
  case onWireless
  case onVPN
  case noCertificate
  /// The best certificate lacks the key usage that AMT asks for.
  case certificateWithoutPurpose
  /// RSA below 2048 bits, or SHA-1 or MD5 in the chain.
  case certificateWeak
  /// RSA below 3072 bits or SHA-256 in the chain.
  case certificateOfOldStrength
  /// Expired or not yet valid.
  case certificateOutOfDate
  /// The firmware's list of roots, where it was read, lacks the chain's root or has it disabled.
  case rootNotTrusted
  /// The firmware's list has the chain's root by its SHA-1 fingerprint only.
  case rootKnownBySHA1
  /// The chain is out of order, or does not reach its root.
  case chainOutOfOrder
  /// Neither option 15 nor a PKI DNS suffix.
  case suffixMissing
  /// There is a suffix, and the certificate does not fit it.
  case suffixMismatch
  /// The certificate fits by a reading of the rules that no source confirms.
  case suffixLikely
  /// Keys are neither set by the vendor nor can anyone enter them.
  case keysImpossible
  case keysPreloaded
  /// Its hello names a pre-shared key.
  case keyNamed
  case beingProvisioned
  /// The operating system's wired address is static.
  case hostAddressStatic
  /// No `provisionserver` under the device's suffix.
  case provisionServerMissing
  case standardManageability
  /// The firmware is one that anyone on the network can take over once it is configured.
  case takeoverPossible
  /// The firmware is open to other advisories that are used over the network.
  case advisoriesOpen
  /// Profile: the console speaks no TLS beyond 1.0, or beyond 1.1.
  case consoleTLS10, consoleTLS11

  /// What answers the question where it is open.
  var measurement: Measurement {
    switch self {
    case .always, .agentForbidden, .touchForbidden, .controlNeeded, .settingsNeeded,
      .consoleTLS10, .consoleTLS11:
      .profile
    case .noWiredPort: .wiredPort
    case .onWireless, .onVPN: .medium
    case .noCertificate, .certificateWithoutPurpose, .certificateWeak, .certificateOfOldStrength,
      .certificateOutOfDate, .chainOutOfOrder:
      .certificate
    case .rootNotTrusted, .rootKnownBySHA1: .rootHashes
    case .suffixMissing, .suffixMismatch, .suffixLikely: .suffix
    case .keysImpossible, .keysPreloaded, .keyNamed: .preSharedKeys
    case .beingProvisioned: .state
    case .hostAddressStatic: .hostAddress
    case .provisionServerMissing: .provisionServer
    case .standardManageability: .product
    case .takeoverPossible, .advisoriesOpen: .build
    }
  }
}

/// Something that can be measured or told, most useful first.
package enum Measurement: Int, Hashable, Comparable, Sendable, CaseIterable {
  case product, version, state, suffix, certificate, wiredPort, medium, preSharedKeys, build
  case allowedControlModes, platform, rootHashes, controlMode, hostAddress, provisionServer, profile

  package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }

  /// A stable id, for the statement that asks for it.
  var id: String { "measure-\(self)" }

  /// What to do to learn it, for a person.
  var text: String {
    switch self {
    case .product:
      "Find out what the machine is: run `rpc amtinfo -json` on it and import the answer, or scan "
        + "it from inside its segment"
    case .version:
      "Read the firmware version: run `rpc amtinfo -json` on the machine and import the answer"
    case .state:
      "Find out whether AMT is already configured: run `rpc amtinfo -json` on the machine and "
        + "import the answer"
    case .suffix:
      "Learn which DHCP option 15 the machine is given: capture its segment while a lease is "
        + "renewed, or name it in the site profile"
    case .certificate: "Give the provisioning certificate with its whole chain in the site profile"
    case .wiredPort: "Say in the site profile whether the machine has a wired network port"
    case .medium: "Say in the site profile whether the segment is wired, wireless or VPN"
    case .preSharedKeys: "Say in the site profile whether the vendor set a PID and PPS"
    case .build:
      "Read the complete firmware version with its build: ask the web server on 16992 or 16993, or "
        + "run `rpc amtinfo -json` on the machine"
    case .allowedControlModes:
      "Read AllowedControlModes of IPS_HostBasedSetupService on one machine of this firmware"
    case .platform: "Find out whether the machine is of the 15.0 H (desktop) platform"
    case .rootHashes:
      "Read the firmware's trusted roots: run `rpc amtinfo -json` on the machine and import them"
    case .controlMode:
      "Read the control mode: with credentials, or by `rpc amtinfo -json` on the machine"
    case .hostAddress: "Find out whether the operating system's address is static"
    case .provisionServer: "Look up provisionserver under the machine's suffix"
    case .profile: "Complete the site profile"
    }
  }
}

/// Several measurements.
struct Measurements: OptionSet, Hashable, Sendable {
  let rawValue: UInt32

  init(rawValue: UInt32) { self.rawValue = rawValue }
  init(_ measurement: Measurement) { rawValue = 1 << UInt32(measurement.rawValue) }

  mutating func add(_ measurement: Measurement) { formUnion(Measurements(measurement)) }

  func has(_ measurement: Measurement) -> Bool { contains(Measurements(measurement)) }

  /// The questions they stand for, most useful first.
  var questions: [Statement] {
    if isEmpty { return [] }
    return Measurement.allCases.compactMap { has($0) ? Steps.questions[$0.rawValue] : nil }
  }
}
