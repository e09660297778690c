import ScoutModel
import ScoutNet

// Which presences are one machine, strongest key first.

/// A key that a presence shows, named by number or value, beside the presence.
struct Shown: Hashable {
  let key: UInt64
  let presence: Int32
}

struct Matching {
  /// A presence that shows a key which several machines hold.
  struct Copied {
    let presence: Int32
    let strength: Groups.Strength
    /// How many presences show it.
    let holders: Int
  }

  private let book: Book
  var groups: Groups
  private(set) var copies: [Copied] = []

  /// So many copies are told of at most; a site with more has one trouble, not many.
  private static let copyLimit = 100_000

  private var notes: Notes { _read { yield book.notes } }
  private var timeline: Timeline { _read { yield book.timeline } }

  init(_ book: Book) {
    self.book = book
    let (notes, timeline) = (book.notes, book.timeline)
    var uuidNumbers: [Int32] = []
    var realmNumbers: [Int32] = []
    for presence in timeline.presences {
      uuidNumbers.append(presence.uuid)
      let realm = presence.realm
      realmNumbers.append(realm >= 0 && !notes.texts[realm].isOldRealm ? realm : -1)
    }
    groups = Groups(uuids: uuidNumbers, realms: realmNumbers)
    joinByUUID(uuidNumbers)
    joinByRealm()
    joinByCertificate()
    joinByMAC()
    joinByName()
    joinHostsByAddress()
    for (left, right) in timeline.clashes { groups.clash(left, right) }
  }

  /// Whether `mac` names one machine.
  func isIdentity(_ mac: UInt64) -> Bool { mac != 0 && !book.sharedMACs.contains(mac) }

  private mutating func joinByUUID(_ numbers: [Int32]) {
    var first: [Int32: Int32] = [:]
    for (index, number) in numbers.enumerated() where number >= 0 {
      let presence = Int32(truncatingIfNeeded: index)
      if let earlier = first[number] {
        groups.join(earlier, presence, .uuid)
      } else {
        first[number] = presence
      }
    }
  }

  private mutating func joinByRealm() {
    var shown: [Shown] = []
    var oldAtPlace: [Shown] = []
    for (index, presence) in timeline.presences.enumerated() {
      let realm = presence.realm
      guard realm >= 0 else { continue }
      let number = Int32(truncatingIfNeeded: index)
      if notes.texts[realm].isOldRealm {
        // Sixteen bits name no machine; together with the place they do.
        let key = UInt64(UInt32(bitPattern: presence.place)) << 32 | UInt64(realm)
        oldAtPlace.append(Shown(key: key, presence: number))
      } else {
        shown.append(Shown(key: UInt64(realm), presence: number))
      }
    }
    for group in Self.sharing(shown) { chain(group, .realm) }
    for group in Self.sharing(oldAtPlace) { chain(group, .realm) }
  }

  /// Joins the holders of one public key, unless it is a copy that several machines hold.
  private mutating func joinByCertificate() {
    var keys = TextTable()
    var shown: [Shown] = []
    for (index, presence) in timeline.presences.enumerated() {
      for position in presence.marks {
        let mark = notes.marks[Int(timeline.order[position])]
        guard mark.kind == .tls,
          let text = notes.tls[Int(mark.payload)].chain.first?.keyFingerprint
        else { continue }
        let key = UInt64(keys.number(of: text))
        shown.append(Shown(key: key, presence: Int32(truncatingIfNeeded: index)))
      }
    }
    for group in Self.sharing(shown) { chainUnlessCopied(group, .certificate) }
  }

  private mutating func joinByMAC() {
    var shown: [Shown] = []
    for index in timeline.presences.indices {
      let presence = Int32(truncatingIfNeeded: index)
      for mac in book.macs(of: presence) where isIdentity(mac) {
        shown.append(Shown(key: mac, presence: presence))
      }
    }
    for group in Self.sharing(shown) { chain(group, .mac) }
  }

  /// Joins by the name that the operating system gave to DHCP or told a tool on the machine.
  private mutating func joinByName() {
    let named = NamesInDHCP(notes)
    var labels = TextTable()
    /// By text: the number of its label, -1 for none.
    var labelOf: [Int32: Int32] = [:]
    var shown: [Shown] = []
    func show(_ label: Int32, _ site: Int32, _ presence: Int) {
      if label < 0 { return }
      let key = UInt64(UInt32(bitPattern: site)) << 32 | UInt64(label)
      shown.append(Shown(key: key, presence: Int32(truncatingIfNeeded: presence)))
    }
    for (index, presence) in timeline.presences.enumerated() {
      if presence.host >= 0 {
        let host = notes.hosts[Int(presence.host)]
        if let label = host.inventory.hostName.flatMap({ Self.hostLabel($0) }) {
          show(labels.number(of: label), host.site, index)
        }
        continue
      }
      let site = notes.places[Int(presence.place)].site
      for mac in book.macs(of: Int32(truncatingIfNeeded: index)) {
        for name in named[mac] {
          let label =
            labelOf[name] ?? Self.hostLabel(notes.texts[name]).map { labels.number(of: $0) } ?? -1
          labelOf[name] = label
          show(label, site, index)
        }
      }
    }
    for group in Self.sharing(shown) { chainUnlessCopied(group, .name) }
  }

  /// A machine's own label, in lower case; `nil` for what every machine may be called.
  static func hostLabel(_ text: String) -> String? {
    guard let label = DomainName(text)?.host, label != "localhost" else { return nil }
    return label
  }

