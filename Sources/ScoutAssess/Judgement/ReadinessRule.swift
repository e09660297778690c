import ScoutModel

extension Readiness {
  /// The group of a device, by what is known of it and advised for it.
  ///
  /// Whatever must be done before the advised method can run holds the device up, an update of its
  /// firmware as much as a certificate; only preset keys that a later firmware took away hold up
  /// nothing, for another method was advised.
  init(_ situation: Situation, _ recommendation: Recommendation) {
    switch situation.product {
    case .bmc, .dash, .cme, .none: self = .lookAlike
    case .amt, .ism, .sbt, .unknown:
      switch recommendation.advice {
      case .configured: self = .configured
      case .enable, .none: self = .blocked
      case .unknown: self = .unknown
      case .hostBased, .hostBasedACM, .pki, .psk, .usb, .manual:
        let method = ConfigurationMethod(rawValue: recommendation.advice.rawValue) ?? .manual
        let verdict = recommendation.verdicts.first { $0.method == method }
        if verdict?.eligibility == .ineligible
          || recommendation.blockers.contains(where: { $0.rule != "psk-removed" })
        {
          self = .blocked
        } else if recommendation.nextStep.rule.hasPrefix("measure-") {
          self = .unknown
        } else {
          self = method.needsTouch(situation) ? .visit : .remote
        }
      }
    }
  }
}
