import ScoutModel

/// Remote configuration with a pre-shared key: a PID and PPS entered into each machine.
enum PSK {
  static let current: [Rule] = [
    Rule(
      "psk-removed", .blocks, of: [.psk], from: FirmwareVersion(11, 0), .sdkHello,
      "Pre-shared keys were removed in AMT 11.0."),
    Rule(
      "psk-minimum", .blocks, of: [.psk], below: FirmwareVersion(2, 0), .phasedOut,
      "Pre-shared keys exist since AMT 2."),
    Rule(
      "psk-keys", .blocks, of: [.psk], when: .keysImpossible, .seed,
      "Keys are not set by the vendor, and the site profile lets nobody go to the machine to enter "
        + "them."),
    Rule(
      "psk-preloaded", .supports, of: [.psk], below: FirmwareVersion(11, 0), when: .keysPreloaded,
      .seed,
      isLenient: true,
      "The vendor set the keys: no visit is needed, and option 15 does not matter."),
    Rule(
      "psk-named", .supports, of: [.psk], below: FirmwareVersion(11, 0), when: .keyNamed, .sdkHello,
      "Its hello names a pre-shared key: the key is in the firmware, and the set-up server has to know "
        + "it. No visit is needed, and option 15 does not matter."),
    Rule(
      "psk-available", .supports, of: [.psk], from: FirmwareVersion(2, 0),
      below: FirmwareVersion(11, 0),
      .phasedOut, "Firmware 2 to 10 takes pre-shared keys; option 15 does not matter."),
    Rule(
      "psk-phased-out", .warns, of: [.psk], below: FirmwareVersion(11, 0), .phasedOut,
      "Pre-shared keys were announced to be phased out, and few servers of today offer them."),
  ]

  static let seed: [Rule] = [
    Rule(
      "seed-psk", .supports, of: [.psk], .seed,
      "All versions take pre-shared keys; option 15 does not matter, entering them is tedious."),
    Rule(
      "seed-psk-keys", .blocks, of: [.psk], when: .keysImpossible, .seed,
      "Keys are not set by the vendor, and the site profile lets nobody go to the machine."),
  ]
}
