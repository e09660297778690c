import ScoutModel
import ScoutNet

/// The site's profile and view, arranged for being asked once for each device.
struct SiteIndex: Sendable {
  private let profileSegments: [(length: Int, byPrefix: [Prefix: SegmentProfile])]
  private let profileDevices: [String: DeviceProfile]
  private let duplicatedUUIDs: Set<UUID128>
  private let duplicatedNames: Set<SiteName>
  private let provisionServers: [String: Lookup]
  private let segments: [Place: Segment]
  /// Ranges that answer for addresses that may not exist.
  let middleboxes: [Middlebox]
  /// Addresses at which several devices answer by turns, with their devices.
  private let sharedAddresses: [SiteAddress: [DeviceID]]
  /// Prefixes that were swept.
  private let swept: [Prefix]
  /// Segments in which no address has a PTR record.
  let segmentsWithoutReverse: [Place: Evidence]

  /// A segment's place; private prefixes are met at many sites.
  struct Place: Hashable, Comparable {
    let prefix: Prefix
    let site: String

    static func < (left: Self, right: Self) -> Bool {
      (left.prefix, left.site) < (right.prefix, right.site)
    }
  }

  struct SiteName: Hashable {
    let site: String
    let name: String
  }

  private struct SiteAddress: Hashable {
    let site: String
    let address: IPAddress
  }

  init(_ view: SiteView, _ profile: SiteProfile) {
    sharedAddresses = Self.shared(view.devices)
    swept = view.coverage.prefixes.filter { $0.counts.probes > 0 }.map(\.prefix)
    profileSegments = Dictionary(grouping: profile.segments, by: \.prefix.length)
      .map { length, segments in
        (length, Dictionary(segments.map { ($0.prefix, $0) }) { first, _ in first })
      }.sorted { $0.length > $1.length }
    profileDevices = Dictionary(profile.devices.map { ($0.match.lowercased(), $0) }) { old, _ in old
    }
    segments = Dictionary(
      view.segments.map { (Place(prefix: $0.prefix, site: $0.site), $0) }
    ) { first, _ in first }
    provisionServers = Dictionary(
      view.provisionServers.compactMap { lookup in
        DomainName(lookup.name)?.parent.map { ($0.text, lookup) }
      }
    ) { $0.outcome == .answered ? $0 : $1 }
    duplicatedUUIDs = Self.repeated(view.devices.compactMap { $0.uuid.value })
    duplicatedNames = Self.repeated(
      view.devices.compactMap { device in
        guard device.product.value?.isConfigurable == true else { return nil }
        return Self.ownName(of: device).map { SiteName(site: device.site, name: $0) }
      })
    middleboxes = Middlebox.all(in: view)
    segmentsWithoutReverse = Self.withoutReverse(view.devices)
  }

  /// The full name the machine gives itself; a name without a domain may well be met twice.
  static func ownName(of device: Device) -> String? {
    if let name = device.names.amt.value { return name.text }
    guard let name = device.names.dhcp.value ?? device.names.host.value,
      let own = DomainName(name), own.parent != nil
    else { return nil }
    return own.text
  }

  private static func repeated<Value: Hashable>(_ values: [Value]) -> Set<Value> {
    var seen: Set<Value> = []
    var twice: Set<Value> = []
    for value in values where !seen.insert(value).inserted { twice.insert(value) }
    return twice
  }

  /// Only devices whose identities contradict each other take turns; others follow one another.
  private static func shared(_ devices: [Device]) -> [SiteAddress: [DeviceID]] {
    var holders: [SiteAddress: [DeviceID]] = [:]
    for device in devices {
      guard case .conflicting = device.realm else { continue }
      for address in device.answering {
        holders[SiteAddress(site: device.site, address: address), default: []].append(device.id)
      }
    }
    return holders.filter { $0.value.count > 1 }
  }

  /// The address at which `device` and others answer by turns, and all of them.
  func sharedAddress(of device: Device) -> (address: IPAddress, devices: [DeviceID])? {
    if sharedAddresses.isEmpty { return nil }
    for address in device.answering {
      if let devices = sharedAddresses[SiteAddress(site: device.site, address: address)],
        devices.contains(device.id)
      {
        return (address, devices.sorted())
      }
    }
    return nil
  }

  /// Whether the ports of an address were asked.
  func wasSwept(_ address: IPAddress) -> Bool { swept.contains { $0.contains(address) } }

  private static func withoutReverse(_ devices: [Device]) -> [Place: Evidence] {
    var missing: [Place: [Evidence]] = [:]
    var present: Set<Place> = []
    for device in devices {
      guard let segment = place(of: device) else { continue }
      for lookup in device.names.pointers {
        switch lookup.outcome {
        case .answered: present.insert(segment)
        case .noSuchName, .noData: missing[segment, default: []].append(lookup.evidence)
        case .serverFailed, .noAnswer, .questionOnly, .registered, .registrationRefused: break
        }
      }
    }
    var result: [Place: Evidence] = [:]
    // Two machines without a PTR record are two machines; three and none with one are a zone.
    for (segment, evidence) in missing where evidence.count >= 3 && !present.contains(segment) {
      result[segment] = Evidence(evidence.flatMap(\.observations))
    }
    return result
  }

  private static func place(of device: Device) -> Place? {
    device.segment.map { Place(prefix: $0, site: device.site) }
  }

  /// The segment that `device` lies in, where the view has it.
  func segment(of device: Device) -> Segment? { Self.place(of: device).flatMap { segments[$0] } }

  /// Whether no address at all has a PTR record where `device` is.
  func hasNoReverseZone(_ device: Device) -> Bool {
    Self.place(of: device).map { segmentsWithoutReverse[$0] != nil } ?? false
  }

  func segmentProfile(of address: IPAddress?) -> SegmentProfile? {
    guard let address else { return nil }
    for (length, byPrefix) in profileSegments {
      if let prefix = Prefix(address, length: length), let found = byPrefix[prefix] { return found }
    }
    return nil
  }

  func deviceProfile(of device: Device) -> DeviceProfile? {
    if profileDevices.isEmpty { return nil }
    var keys: [String] = []
    if let uuid = device.uuid.best?.value { keys.append(uuid.description) }
    keys += device.macs.map(\.value.description)
    for name in [
      device.names.amt.best?.value.text, device.names.dhcp.best?.value,
      device.names.host.best?.value,
    ] + device.names.pointers.flatMap(\.values) + device.names.certificate.map(\.value) {
      guard let domain = name.flatMap({ DomainName($0) }) else { continue }
      keys.append(domain.text)
      keys.append(domain.host)
    }
    keys += device.addresses.map(\.value.description)
    for key in keys {
      if let found = profileDevices[key.lowercased()] { return found }
    }
    return nil
  }

  func isDuplicated(_ uuid: UUID128) -> Bool { duplicatedUUIDs.contains(uuid) }

  func hasDuplicatedName(_ device: Device) -> Bool {
    guard !duplicatedNames.isEmpty, let name = Self.ownName(of: device) else { return false }
    return duplicatedNames.contains(SiteName(site: device.site, name: name))
  }

  /// What is known of `provisionserver` under `suffix`.
  func provisionServer(under suffix: String) -> Lookup? {
    DomainName(suffix).flatMap { provisionServers[$0.text] }
  }
}
