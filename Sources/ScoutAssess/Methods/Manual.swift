import ScoutModel

/// Configuration by hand in the MEBx of each machine.
enum Manual {
  static let current: [Rule] = [
    Rule(
      "manual-touch", .blocks, of: [.manual], when: .touchForbidden, .seed,
      "It takes hands at the machine, and the site profile allows none."),
    Rule(
      "manual-settings", .blocks, of: [.manual], when: .settingsNeeded, .seed,
      "The MEBx sets neither TLS nor 802.1x nor Kerberos, which this site needs."),
    Rule(
      "manual-available", .supports, of: [.manual], .seed,
      "Every version can be configured by hand, into admin control mode; at small scale only."),
  ]

  static let seed: [Rule] = [
    Rule(
      "seed-manual-touch", .blocks, of: [.manual], when: .touchForbidden, .seed,
      "It takes hands at the machine, and the site profile allows none."),
    Rule(
      "seed-manual-settings", .blocks, of: [.manual], when: .settingsNeeded, .seed,
      "By hand neither TLS nor 802.1x nor Kerberos can be set, which this site needs."),
    Rule(
      "seed-manual", .supports, of: [.manual], .seed,
      "Any version, by hand, at small scale only."),
  ]
}
