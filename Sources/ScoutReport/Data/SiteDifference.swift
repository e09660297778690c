package import ScoutModel
package import ScoutNet

/// What differs between two looks at a site.
package struct SiteDifference: Hashable, Sendable {
  /// One of the two looks: what it is called, when it was, what it saw.
  package struct Look: Hashable, Sendable {
    /// `scan 3`, or a file's name.
    package var name: String
    package var started: Timestamp?
    package var ended: Timestamp?
    package var machines: Int

    package init(name: String, started: Timestamp?, ended: Timestamp?, machines: Int) {
      self.name = name
      self.started = started
      self.ended = ended
      self.machines = machines
    }
  }

  package enum Kind: String, Hashable, Sendable, CaseIterable {
    case new
    /// Seen then, asked now, not seen.
    case gone
    /// Seen then; now its address was not among those asked, so nothing can be said.
    case notAsked = "not-asked"
    case changed
  }

  package enum Field: String, Hashable, Sendable, CaseIterable {
    case address, name, version, state, controlMode = "control_mode", method, finding
  }

  /// One attribute that differs; a finding stands on the side on which it is.
  package struct Change: Hashable, Sendable {
    package let field: Field
    /// `nil` where it was not known then, or the finding was not there.
    package let old: String?
    package let new: String?
  }

  package struct Machine: Hashable, Sendable {
    package let kind: Kind
    /// Its id in the new look; of a machine that is gone, in the old one.
    package let id: DeviceID
    package let name: String
    package let address: IPAddress?
    package let product: Product
    package let changes: [Change]
  }

  package private(set) var old: Look
  package private(set) var new: Look
  /// By address.
  package private(set) var machines: [Machine]
  /// Findings about the site itself that came or went.
  package let site: [Change]

  package var isEmpty: Bool { machines.isEmpty && site.isEmpty }
  package func count(_ kind: Kind) -> Int { machines.count { $0.kind == kind } }

  /// Compares two assessments.
  ///
  /// - Parameters:
  ///   - pairs: the machines of the old look by those of the new one that they are.
  ///   - wasAsked: whether the new look asked an address at all.
  package init(
    _ old: (look: Look, site: SiteAssessment), _ new: (look: Look, site: SiteAssessment),
    pairs: [DeviceID: DeviceID], wasAsked: (IPAddress) -> Bool
  ) {
    self.old = old.look
    self.new = new.look
    let before = Dictionary(
      old.site.assessments.map { ($0.device.id, $0) }, uniquingKeysWith: { first, _ in first })
    var machines: [Machine] = []
    var met: Set<DeviceID> = []
    for assessment in new.site.assessments {
      guard let id = pairs[assessment.device.id], let then = before[id] else {
        machines.append(Machine(.new, assessment, []))
        continue
      }
      met.insert(id)
      let changes = Self.changes(from: then, to: assessment)
      if !changes.isEmpty { machines.append(Machine(.changed, assessment, changes)) }
    }
    for assessment in old.site.assessments where !met.contains(assessment.device.id) {
      let addresses = assessment.device.addresses.map(\.value)
      let asked = addresses.isEmpty || addresses.contains(where: wasAsked)
      machines.append(Machine(asked ? .gone : .notAsked, assessment, []))
    }
    self.machines = machines.sorted { left, right in
      switch (left.address, right.address) {
      case (let first?, let second?) where first != second: first < second
      case (nil, .some): false
      case (.some, nil): true
      default: left.id < right.id
      }
    }
    site = Self.findings(from: old.site.findings, to: new.site.findings)
  }

  /// The same changes with other names: for a report that strangers may read.
  package func replacing(
    name: (String) -> String, address: (IPAddress) -> IPAddress, file: (String) -> String
  ) -> SiteDifference {
    func value(_ text: String?, _ field: Field) -> String? {
      guard let text else { return nil }
      switch field {
      case .address: return IPAddress(text).map { address($0).description } ?? name(text)
      case .name: return name(text)
      default: return text
      }
    }
    var result = self
    result.old.name = file(old.name)
    result.new.name = file(new.name)
    result.machines = machines.map { machine in
      Machine(
        kind: machine.kind, id: machine.id, name: machine.name.isEmpty ? "" : name(machine.name),
        address: machine.address.map(address), product: machine.product,
        changes: machine.changes.map {
          Change(field: $0.field, old: value($0.old, $0.field), new: value($0.new, $0.field))
        })
    }
    return result
  }

  private static func changes(from old: Assessment, to new: Assessment) -> [Change] {
    var changes: [Change] = []
    func compare(_ field: Field, _ then: String?, _ now: String?) {
      if then != now { changes.append(Change(field: field, old: then, new: now)) }
    }
    // A machine that has both addresses did not move.
    if let then = old.device.address, !new.device.addresses.contains(where: { $0.value == then }) {
      compare(.address, then.description, new.device.address?.description)
    }
    compare(.name, old.device.label.orNil, new.device.label.orNil)
    let then = old.device.version.best?.value.description
    let now = new.device.version.best?.value.description
    // `11.8` and `11.8.50.3425` are the same version, told more or less precisely.
    if !then.isPart(of: now), !now.isPart(of: then) { compare(.version, then, now) }
    compare(
      .state, old.device.state.best?.value.rawValue, new.device.state.best?.value.rawValue)
    compare(
      .controlMode, old.device.controlMode.best?.value.rawValue,
      new.device.controlMode.best?.value.rawValue)
    compare(.method, old.recommendation.advice.rawValue, new.recommendation.advice.rawValue)
    return changes + findings(from: old.findings, to: new.findings)
  }

  private static func findings(from old: [Finding], to new: [Finding]) -> [Change] {
    let then = Set(old.map(\.id))
    let now = Set(new.map(\.id))
    return then.symmetricDifference(now).sorted().map {
      Change(field: .finding, old: then.contains($0) ? $0 : nil, new: now.contains($0) ? $0 : nil)
    }
  }
}

extension SiteDifference.Machine {
  fileprivate init(
    _ kind: SiteDifference.Kind, _ assessment: Assessment, _ changes: [SiteDifference.Change]
  ) {
    self.kind = kind
    id = assessment.device.id
    name = assessment.device.label
    address = assessment.device.address
    product = assessment.device.product.best?.value ?? .unknown
    self.changes = changes
  }
}

extension SiteDifference.Kind {
  var word: String {
    switch self {
    case .new: "new"
    case .gone: "gone"
    case .notAsked: "not asked again"
    case .changed: "changed"
    }
  }
}

extension SiteDifference.Field {
  var word: String {
    switch self {
    case .controlMode: "control mode"
    default: rawValue
    }
  }
}

extension SiteDifference.Change {
  /// `version 11.8.50 → 11.8.94`, `finding AMT-TLS-001 came`.
  var text: String {
    if field == .finding {
      return new.map { "\($0) came" } ?? old.map { "\($0) went" } ?? ""
    }
    return "\(field.word) \(old ?? "not known") → \(new ?? "not seen this time")"
  }
}

extension String {
  fileprivate var orNil: String? { isEmpty ? nil : self }
}

extension String? {
  /// Whether `other` is this version with more of its numbers; nothing is no part of anything.
  fileprivate func isPart(of other: String?) -> Bool {
    guard let self, let other else { return false }
    return other == self || other.hasPrefix(self + ".")
  }
}
