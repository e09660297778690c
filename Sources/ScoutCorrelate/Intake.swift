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
      Mark(
        moment: moment, scan: scan, place: place, kind: kind, makesDevice: makesDevice, mac: mac)
    }
    switch observation.fact {
    case .port(let sighting):
      // What did not answer shows no machine; the sweep counts it. Who keeps probes out is told.
      if case .filtered(let router) = sighting.state, let address {
        filters[router, default: FilterNote()].add(address, observation.id)
      }
      guard sighting.state == .open, let address else { return }
      let isAMT = sighting.transport == .tcp && (16992...16995).contains(sighting.port)
      var mark = mark(.port, at: place(address, site: site), makesDevice: isAMT)
      mark.port = sighting.port
      mark.transport = sighting.transport
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
      mark.realm = texts.number(of: sighting.realm)
      mark.payload = Self.keep(
        shortened(sighting, realm: mark.realm), port: sighting.port, at: mark.place, in: &webs,
        &lastWebs)
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
      mark.uuid = uuid(sighting.uuid)
      hellos.append(sighting)
      marks.append(mark)
    case .wsman(let sighting):
      // Where no password was taken nothing was told.
      guard let address, sighting.ending == .read else { return }
      var mark = mark(.wsman, at: place(address, site: site), makesDevice: true)
      mark.port = sighting.port
      mark.payload = Int32(truncatingIfNeeded: configurations.count)
      mark.realm = texts.number(of: sighting.general?.digestRealm ?? sighting.realm)
      mark.uuid = uuid(sighting.uuid)
      if let own = sighting.interfaces.first(where: { !$0.isWireless })?.mac, own.isUnicast {
        mark.mac = own.rawValue
      }
      configurations.append(sighting)
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
        marks.append(mark(.search, at: place(address, site: site), makesDevice: true))
      }
    case .ipv6(let message):
      guard message.isFromServer, let list = message.searchList, !list.isEmpty else { return }
      let places = message.prefixes.map(\.base) + (message.link.map { [.v6($0)] } ?? [])
      if places.isEmpty { return }
      advertised.insert(AdvertisedNote(site: site, places: places, searchList: list))
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
    let key = UInt64(UInt32(bitPattern: place)) << 16 | UInt64(port)
    if let number = newest[key], list[Int(number)] == value { return number }
    let number = Int32(truncatingIfNeeded: list.count)
    list.append(value)
    newest[key] = number
    return number
  }

  /// Leaves out what the observation keeps and nothing else asks for, the bytes and the nonce, which
  /// is another in each answer, and keeps equal texts once.
  private mutating func shortened(_ sighting: WebSighting, realm: Int32) -> WebSighting {
    var short = sighting
    short.head = []
    short.nonce = nil
    if realm >= 0 { short.realm = texts[realm] }
    let server = texts.number(of: sighting.server)
    if server >= 0 { short.server = texts[server] }
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
        moment: moment, scan: scan, place: place(.v4(address), site: site), kind: .lease,
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
    if sighting.outcome == .registered || sighting.outcome == .registrationRefused { return }
    if sighting.type == "PTR" {
      guard sighting.outcome != .questionOnly,
        let address = IPAddress(reverseName: sighting.name)
      else { return }
      var mark = Mark(
        moment: moment, scan: scan, place: place(address, site: site), kind: .pointer,
        makesDevice: false)
      mark.payload = Int32(truncatingIfNeeded: pointers.count)
      pointers.append(note)
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

extension IPAddress {
  /// Reads a name of the reverse zones (RFC 1035, 3.5; RFC 3596, 2.5); `nil` for any other name.
  init?(reverseName: String) {
    let labels = reverseName.utf8.split(separator: UInt8(ascii: "."))
    if labels.count == 6, reverseName.hasSuffix(".in-addr.arpa") {
      let text = labels[0..<4].reversed().map { String(Substring($0)) }.joined(separator: ".")
      guard let address = IPv4Address(text) else { return nil }
      self = .v4(address)
    } else if labels.count == 34, reverseName.hasSuffix(".ip6.arpa") {
      var halves: [UInt64] = [0, 0]
      for (index, label) in labels[0..<32].reversed().enumerated() {
        guard label.count == 1, let digit = UInt64(Substring(label), radix: 16) else { return nil }
        halves[index / 16] = halves[index / 16] << 4 | digit
      }
      self = .v6(IPv6Address(high: halves[0], low: halves[1]))
    } else {
      return nil
    }
  }
}
