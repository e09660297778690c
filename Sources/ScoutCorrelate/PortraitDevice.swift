import ScoutModel
import ScoutNet

// From what was gathered to a device.

extension Portrait {
  func draft(id: DeviceID, aliases: [DeviceID]) -> Draft {
    var device = Device(id: id, firstSeen: first ?? .never, lastSeen: last ?? .never)
    device.aliases = aliases
    device.site = site < 0 ? "" : book.notes.texts[site]
    device.addresses = addresses.ranked
    device.macs = macs.ranked
    device.ports = ports.sorted
    device.sidePorts = newest(sidePorts) { book.notes.sidePorts[$0] }
    device.webs = newest(webs) { book.notes.webs[$0].value }
    device.tls = newest(tls) { book.notes.tls[$0] }
    device.pongs = newest(pongs) { book.notes.pongs[$0] }
    device.redirections = newest(redirections) { book.notes.redirections[$0] }
    device.hellos = newest(hellos) { book.notes.hellos[$0].value }
    device.configurations = newest(configurations) { book.notes.configurations[$0].value }
    device.hosts = hosts.sorted { $1.moment < $0.moment }.map { host in
      Seen(
        host.inventory, Evidence(host.moment.id), first: host.moment.time, last: host.moment.time)
    }
    device.uuid = uuid.conclusion(else: needsHost, memory: nil)
    device.realm = realm.conclusion(else: unheard(webs.isEmpty), memory: nil)
    device.product = knownProduct
    device.version = version.conclusion(
      else: reason, agree: { $0.value.agrees(with: $1.value) },
      precision: { $0.components.count })
    device.span = device.version.best == nil ? newestSpan : nil
    device.state = state.conclusion(else: reason)
    // A question for `provisionserver` tells no state: AMT that waits to be configured asks it, and so
    // do tools of the host and people who test the name. AMT's hello, which follows, tells it.
    device.controlMode = controlMode.conclusion(else: needsHost)
    // Before set-up is done nobody is in control: the state says it.
    if case .unknown = device.controlMode, case .known(let claim) = device.state,
      claim.value != .post
    {
      device.controlMode = .known(Claim(.none, source: claim.source, claim.evidence))
    }
    let answer = names.answer(for: device.address)
    device.lease = answer.map { note in
      Seen(
        book.notes.sighting(of: note), Evidence(note.moment.id), first: note.moment.time,
        last: note.moment.time)
    }
    addNames(to: &device)
    device.evidence = Evidence(
      evidence + newestPointers.map(\.moment.id) + localNames.entries.flatMap(\.ids))
    return Draft(
      device: device, option15: answer.map { LeaseNames.option15($0, book.notes) },
      leased: answer?.address.map { .v4($0) })
  }

  /// Why something that conversations tell is not known.
  private var reason: WhyUnknown {
    if !pongs.isEmpty || !hosts.isEmpty || !hellos.isEmpty { return .notTold }
    return unheard(webs.isEmpty && tls.isEmpty)
  }

  private func unheard(_ nobodyAsked: Bool) -> WhyUnknown {
    if nobodyAsked { return .notAsked }
    let isAnswered =
      webs.contains { book.notes.webs[Int($0.payload)].value.outcome == .complete }
      || tls.contains { book.notes.tls[Int($0.payload)].outcome == .complete }
    return isAnswered ? .notTold : .noAnswer
  }

  private var needsHost: WhyUnknown {
    hosts.isEmpty && configurations.isEmpty ? .needsHostOrCredentials : .notTold
  }

  /// A web server that is something else says nothing against a machine that others recognise: below
  /// AMT an operating system answers on the same ports.
  private var knownProduct: Known<Product> {
    // The banner that a DASH card copies says nothing against AMT's own ports.
    let isOurs = product.newestFirst.contains { $0.source == "http" && $0.value.isEngine }
    let positive = product.filter { word in
      word.value != .none && !(isOurs && word.source == "http, DASH port")
    }
    return (positive.isEmpty ? product : positive).conclusion(
      else: reason, agree: Self.agree,
      precision: { $0 == .amt ? 0 : 1 })
  }

