import ScoutModel
import ScoutNet

// From observations to notes.

extension Notes {
  mutating func add(_ observation: Observation) {
    let moment = Moment(time: observation.time, id: observation.id)
    let scan = observation.scan
    let site = site(observation.endpoint.site)
    let address = observation.endpoint.address
    let mac = observation.endpoint.mac.flatMap { $0.isUnicast ? $0.rawValue : nil } ?? 0

    func mark(_ kind: Mark.Kind, at place: Int32, makesDevice: Bool) -> Mark {
      Mark(moment, scan: scan, place: place, kind: kind, makesDevice: makesDevice, mac: mac)
    }
    switch observation.fact {
    case .port(let sighting):
      // What did not answer shows no machine; the sweep counts it. Who keeps probes out is told.
      if case .filtered(let router) = sighting.state, let address {
        filters[router, default: FilterNote()].add(address, observation.id)
      }
      guard let address, sighting.state == .open || sighting.isSidePort else { return }
      let isAMT = sighting.transport == .tcp && (16992...16995).contains(sighting.port)
      var mark = mark(.port, at: place(address, site: site), makesDevice: isAMT)
      mark.port = sighting.port
      mark.transport = sighting.transport
      if sighting.isSidePort {
        mark.payload = Int32(truncatingIfNeeded: sidePorts.count)
        sidePorts.append(sighting)
      }
      marks.append(mark)
    case .pong(let sighting):
      guard let address else { return }
      var mark = mark(.pong, at: place(address, site: site), makesDevice: true)
      mark.port = 623
      mark.transport = .udp
      mark.payload = Self.keep(sighting, port: 623, at: mark.place, in: &pongs, &lastPongs)
      marks.append(mark)
    case .web(let sighting):
      guard let address, sighting.outcome.showsListener else { return }
      var mark = mark(.web, at: place(address, site: site), makesDevice: true)
      mark.port = sighting.port
      mark.payload = keep(shortened(sighting), port: sighting.port, at: mark.place)
      marks.append(mark)
    case .tls(let sighting):
      guard let address, sighting.outcome.showsListener else { return }
      var mark = mark(.tls, at: place(address, site: site), makesDevice: true)
      mark.port = sighting.port
      mark.payload = Self.keep(
        sighting, port: sighting.port, at: mark.place, in: &tls, &lastTLS)
      marks.append(mark)
    case .redirection(let sighting):
      guard let address, sighting.outcome.showsListener else { return }
      var mark = mark(.redirection, at: place(address, site: site), makesDevice: true)
      mark.port = sighting.port
      mark.payload = Int32(truncatingIfNeeded: redirections.count)
      redirections.append(sighting)
      marks.append(mark)
    case .hello(let sighting):
      guard let address else { return }
      var mark = mark(.hello, at: place(address, site: site), makesDevice: true)
      mark.payload = Int32(truncatingIfNeeded: hellos.count)
      var told = Told(sighting)
      told.uuid = uuid(sighting.uuid)
      hellos.append(told)
      marks.append(mark)
    case .wsman(let sighting):
      // Where no password was taken nothing was told.
      guard let address, sighting.ending == .read else { return }
      var mark = mark(.wsman, at: place(address, site: site), makesDevice: true)
      mark.port = sighting.port
      mark.payload = Int32(truncatingIfNeeded: configurations.count)
      var told = Told(sighting)
      told.realm = texts.number(of: sighting.general?.digestRealm ?? sighting.realm)
      told.uuid = uuid(sighting.uuid)
      if let own = sighting.interfaces.first(where: { !$0.isWireless })?.mac, own.isUnicast {
        mark.mac = own.rawValue
      }
      configurations.append(told)
      marks.append(mark)
    case .neighbour:
      guard let address, mac != 0 else { return }
      marks.append(mark(.neighbour, at: place(address, site: site), makesDevice: false))
    case .host(let inventory):
      hosts.append(
        HostNote(
          moment: moment, scan: scan, site: site, uuid: uuid(inventory.uuid), inventory: inventory))
    case .dhcp(let sighting):
      add(sighting, moment: moment, scan: scan, site: site, mac: mac)
    case .name(let sighting):
      add(sighting, moment: moment, scan: scan, site: site)
      if sighting.isSearch, let address {
        var mark = mark(.search, at: place(address, site: site), makesDevice: true)
        mark.payload = texts.number(of: sighting.name)
        marks.append(mark)
      }
      if sighting.isTarget == true, let address {
        var mark = mark(.target, at: place(address, site: site), makesDevice: false)
        mark.payload = texts.number(of: sighting.name)
        marks.append(mark)
      }
    case .localName(let name):
      guard let address else { return }
      var mark = Mark(
        moment, scan: scan, place: place(address, site: site), kind: .localName,
        makesDevice: false)
      mark.payload = localName(name)
      marks.append(mark)
    case .ipv6(let message):
      // A router that hands out nothing, or whose link cannot be told, still says which link is its.
      guard message.isFromServer else { return }
      var places = message.prefixes.map(\.base)
      if let link = message.link { places.append(.v6(link)) }
      // The link of a client's address, which has its own number in every answer.
      if let own = message.addresses?.first, let link = Prefix(.v6(own), length: 64) {
        places.append(link.base)
      }
      advertised.insert(
        AdvertisedNote(
          site: site, places: places, server: message.server, searchList: message.searchList ?? [],
          nameServers: message.nameServers))
    case .scope(let scope):
      scopes.append(ScopeNote(moment: moment, site: site, scope: scope))
    }
  }

