import ScoutModel
import ScoutNet

/// What DHCP servers hand out, segment by segment.
struct SegmentSurvey {
  private struct Handed: Hashable {
    let value: String
    let server: String
  }
  private struct Findings {
    var segment: Segment
    var option15: [Handed: NewestIDs] = [:]
    /// What servers are set up to hand out, by their files.
    var configured: [Handed: NewestIDs] = [:]
    var withoutOption15 = NewestIDs()
    var servers: Set<IPv4Address> = []
    var nameServers: Set<IPv4Address> = []
    var searchLists: Set<[String]> = []
  }
  private var map: SegmentMap
  private var findings: [SegmentMap.Key: Findings] = [:]
  /// What each segment hands out, once all answers are in.
  private var handedOut: [SegmentMap.Key: Known<String>] = [:]

  init(_ notes: borrowing Notes, known: [(prefix: Prefix, site: String)]) {
    map = SegmentMap(known: known)
    for segment in map.toldSegments { touch(segment) }
    let fromServer = notes.settings.map(\.isFromServer)
    for lease in notes.leases where fromServer[Int(lease.settings)] {
      if let prefix = notes.settings[Int(lease.settings)].segment {
        map.addMask(prefix, site: notes.texts[lease.site])
      }
    }
    for note in notes.scopes { map.addMask(note.scope.prefix, site: notes.texts[note.site]) }
    for lease in notes.leases where fromServer[Int(lease.settings)] { add(lease, notes) }
    for note in notes.scopes { add(note, notes) }
    for (key, findings) in findings { handedOut[key] = Self.conclusion(findings) }
  }

  private mutating func add(_ lease: LeaseNote, _ notes: borrowing Notes) {
    let answer = notes.settings[Int(lease.settings)]
    guard answer.message != "NAK", let address = lease.address ?? answer.relay,
      let segment = map.segment(of: .v4(address), site: notes.texts[lease.site])
    else { return }
    let key = touch(segment)
    // Taken out while it is changed, so that nothing is copied.
    guard var found = findings.removeValue(forKey: key) else { return }
    defer { findings[key] = found }
    if let value = answer.domainName {
      let handed = Handed(
        value: DomainName(value)?.text ?? value, server: answer.server?.description ?? "unknown")
      found.option15[handed, default: NewestIDs()].add(lease.moment)
    } else {
      found.withoutOption15.add(lease.moment)
    }
    if let server = answer.server { found.servers.insert(server) }
    found.nameServers.formUnion(answer.nameServers)
    if !answer.searchList.isEmpty { found.searchLists.insert(answer.searchList) }
  }

  private mutating func add(_ note: ScopeNote, _ notes: borrowing Notes) {
    let scope = note.scope
    guard scope.isActive != false,
      let segment = map.segment(of: scope.prefix.base, site: notes.texts[note.site])
    else { return }
    let key = touch(segment)
    guard let value = scope.domainName else { return }
    let configured = Handed(value: DomainName(value)?.text ?? value, server: scope.program)
    findings[key]?.configured[configured, default: NewestIDs()].add(note.moment)
  }

  @discardableResult
  private mutating func touch(_ segment: Segment) -> SegmentMap.Key {
    let key = SegmentMap.Key(prefix: segment.prefix, site: segment.site)
    if findings[key] == nil { findings[key] = Findings(segment: segment) }
    return key
  }

  /// Makes sure that the segment of a device's address is listed, and says what it hands out.
  mutating func visit(_ address: IPAddress, site: String)
    -> (prefix: Prefix, option15: Known<String>)?
  {
    guard let segment = map.segment(of: address, site: site) else { return nil }
    let key = touch(segment)
    return (segment.prefix, handedOut[key] ?? .unknown(.notAsked))
  }

  private static func conclusion(_ findings: Findings) -> Known<String> {
    // What was handed out counts before what is set up.
    let handed = claims(findings.option15)
    let claims = handed.isEmpty ? claims(findings.configured) : handed
    guard let first = claims.first else {
      return .unknown(findings.withoutOption15.isEmpty ? .notAsked : .notTold)
    }
    if claims.allSatisfy({ $0.value == first.value }) {
      let all = claims.reduce(Evidence.none) { $0 + $1.evidence }
      return .known(Claim(first.value, source: "segment", all))
    }
    return .conflicting(claims)
  }

  private static func claims(_ values: [Handed: NewestIDs]) -> [Claim<String>] {
    values
      .map { Claim($0.value, source: $0.server, $1.evidence) }
      .sorted { ($0.value, $0.source) < ($1.value, $1.source) }
  }

  /// Sorted by prefix, then by site.
  var segments: [Segment] {
    findings.values.map { found in
      var segment = found.segment
      segment.option15 = Self.claims(found.option15)
      segment.configured = Self.claims(found.configured)
      segment.withoutOption15 = found.withoutOption15.evidence
      segment.servers = found.servers.sorted()
      segment.nameServers = found.nameServers.sorted()
      segment.searchLists = found.searchLists.sorted { $0.lexicographicallyPrecedes($1) }
      return segment
    }.sorted { ($0.prefix, $0.site) < ($1.prefix, $1.site) }
  }
}

/// The ids of the newest few of many observations that say the same.
struct NewestIDs {
  private var moments: [Moment] = []
  /// A busy segment sees thousands of equal answers; a few are evidence enough.
  private static let limit = 16

  var isEmpty: Bool { moments.isEmpty }

  mutating func add(_ moment: Moment) {
    if moments.count == Self.limit, let oldest = moments.last, moment < oldest { return }
    let place = moments.firstIndex { $0 < moment } ?? moments.count
    moments.insert(moment, at: place)
    if moments.count > Self.limit { moments.removeLast() }
  }

  var evidence: Evidence { Evidence(moments.map(\.id)) }
}
