import ScoutModel

/// Remote configuration with a certificate: the device calls a server that proves who it is.
enum PKI {
  static let remote: [ConfigurationMethod] = [.pki, .psk]

  static let current: [Rule] = [
    Rule(
      "pki-minimum", .blocks, of: [.pki], below: FirmwareVersion(2, 6), .sdkHash,
      "Trusted root hashes are embedded from firmware 2.6 on; this is {version}."),
    Rule(
      "pki-available", .supports, of: [.pki], from: FirmwareVersion(2, 6), .sdkHash,
      "Firmware 2.6 and later trusts embedded certificate vendors: remote configuration into "
        + "admin control mode."),
    Rule(
      "no-wired-port", .blocks, of: [.pki, .psk, .usb], when: .noWiredPort, .seed,
      "Without a wired network port only host-based and manual configuration remain."),
    Rule(
      "remote-needs-wire", .blocks, of: remote, below: FirmwareVersion(8, 0), when: .onWireless,
      .wireless, remedy: .wire,
      "Remote configuration does not work over wireless."),
    Rule(
      "remote-needs-wire-later", .blocks, of: remote, from: FirmwareVersion(8, 0),
      when: .onWireless,
      certainty: .inferred, .wireless, settledBy: .wiredPort,
      "Remote configuration over wireless is documented as impossible for 7.0, and taken to be so "
        + "since."),
    Rule(
      "remote-needs-corporate-network", .blocks, of: remote, when: .onVPN, .seed, remedy: .wire,
      "Remote configuration needs the wired corporate network; this is a VPN."),
    Rule(
      "pki-provision-server", .warns, of: [.pki], when: .provisionServerMissing, .sdkFlow,
      isLenient: true,
      "No provisionserver is known under {suffix}: a device that says hello finds no server. Add "
        + "the alias, or let an agent start the configuration."),
    Rule(
      "pki-hello-window", .warns, of: [.pki], .bareMetal,
      "A new machine says hello typically for its first 24 hours of uptime; later an agent must "
        + "open the interface again."),
    Rule(
      "pki-strict-name", .warns, of: [.pki], below: FirmwareVersion(4, 1), .strictName,
      "Early firmware was described as matching the certificate's name strictly: try one machine "
        + "first."),
  ]

  static let seed: [Rule] = [
    Rule(
      "seed-pki", .supports, of: [.pki], .seed,
      "The founding article's second best; it says both that all generations and that only newer "
        + "ones have it."),
    Rule(
      "seed-no-wired-port", .blocks, of: [.pki, .psk, .usb], when: .noWiredPort, .seed,
      "Without a wired network port only host-based and manual configuration remain."),
    Rule(
      "seed-wired", .blocks, of: remote, when: .onWireless, .seed, remedy: .wire,
      "Remote configuration needs the wired corporate network."),
    Rule(
      "seed-corporate-network", .blocks, of: remote, when: .onVPN, .seed, remedy: .wire,
      "Remote configuration needs the wired corporate network."),
  ]
}
