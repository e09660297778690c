import ScoutModel

/// What is asked before any method: is it AMT, is it configured already, is it switched on.
enum Gates {
  static let consumer = Rule(
    "gate-consumer", .blocks, .buildRule,
    "It is a consumer management engine, which has no AMT.")
  static let smallBusiness = Rule(
    "gate-small-business", .blocks, .buildRule,
    "Small Business Technology works locally only and cannot be configured for the network.")
  static let dash = Rule(
    "gate-dash", .blocks, .dash, "It is a DASH controller, not AMT.")
  static let controller = Rule(
    "gate-bmc", .blocks, .sdkPing, "It is a server's management controller (IPMI), not AMT.")
  static let other = Rule(
    "gate-other", .blocks, .observed, "Something else than AMT answers.")
  static let absent = Rule(
    "gate-absent", .blocks, .hostTables,
    "A tool on the machine says that it has no AMT.")
  static let unknownProduct = Rule(
    "gate-unknown-product", .warns, .observed,
    "Nothing seen tells whether the machine has AMT; an open or a closed port alone never does.")
  static let configured = Rule(
    "gate-configured", .warns, .observed, "AMT is already configured.")
  static let stateUnknown = Rule(
    "gate-state-unknown", .warns, .observed,
    "Nothing seen tells whether AMT is already configured.")
  static let disabled = Rule(
    "gate-disabled", .warns, .sdkEnable, "The machine has AMT, and it is switched off.")
  static let inProgress = Rule(
    "gate-in-progress", .warns, .observed, "AMT is being configured right now.")

  static let all: [Rule] = [
    consumer, smallBusiness, dash, controller, other, absent, unknownProduct, configured,
    stateUnknown,
    disabled, inProgress,
  ]

  /// Why the device's product cannot be configured; `nil` where it can, or nobody knows.
  static func obstacle(_ situation: Situation) -> Rule? {
    switch situation.product {
    case .amt, .ism, .unknown: nil
    case .sbt: smallBusiness
    case .cme: consumer
    case .dash: dash
    case .bmc: controller
    case .none: situation.device.product.best?.source == "import" ? absent : other
    }
  }
}
