import ScoutModel

/// What a person does next: one imperative sentence.
enum Steps {
  static func of(_ text: String, _ rule: String, _ source: Source) -> Statement {
    Statement(text + ".", rule: rule, source: source.description)
  }

  static func leaveOut(_ rule: Rule) -> Statement {
    of("Leave it out of the roll-out, or replace the machine", rule.id, rule.source)
  }

  /// What to measure, by the number of the measurement.
  static let questions: [Statement] = Measurement.allCases.map {
    Statement($0.text + ".", rule: $0.id, source: Source.observed.description)
  }

  static func measure(_ measurement: Measurement) -> Statement { questions[measurement.rawValue] }

  static func remedy(_ remedies: [Remedy], then method: ConfigurationMethod, _ rule: Rule)
    -> Statement
  {
    let first = remedies.map(\.step).joined(separator: ". ")
    return of("\(first). Then: \(method.step.lowercasedFirst)", rule.id, rule.source)
  }

  static func enable(_ situation: Situation) -> Statement {
    switch situation.versions.is161 {
    case .yes:
      of(
        "Enable AMT from the operating system or in the BIOS, renew the DHCP lease, and assess the "
          + "machine again", Gates.disabled.id, .sdkEnable)
    default:
      of(
        "Enable AMT in the BIOS and assess the machine again", Gates.disabled.id, .sdkEnable)
    }
  }
}

extension String {
  /// `Run the …` becomes `run the …`, for the middle of a sentence.
  var lowercasedFirst: String { prefix(1).lowercased() + dropFirst() }
}
