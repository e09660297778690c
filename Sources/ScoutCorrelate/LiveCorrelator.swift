package import ScoutModel
package import ScoutNet

/// The same as ``Correlator``, kept up to date: what is added re-correlates only what it touches.
///
/// Observations that share a key (an address in a site, a hardware address, a UUID, a realm, a
/// certificate's key, a host's label) make up one part; nothing in one part can change how another
/// is joined. A part that something was added to is correlated anew as a whole. What devices take
/// from others, option 15 of their segment and the look-ups of their names, is followed up for the
/// devices concerned. A subnet mask that was not known moves the bounds of segments: only then all
/// devices are placed again.
package struct LiveCorrelator {
  /// One part as it was correlated last.
  private struct Outcome {
    var drafts: [Draft] = []
    var devices: [Device] = []
    /// By device: the names met on it, and its segment.
    var names: [[String]] = []
    var segments: [SegmentMap.Key?] = []
  }

  private let knownSegments: [(prefix: Prefix, site: String)]
  private var notes = Notes()
  private var partition = Partition()
  private var outcomes: [Int32: Outcome] = [:]
  private var survey: SegmentSurvey
  private var names = ForwardNames()
  /// The parts in which a name is met, and those with devices in a segment.
  private var partsByName: [String: Set<Int32>] = [:]
  private var partsBySegment: [SegmentMap.Key: Set<Int32>] = [:]
  /// What came since the last refresh.
  private var newForwards: Set<String> = []
  private var newLeases: [Int] = []
  private var newScopes: [Int] = []

  package init(knownSegments: [(prefix: Prefix, site: String)] = []) {
    self.knownSegments = knownSegments
    survey = SegmentSurvey(known: knownSegments)
  }

  /// Takes one more observation; what it changes is known after the next `refresh`.
  package mutating func add(_ observation: Observation) {
    let (marks, leases, hosts) = (notes.marks.count, notes.leases.count, notes.hosts.count)
    let scopes = notes.scopes.count
    if let name = notes.forwardName(of: observation) {
      if notes.forwards[name] == nil { names.addLookUp(name) }
      newForwards.insert(name)
    }
    notes.add(observation)
    if case .name(let sighting) = observation.fact {
      newForwards.formUnion(notes.registrations.names(in: sighting))
    }
    if notes.leases.count > leases { newLeases.append(leases) }
    if notes.scopes.count > scopes { newScopes.append(scopes) }
    partition.add(
      Partition.Entry(
        mark: notes.marks.count > marks ? Int32(truncatingIfNeeded: marks) : nil,
        lease: notes.leases.count > leases ? Int32(truncatingIfNeeded: leases) : nil,
        host: notes.hosts.count > hosts ? Int32(truncatingIfNeeded: hosts) : nil), notes)
  }

  /// Correlates what was added since the last time; returns what changed by it.
  @discardableResult
  package mutating func refresh() -> SiteChanges {
    var changes = SiteChanges()
    var old: [DeviceID: Device] = [:]
    var toggled: Set<String> = []
    let (changed, merged) = partition.takeChanges()
    for part in merged { retire(part, &old, &toggled) }
    for part in changed {
      retire(part, &old, &toggled)
      correlate(part, &toggled)
    }
    var affected = surveyNewLeases(&changes)
    affected.formUnion(changed)
    affected.formUnion(partsConcerned(by: newForwards, toggled))
    newForwards = []
    var new: [DeviceID: Device] = [:]
    for part in affected.sorted() { finish(part, &old, &new) }
    changes.devices = Set(old.keys).union(new.keys).sorted().compactMap { id in
      old[id] == new[id] ? nil : DeviceChange(old: old[id], new: new[id])
    }
    return changes
  }

  /// What all observations added before the last `refresh` add up to.
  package func siteView(coverage: Coverage = Coverage()) -> SiteView {
    let devices = outcomes.values.flatMap(\.devices).sorted { $0.id < $1.id }
    var view = SiteView(devices: devices, segments: survey.segments(notes))
    view.provisionServers = notes.provisionServerLookups
    view.filters = notes.filterings
    view.coverage = coverage
    return view
  }

  /// Takes a part out of everything that was concluded from it.
  private mutating func retire(
    _ part: Int32, _ old: inout [DeviceID: Device], _ toggled: inout Set<String>
  ) {
    guard let outcome = outcomes.removeValue(forKey: part) else { return }
    for device in outcome.devices { old[device.id] = device }
    for name in outcome.names.joined() {
      if names.count(name, -1) { toggled.insert(name) }
      partsByName[name]?.remove(part)
      if partsByName[name]?.isEmpty == true { partsByName[name] = nil }
    }
    for case let key? in outcome.segments { leave(key, part) }
  }

  private mutating func leave(_ key: SegmentMap.Key, _ part: Int32) {
    survey.leave(key)
    partsBySegment[key]?.remove(part)
    if partsBySegment[key]?.isEmpty == true { partsBySegment[key] = nil }
  }

  private mutating func correlate(_ part: Int32, _ toggled: inout Set<String>) {
    let members = partition.members(of: part)
    var outcome = Outcome()
    let own = notes.part(marks: members.marks, leases: members.leases, hosts: members.hosts)
    let assembly = Assembly(of: own)
    outcome.drafts = assembly.drafts(0..<assembly.count)
    if outcome.drafts.isEmpty { return }
    outcome.names = outcome.drafts.map(\.device.metNames)
    for name in outcome.names.joined() {
      if names.count(name, 1) { toggled.insert(name) }
      partsByName[name, default: []].insert(part)
    }
    outcomes[part] = outcome
  }

  /// Surveys the new answers and scopes of DHCP servers; returns the parts whose segments say
  /// something new.
  private mutating func surveyNewLeases(_ changes: inout SiteChanges) -> Set<Int32> {
    let answers = newLeases.map { notes.leases[$0] }.filter(notes.isFromServer)
    let scopes = newScopes.map { notes.scopes[$0] }
    (newLeases, newScopes) = ([], [])
    if answers.isEmpty && scopes.isEmpty { return [] }
    var old: [SegmentMap.Key: Known<String>] = [:]
    for key in keys(answers, scopes) { old[key] = survey.option15(key, notes) }
    var isMoved = false
    for lease in answers where survey.learnMask(lease, notes) { isMoved = true }
    for scope in scopes where survey.learnMask(scope, notes) { isMoved = true }
    if isMoved {
      survey = SegmentSurvey(notes, known: knownSegments)
    } else {
      for lease in answers { survey.add(lease, notes) }
      for scope in scopes { survey.add(scope, notes) }
    }
    let keys = keys(answers, scopes)
    for key in keys {
      let (before, after) = (old[key] ?? .unknown(.notAsked), survey.option15(key, notes))
      if before != after {
        changes.segments.append(
          SegmentChange(prefix: key.prefix, site: key.site, old: before, new: after))
      }
    }
    changes.segments.sort { ($0.prefix, $0.site) < ($1.prefix, $1.site) }
    if isMoved {
      partsBySegment = [:]
      for part in outcomes.keys { outcomes[part]?.segments = [] }
      return Set(outcomes.keys)
    }
    return keys.reduce(into: []) { $0.formUnion(partsBySegment[$1] ?? []) }
  }

  /// The segments that these tell of, as they are bounded now.
  private func keys(_ answers: [LeaseNote], _ scopes: [ScopeNote]) -> Set<SegmentMap.Key> {
    Set(answers.compactMap { survey.key(of: $0, notes) })
      .union(scopes.compactMap { survey.key(of: $0, notes) })
  }

  /// The parts with devices that bear the names of new look-ups, whole or as a bare label, and those
  /// with bare labels whose look-ups have found a bearer or lost the last one.
  private func partsConcerned(by forwards: Set<String>, _ toggled: Set<String>) -> Set<Int32> {
    var parts: Set<Int32> = []
    for name in forwards { parts.formUnion(partsByName[name] ?? []) }
    for name in forwards.union(toggled.filter { notes.forwards[$0] != nil }) {
      guard let label = DomainName(name)?.host else { continue }
      parts.formUnion(partsByName[label] ?? [])
    }
    return parts
  }

  /// Places the devices of a part and gives them their look-ups.
  private mutating func finish(
    _ part: Int32, _ old: inout [DeviceID: Device], _ new: inout [DeviceID: Device]
  ) {
    guard var outcome = outcomes.removeValue(forKey: part) else { return }
    for device in outcome.devices { old[device.id] = device }
    for case let key? in outcome.segments { leave(key, part) }
    outcome.devices = []
    outcome.segments = []
    for (draft, met) in zip(outcome.drafts, outcome.names) {
      let key = draft.device.address.flatMap { survey.visit($0, site: draft.device.site) }
      if let key { partsBySegment[key, default: []].insert(part) }
      var device = draft.placed(
        key, key.map { survey.option15($0, notes) } ?? .unknown(.notAsked))
      names.attach(met, to: &device, notes)
      new[device.id] = device
      outcome.segments.append(key)
      outcome.devices.append(device)
    }
    outcomes[part] = outcome
  }
}
