import ScoutModel

/// What follows from a firmware version alone. A fleet has few versions, so it is worked out once.
struct VersionFacts: Sendable {
  /// For each rulebook whether each of its rules covers the version.
  let ranges: [[Ternary]]
  let advisories: [AdvisoryVerdict]
  /// The verdict of the build rules of INTEL-SA-00075.
  let takeoverByBuild: AdvisoryVerdict
  /// What the version alone gives to say.
  let notes: [FirmwareNote]
  /// The version as the evidence has it.
  let text: String
  /// Advisories that are used over the network, and that the version is open to; without
  /// INTEL-SA-00075, which has rules of its own.
  let openAdvisories: [Advisory]
  /// The version that cures all of them.
  let cure: FirmwareVersion?
  /// Whether the certificate check knows the table of top-level domains.
  let hasDomainTable: Ternary
  let is61: Ternary
  let is95: Ternary
  let is110: Ternary
  let is160: Ternary
  let is161: Ternary
  /// Whether anything at all is known of the version.
  let isKnown: Bool

  /// Whether INTEL-SA-00075 holds for it, by text or by build.
  var takeover: AdvisoryVerdict {
    takeoverByBuild == .notCovered ? advisories.first ?? .notCovered : takeoverByBuild
  }

  init(_ device: Device, _ books: [RuleBook], _ known: [Advisory]) {
    ranges = books.map { $0.rules.map { $0.range(of: device) } }
    advisories = known.map { $0.verdict(for: device) }
    var open: [Advisory] = []
    var cures: [FirmwareVersion] = []
    for (advisory, verdict) in zip(known, advisories)
    where advisory.reach != .local && advisory.id != Advisories.sa00075.id {
      guard case .affected(let fixed) = verdict else { continue }
      open.append(advisory)
      cures.append(fixed)
    }
    openAdvisories = open
    cure = cures.max()
    takeoverByBuild = known.first?.buildVerdict(for: device) ?? .notCovered
    text =
      device.version.best?.value.description
      ?? device.span.map { "\($0.lower) or later, before \($0.upper)" } ?? "unknown"
    notes = FirmwareNote.notes(
      text, known, advisories, byBuild: takeoverByBuild,
      isSupported: device.isAtLeast(FirmwareVersion(11, 0)))
    hasDomainTable = SuffixRule.hasTable(device)
    is61 = device.isAtLeast(FirmwareVersion(6, 1))
    is95 = device.isAtLeast(FirmwareVersion(9, 5))
    is110 = device.isAtLeast(FirmwareVersion(11, 0))
    is160 = device.isAtLeast(FirmwareVersion(16, 0))
    is161 = device.isAtLeast(FirmwareVersion(16, 1))
    isKnown = device.version.best != nil || device.span != nil
  }
}

/// Remembers the facts of each version met.
struct VersionCache {
  private enum Key: Hashable {
    case known(FirmwareVersion)
    case conflicting([FirmwareVersion])
    case span(VersionSpan)
    case nothing
  }

  private let books: [RuleBook]
  private let advisories: [Advisory]
  private var facts: [Key: VersionFacts] = [:]

  init(_ books: [RuleBook], _ advisories: [Advisory]) {
    self.books = books
    self.advisories = advisories
  }

  mutating func facts(of device: Device) -> VersionFacts {
    let key: Key =
      switch device.version {
      case .known(let claim): .known(claim.value)
      case .conflicting(let claims): .conflicting(claims.map(\.value))
      case .unknown: device.span.map(Key.span) ?? .nothing
      }
    if let known = facts[key] { return known }
    let new = VersionFacts(device, books, advisories)
    facts[key] = new
    return new
  }
}
