import ScoutModel

// The words that reports use for the values of the model.

extension Advice {
  /// As in a column of the page.
  var word: String {
    switch self {
    case .hostBased: "Host-based"
    case .hostBasedACM: "Host-based, admin control"
    case .pki: "Certificate (PKI)"
    case .psk: "Pre-shared key (PSK)"
    case .usb: "USB key"
    case .manual: "By hand (MEBx)"
    case .configured: "Configured already"
    case .enable: "Enable first"
    case .none: "Cannot be configured"
    case .unknown: "Not known yet"
    }
  }
}

extension ConfigurationMethod {
  var word: String { Advice(self).word }
}

extension Eligibility {
  var word: String {
    switch self {
    case .eligible: "possible"
    case .ineligible: "not possible"
    case .undetermined: "not decided"
    }
  }

  /// A sign beside the word, for the quick look.
  var sign: String {
    switch self {
    case .eligible: "●"
    case .ineligible: "○"
    case .undetermined: "◐"
    }
  }
}

extension PortState {
  var word: String {
    switch self {
    case .open: "open"
    case .closed: "refuses"
    case .filtered: "filtered"
    case .unreachable: "cannot be reached"
    case .silent: "silent"
    }
  }
}

extension ProvisioningState {
  var word: String {
    switch self {
    case .pre: "not configured"
    case .in: "being configured"
    case .post: "configured"
    }
  }
}

extension ControlMode {
  var word: String {
    switch self {
    case .none: "none"
    case .client: "client control (CCM)"
    case .admin: "admin control (ACM)"
    }
  }
}

extension WhyUnknown {
  var word: String {
    switch self {
    case .notAsked: "not asked"
    case .noAnswer: "asked, no answer"
    case .notTold: "the answers do not say"
    case .needsHostOrCredentials: "visible only with credentials or from the machine"
    }
  }
}

extension Product {
  var word: String {
    switch self {
    case .amt: "AMT"
    case .ism: "Standard Manageability"
    case .sbt: "Small Business Technology"
    case .cme: "Consumer engine"
    case .dash: "DASH"
    case .bmc: "Server controller (BMC)"
    case .none: "Not AMT"
    case .unknown: "Not known"
    }
  }
}

extension Outcome {
  var word: String {
    switch self {
    case .complete: "complete"
    case .notConnected: "did not connect"
    case .silent: "connected, then silent"
    case .cutShort: "fell silent in the middle"
    case .closedSilently: "closed without a word"
    case .brokenOff: "broken off by the peer"
    case .tooLong: "answer too long"
    case .otherProtocol: "another protocol"
    case .refusedHandshake: "handshake refused"
    case .notAsked: "not asked"
    }
  }
}

extension NameOutcome {
  var word: String {
    switch self {
    case .answered: "answered"
    case .noSuchName: "no such name"
    case .noData: "the name exists without this record"
    case .serverFailed: "the server refused or failed"
    case .noAnswer: "no server answered"
    case .questionOnly: "only the question was heard"
    case .registered: "was registered"
    case .registrationRefused: "refused to be updated"
    }
  }
}

extension ObservationMethod {
  var word: String {
    switch self {
    case .active: "asked"
    case .passive: "heard"
    case .imported: "imported"
    }
  }
}

extension Severity {
  /// Rises with the weight, for marks and for sorting.
  var rank: Int { Severity.allCases.firstIndex(of: self) ?? 0 }
}

extension Timestamp {
  /// `2026-03-01 10:15:30`, in UTC, without the fraction.
  var short: String {
    let text = description
    return "\(text.prefix(10)) \(text.dropFirst(11).prefix(8))"
  }

  /// `2026-03-01 10:15`.
  var minute: String { String(short.dropLast(3)) }

  var date: String { String(description.prefix(10)) }
}

/// `1 machine`, `12 machines`.
func counted(_ count: Int, _ noun: String, plural: String? = nil) -> String {
  "\(grouped(count)) \(count == 1 ? noun : plural ?? noun + "s")"
}

/// `12,345`.
func grouped(_ number: Int) -> String {
  let digits = String(number.magnitude)
  var text = number < 0 ? "−" : ""
  for (index, digit) in digits.enumerated() {
    if index > 0, (digits.count - index).isMultiple(of: 3) { text.append(",") }
    text.append(digit)
  }
  return text
}
