import ScoutLink
import ScoutLoop
import ScoutModel
import ScoutNet
import ScoutWire

/// Where an answer comes from, as far as it is one.
private struct Answerer {
  let place: UInt64
  let address: UInt64
  let segment: ProbeSpace.Segment
  let way: RawWay
  let prefix: Int
}

extension RawRun {
  /// Takes one received frame.
  func take(_ bytes: RawSpan, _ tag: UInt16?, _ link: RawLink) {
    // Tag 0 names a priority and no VLAN.
    guard (tag == 0 ? nil : tag) == vlan else { return }
    guard let frame = try? Frame(parsing: bytes, link: link.linkType) else { return }
    switch frame.payload {
    case .arp(let packet): take(packet, link)
    case .tcp(let header, _): take(header, frame)
    case .udp(let source, let destination, let range):
      let content = bytes.extracting(range)
      take(content, from: source, to: destination, frame)
    case .icmp(let header, let range):
      let message = bytes.extracting(range)
      if header.isVersion6, header.type == NeighbourMessage.advertisement {
        takeAdvertisement(message, frame)
      } else if header.isError {
        takeUnreachable(header, message, frame)
      }
    case .fragment, .other: return
    }
  }

  /// Finds out who answers; `nil` where that is no target, or the answer is not to us.
  private func answerer(_ source: IPAddress?, to destination: IPAddress?) -> Answerer? {
    guard let source, let (all, number) = space.place(of: source) else { return nil }
    let segment = space.segments[number]
    guard case .way(let wayNumber) = segment.course, let address = space.shard.local(all),
      ways[wayNumber].source == destination
    else { return nil }
    let prefix = space.prefix(segment, offset: all - segment.first)
    return Answerer(
      place: all, address: address, segment: segment, way: ways[wayNumber], prefix: prefix)
  }

  /// What an answer is worth.
  private enum Worth { case first, late, duplicate, unasked }

  private func worth(_ who: Answerer, port: Int) -> Worth {
    guard let place = order.index(of: space.probe(address: who.address, port: port)) else {
      return .unasked
    }
    if place >= begun { return .unasked }
    // What lies so far back is not remembered any more.
    if begun - place > answered.capacity { return .duplicate }
    if answered.contains(place) { return .duplicate }
    answered.insert(place)
    if place < finished { return .late }
    if place < repeated { signs.lateAnswers += 1 } else { signs.answers += 1 }
    return .first
  }

  /// Counts an answer that proves itself; `false` where nothing new comes from it.
  private func count(
    _ who: Answerer, port: Int, isFromTarget: Bool,
    _ field: WritableKeyPath<PrefixTallies.Counts, UInt32>
  ) -> Bool {
    switch worth(who, port: port) {
    case .unasked:
      tally.forged += 1
      return false
    case .duplicate:
      tally.duplicates += 1
      return false
    case .late:
      tally.late += 1
      tally.silent &-= 1
    case .first: break
    }
    tally.received += 1
    tallies.add(who.prefix, field)
    if isFromTarget, !answering.contains(who.address) {
      answering.insert(who.address)
      tallies.add(who.prefix, \.answering)
    }
    return true
  }

  // MARK: - TCP

  private func take(_ header: TCPHeader, _ frame: Frame) {
    guard let who = answerer(frame.source, to: frame.destination),
      let port = space.portNumber(header.source), let address = frame.source
    else {
      tally.strays += 1
      return
    }
    let value = cookie.value(from: who.way.source, to: address, port: header.source, .tcp)
    let isProven =
      header.destination == sourcePorts.port(value) && header.flags.contains(.ack)
      && header.acknowledgment == ProbeCookie.sequence(value) &+ 1
    guard isProven else {
      tally.forged += 1
      return
    }
    if header.flags.contains(.rst) {
      if count(who, port: port, isFromTarget: true, \.refused) { tally.refused += 1 }
    } else if header.flags.contains([.syn, .ack]) {
      // Also to a repeated one: the peer has not seen the first reset.
      reset(who, header)
      if count(who, port: port, isFromTarget: true, \.open) {
        tally.open += 1
        noteNeighbour(who, address)
        events.append(.open(address: address, port: header.source, time: Self.time))
      }
    }
  }

  /// Clears the half-open connection at the peer. This machine's own kernel does so too, unless a
  /// firewall keeps it from that.
  private func reset(_ who: Answerer, _ header: TCPHeader) {
    var mac: UInt64?
    if who.way.isOnLink {
      guard let known = neighbours[who.address] else { return }
      mac = known
    }
    let offset = who.place - who.segment.first
    let (low, carry) = who.segment.low.addingReportingOverflow(offset)
    if who.way.link.sender.isFull { flush(who.way.link) }
    let frame = who.way.link.sender.next(length: who.way.reset.length)
    who.way.reset.fill(
      frame,
      to: .init(high: who.segment.high &+ (carry ? 1 : 0), low: low, port: header.source),
      from: header.destination, mark: header.acknowledgment, mac: mac)
    tally.resets += 1
  }

