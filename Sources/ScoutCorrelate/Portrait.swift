import ScoutModel
import ScoutNet

/// What the observations of one device say, gathered attribute by attribute.
struct Portrait: ~Copyable {
  let book: Book
  private(set) var evidence: [ObservationID] = []
  private(set) var first: Timestamp?
  private(set) var last: Timestamp?
  private(set) var site: Int32 = -1

  private(set) var addresses = Gathering<IPAddress>()
  private(set) var macs = Gathering<MACAddress>()
  private(set) var ports = Gathering<OpenPort>()
  private(set) var uuid = Words<UUID128>()
  private(set) var realm = Words<String>()
  private(set) var product = Words<Product>()
  private(set) var version = Words<FirmwareVersion>()
  private(set) var state = Words<ProvisioningState>()
  private(set) var controlMode = Words<ControlMode>()
  private(set) var hostName = Words<String>()
  private(set) var amtName = Words<DomainName>()
  private(set) var names = LeaseNames()

  private(set) var sidePorts: [Mark] = []
  private(set) var webs: [Mark] = []
  private(set) var tls: [Mark] = []
  private(set) var pongs: [Mark] = []
  private(set) var redirections: [Mark] = []
  private(set) var hellos: [Mark] = []
  private(set) var configurations: [Mark] = []
  /// Questions for the server that configures AMT.
  private(set) var searches = Gathering<String>()
  /// Names that were given as targets and led to the device.
  private(set) var reached = Gathering<String>()
  private(set) var pointers: [LookupNote] = []
  private(set) var localNames = Gathering<LocalNameSighting>()
  private(set) var hosts: [HostNote] = []
  private(set) var leaseCandidates: [Int32] = []
  private(set) var places: [Int32] = []
  /// Places that the machine is said to hold, where perhaps nothing showed it.
  private var toldPlaces: [Int32] = []

  init(_ book: Book) { self.book = book }

  var notes: Notes { _read { yield book.notes } }

  /// Takes all that was seen in one presence.
  mutating func add(_ presence: Presence) {
    if presence.host >= 0 {
      add(notes.hosts[Int(presence.host)])
    } else {
      if !places.contains(presence.place) { places.append(presence.place) }
      site = notes.places[Int(presence.place)].site
      for position in presence.marks { add(notes.marks[Int(book.timeline.order[position])]) }
    }
  }

  /// Takes no more of a presence than what names a machine.
  mutating func addIdentity(_ presence: Presence) {
    if presence.host >= 0 {
      addIdentity(notes.hosts[Int(presence.host)])
    } else {
      for position in presence.marks {
        let mark = notes.marks[Int(book.timeline.order[position])]
        addRealm(mark)
        addUUID(mark)
      }
    }
  }

  /// Adds the identities of a device that shares a key with this one, where they contradict.
  mutating func contradict(with rival: borrowing Portrait) {
    if !uuid.isEmpty {
      for word in rival.uuid.newestFirst {
        uuid.say(word.value, word.source, rank: word.rank + 100, word.newest)
      }
    }
    if !realm.isEmpty {
      for word in rival.realm.newestFirst {
        realm.say(word.value, word.source, rank: word.rank + 100, word.newest)
      }
    }
  }

  private mutating func sight(_ moment: Moment) {
    evidence.append(moment.id)
    first = min(first ?? moment.time, moment.time)
    last = max(last ?? moment.time, moment.time)
  }

  private mutating func addRealm(_ mark: Mark) {
    let shown = notes.realm(of: mark)
    if shown >= 0 { realm.say(notes.texts[shown], "http", rank: 0, mark.moment) }
  }

  private mutating func addUUID(_ mark: Mark) {
    let shown = notes.uuid(of: mark)
    guard shown >= 0 else { return }
    let source = mark.kind == .wsman ? "wsman" : "hello"
    uuid.say(notes.uuids[Int(shown)], source, rank: 0, mark.moment)
  }

