import ScoutModel
import ScoutNet

/// What DHCP servers hand out, segment by segment.
struct SegmentSurvey {
  /// What the answers in one segment say: the newest of each distinct set of settings, by number.
  private struct Handed {
    var segment: Segment
    var answers: [Int32: NewestIDs] = [:]
    /// What servers are set up to hand out, by their files.
    var configured: [Source: NewestIDs] = [:]
  }
  /// A value of option 15 and who hands it out.
  private struct Source: Hashable {
    let value: String
    let server: String
  }
  private var map: SegmentMap
  private var handed: [SegmentMap.Key: Handed] = [:]
  /// What each segment hands out, worked out when it is first asked for.
  private var conclusions: [SegmentMap.Key: Known<String>] = [:]
  /// Segments in which devices are, and how many.
  private var visited: [SegmentMap.Key: (segment: Segment, devices: Int)] = [:]

  init(known: [(prefix: Prefix, site: String)]) {
    map = SegmentMap(known: known)
    for segment in map.toldSegments {
      handed[SegmentMap.Key(segment)] = Handed(segment: segment)
    }
  }

  /// Surveys everything in `notes`; masks first, for they say where segments end.
  init(_ notes: borrowing Notes, known: [(prefix: Prefix, site: String)]) {
    self.init(known: known)
    let fromServer = notes.settings.map(\.isFromServer)
    for lease in notes.leases where fromServer[Int(lease.settings)] { learnMask(lease, notes) }
    for scope in notes.scopes { learnMask(scope, notes) }
    for lease in notes.leases where fromServer[Int(lease.settings)] { add(lease, notes) }
    for scope in notes.scopes { add(scope, notes) }
  }

  /// Takes the subnet mask of a server's answer; says whether it moves the bounds of segments.
  @discardableResult
  mutating func learnMask(_ lease: LeaseNote, _ notes: borrowing Notes) -> Bool {
    guard let prefix = notes.settings[Int(lease.settings)].segment else { return false }
    return map.addMask(prefix, site: notes.texts[lease.site])
  }

  /// Takes the prefix of a scope; says whether it moves the bounds of segments.
  @discardableResult
  mutating func learnMask(_ note: ScopeNote, _ notes: borrowing Notes) -> Bool {
    map.addMask(note.scope.prefix, site: notes.texts[note.site])
  }

  /// The segment of a scope that is in use.
  func key(of note: ScopeNote, _ notes: borrowing Notes) -> SegmentMap.Key? {
    segment(of: note, notes).map { SegmentMap.Key($0) }
  }

  private func segment(of note: ScopeNote, _ notes: borrowing Notes) -> Segment? {
    if note.scope.isActive == false { return nil }
    return map.segment(of: note.scope.prefix.base, site: notes.texts[note.site])
  }

  /// Takes what a server is set up to hand out.
  mutating func add(_ note: ScopeNote, _ notes: borrowing Notes) {
    guard let segment = segment(of: note, notes) else { return }
    let key = SegmentMap.Key(segment)
    if handed[key] == nil { handed[key] = Handed(segment: segment) }
    guard let value = note.scope.domainName else { return }
    let source = Source(value: DomainName(value)?.text ?? value, server: note.scope.program)
    handed[key]?.configured[source, default: NewestIDs()].add(note.moment)
    conclusions[key] = nil
  }

  /// The segment that a server's answer tells of.
  func key(of lease: LeaseNote, _ notes: borrowing Notes) -> SegmentMap.Key? {
    segment(of: lease, notes).map { SegmentMap.Key($0) }
  }

  private func segment(of lease: LeaseNote, _ notes: borrowing Notes) -> Segment? {
    let answer = notes.settings[Int(lease.settings)]
    guard answer.message != "NAK", let address = lease.address ?? answer.relay else { return nil }
    return map.segment(of: .v4(address), site: notes.texts[lease.site])
  }

  /// Takes a server's answer.
  mutating func add(_ lease: LeaseNote, _ notes: borrowing Notes) {
    guard let segment = segment(of: lease, notes) else { return }
    let key = SegmentMap.Key(segment)
    handed[key, default: Handed(segment: segment)].answers[lease.settings, default: NewestIDs()]
      .add(lease.moment)
    if !conclusions.isEmpty { conclusions[key] = nil }
  }

  /// Counts a device into the segment of its address.
  mutating func visit(_ address: IPAddress, site: String) -> SegmentMap.Key? {
    guard let segment = map.segment(of: address, site: site) else { return nil }
    let key = SegmentMap.Key(segment)
    visited[key, default: (segment, 0)].devices += 1
    return key
  }

  /// Takes back one visit.
  mutating func leave(_ key: SegmentMap.Key) {
    guard let devices = visited[key]?.devices else { return }
    visited[key] = devices > 1 ? visited[key].map { ($0.segment, devices - 1) } : nil
  }

  /// Option 15 as the segment hands it out.
  mutating func option15(_ key: SegmentMap.Key, _ notes: borrowing Notes) -> Known<String> {
    if let known = conclusions[key] { return known }
    let known = handed[key].map { Self.conclusion($0, notes) } ?? .unknown(.notAsked)
    conclusions[key] = known
    return known
  }

