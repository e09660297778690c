package import ScoutAssess
import ScoutCorrelate
package import ScoutModel
import ScoutNet
package import ScoutReport
package import ScoutStore
import ScoutSweep

/// One look at a site: the observations it rests on, and what it asked.
///
/// A look is a visit of a site file, that is one scan that sent something, or a whole site file.
/// Files and captures that were taken in belong to every visit from which on they were at hand.
package struct SiteLook: Sendable {
  let name: String
  /// The site file that it comes from.
  let file: String
  let scans: [Scan]
  let observations: [Observation]
  /// The addresses asked; `nil` where everything counts as asked, because nothing was scanned.
  let targets: AddressSet?

  /// Everything in a site file.
  package init(_ file: SiteFile) throws {
    self.init(
      name: file.path, file: file.path, scans: try file.scans(),
      observations: try file.observations())
  }

  init(name: String, file: String, scans: [Scan], observations: [Observation]) {
    self.name = name
    self.file = file
    self.scans = scans
    self.observations = observations
    let ranges = scans.flatMap(\.targets).flatMap { text -> [AddressRange] in
      guard case .ranges(let ranges)? = try? TargetSpec(text) else { return [] }
      return ranges
    }
    targets = ranges.isEmpty ? nil : AddressSet(ranges)
  }

  /// The visits of a site: a look for each scan that sent something, in order.
  static func visits(
    _ scans: [Scan], of file: String, _ observations: some Collection<Observation>
  ) -> [SiteLook] {
    let active = scans.filter { !$0.targets.isEmpty }
    return active.enumerated().map { index, scan in
      let next = index + 1 < active.count ? active[index + 1].id : .max
      let silent = scans.filter { $0.targets.isEmpty && $0.id < next }
      let numbers = Set([scan.id] + silent.map(\.id))
      return SiteLook(
        name: "scan \(scan.id)", file: file, scans: [scan],
        observations: observations.filter { numbers.contains($0.scan) })
    }
  }

  /// The visit that is scan `number` of a site file; `nil` where there is no such scan, or it sent
  /// nothing.
  package static func visit(_ number: Int64, of file: SiteFile) throws -> SiteLook? {
    try visits(of: file).first { $0.scans.first?.id == number }
  }

  /// All visits of a site file, in order.
  package static func visits(of file: SiteFile) throws -> [SiteLook] {
    visits(try file.scans(), of: file.path, try file.observations())
  }

  func assess(_ profile: SiteProfile, _ assessor: Assessor) -> SiteAssessment {
    let view = Correlator.correlate(
      observations, knownSegments: profile.segments.map { ($0.prefix, profile.site) })
    let newest = observations.map(\.time).max() ?? Timestamp(microseconds: 0)
    return assessor.assessOnAllCores(view, profile: profile, at: newest)
  }

  func described(_ site: SiteAssessment) -> SiteDifference.Look {
    SiteDifference.Look(
      name: name, started: scans.map(\.started).min(), ended: scans.compactMap(\.ended).max(),
      machines: site.assessments.count)
  }

  /// Whether both asked some of the same addresses.
  func overlaps(_ other: SiteLook) -> Bool {
    guard let targets, let others = other.targets else { return true }
    return !targets.intersection(others).isEmpty
  }

  func asked(_ address: IPAddress) -> Bool { targets?.contains(address) ?? true }
}

extension SiteDifference {
  /// Compares two looks, the same rules applied to both.
  ///
  /// Which machine is which is found out by correlating both looks together, so that a machine
  /// whose address changed is still known by its UUID, realm, key, hardware address or name.
  package init(
    from old: SiteLook, to new: SiteLook, profile: SiteProfile, assessor: Assessor
  ) {
    let (before, after) = (old.assess(profile, assessor), new.assess(profile, assessor))
    // Within one site file an observation has the same number in both looks; two files number
    // theirs alike, so those of the old one are moved out of the way.
    let isOneFile = old.file == new.file
    let shift: Int64 = isOneFile ? 0 : 1 << 40
    let shared = isOneFile ? Set(new.observations.map(\.id)) : []
    var union = Correlator()
    for observation in new.observations { union.add(observation) }
    for observation in old.observations where !shared.contains(observation.id) {
      union.add(
        Observation(
          id: ObservationID(observation.id.rawValue &+ shift), scan: observation.scan,
          sighting: observation.sighting))
    }
    var owners: [ObservationID: Int] = [:]
    let both = union.siteView(knownSegments: profile.segments.map { ($0.prefix, profile.site) })
    for (index, device) in both.devices.enumerated() {
      for id in device.evidence.observations { owners[id] = index }
    }
    var then: [Int: [DeviceID]] = [:]
    for assessment in before.assessments {
      if let owner = Self.owner(of: assessment.device, owners, shift: shift) {
        then[owner, default: []].append(assessment.device.id)
      }
    }
    var pairs: [DeviceID: DeviceID] = [:]
    for assessment in after.assessments {
      guard let owner = Self.owner(of: assessment.device, owners, shift: 0),
        let id = then[owner]?.first
      else { continue }
      pairs[assessment.device.id] = id
      then[owner]?.removeFirst()
    }
    self.init(
      (old.described(before), before), (new.described(after), after), pairs: pairs,
      wasAsked: new.asked)
  }

  /// The machine of both looks together that most of a device's observations belong to.
  private static func owner(
    of device: Device, _ owners: [ObservationID: Int], shift: Int64
  ) -> Int? {
    var votes: [Int: Int] = [:]
    for id in device.evidence.observations {
      if let owner = owners[ObservationID(id.rawValue &+ shift)] { votes[owner, default: 0] += 1 }
    }
    return votes.max { $0.value == $1.value ? $0.key > $1.key : $0.value < $1.value }?.key
  }
}