  private mutating func add(_ mark: Mark) {
    let place = notes.places[Int(mark.place)]
    if mark.mac != 0, !book.sharedMACs.contains(mark.mac) {
      macs.add(MACAddress(rawValue: mark.mac), mark.moment, rank: mark.kind == .lease ? 2 : 1)
    }
    switch mark.kind {
    case .port where mark.payload >= 0:
      sidePorts.append(mark)
      if notes.sidePorts[Int(mark.payload)].state != .open { return sight(mark.moment) }
    case .port: break
    case .pong:
      pongs.append(mark)
      let pong = notes.pongs[Int(mark.payload)]
      if pong.product != .unknown { product.say(pong.product, "pong", rank: 2, mark.moment) }
      version.say(pong.version, "pong", rank: 1, mark.moment)
      state.say(pong.state, "pong", rank: 0, mark.moment)
    case .web:
      webs.append(mark)
      addRealm(mark)
      add(notes.webs[Int(mark.payload)].value, mark.moment)
    case .tls:
      tls.append(mark)
      if let told = notes.tls[Int(mark.payload)].state {
        // A name under which no other product serves while it is being set up.
        product.say(.amt, "tls", rank: 3, mark.moment)
        state.say(told, "tls", rank: 1, mark.moment)
      }
    case .redirection:
      redirections.append(mark)
      add(notes.redirections[Int(mark.payload)], mark.moment)
    case .hello:
      hellos.append(mark)
      addUUID(mark)
      add(notes.hellos[Int(mark.payload)].value, mark.moment)
      return show(mark, at: place)
    case .wsman:
      configurations.append(mark)
      addUUID(mark)
      addRealm(mark)
      add(notes.configurations[Int(mark.payload)].value, mark)
    case .search:
      searches.add(notes.texts[mark.payload], mark.moment)
      return show(mark, at: place)
    case .target:
      reached.add(notes.texts[mark.payload], mark.moment)
      return sight(mark.moment)
    case .lease:
      leaseCandidates.append(mark.payload)
      return
    case .pointer:
      pointers.append(notes.pointer(of: mark))
      return
    case .localName:
      // What it calls itself shows no more of AMT than that somebody is there.
      localNames.add(notes.localNames[Int(mark.payload)], mark.moment)
      return
    case .neighbour:
      sight(mark.moment)
      return
    }
    sight(mark.moment)
    ports.add(OpenPort(mark.port, mark.transport), mark.moment)
    if mark.makesDevice { addresses.add(place.address, mark.moment, scan: mark.scan) }
  }

  /// Takes what a device said on its own, at no port of its.
  private mutating func show(_ mark: Mark, at place: Place) {
    sight(mark.moment)
    addresses.add(place.address, mark.moment, scan: mark.scan)
  }

  private mutating func add(_ hello: HelloSighting, _ moment: Moment) {
    // Of unknown versions only the head looks like one.
    guard [2, 3].contains(hello.version) else { return }
    // It is sent while the device waits for its configuration, and by no other product; but a DASH
    // card that copies AMT's form sends it to a port of its own.
    if hello.port != nil { return product.say(.dash, "hello", rank: 2, moment) }
    product.say(.amt, "hello", rank: 2, moment)
    state.say(.in, "hello", rank: 0, moment)
  }

  private mutating func add(_ redirection: RedirectionSighting, _ moment: Moment) {
    guard redirection.enterprise == 343 else { return }
    product.say(.amt, "redirection", rank: 2, moment)
    version.say(redirection.version, "redirection", rank: 2, moment)
    state.say(.post, "redirection", rank: 2, moment)
  }

  /// What the device tells of itself stands above what others conclude.
  private mutating func add(_ told: WSManSighting, _ mark: Mark) {
    product.say(told.product, "wsman", rank: -1, mark.moment)
    version.say(told.version, "wsman", rank: -1, mark.moment)
    state.say(told.state, "wsman", rank: -1, mark.moment)
    controlMode.say(told.controlMode, "wsman", rank: -1, mark.moment)
    if let name = told.general?.hostName {
      let whole = [name, told.general?.domainName].compactMap(\.self).joined(separator: ".")
      amtName.say(DomainName(whole), "wsman", rank: 0, mark.moment)
    }
    hostName.say(told.general?.hostOSFQDN, "wsman", rank: 1, mark.moment)
    for interface in told.interfaces {
      if let mac = interface.mac, mac.isUnicast {
        macs.add(mac, mark.moment, rank: interface.isWireless ? 3 : 0)
      }
      if let address = interface.address {
        addresses.add(address, mark.moment, scan: mark.scan, rank: 1)
      }
    }
  }

