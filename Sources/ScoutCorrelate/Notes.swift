import ScoutModel
import ScoutNet

// What is kept of each observation until all have come: short records that name texts, places and
// payloads by number, because two million observations must fit in memory at once.

/// Texts by number, each kept once. Numbers depend on the order of arrival and decide nothing.
struct TextTable {
  private var numbers: [String: Int32] = [:]
  private(set) var texts: [String] = []

  mutating func number(of text: String) -> Int32 {
    if let number = numbers[text] { return number }
    let number = Int32(truncatingIfNeeded: texts.count)
    numbers[text] = number
    texts.append(text)
    return number
  }

  mutating func number(of text: String?) -> Int32 { text.map { number(of: $0) } ?? -1 }

  /// The text itself, kept once.
  mutating func shared(_ text: String) -> String { texts[Int(number(of: text))] }

  /// The number of a text that was met; never makes a new one.
  func existingNumber(of text: String) -> Int32? { numbers[text] }

  subscript(number: Int32) -> String { texts[Int(number)] }
}

/// An address in one site: the weakest name of a machine.
struct Place: Hashable {
  let site: Int32
  let address: IPAddress
}

/// A moment and the observation that tells it: the order in which everything is judged.
struct Moment: Hashable, Comparable {
  let time: Timestamp
  let id: ObservationID

  static func < (left: Self, right: Self) -> Bool {
    left.time == right.time ? left.id < right.id : left.time < right.time
  }
}

/// One observation at a place, in forty bytes: there are millions.
struct Mark {
  enum Kind: UInt8 {
    case port, pong, web, tls, redirection, hello, wsman, lease, pointer, neighbour
    /// A question for `provisionserver`.
    case search
    /// A name that the machine gave itself on the link.
    case localName
    /// A name that was given as a target and led here.
    case target
  }

  private let time: Timestamp
  private let id: ObservationID
  /// The hardware address in the lower 48 bits, the kind in the next eight, then the flags.
  private var packed: UInt64
  var place: Int32
  /// Where the rest is kept: an index into the array of its kind.
  var payload: Int32 = -1
  private let scanNumber: Int32
  var port: UInt16 = 0

  private static let macMask: UInt64 = (1 << 48) - 1
  private static let makesDeviceFlag: UInt64 = 1 << 56
  private static let datagramFlag: UInt64 = 1 << 57

  /// - Parameters:
  ///   - makesDevice: whether it shows a machine by itself, rather than adding to what is known of
  ///     one.
  ///   - mac: the hardware address that it shows for its place; zero for none.
  init(
    _ moment: Moment, scan: Int64, place: Int32, kind: Kind, makesDevice: Bool, mac: UInt64 = 0
  ) {
    time = moment.time
    id = moment.id
    // A site's scans are counted from 1.
    scanNumber = Int32(clamping: scan)
    self.place = place
    packed =
      mac & Self.macMask | UInt64(kind.rawValue) << 48 | (makesDevice ? Self.makesDeviceFlag : 0)
  }

  var moment: Moment { Moment(time: time, id: id) }
  var scan: Int64 { Int64(scanNumber) }
  var kind: Kind { Kind(rawValue: UInt8(truncatingIfNeeded: packed >> 48)) ?? .port }
  var makesDevice: Bool { packed & Self.makesDeviceFlag != 0 }

  var mac: UInt64 {
    get { packed & Self.macMask }
    set { packed = packed & ~Self.macMask | newValue & Self.macMask }
  }

  var transport: Transport {
    get { packed & Self.datagramFlag == 0 ? .tcp : .udp }
    set {
      packed = newValue == .tcp ? packed & ~Self.datagramFlag : packed | Self.datagramFlag
    }
  }
}

/// What a peer said, with the identities in it by number: negative where it shows none.
struct Told<Value: Sendable>: Sendable {
  let value: Value
  /// The digest realm.
  var realm: Int32 = -1
  /// The UUID.
  var uuid: Int32 = -1

  init(_ value: Value) { self.value = value }
}

/// What one router says that it keeps out.
struct FilterNote {
  /// The /24 and /120 that were probed; no more than can be told are kept, the lowest ones.
  private(set) var prefixes: Set<Prefix> = []
  private(set) var probes = 0
  /// The lowest numbers, so that the order of arrival decides nothing.
  private(set) var evidence: [ObservationID] = []

  private static let evidenceLimit = 10

  mutating func add(_ address: IPAddress, _ id: ObservationID) {
    probes += 1
    if let prefix = Prefix(address, length: address.bitWidth == 32 ? 24 : 120) {
      prefixes.insert(prefix)
      if prefixes.count > 4 * Filtering.prefixLimit {
        prefixes = Set(prefixes.sorted().prefix(Filtering.prefixLimit))
      }
    }
    if evidence.count < Self.evidenceLimit || id < (evidence.last ?? id) {
      evidence.append(id)
      evidence.sort()
      if evidence.count > Self.evidenceLimit { evidence.removeLast() }
    }
  }

  func filtering(by router: IPAddress?) -> Filtering {
    Filtering(
      router: router, prefixes: Array(prefixes.sorted().prefix(Filtering.prefixLimit)),
      probes: probes, evidence: Evidence(evidence))
  }
}

