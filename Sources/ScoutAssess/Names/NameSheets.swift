import ScoutModel
import ScoutNet

/// Fills the name-health sheets of a site, one for each segment, device by device.
struct NameSheets {
  private var sheets: [SiteIndex.Place: NameSheet] = [:]
  private var order: [SiteIndex.Place] = []

  /// So many names that do not resolve are listed for one segment at most.
  static let gapLimit = 500

  init(_ view: SiteView, _ profile: SiteProfile, _ index: SiteIndex) {
    for segment in view.segments {
      let place = SiteIndex.Place(prefix: segment.prefix, site: segment.site)
      if sheets[place] != nil { continue }
      order.append(place)
      sheets[place] = Self.sheet(of: segment, profile, index)
    }
  }

  /// In the order of the view's segments.
  var all: [NameSheet] { order.compactMap { sheets[$0] } }

  /// Counts a device into the sheet of its segment.
  mutating func add(_ device: Device, _ analysis: NameAnalysis) {
    guard let prefix = device.segment else { return }
    let place = SiteIndex.Place(prefix: prefix, site: device.site)
    // Taken out while it is changed, so that nothing is copied.
    guard var sheet = sheets.removeValue(forKey: place) else { return }
    defer { sheets[place] = sheet }
    sheet.counts.add(analysis, device)
    guard sheet.gaps.count < Self.gapLimit, let gap = Self.gap(device, analysis.names) else {
      return
    }
    sheet.gaps.append(gap)
  }

  /// A name that the machine gave to DHCP and that the domain name system denies.
  private static func gap(_ device: Device, _ names: NameClaims) -> RegistrationGap? {
    for claim in names.named(by: .dhcp) where names.location(of: claim) == .nowhere {
      guard let name = names.fullNames(of: claim).first else { continue }
      return RegistrationGap(
        device: device.id, name: name.text,
        evidence: claim.evidence + names.evidence(ofLookups: name))
    }
    return nil
  }

  private static func sheet(
    of segment: Segment, _ profile: SiteProfile, _ index: SiteIndex
  ) -> NameSheet {
    var sheet = NameSheet(prefix: segment.prefix, site: segment.site)
    let told = index.segmentProfile(of: segment.prefix.base)
    sheet.name = told?.name
    sheet.medium = told?.medium
    sheet.isTold = segment.isTold
    sheet.withoutSuffix = segment.withoutOption15
    sheet.dhcpServers = segment.servers
    sheet.nameServers = segment.nameServers
    sheet.searchLists = segment.searchLists
    sheet.servers6 = segment.servers6
    sheet.nameServers6 = segment.nameServers6
    sheet.suffixes = suffixes(of: segment, told?.option15, profile, index)
    (sheet.inside, sheet.insideReason) = HomeRule.judge(
      sheet.suffixes, hasAnswersWithout: segment.withoutOption15 != .none, profile)
    return sheet
  }

  private static func suffixes(
    of segment: Segment, _ told: String?, _ profile: SiteProfile, _ index: SiteIndex
  ) -> [SegmentSuffix] {
    var found: [String: SegmentSuffix] = [:]
    func take(_ value: String, _ change: (inout SegmentSuffix) -> Void) {
      let name = SuffixKind.isBlank(value) ? "" : DomainName(value)?.text ?? value
      var suffix = found[name] ?? SegmentSuffix(name, SuffixClass(SuffixKind(name)))
      change(&suffix)
      found[name] = suffix
    }
    for claim in segment.option15 {
      take(claim.value) { suffix in
        if claim.source != "unknown", !suffix.servers.contains(claim.source) {
          suffix.servers.append(claim.source)
        }
        suffix.evidence = suffix.evidence + claim.evidence
      }
    }
    for claim in segment.configured {
      take(claim.value) { suffix in
        if !suffix.configuredBy.contains(claim.source) { suffix.configuredBy.append(claim.source) }
        suffix.evidence = suffix.evidence + claim.evidence
      }
    }
    if let told { take(told) { $0.isTold = true } }
    return found.values.sorted { $0.value < $1.value }.map { suffix in
      var suffix = suffix
      suffix.isHome = HomeRule.isHome(suffix.value, profile.homeDomains)
      if let lookup = index.provisionServer(under: suffix.value) {
        suffix.provisionServer = lookup.outcome
        suffix.provisionServerAddresses = lookup.values
        suffix.evidence = suffix.evidence + lookup.evidence
      }
      return suffix
    }
  }
}

extension NameCounts {
  fileprivate mutating func add(_ analysis: NameAnalysis, _ device: Device) {
    devices += 1
    let outcomes = device.names.pointers.map(\.outcome)
    if outcomes.contains(.answered) {
      withPointer += 1
    } else if outcomes.contains(.noSuchName) || outcomes.contains(.noData) {
      withoutPointer += 1
    } else {
      pointerUnknown += 1
    }
    let found = analysis.names.located.map(\.whereabouts)
    if found.contains(.here) {
      leadingHere += 1
    } else if found.contains(.elsewhere) {
      leadingElsewhere += 1
    } else if found.contains(.nowhere) {
      leadingNowhere += 1
    } else {
      forwardUnknown += 1
    }
    switch analysis.verdict {
    case .consistent: consistent += 1
    case .mismatch: mismatched += 1
    case .unknown: unclear += 1
    }
  }
}

extension SuffixClass {
  init(_ kind: SuffixKind) {
    switch kind {
    case .ordinary: self = .registered
    case .blank: self = .blank
    case .singleLabel: self = .singleLabel
    case .privateUse: self = .privateUse
    case .publicSuffix: self = .registry
    case .notAName: self = .malformed
    }
  }
}
