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

  /// What one look shows, as far as it is compared: the whole judgement of a large site is a
  /// gigabyte.
  package struct Side: Sendable {
    package let look: Look
    package let sights: [Sight]
    /// The ids of the findings about the site itself.
    fileprivate let findings: Set<String>

    package init(_ look: Look, _ site: SiteAssessment) {
      self.look = look
      sights = site.assessments.map(Sight.init)
      findings = Set(site.findings.map(\.id))
    }
  }

  /// One machine as a look shows it.
  package struct Sight: Sendable {
    package let id: DeviceID
    package let evidence: Evidence
    fileprivate let name: String
    /// The first is where AMT answers.
    fileprivate let addresses: [IPAddress]
    fileprivate let product: Product
    fileprivate let version: String?
    fileprivate let state: String?
    fileprivate let controlMode: String?
    fileprivate let method: String
    fileprivate let findings: Set<String>

    fileprivate init(_ assessment: Assessment) {
      let device = assessment.device
      id = device.id
      evidence = device.evidence
      name = device.label
      addresses = device.addresses.map(\.value)
      product = device.product.best?.value ?? .unknown
      version = device.version.best?.value.description
      state = device.state.best?.value.rawValue
      controlMode = device.controlMode.best?.value.rawValue
      method = assessment.recommendation.advice.rawValue
      findings = Set(assessment.findings.map(\.id))
    }
  }

  /// Compares two looks.
  ///
  /// - Parameters:
  ///   - pairs: the machines of the old look by those of the new one that they are.
  ///   - wasAsked: whether the new look asked an address at all.
  package init(
    _ old: Side, _ new: Side, pairs: [DeviceID: DeviceID], wasAsked: (IPAddress) -> Bool
  ) {
    self.old = old.look
    self.new = new.look
    let before = Dictionary(
      old.sights.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    var machines: [Machine] = []
    var met: Set<DeviceID> = []
    for sight in new.sights {
      guard let id = pairs[sight.id], let then = before[id] else {
        machines.append(Machine(.new, sight, []))
        continue
      }
      met.insert(id)
      let changes = Self.changes(from: then, to: sight)
      if !changes.isEmpty { machines.append(Machine(.changed, sight, changes)) }
    }
    for sight in old.sights where !met.contains(sight.id) {
      let asked = sight.addresses.isEmpty || sight.addresses.contains(where: wasAsked)
      machines.append(Machine(asked ? .gone : .notAsked, sight, []))
    }
    self.machines = machines.sorted { left, right in
      switch (left.address, right.address) {
      case (let first?, let second?) where first != second: first < second
      case (nil, .some): false
      case (.some, nil): true
      default: left.id < right.id
      }
    }
    site = Self.findings(from: old.findings, to: new.findings)
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

  private static func changes(from old: Sight, to new: Sight) -> [Change] {
    var changes: [Change] = []
    func compare(_ field: Field, _ then: String?, _ now: String?) {
      if then != now { changes.append(Change(field: field, old: then, new: now)) }
    }
    // A machine that has both addresses did not move.
    if let then = old.addresses.first, !new.addresses.contains(then) {
      compare(.address, then.description, new.addresses.first?.description)
    }
    compare(.name, old.name.orNil, new.name.orNil)
    // `11.8` and `11.8.50.3425` are the same version, told more or less precisely.
    if !old.version.isPart(of: new.version), !new.version.isPart(of: old.version) {
      compare(.version, old.version, new.version)
    }
    compare(.state, old.state, new.state)
    compare(.controlMode, old.controlMode, new.controlMode)
    compare(.method, old.method, new.method)
    return changes + findings(from: old.findings, to: new.findings)
  }

  private static func findings(from then: Set<String>, to now: Set<String>) -> [Change] {
    then.symmetricDifference(now).sorted().map {
      Change(field: .finding, old: then.contains($0) ? $0 : nil, new: now.contains($0) ? $0 : nil)
    }
  }
}

extension SiteDifference.Machine {
  fileprivate init(
    _ kind: SiteDifference.Kind, _ sight: SiteDifference.Sight, _ changes: [SiteDifference.Change]
  ) {
    self.kind = kind
    id = sight.id
    name = sight.name
    address = sight.addresses.first
    product = sight.product
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
