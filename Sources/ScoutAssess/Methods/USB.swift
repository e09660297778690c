import ScoutModel

/// One-touch configuration: a stick with setup.bin at each machine.
enum USB {
  static let current: [Rule] = [
    Rule(
      "usb-minimum", .blocks, of: [.usb], below: FirmwareVersion(4, 1), .seed,
      "Configuration from a stick needs firmware 4.1 or later; this is {version}."),
    Rule(
      "usb-touch", .blocks, of: [.usb], when: .touchForbidden, .seed,
      "It takes a visit to the machine, and the site profile allows none."),
    Rule(
      "usb-without-lan", .blocks, of: [.usb], from: FirmwareVersion(9, 5), when: .noWiredPort,
      .wireless,
      "Configuration from a stick is not supported on machines without a wired port."),
    Rule(
      "usb-settings", .blocks, of: [.usb], when: .settingsNeeded, .seed,
      "A stick sets neither TLS nor 802.1x nor Kerberos, which this site needs."),
    Rule(
      "usb-factory-only", .blocks, of: [.usb], when: .beingProvisioned, .usbStick, isLenient: true,
      "Only firmware in its factory state takes a stick, and this one is being configured."),
    Rule(
      "usb-available", .supports, of: [.usb], from: FirmwareVersion(4, 1), .seed,
      "Firmware 4.1 and later takes all settings from a stick, into admin control mode."),
    Rule(
      "usb-off-in-bios", .warns, of: [.usb], from: FirmwareVersion(11, 0), .usbOff,
      "Modern machines may have it off in the BIOS; the MEBx password must still be the default."),
  ]

  static let seed: [Rule] = [
    Rule(
      "seed-usb-minimum", .blocks, of: [.usb], below: FirmwareVersion(4, 1), .seed,
      "One-touch configuration needs AMT 4.1 or later; this is {version}."),
    Rule(
      "seed-usb-touch", .blocks, of: [.usb], when: .touchForbidden, .seed,
      "It takes a visit to the machine, and the site profile allows none."),
    Rule(
      "seed-usb-settings", .blocks, of: [.usb], when: .settingsNeeded, .seed,
      "A stick sets neither TLS nor 802.1x nor Kerberos, which this site needs."),
    Rule(
      "seed-usb", .supports, of: [.usb], from: FirmwareVersion(4, 1), .seed,
      "Good where someone goes to the machine anyway: no network needed."),
  ]
}
