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
/// Observations are read when they are needed, and not kept: there can be millions.
package struct SiteLook: Sendable {
  let name: String
  let scans: [Scan]
  private let file: SiteFile
  /// The scans whose observations belong to it; `nil` for all.
  private let numbers: Set<Int64>?
  /// The addresses asked; `nil` where everything counts as asked, because nothing was scanned.
  let targets: AddressSet?

  /// Everything in a site file.
  package init(_ file: SiteFile) throws {
    self.init(name: file.path, scans: try file.scans(), file: file, numbers: nil)
  }

  private init(name: String, scans: [Scan], file: SiteFile, numbers: Set<Int64>?) {
    self.name = name
    self.scans = scans
    self.file = file
    self.numbers = numbers
    let ranges = scans.flatMap(\.targets).flatMap { text -> [AddressRange] in
      guard case .ranges(let ranges)? = try? TargetSpec(text) else { return [] }
      return ranges
    }
    targets = ranges.isEmpty ? nil : AddressSet(ranges)
  }

  /// The visits of a site: a look for each scan that sent something, in order.
  static func visits(_ scans: [Scan], of file: SiteFile) -> [SiteLook] {
    let active = scans.filter { !$0.targets.isEmpty }
    return active.enumerated().map { index, scan in
      let next = index + 1 < active.count ? active[index + 1].id : .max
      let silent = scans.filter { $0.targets.isEmpty && $0.id < next }
      return SiteLook(
        name: "scan \(scan.id)", scans: [scan], file: file,
        numbers: Set([scan.id] + silent.map(\.id)))
    }
  }

  /// The visit that is scan `number` of a site file; `nil` where there is no such scan, or it sent
  /// nothing.
  package static func visit(_ number: Int64, of file: SiteFile) throws -> SiteLook? {
    try visits(of: file).first { $0.scans.first?.id == number }
  }

  /// All visits of a site file, in order.
  package static func visits(of file: SiteFile) throws -> [SiteLook] {
    visits(try file.scans(), of: file)
  }

  func isOfOneFile(with other: SiteLook) -> Bool { file.path == other.file.path }

  /// Whether an observation of the file belongs to the look.
  func contains(_ observation: Observation) -> Bool {
    numbers?.contains(observation.scan) ?? true
  }

  /// Hands over the observations of the look in their order, on a thread of its own.
  func read(_ body: @escaping @Sendable ([Observation]) -> Void) throws {
    try ObservationStream.read(file, of: numbers, body)
  }

  /// What the look shows by itself.
  func side(_ profile: SiteProfile, _ assessor: Assessor) throws -> SiteDifference.Side {
    let site = try assess(profile, assessor)
    return SiteDifference.Side(
      SiteDifference.Look(
        name: name, started: scans.map(\.started).min(), ended: scans.compactMap(\.ended).max(),
        machines: site.assessments.count), site)
  }

  private func assess(_ profile: SiteProfile, _ assessor: Assessor) throws -> SiteAssessment {
    let gathered = Gathered()
    try read { gathered.add($0) }
    return assessor.assessOnAllCores(gathered.view(profile), profile: profile, at: gathered.newest)
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
  /// - Throws: `StoreError` for a file that cannot be read.
  package init(
    from old: SiteLook, to new: SiteLook, profile: SiteProfile, assessor: Assessor
  ) throws {
    let (before, after) = (try old.side(profile, assessor), try new.side(profile, assessor))
    // Within one site file an observation has the same number in both looks; two files number
    // theirs alike, so those of the old one are moved out of the way.
    let isOneFile = old.isOfOneFile(with: new)
    let shift: Int64 = isOneFile ? 0 : 1 << 40
    let owners = try Self.owners(old, new, shift, profile)
    var then: [Int: [DeviceID]] = [:]
    for sight in before.sights {
      if let owner = Self.owner(of: sight, owners, shift: shift) {
        then[owner, default: []].append(sight.id)
      }
    }
    var pairs: [DeviceID: DeviceID] = [:]
    for sight in after.sights {
      guard let owner = Self.owner(of: sight, owners, shift: 0), let id = then[owner]?.first
      else { continue }
      pairs[sight.id] = id
      then[owner]?.removeFirst()
    }
    self.init(before, after, pairs: pairs, wasAsked: new.asked)
  }

  /// The machine of both looks together that each observation belongs to, by its place.
  private static func owners(
    _ old: SiteLook, _ new: SiteLook, _ shift: Int64, _ profile: SiteProfile
  ) throws -> [ObservationID: Int] {
    let union = Gathered()
    try new.read { union.add($0) }
    try old.read { observations in
      union.add(
        observations.compactMap { observation in
          if shift == 0, new.contains(observation) { return nil }
          return Observation(
            id: ObservationID(observation.id.rawValue &+ shift), scan: observation.scan,
            sighting: observation.sighting)
        })
    }
    var owners: [ObservationID: Int] = [:]
    for (index, device) in union.view(profile).devices.enumerated() {
      for id in device.evidence.observations { owners[id] = index }
    }
    return owners
  }

  /// The machine of both looks together that most of a machine's observations belong to.
  private static func owner(
    of sight: Sight, _ owners: [ObservationID: Int], shift: Int64
  ) -> Int? {
    var votes: [Int: Int] = [:]
    for id in sight.evidence.observations {
      if let owner = owners[ObservationID(id.rawValue &+ shift)] { votes[owner, default: 0] += 1 }
    }
    return votes.max { $0.value == $1.value ? $0.key > $1.key : $0.value < $1.value }?.key
  }
}