  /// Gives each file to whoever held its address nearest in time.
  private mutating func joinHostsByAddress() {
    for (index, presence) in timeline.presences.enumerated() where presence.host >= 0 {
      let host = notes.hosts[Int(presence.host)]
      let number = Int32(truncatingIfNeeded: index)
      let mine = Set(book.macs(of: number))
      var tried: Set<IPAddress> = []
      for address in host.inventory.addresses where tried.insert(address).inserted {
        guard let place = notes.existingPlace(address, site: host.site) else { continue }
        let near = timeline.byPlace[Int(place)].compactMap { other -> (Duration, Int32)? in
          let gap = presence.first.time.distance(to: timeline.presences[Int(other)].span)
          return gap <= Timeline.patience ? (gap, other) : nil
        }
        for (gap, other) in near.sorted(by: { $0 < $1 }) {
          let theirs = book.macs(of: other)
          // The hardware address is the stronger word on who held the address.
          if !mine.isEmpty, !theirs.isEmpty, mine.isDisjoint(with: theirs) { continue }
          if groups.join(number, other, .address) { break }
          if gap <= Timeline.contradiction { groups.clash(number, other) }
        }
      }
    }
  }

  /// Joins neighbours in time, so that a key that changed hands goes with the nearer machine.
  private mutating func chain(_ group: ArraySlice<Shown>, _ strength: Groups.Strength) {
    for (left, right) in zip(group, group.dropFirst()) {
      groups.join(left.presence, right.presence, strength)
    }
  }

  /// Joins the holders of a key, unless several machines hold it.
  private mutating func chainUnlessCopied(_ group: ArraySlice<Shown>, _ strength: Groups.Strength) {
    if isOneMachine(group) { return chain(group, strength) }
    for shown in group where copies.count < Self.copyLimit {
      copies.append(Copied(presence: shown.presence, strength: strength, holders: group.count))
    }
  }

  /// Whether nothing tells the holders of a key apart, and they are not too many at once.
  private mutating func isOneMachine(_ group: ArraySlice<Shown>) -> Bool {
    var uuid: Int32 = -1
    var realm: Int32 = -1
    var placesByScan: [Int64: Set<Int32>] = [:]
    for shown in group {
      let known = groups.uuid(of: shown.presence)
      if known >= 0 {
        if uuid >= 0, uuid != known { return false }
        uuid = known
      }
      let presence = timeline.presences[Int(shown.presence)]
      let shownRealm = presence.realm
      if shownRealm >= 0 {
        if realm >= 0, realm != shownRealm { return false }
        realm = shownRealm
      }
      guard presence.place >= 0, let position = presence.marks.first else { continue }
      let scan = notes.marks[Int(timeline.order[position])].scan
      placesByScan[scan, default: []].insert(presence.place)
      if placesByScan[scan]?.count ?? 0 > Book.addressLimit { return false }
    }
    return true
  }

  /// The keys that two presences or more show, each with its presences in order of time; the keys
  /// in the order of their earliest presences.
  private static func sharing(_ shown: [Shown]) -> [ArraySlice<Shown>] {
    var sorted = shown.sorted { ($0.key, $0.presence) < ($1.key, $1.presence) }
    // What is shown twice counts once.
    var kept = 0
    for index in sorted.indices where index == 0 || sorted[index] != sorted[kept - 1] {
      sorted[kept] = sorted[index]
      kept += 1
    }
    sorted.removeLast(sorted.count - kept)
    var groups: [ArraySlice<Shown>] = []
    var start = 0
    for index in sorted.indices.dropFirst() where sorted[index].key != sorted[start].key {
      if index - start > 1 { groups.append(sorted[start..<index]) }
      start = index
    }
    if sorted.count - start > 1 { groups.append(sorted[start...]) }
    return groups.sorted { left, right in
      left.lazy.map(\.presence).lexicographicallyPrecedes(right.lazy.map(\.presence))
    }
  }
}

/// The names that each hardware address gave to DHCP, by number, each once.
private struct NamesInDHCP {
  private var names: [Int32] = []
  private var ranges: [UInt64: Range<Int32>] = [:]

  init(_ notes: borrowing Notes) {
    var pairs: [(mac: UInt64, name: Int32)] = []
    for lease in notes.leases where lease.mac != 0 {
      if lease.hostName >= 0 { pairs.append((lease.mac, lease.hostName)) }
      if lease.fqdn >= 0 { pairs.append((lease.mac, lease.fqdn)) }
    }
    pairs.sort { $0 < $1 }
    for (index, pair) in pairs.enumerated() {
      if index > 0, pairs[index - 1] == pair { continue }
      let number = Int32(truncatingIfNeeded: names.count)
      names.append(pair.name)
      ranges[pair.mac] = (ranges[pair.mac]?.lowerBound ?? number)..<number + 1
    }
  }

  subscript(mac: UInt64) -> ArraySlice<Int32> {
    guard let range = ranges[mac] else { return [] }
    return names[Int(range.lowerBound)..<Int(range.upperBound)]
  }
}

extension String {
  /// Whether a digest realm carries sixteen bits only, as old firmware makes them.
  var isOldRealm: Bool { hasSuffix(String(repeating: "0", count: 28)) }
}

extension HostInventory {
  /// Where AMT or its host can be met, in the order of the adapters; what every machine may use is
  /// left out.
  var addresses: [IPAddress] {
    (adapters.compactMap(\.address) + adapters.compactMap(\.hostAddress)).filter { address in
      guard case .v4(let address) = address else { return address != IPAddress("::") }
      // 169.254.0.0/16 is given out by each machine to itself.
      return address != .zero && address.rawValue >> 16 != 0xA9FE
    }
  }
}

extension Timestamp {
  /// The time to the nearer end of `span`; zero inside it.
  func distance(to span: ClosedRange<Timestamp>) -> Duration {
    if self < span.lowerBound { return span.lowerBound.since(self) }
    return self > span.upperBound ? since(span.upperBound) : .zero
  }
}