  /// Keeps an answer once where the same port of the same place gave the same before: most things
  /// are the same in each scan.
  private static func keep<Value: Equatable>(
    _ value: Value, port: UInt16, at place: Int32, in list: inout [Value],
    _ newest: inout [UInt64: Int32]
  ) -> Int32 {
    let key = key(place, port)
    if let number = newest[key], list[Int(number)] == value { return number }
    let number = Int32(truncatingIfNeeded: list.count)
    list.append(value)
    newest[key] = number
    return number
  }

  private mutating func keep(_ web: WebSighting, port: UInt16, at place: Int32) -> Int32 {
    let key = Self.key(place, port)
    if let number = lastWebs[key], webs[Int(number)].value == web { return number }
    var told = Told(web)
    told.realm = texts.number(of: web.realm)
    let number = Int32(truncatingIfNeeded: webs.count)
    webs.append(told)
    lastWebs[key] = number
    return number
  }

  private static func key(_ place: Int32, _ port: UInt16) -> UInt64 {
    UInt64(UInt32(bitPattern: place)) << 16 | UInt64(port)
  }

  /// Leaves out what the observation keeps and nothing else asks for, the bytes and the nonce, which
  /// is another in each answer, and keeps equal texts once.
  private mutating func shortened(_ sighting: WebSighting) -> WebSighting {
    var short = sighting
    short.head = []
    short.nonce = nil
    short.realm = sighting.realm.map { texts.shared($0) }
    short.server = sighting.server.map { texts.shared($0) }
    return short
  }

  private mutating func add(
    _ sighting: DHCPSighting, moment: Moment, scan: Int64, site: Int32, mac: UInt64
  ) {
    let client = sighting.clientMAC.map { $0.isUnicast ? $0.rawValue : 0 } ?? mac
    let note = LeaseNote(
      moment: moment, scan: scan, site: site, mac: client,
      client: sighting.clientAddress ?? .zero, your: sighting.yourAddress ?? .zero,
      hostName: texts.number(of: sighting.hostName), fqdn: texts.number(of: sighting.fqdn),
      settings: setting(sighting))
    if let address = note.address, sighting.message != "NAK" {
      var mark = Mark(
        moment, scan: scan, place: place(.v4(address), site: site), kind: .lease,
        makesDevice: false)
      mark.payload = Int32(truncatingIfNeeded: leases.count)
      // An offer may be turned down, and what a client releases or declines it does not hold.
      let binds = sighting.message == "ACK" || (note.client != .zero && note.your == .zero)
      let isLost = ["DECLINE", "RELEASE", "EXPIRED", "RESERVED"].contains(sighting.message)
      if binds, !isLost { mark.mac = client }
      marks.append(mark)
    }
    leases.append(note)
  }