  /// A pong, a hello, a redirection port and some tools on hosts do not tell Intel's products apart,
  /// so their AMT agrees with each of them.
  private static func agree(_ left: Word<Product>, _ right: Word<Product>) -> Bool {
    if left.value == right.value { return true }
    let siblings: [Product] = [.amt, .ism, .sbt, .cme]
    func isVague(_ word: Word<Product>) -> Bool {
      ["pong", "hello", "redirection", "tls", "import, vague"].contains(word.source)
        && word.value == .amt
    }
    return (isVague(left) && siblings.contains(right.value))
      || (isVague(right) && siblings.contains(left.value))
  }

  private var newestSpan: VersionSpan? {
    let told = pongs.compactMap { mark in
      book.notes.pongs[Int(mark.payload)].span.map { (mark.moment, $0) }
    }
    if let newest = told.max(by: { $0.0 < $1.0 }) { return newest.1 }
    // Pre-shared keys came to an end with 11.0.
    let hasKey = hellos.contains { mark in
      let hello = book.notes.hellos[Int(mark.payload)].value
      return hello.version == 2 && hello.port == nil
    }
    return hasKey ? VersionSpan(from: FirmwareVersion(2), below: FirmwareVersion(11)) : nil
  }

  /// The newest answer of each port and place, sorted by port, then by address.
  private func newest<Value: Hashable & Sendable & Codable>(
    _ marks: [Mark], value: (Int) -> Value
  ) -> [Seen<Value>] {
    newest(marks).map { mark in
      Seen(
        value(Int(mark.payload)), Evidence(mark.moment.id), first: mark.moment.time,
        last: mark.moment.time)
    }
  }

  private func newest(_ marks: [Mark]) -> [Mark] {
    guard marks.count > 1 else { return marks }
    let sorted = marks.sorted { left, right in
      if left.port != right.port { return left.port < right.port }
      if left.place != right.place {
        return book.notes.places[Int(left.place)].address
          < book.notes.places[Int(right.place)].address
      }
      return right.moment < left.moment
    }
    var kept: [Mark] = []
    for mark in sorted where kept.last?.port != mark.port || kept.last?.place != mark.place {
      kept.append(mark)
    }
    return kept
  }

  /// The newest answer to each reverse question, sorted.
  private var newestPointers: [LookupNote] {
    guard pointers.count > 1 else { return pointers }
    let sorted = pointers.sorted { left, right in
      left.question == right.question
        ? left.outweighs(right) : left.question < right.question
    }
    var kept: [LookupNote] = []
    for note in sorted where kept.last?.question != note.question { kept.append(note) }
    return kept
  }

  private func addNames(to device: inout Device) {
    device.names.pointers = newestPointers.map(\.lookup)
    device.names.dhcp = names.name
    // A machine's own file does not tell it.
    device.names.amt = amtName.conclusion(
      else: configurations.isEmpty ? .needsHostOrCredentials : .notTold)
    device.names.host = hostName.conclusion(else: needsHost)
    device.names.reached = reached.sorted
    var certificate = Gathering<String>()
    for mark in newest(tls) {
      guard let leaf = book.notes.tls[Int(mark.payload)].chain.first else { continue }
      for name in leaf.dnsNames + leaf.commonNames.filter(\.looksLikeName) {
        certificate.add(name, mark.moment)
      }
    }
    device.names.certificate = certificate.sorted
    device.names.local = localNames.sorted
    device.names.searches = searches.sorted
  }
}

extension Product {
  /// Whether it is one of Intel's engines.
  fileprivate var isEngine: Bool { self == .amt || self == .ism || self == .sbt || self == .cme }
}

extension Timestamp {
  /// Stands where no observation gives a time; a device always has one.
  static let never = Timestamp(microseconds: 0)
}

extension String {
  /// Whether a certificate's common name can be a host's name rather than a description.
  var looksLikeName: Bool {
    let isPlain = utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
        UInt8(ascii: "_"), UInt8(ascii: "*"):
        true
      default: false
      }
    }
    return isPlain && IPv4Address(self) == nil && DomainName(self) != nil
  }
}
