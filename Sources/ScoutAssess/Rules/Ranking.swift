package import ScoutModel

/// What a site wants most of the configuration: it decides which order of methods holds.
package enum Purpose: String, Hashable, Sendable, CaseIterable {
  /// The cheapest method that works.
  case simple
  /// Admin control mode: unattended work, System Defense, or no user to give consent.
  case control
  /// TLS, 802.1x or Kerberos from the first day.
  case settings
  /// A handful of machines or a demonstration, with someone at hand.
  case handful

  package init(_ profile: SiteProfile) {
    if !profile.needs.isDisjoint(with: [.tls, .ieee8021x, .kerberos]) {
      self = .settings
    } else if profile.smallSite && profile.touchAllowed {
      self = .handful
    } else if profile.needsControl {
      self = .control
    } else {
      self = .simple
    }
  }
}

extension SiteProfile {
  /// Whether work must go on without a user's consent, or needs what client control mode lacks.
  var needsControl: Bool {
    !needs.isDisjoint(with: [.unattended, .systemDefense]) || !consentAvailable
  }
}

/// The order of preference among methods: the sum of points decides, the lowest wins.
package struct Ranking: Hashable, Sendable {
  /// Points of each method, by purpose.
  package var points: [Purpose: [ConfigurationMethod: Int]]
  /// Points for what must be done before a blocked method becomes possible.
  package var effort: [Remedy: Int]
  /// Points for a method that is not certain to be possible.
  package var uncertainty: Int
  /// Points for keys that the vendor set, where option 15 is of no use for certificates.
  package var preloadedKeys: Int

  package static let current = Ranking(
    points: [
      .simple: [
        .hostBased: 0, .hostBasedACM: 10, .pki: 20, .psk: 30, .usb: 40, .manual: 50,
      ],
      .control: [
        .hostBasedACM: 0, .pki: 10, .psk: 20, .usb: 30, .manual: 40, .hostBased: 50,
      ],
      .settings: [
        .hostBasedACM: 0, .pki: 5, .hostBased: 10, .psk: 20, .usb: 30, .manual: 40,
      ],
      .handful: [
        .usb: 0, .manual: 5, .hostBased: 10, .hostBasedACM: 20, .pki: 30, .psk: 40,
      ],
    ],
    effort: [
      .firmware: 2, .option15: 5, .reissueCertificate: 6, .wire: 8, .obtainCertificate: 15,
    ],
    uncertainty: 12, preloadedKeys: -100)

  /// The founding article's best, better and good. It takes things as they are.
  package static let seed = Ranking(
    points: [
      .simple: [.hostBased: 0, .pki: 10, .psk: 20, .usb: 30, .manual: 40],
      .control: [.pki: 0, .psk: 10, .usb: 20, .manual: 30, .hostBased: 40],
      .settings: [.hostBased: 0, .pki: 10, .psk: 20, .usb: 30, .manual: 40],
      .handful: [.usb: 0, .manual: 5, .hostBased: 10, .pki: 20, .psk: 30],
    ],
    effort: [
      .firmware: 60, .option15: 60, .reissueCertificate: 60, .wire: 8, .obtainCertificate: 60,
    ],
    uncertainty: 4, preloadedKeys: -100)
}
