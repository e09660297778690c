import ScoutModel

/// In which of the summary's groups a machine stands; each stands in exactly one.
enum Readiness: String, Hashable, Sendable, CaseIterable {
  case configured
  /// It can be configured over the network or by software on it.
  case remote
  /// It can be configured, and somebody has to go there.
  case visit
  /// Something must be changed before it can be configured, or it never can.
  case blocked
  case unknown
  /// A closer look showed something other than AMT.
  case lookAlike = "look-alike"

  /// The groups that make up the machines found.
  static let shown: [Readiness] = [.configured, .remote, .visit, .blocked, .unknown]

  init(_ assessment: Assessment) {
    let recommendation = assessment.recommendation
    switch assessment.device.product.best?.value {
    case .bmc, .dash, Product.none?: self = .lookAlike
    default:
      switch recommendation.advice {
      case .configured: self = .configured
      case .hostBased, .hostBasedACM, .pki: self = .remote
      // A pre-shared key has to be typed in at the machine, unless its vendor did that.
      case .psk, .usb, .manual: self = .visit
      case .enable, .none: self = .blocked
      case .unknown: self = .unknown
      }
    }
  }

  var word: String {
    switch self {
    case .configured: "Configured already"
    case .remote: "Ready, no visit needed"
    case .visit: "Ready, with a visit"
    case .blocked: "Blocked"
    case .unknown: "Not known yet"
    case .lookAlike: "Not AMT"
    }
  }

  var explanation: String {
    switch self {
    case .configured: "AMT is set up and answers."
    case .remote: "Can be set up over the network or by software on the machine."
    case .visit: "Can be set up by somebody who stands before the machine."
    case .blocked: "Something must be changed first, or it can never be set up."
    case .unknown: "What was seen is not enough to decide."
    case .lookAlike: "It answers on AMT's ports and is something else."
    }
  }
}
