import ScoutModel

extension Readiness {
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
    case .lookAlike: "It answers on AMT's ports and has no AMT."
    }
  }
}