  private mutating func add(
    _ sighting: NameSighting, moment: Moment, scan: Int64, site: Int32
  ) {
    let values = sighting.records.compactMap { record -> String? in
      guard record.type == sighting.type else { return nil }
      switch record.type {
      case "A", "AAAA": return IPAddress(record.value)?.description ?? record.value
      default: return DomainName(record.value)?.text ?? record.value
      }
    }
    let note = LookupNote(
      moment: moment, name: sighting.name, type: sighting.type, outcome: sighting.outcome,
      values: Array(Set(values)).sorted(), server: sighting.server)
    // What somebody wants kept in the name system is not yet what that answers.
    if sighting.outcome == .registered || sighting.outcome == .registrationRefused {
      registrations.add(sighting, values: note.values, moment)
      return
    }
    if sighting.type == "PTR" {
      guard sighting.outcome != .questionOnly,
        let address = IPAddress(reverseName: sighting.name)
      else { return }
      var mark = Mark(
        moment, scan: scan, place: place(address, site: site), kind: .pointer, makesDevice: false)
      // Machines have the same names in each scan.
      mark.payload = Self.keep(
        PointerAnswer(outcome: note.outcome, values: note.values, server: note.server), port: 53,
        at: mark.place, in: &pointers, &lastPointers)
      marks.append(mark)
      return
    }
    if note.name.hasPrefix(Self.provisionServer) {
      let question = note.question
      if provisionServers[question].map(note.outweighs) ?? true {
        provisionServers[question] = note
      }
    } else if note.type == "A" || note.type == "AAAA", note.outcome != .questionOnly {
      addForward(note)
    }
  }

  private static let provisionServer = "provisionserver"

  /// The name whose forward look-up an observation is; `nil` for everything else.
  func forwardName(of observation: Observation) -> String? {
    guard case .name(let sighting) = observation.fact, sighting.outcome.tellsState,
      sighting.type == "A" || sighting.type == "AAAA",
      !sighting.name.hasPrefix(Self.provisionServer)
    else { return nil }
    return sighting.name
  }

  private mutating func addForward(_ note: LookupNote) {
    guard let index = forwards.index(forKey: note.name) else {
      forwards[note.name] = [note]
      return
    }
    // Changed in place: the list must not be copied for each answer.
    forwards.values[index].take(note)
  }
}

extension PortSighting {
  /// Whether it is one of DASH's or VNC's, which are worth telling in every state.
  fileprivate var isSidePort: Bool {
    transport == .tcp && (port == 623 || port == 664 || port == 5900)
  }
}

extension NameSighting {
  /// Whether somebody was heard to look for the server that configures AMT.
  fileprivate var isSearch: Bool {
    outcome == .questionOnly && (name == "provisionserver" || name.hasPrefix("provisionserver."))
  }
}

extension [LookupNote] {
  /// So many servers' answers to one name are kept, the newest ones.
  private static var limit: Int { 64 }

  /// Keeps the newest answer of each type and server.
  fileprivate mutating func take(_ note: LookupNote) {
    if let place = firstIndex(where: { $0.type == note.type && $0.server == note.server }) {
      if note.outweighs(self[place]) { self[place] = note }
    } else if count < Self.limit {
      append(note)
    } else if let oldest = indices.min(by: { self[$0].moment < self[$1].moment }),
      self[oldest].moment < note.moment
    {
      self[oldest] = note
    }
  }
}

extension Outcome {
  /// Whether a conversation that ended so shows that something listens.
  var showsListener: Bool {
    switch self {
    case .notConnected, .notAsked: false
    case .complete, .silent, .cutShort, .closedSilently, .brokenOff, .tooLong, .otherProtocol,
      .refusedHandshake:
      true
    }
  }
}