  private mutating func add(_ web: WebSighting, _ moment: Moment) {
    if web.product == .dash {
      product.say(.dash, "http, DASH port", rank: 3, moment)
    } else if web.product != .unknown {
      product.say(web.product, "http", rank: web.productFrom == "title" ? 1 : 0, moment)
    }
    version.say(web.version, "http", rank: 0, moment)
    let isEngine = [.amt, .ism, .sbt, .cme].contains(web.product) && web.productFrom != nil
    if isEngine, web.port == 16992 || web.port == 16993 {
      state.say(.post, "http", rank: 2, moment)
    }
  }

  private mutating func addIdentity(_ host: HostNote) {
    if let told = host.inventory.uuid, !told.isPlaceholder {
      uuid.say(told, "import", rank: 0, host.moment)
    }
  }

  private mutating func add(_ host: HostNote) {
    hosts.append(host)
    if site < 0 { site = host.site }
    sight(host.moment)
    addIdentity(host)
    let inventory = host.inventory
    if let told = inventory.product, told != .unknown {
      // Some tools tell that AMT is there, and not which of Intel's products it is.
      product.say(
        told, inventory.isVague == true ? "import, vague" : "import", rank: 3, host.moment)
    }
    version.say(inventory.version, "import", rank: 3, host.moment)
    state.say(inventory.state, "import", rank: 3, host.moment)
    controlMode.say(inventory.controlMode, "import", rank: 0, host.moment)
    hostName.say(inventory.hostName, "import", rank: 0, host.moment)
    for adapter in inventory.adapters {
      if let mac = adapter.mac, mac.isUnicast {
        macs.add(mac, host.moment, rank: adapter.wireless ? 3 : 0)
      }
    }
    let amt = Set(inventory.adapters.compactMap(\.address))
    for address in inventory.addresses {
      addresses.add(
        address, host.moment, scan: host.scan, rank: amt.contains(address) ? 1 : 2)
      tellPlace(address, site: host.site)
    }
  }

  /// Takes an entry of the neighbour table that names one of the device's hardware addresses.
  mutating func addNeighbour(_ mark: Mark) {
    sight(mark.moment)
    if !toldPlaces.contains(mark.place) { toldPlaces.append(mark.place) }
    addresses.add(
      notes.places[Int(mark.place)].address, mark.moment, scan: mark.scan, rank: 4)
  }

  /// Takes the DHCP messages that name one of the device's hardware addresses, and those that name
  /// one of its addresses while no other device owns the hardware address they name.
  mutating func addLeases(_ byMAC: ArraySlice<Int32>, owners: [UInt64: Int32], device: Int32) {
    var taken = Array(byMAC)
    let mine = macs.entries.map(\.value.rawValue)
    for index in leaseCandidates {
      let mac = notes.leases[Int(index)].mac
      if let owner = owners[mac], owner != device, !mine.contains(mac) { continue }
      if mac != 0, !mine.isEmpty, !mine.contains(mac) { continue }
      // Those of hardware addresses that this device alone owns are in the list already.
      if owners[mac] != device { taken.append(index) }
    }
    leaseCandidates = []
    for index in taken {
      let note = notes.leases[Int(index)]
      sight(note.moment)
      names.add(note, notes, fromServer: notes.isFromServer(note))
      guard notes.settings[Int(note.settings)].isHeld, let address = note.address else { continue }
      addresses.add(.v4(address), note.moment, scan: note.scan, rank: 3)
      tellPlace(.v4(address), site: note.site)
    }
  }

  private mutating func tellPlace(_ address: IPAddress, site: Int32) {
    guard let place = notes.existingPlace(address, site: site), !toldPlaces.contains(place) else {
      return
    }
    toldPlaces.append(place)
  }

  /// Takes the reverse and local names of addresses at which nothing showed a machine.
  mutating func addSilentPlaces() {
    for place in toldPlaces where !places.contains(place) && book.timeline.isSilent(place) {
      for position in book.timeline.marks(at: place) {
        let mark = notes.marks[Int(book.timeline.order[position])]
        switch mark.kind {
        case .pointer: pointers.append(notes.pointer(of: mark))
        case .localName: localNames.add(notes.localNames[Int(mark.payload)], mark.moment)
        default: continue
        }
      }
    }
  }
}
