import ScoutModel

/// Host-based configuration into admin control mode: software on the host and a certificate.
enum HostBasedACM {
  static let current: [Rule] = [
    Rule(
      "host-based-acm-start", .blocks, of: [.hostBasedACM], from: FirmwareVersion(6, 2),
      below: FirmwareVersion(7, 0), certainty: .inferred, .sdkCertificate,
      settledBy: .allowedControlModes,
      "Whether firmware 6.2 reaches admin control mode from the host is not documented; it is "
        + "taken to begin with 7.0."),
    Rule(
      "host-based-acm-available", .supports, of: [.hostBasedACM], from: FirmwareVersion(7, 0),
      .sdkHash,
      "With a provisioning certificate the host alone reaches admin control mode, no visit."),
    Rule(
      "host-based-acm-secure", .warns, of: [.hostBasedACM], from: FirmwareVersion(19, 0),
      .secureFlow,
      "From 19.0 only the secure host-based flow works: configurators that call AdminSetup fail."),
    Rule(
      "host-based-acm-password", .warns, of: [.hostBasedACM], from: FirmwareVersion(19, 0),
      .hostTool,
      "From 19 on activation may ask for a MEBx password (error 2057): plan for it."),
    Rule(
      "acm-domain-after-enable", .warns, of: [.hostBasedACM, .pki], from: FirmwareVersion(16, 1),
      .sdkEnable,
      "Where AMT was just enabled from the operating system, the host must renew its DHCP lease "
        + "first, or the domain name is missing."),
  ]
}
