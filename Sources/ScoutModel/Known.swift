/// The observations behind a claim, by their ids in the site file, sorted.
package struct Evidence: Hashable, Sendable, Codable {
  package let observations: [ObservationID]

  package init(_ observations: some Sequence<ObservationID>) {
    self.init(Array(observations))
  }

  /// The same without the generic detour: millions of these are made.
  package init(_ observations: [ObservationID]) {
    guard observations.count > 1 else {
      self.observations = observations
      return
    }
    var sorted = observations.sorted()
    var kept = 1
    for index in 1..<sorted.count where sorted[index] != sorted[kept - 1] {
      sorted[kept] = sorted[index]
      kept += 1
    }
    sorted.removeLast(sorted.count - kept)
    self.observations = sorted
  }

  package static func + (left: Evidence, right: Evidence) -> Evidence {
    Evidence(left.observations + right.observations)
  }

  package static let none = Evidence([])
}

/// Why an attribute is not known; each reason leads to what can be measured next.
package enum WhyUnknown: String, Hashable, Sendable, Codable {
  /// Nobody asked: the probe was not part of the scan.
  case notAsked
  /// Asked, and nothing came back.
  case noAnswer
  /// An answer came that does not say it.
  case notTold
  /// It is only visible with credentials or from the host.
  case needsHostOrCredentials
}

/// One source's word on an attribute.
package struct Claim<Value: Hashable & Sendable & Codable>: Hashable, Sendable, Codable {
  package let value: Value
  /// Where it was read, as in the `version_source` column: `http`, `pong`, `import`, …
  package let source: String
  package let evidence: Evidence

  package init(_ value: Value, source: String, _ evidence: Evidence) {
    self.value = value
    self.source = source
    self.evidence = evidence
  }
}

/// What the evidence lets us say of one attribute: never a guess, never a silent `nil`.
package enum Known<Value: Hashable & Sendable & Codable>: Hashable, Sendable, Codable {
  /// Known; the claims agree, the first is the most precise or the strongest.
  case known(Claim<Value>)
  case unknown(WhyUnknown)
  /// Sources contradict each other; the strongest comes first.
  case conflicting([Claim<Value>])

  /// The value where it is known without contradiction.
  package var value: Value? {
    if case .known(let claim) = self { claim.value } else { nil }
  }

  /// The strongest claim, also where others contradict it.
  package var best: Claim<Value>? {
    switch self {
    case .known(let claim): claim
    case .unknown: nil
    case .conflicting(let claims): claims.first
    }
  }

  /// Everything that was observed about it.
  package var evidence: Evidence {
    switch self {
    case .known(let claim): claim.evidence
    case .unknown: .none
    case .conflicting(let claims): claims.reduce(.none) { $0 + $1.evidence }
    }
  }
}