/// A DHCP message without what many share.
struct LeaseNote {
  let moment: Moment
  let scan: Int64
  let site: Int32
  let mac: UInt64
  /// *ciaddr* and *yiaddr*; zero where absent.
  let client: IPv4Address
  let your: IPv4Address
  let hostName: Int32
  let fqdn: Int32
  /// The rest, by number: see `Notes.settings`.
  let settings: Int32

  /// The address it is about.
  var address: IPv4Address? {
    if your != .zero { return your }
    return client == .zero ? nil : client
  }
}

/// An answer of the domain name system, or its absence.
struct LookupNote {
  let moment: Moment
  let name: String
  let type: String
  let outcome: NameOutcome
  let values: [String]
  let server: IPAddress?

  /// Whether this one replaces `other`: an answer counts before a question alone, then the newer.
  func outweighs(_ other: LookupNote) -> Bool {
    let isQuestion = outcome == .questionOnly
    if isQuestion != (other.outcome == .questionOnly) { return !isQuestion }
    return other.moment < moment
  }

  var question: Question { Question(name: name, type: type, server: server) }

  var lookup: Lookup {
    Lookup(
      name: name, type: type, outcome: outcome, values: values, server: server,
      evidence: Evidence(moment.id))
  }
}

/// What a name server said of an address's name. When and of which address its mark tells.
struct PointerAnswer: Equatable {
  let outcome: NameOutcome
  let values: [String]
  let server: IPAddress?
}

/// A file from a machine.
struct HostNote {
  let moment: Moment
  let scan: Int64
  let site: Int32
  /// The UUID it tells, by number.
  let uuid: Int32
  let inventory: HostInventory
}

/// What DHCPv6 or a router hands out, and addresses of the links it hands it out on.
struct AdvertisedNote: Hashable {
  let site: Int32
  /// Addresses of the link; none where the message names none.
  let places: [IPAddress]
  let server: IPAddress?
  let searchList: [String]
  let nameServers: [IPv6Address]
}

/// What a DHCP server is set up to hand out in a scope.
struct ScopeNote {
  let moment: Moment
  let site: Int32
  let scope: ScopeSighting
}

/// Which question was asked of whom.
struct Question: Hashable, Comparable {
  let name: String
  let type: String
  let server: IPAddress?

  /// By name, type and server.
  static func < (left: Self, right: Self) -> Bool {
    if left.name != right.name { return left.name < right.name }
    if left.type != right.type { return left.type < right.type }
    switch (left.server, right.server) {
    case (let mine?, let theirs?): return mine < theirs
    case (nil, .some): return true
    default: return false
    }
  }
}

/// Everything kept of the observations.
struct Notes {
  var texts = TextTable()
  var places: [Place] = []
  var marks: [Mark] = []
  var sidePorts: [PortSighting] = []
  var pongs: [PongSighting] = []
  var webs: [Told<WebSighting>] = []
  var tls: [TLSSighting] = []
  var redirections: [RedirectionSighting] = []
  var hellos: [Told<HelloSighting>] = []
  var configurations: [Told<WSManSighting>] = []
  /// Names that machines give themselves, each once.
  private(set) var localNames: [LocalNameSighting] = []
  /// The machines' UUIDs, by number.
  private(set) var uuids: [UUID128] = []
  var leases: [LeaseNote] = []
  /// DHCP messages without what belongs to one client.
  var settings: [DHCPSighting] = []
  /// Answers about the names of addresses.
  var pointers: [PointerAnswer] = []
  /// The newest answers to forward questions, by the name asked for: one for each type and server.
  var forwards: [String: [LookupNote]] = [:]
  var provisionServers: [Question: LookupNote] = [:]
  var filters: [IPAddress?: FilterNote] = [:]
  var hosts: [HostNote] = []
  var scopes: [ScopeNote] = []
  /// Each once, however often a router repeats it.
  var advertised: Set<AdvertisedNote> = []
  var registrations = Registrations()

  /// By place and port: the payload that was kept last.
  var lastPongs: [UInt64: Int32] = [:]
  var lastWebs: [UInt64: Int32] = [:]
  var lastTLS: [UInt64: Int32] = [:]
  var lastPointers: [UInt64: Int32] = [:]

  private var placeNumbers: [Place: Int32] = [:]
  private var settingNumbers: [DHCPSighting: Int32] = [:]
  private var uuidNumbers: [UUID128: Int32] = [:]
  private var localNameNumbers: [LocalNameSighting: Int32] = [:]
  private var lastSite = (text: "", number: Int32(-1))

  mutating func site(_ label: String) -> Int32 {
    if lastSite.number < 0 || lastSite.text != label {
      lastSite = (label, texts.number(of: label))
    }
    return lastSite.number
  }

  /// The answer about an address's name that a mark stands for.
  func pointer(of mark: Mark) -> LookupNote {
    let answer = pointers[Int(mark.payload)]
    return LookupNote(
      moment: mark.moment, name: places[Int(mark.place)].address.reverseName, type: "PTR",
      outcome: answer.outcome, values: answer.values, server: answer.server)
  }