  /// Tells the hardware address of what was found on a link of this machine.
  private func noteNeighbour(_ who: Answerer, _ address: IPAddress) {
    guard who.way.isOnLink, let mac = neighbours[who.address],
      neighbours.tellFirst(who.address)
    else { return }
    events.append(
      .neighbour(address: address, mac: MACAddress(rawValue: mac), time: Self.time))
  }

  // MARK: - The presence pong

  private func take(
    _ content: RawSpan, from source: UInt16, to destination: UInt16, _ frame: Frame
  ) {
    guard let number = space.pingNumber, source == plan.pingPort,
      let who = answerer(frame.source, to: frame.destination), let address = frame.source
    else {
      tally.strays += 1
      return
    }
    let value = cookie.value(from: who.way.source, to: address, port: source, .udp)
    guard destination == sourcePorts.port(value) else {
      tally.forged += 1
      return
    }
    // SS = FF asks for no acknowledgement; one of these four bytes may come all the same.
    if content.byteCount == 4 { return }
    guard let pong = try? ASFPresencePong(parsing: content), pong.tag == ProbeCookie.tag(value)
    else {
      tally.forged += 1
      return
    }
    guard count(who, port: number, isFromTarget: true, \.pongs) else { return }
    tally.pongs += 1
    noteNeighbour(who, address)
    let kept = content.withUnsafeBytes { Array($0.prefix(Pinger.pongLimit)) }
    events.append(.pong(address: address, port: source, bytes: kept, time: Self.time))
  }

  // MARK: - ICMP

  private func takeUnreachable(_ header: ICMPHeader, _ message: RawSpan, _ frame: Frame) {
    guard let quote = try? ICMPQuote(parsing: message), let ports = quote.ports,
      let who = answerer(quote.destination, to: quote.source), let reporter = frame.source
    else {
      tally.strays += 1
      return
    }
    let isTCP = quote.protocolNumber == 6
    let value = cookie.value(
      from: who.way.source, to: quote.destination, port: ports.destination, isTCP ? .tcp : .udp)
    let number = isTCP ? space.portNumber(ports.destination) : space.pingNumber
    guard let number, isTCP || ports.destination == plan.pingPort,
      ports.source == sourcePorts.port(value),
      !isTCP || ports.word == ProbeCookie.sequence(value)
    else {
      tally.forged += 1
      return
    }
    let found = Unreachable(
      kind: Unreachable.kind(type: header.type, code: header.code, isV6: header.isVersion6),
      reporter: reporter)
    let isFromTarget = reporter == quote.destination
    if isFromTarget, found.kind == .port {
      if count(who, port: number, isFromTarget: true, \.refused) { tally.refused += 1 }
      return
    }
    signs.unreachable += 1
    guard count(who, port: number, isFromTarget: isFromTarget, \.unreachable) else { return }
    tally.unreachable += 1
    events.append(
      .unreachable(
        address: quote.destination, port: ports.destination, transport: isTCP ? .tcp : .udp, found,
        time: Self.time))
  }

  // MARK: - Hardware addresses

  private func take(_ packet: ARPPacket, _ link: RawLink) {
    for way in ways where way.link === link {
      if let answer = way.neighbourAnswer(to: packet) {
        if link.sender.isFull { flush(link) }
        link.sender.append(answer)
      }
    }
    guard packet.operation == ARPPacket.reply else { return }
    learn(.v4(packet.senderAddress), packet.senderMAC, link, to: .v4(packet.targetAddress))
  }

  private func takeAdvertisement(_ message: RawSpan, _ frame: Frame) {
    // A hop limit of 255 proves that it comes from the link itself (RFC 4861, 7.1.2).
    guard frame.hopLimit == 255, let told = try? NeighbourMessage(parsing: message),
      let mac = told.mac ?? frame.sourceMAC
    else { return }
    for link in links { learn(.v6(told.target), mac, link, to: frame.destination) }
  }

  /// Takes an answer to ARP or neighbour discovery: of a router, or of a target on the link.
  private func learn(_ address: IPAddress, _ mac: MACAddress, _ link: RawLink, to own: IPAddress?) {
    guard mac.isUnicast else { return }
    for way in ways where way.link === link && way.way.gateway == address && !way.isReady {
      way.setRouter(mac)
    }
    guard let (all, number) = space.place(of: address),
      case .way(let wayNumber) = space.segments[number].course, ways[wayNumber].isOnLink,
      ways[wayNumber].link === link, ways[wayNumber].source == own,
      let local = space.shard.local(all)
    else { return }
    neighbours.note(mac, of: local)
  }
}
