import ScoutModel

/// Rules that speak of the device as a whole: what to do first, what to keep in mind.
enum GeneralRules {
  static let current: [Rule] = [
    Rule(
      "firmware-takeover", .precedes, when: .takeoverPossible,
      Source("SA-00075", "CVE-2017-5689", "2017-05-01"), remedy: .firmware,
      "Firmware {version} is open to INTEL-SA-00075: once configured, anyone on the network can "
        + "take it over. Update it first."),
    Rule(
      "firmware-11-8-first", .precedes, from: FirmwareVersion(11, 0), below: FirmwareVersion(11, 8),
      .ema, remedy: .firmware,
      "Firmware before 11.8 is below what today's consoles accept. Update it to 11.8.94 or later "
        + "first."),
    Rule(
      "firmware-advisories", .warns, when: .advisoriesOpen, Source("CVE", "the CVE records"),
      "Firmware {version} is open to {advisories}: update it to {cure} or later, before it is "
        + "configured where that is possible."),
    Rule(
      "firmware-out-of-support", .warns, below: FirmwareVersion(11, 0), .kbSupport,
      "Firmware before 11.0 is out of support: plan to replace the machine."),
    Rule(
      "console-tls-10", .warns, from: FirmwareVersion(12, 0), when: .consoleTLS10, .sdkTLS,
      "The console speaks no TLS beyond 1.0, which firmware 12.0 and later no longer has: update "
        + "the console first."),
    Rule(
      "console-tls-11", .warns, from: FirmwareVersion(16, 0), when: .consoleTLS11, .sdkTLS,
      "The console speaks no TLS beyond 1.1, which firmware 16.0 and later no longer has, nor 15.0 "
        + "of the H platform: update the console first."),
    Rule(
      "standard-manageability", .warns, when: .standardManageability, certainty: .inferred,
      .meshCentral,
      "Standard Manageability offers less than AMT, no remote display above all."),
    Rule(
      "host-address-static", .warns, from: FirmwareVersion(7, 0), when: .hostAddressStatic,
      .addressing,
      "The host's address is static. A host with a static and an AMT with a dynamic address is "
        + "invalid: use IP synchronization, or make both static."),
  ]

  static let seed: [Rule] = [
    Rule(
      "seed-static", .warns, when: .hostAddressStatic, .seed,
      "A static address requires more setup; start with DHCP.")
  ]
}
