/// The observations behind a claim, by their ids in the site file, sorted.
package struct Evidence: Hashable, Sendable {
  /// Most claims rest on one observation, and there are millions: that one needs no list.
  private enum Storage: Hashable, Sendable {
    case none
    case one(ObservationID)
    case several([ObservationID])
  }
  private let storage: Storage

  package init(_ observations: some Sequence<ObservationID>) {
    self.init(Array(observations))
  }

  /// The same without the generic detour.
  package init(_ observations: [ObservationID]) {
    guard let first = observations.first else {
      storage = .none
      return
    }
    guard observations.count > 1 else {
      storage = .one(first)
      return
    }
    var sorted = observations.sorted()
    var kept = 1
    for index in 1..<sorted.count where sorted[index] != sorted[kept - 1] {
      sorted[kept] = sorted[index]
      kept += 1
    }
    if kept == 1 {
      storage = .one(sorted[0])
      return
    }
    // Without the room that lists are given to grow.
    storage = .several(Array(sorted[..<kept]))
  }

  package init(_ observation: ObservationID) { storage = .one(observation) }

  package var observations: [ObservationID] {
    switch storage {
    case .none: []
    case .one(let observation): [observation]
    case .several(let observations): observations
    }
  }

  package static func + (left: Evidence, right: Evidence) -> Evidence {
    switch (left.storage, right.storage) {
    case (.none, _): right
    case (_, .none): left
    default: Evidence(left.observations + right.observations)
    }
  }

  package static let none = Evidence([])
}

extension Evidence: Codable {
  private enum CodingKeys: CodingKey { case observations }

  package init(from decoder: any Decoder) throws {
    let members = try decoder.container(keyedBy: CodingKeys.self)
    self.init(try members.decode([ObservationID].self, forKey: .observations))
  }

  package func encode(to encoder: any Encoder) throws {
    var members = encoder.container(keyedBy: CodingKeys.self)
    try members.encode(observations, forKey: .observations)
  }
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