  /// A UUID's number; negative where there is none that names a machine.
  mutating func uuid(_ uuid: UUID128?) -> Int32 {
    guard let uuid, !uuid.isPlaceholder else { return -1 }
    if let number = uuidNumbers[uuid] { return number }
    let number = Int32(truncatingIfNeeded: uuids.count)
    uuidNumbers[uuid] = number
    uuids.append(uuid)
    return number
  }

  mutating func localName(_ name: LocalNameSighting) -> Int32 {
    if let number = localNameNumbers[name] { return number }
    let number = Int32(truncatingIfNeeded: localNames.count)
    localNameNumbers[name] = number
    localNames.append(name)
    return number
  }

  /// The digest realm that a mark shows, by number; negative where it shows none.
  func realm(of mark: Mark) -> Int32 {
    switch mark.kind {
    case .web: webs[Int(mark.payload)].realm
    case .wsman: configurations[Int(mark.payload)].realm
    default: -1
    }
  }

  /// The UUID that a mark shows, by number; negative where it shows none.
  func uuid(of mark: Mark) -> Int32 {
    switch mark.kind {
    case .hello: hellos[Int(mark.payload)].uuid
    case .wsman: configurations[Int(mark.payload)].uuid
    default: -1
    }
  }

  mutating func place(_ address: IPAddress, site: Int32) -> Int32 {
    let place = Place(site: site, address: address)
    if let number = placeNumbers[place] { return number }
    let number = Int32(truncatingIfNeeded: places.count)
    placeNumbers[place] = number
    places.append(place)
    return number
  }

  /// The number of a place where something was seen; never makes a new one.
  func existingPlace(_ address: IPAddress, site: Int32) -> Int32? {
    placeNumbers[Place(site: site, address: address)]
  }

  mutating func setting(_ sighting: DHCPSighting) -> Int32 {
    var shared = sighting
    shared.clientMAC = nil
    shared.clientAddress = nil
    shared.yourAddress = nil
    shared.hostName = nil
    shared.fqdn = nil
    if let number = settingNumbers[shared] { return number }
    let number = Int32(truncatingIfNeeded: settings.count)
    settingNumbers[shared] = number
    settings.append(shared)
    return number
  }

  /// Whether a server said it.
  func isFromServer(_ lease: LeaseNote) -> Bool { settings[Int(lease.settings)].isFromServer }

  /// A copy of these marks, DHCP messages and files alone, all by number; texts and settings are
  /// shared with this one.
  func part(marks: [Int32], leases: [Int32], hosts: [Int32]) -> Notes {
    var part = Notes()
    part.texts = texts
    part.settings = settings
    part.uuids = uuids
    part.uuidNumbers = uuidNumbers
    part.localNames = localNames
    var leaseNumbers: [Int32: Int32] = [:]
    for number in leases {
      leaseNumbers[number] = Int32(truncatingIfNeeded: part.leases.count)
      part.leases.append(self.leases[Int(number)])
    }
    part.hosts = hosts.map { self.hosts[Int($0)] }
    part.marks.reserveCapacity(marks.count)
    for number in marks {
      var mark = self.marks[Int(number)]
      let place = places[Int(mark.place)]
      mark.place = part.place(place.address, site: place.site)
      let payload = Int(mark.payload)
      switch mark.kind {
      case .pong: mark.payload = Self.move(pongs[payload], to: &part.pongs)
      case .web: mark.payload = Self.move(webs[payload], to: &part.webs)
      case .tls: mark.payload = Self.move(tls[payload], to: &part.tls)
      case .redirection:
        mark.payload = Self.move(redirections[payload], to: &part.redirections)
      case .hello: mark.payload = Self.move(hellos[payload], to: &part.hellos)
      case .wsman:
        mark.payload = Self.move(configurations[payload], to: &part.configurations)
      case .pointer: mark.payload = Self.move(pointers[payload], to: &part.pointers)
      case .lease: mark.payload = leaseNumbers[mark.payload] ?? -1
      case .port where mark.payload >= 0:
        mark.payload = Self.move(sidePorts[payload], to: &part.sidePorts)
      // The name of a target is a text, and those are shared.
      case .port, .neighbour, .search, .localName, .target: break
      }
      part.marks.append(mark)
    }
    return part
  }

  private static func move<Value>(_ value: Value, to list: inout [Value]) -> Int32 {
    list.append(value)
    return Int32(truncatingIfNeeded: list.count - 1)
  }

  /// The DHCP message as it was seen.
  func sighting(of note: LeaseNote) -> DHCPSighting {
    var sighting = settings[Int(note.settings)]
    sighting.clientMAC = note.mac == 0 ? nil : MACAddress(rawValue: note.mac)
    sighting.clientAddress = note.client == .zero ? nil : note.client
    sighting.yourAddress = note.your == .zero ? nil : note.your
    sighting.hostName = note.hostName < 0 ? nil : texts[note.hostName]
    sighting.fqdn = note.fqdn < 0 ? nil : texts[note.fqdn]
    return sighting
  }
}