  private static func conclusion(_ handed: Handed, _ notes: borrowing Notes) -> Known<String> {
    // What was handed out counts before what is set up.
    let seen = claims(handed, notes)
    let claims = seen.isEmpty ? claims(handed.configured) : seen
    guard let first = claims.first else {
      return .unknown(handed.answers.isEmpty ? .notAsked : .notTold)
    }
    if claims.allSatisfy({ $0.value == first.value }) {
      let all = claims.reduce(Evidence.none) { $0 + $1.evidence }
      return .known(Claim(first.value, source: "segment", all))
    }
    return .conflicting(claims)
  }

  /// Each value with each server that hands it out.
  private static func claims(_ handed: Handed, _ notes: borrowing Notes) -> [Claim<String>] {
    var sources: [Source: NewestIDs] = [:]
    for (number, newest) in handed.answers {
      let answer = notes.settings[Int(number)]
      guard let value = answer.domainName else { continue }
      let source = Source(
        value: DomainName(value)?.text ?? value, server: answer.server?.description ?? "unknown")
      sources[source, default: NewestIDs()].add(newest)
    }
    return claims(sources)
  }

  private static func claims(_ sources: [Source: NewestIDs]) -> [Claim<String>] {
    sources.map { Claim($0.value, source: $0.server, $1.evidence) }
      .sorted { ($0.value, $0.source) < ($1.value, $1.source) }
  }

  /// What DHCPv6 and routers say to one link of IPv6.
  private struct Advertised {
    let segment: Segment
    var lists: Set<[String]> = []
    var servers: Set<IPAddress> = []
    var nameServers: Set<IPv6Address> = []
  }

  /// By what routers advertise, relays call the link, or clients are given as addresses.
  private func advertised(_ notes: borrowing Notes) -> [SegmentMap.Key: Advertised] {
    // Answers without an address name no link; the router that sends them names its own elsewhere,
    // unless it goes by one address on several links.
    var links: [Place: Set<IPAddress>] = [:]
    for note in notes.advertised {
      guard let server = note.server else { continue }
      links[Place(site: note.site, address: server), default: []].formUnion(note.places)
    }
    var found: [SegmentMap.Key: Advertised] = [:]
    for note in notes.advertised {
      if note.searchList.isEmpty && note.nameServers.isEmpty { continue }
      var places = note.places
      if places.isEmpty, let server = note.server,
        let own = links[Place(site: note.site, address: server)], own.count == 1
      {
        places = Array(own)
      }
      for place in places {
        guard let segment = map.segment(of: place, site: notes.texts[note.site]) else { continue }
        let key = SegmentMap.Key(segment)
        var entry = found[key] ?? Advertised(segment: segment)
        if !note.searchList.isEmpty { entry.lists.insert(note.searchList) }
        if let server = note.server { entry.servers.insert(server) }
        entry.nameServers.formUnion(note.nameServers)
        found[key] = entry
      }
    }
    return found
  }

  /// Sorted by prefix, then by site.
  func segments(_ notes: borrowing Notes) -> [Segment] {
    var segments: [Segment] = []
    let advertised = advertised(notes)
    for (key, visit) in visited where handed[key] == nil { segments.append(visit.segment) }
    for found in handed.values {
      var segment = found.segment
      segment.option15 = Self.claims(found, notes)
      segment.configured = Self.claims(found.configured)
      var without = NewestIDs()
      var servers: Set<IPv4Address> = []
      var nameServers: Set<IPv4Address> = []
      var searchLists: Set<[String]> = []
      for (number, newest) in found.answers {
        let answer = notes.settings[Int(number)]
        if answer.domainName == nil { without.add(newest) }
        if let server = answer.server { servers.insert(server) }
        nameServers.formUnion(answer.nameServers)
        if !answer.searchList.isEmpty { searchLists.insert(answer.searchList) }
      }
      segment.withoutOption15 = without.evidence
      segment.servers = servers.sorted()
      segment.nameServers = nameServers.sorted()
      segment.searchLists = searchLists.sorted { $0.lexicographicallyPrecedes($1) }
      segments.append(segment)
    }
    // The links of IPv6 hand out their suffixes in lists.
    let known = Set(segments.map { SegmentMap.Key($0) })
    for (key, found) in advertised where !known.contains(key) { segments.append(found.segment) }
    for index in segments.indices {
      guard let found = advertised[SegmentMap.Key(segments[index])] else { continue }
      segments[index].searchLists = found.lists.union(segments[index].searchLists)
        .sorted { $0.lexicographicallyPrecedes($1) }
      segments[index].servers6 = found.servers.sorted()
      segments[index].nameServers6 = found.nameServers.sorted()
    }
    return segments.sorted { ($0.prefix, $0.site) < ($1.prefix, $1.site) }
  }
}

/// The ids of the newest few of many observations that say the same.
struct NewestIDs {
  private var moments: [Moment] = []
  /// A busy segment sees thousands of equal answers; a few are evidence enough.
  private static let limit = 16

  mutating func add(_ moment: Moment) {
    if moments.count == Self.limit, let oldest = moments.last, moment < oldest { return }
    let place = moments.firstIndex { $0 < moment } ?? moments.count
    moments.insert(moment, at: place)
    if moments.count > Self.limit { moments.removeLast() }
  }

  mutating func add(_ others: NewestIDs) {
    for moment in others.moments { add(moment) }
  }

  var evidence: Evidence { Evidence(moments.map(\.id)) }
}
