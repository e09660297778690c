import ScoutModel

/// Host-based configuration into client control mode: software on the host does it, no visit.
enum HostBased {
  static let both: [ConfigurationMethod] = [.hostBased, .hostBasedACM]

  static let current: [Rule] = [
    Rule(
      "host-based-minimum", .blocks, of: both, below: FirmwareVersion(6, 0), .scsHelp,
      "Host-based configuration needs firmware 6.2 or later; this is {version}."),
    Rule(
      "host-based-after-update", .blocks, of: both, from: FirmwareVersion(6, 0),
      below: FirmwareVersion(6, 2), .scsHelp, remedy: .firmware,
      "Firmware {version} must be updated to 6.2 before it can be configured from the host."),
    Rule(
      "host-based-agent", .blocks, of: both, when: .agentForbidden, .seed,
      "It takes software on the host, and the site profile allows none."),
    Rule(
      "client-control-limits", .blocks, of: [.hostBased], when: .controlNeeded, .scsHelp,
      "Client control mode asks the user for consent and lacks System Defense; this site needs "
        + "control without the user."),
    Rule(
      "host-based-available", .supports, of: [.hostBased], from: FirmwareVersion(6, 2), .scsHelp,
      "Firmware 6.2 and later can be configured from the host, without certificate and without a "
        + "visit."),
    Rule(
      "host-based-local-tls", .warns, of: both, from: FirmwareVersion(18, 0), certainty: .inferred,
      .hostTool,
      "The local service may speak TLS only (seen from 19 on): use a recent configurator."),
  ]

  static let seed: [Rule] = [
    Rule(
      "seed-host-based-minimum", .blocks, of: [.hostBased], below: FirmwareVersion(6, 2), .seed,
      "Host-based configuration needs AMT 6.2 and SCS 7.1 or later; this is {version}."),
    Rule(
      "seed-host-based-agent", .blocks, of: [.hostBased], when: .agentForbidden, .seed,
      "It takes software delivered to the operating system, and the site profile allows none."),
    Rule(
      "seed-host-based-limits", .blocks, of: [.hostBased], when: .controlNeeded, .seed,
      "Host-based configuration asks for consent and leaves System Defense off; this site needs "
        + "control without the user."),
    Rule(
      "seed-host-based", .supports, of: [.hostBased], from: FirmwareVersion(6, 2), .seed,
      "The founding article's best: no visit, no certificate, also over wireless and VPN."),
  ]
}
