import ScoutLink
import ScoutLoop
import ScoutNet

extension RawRun {
  /// Puts a probe into its way's batch; returns how many packets that were.
  @inline(__always)
  func sendProbe(_ place: UInt64, pass: Int, hasSlot: Bool) -> Int {
    guard let probe = pass == 0 ? ahead[place] : order[place] else { return 0 }
    let (address, port) = space.division(probe)
    let all = space.shard.place(address)
    guard let number = space.segment(at: all) else { return 0 }
    let segment = space.segments[number]
    let offset = all &- segment.first
    let prefix = space.prefix(segment, offset: offset)
    guard case .way(let wayNumber) = segment.course else {
      return passOver(place, segment.course, prefix: prefix, isFirstOfAddress: port == 0)
    }
    let isPing = port == UInt64(space.ports.count)
    // A ping is sent twice at most.
    if isPing, pass > 1 { return 0 }
    let way = ways[wayNumber]
    var mac: UInt64?
    if way.isOnLink {
      guard let known = neighbours[address] else {
        return passOver(place, nil, prefix: prefix, isFirstOfAddress: port == 0)
      }
      mac = known
    }
    if !hasSlot, mustWait(place, pass: pass, prefix: prefix) { return 0 }
    fill(way, segment, offset: offset, port: Int(port), isPing: isPing, mac: mac)
    tally.sent &+= 1
    if pass == 0 {
      tallies.addProbe(prefix, isFirstOfAddress: port == 0)
      if port == 0 { tally.begun &+= 1 }
    } else {
      tallies.addRepetition(prefix)
    }
    return 1
  }

  @inline(__always)
  private func fill(
    _ way: RawWay, _ segment: ProbeSpace.Segment, offset: UInt64, port: Int, isPing: Bool,
    mac: UInt64?
  ) {
    let number = isPing ? plan.pingPort : space.ports[port]
    let (low, carry) = segment.low.addingReportingOverflow(offset)
    let target = ProbeTemplate.Destination(
      high: segment.high &+ (carry ? 1 : 0), low: low, port: number)
    let probed: ProbeCookie.Probed = isPing ? .udp : .tcp
    let value: UInt64
    switch way.source {
    case .v4(let source):
      value = cookie.value(
        from: source.rawValue, to: UInt32(truncatingIfNeeded: low), port: number, probed)
    case .v6(let source):
      value = cookie.value(
        from: source, to: IPv6Address(high: target.high, low: low), port: number, probed)
    }
    let template = isPing ? way.ping : way.syn
    if way.link.sender.isFull { flush(way.link) }
    let frame = way.link.sender.next(length: template.length)
    let mark = isPing ? UInt32(ProbeCookie.tag(value)) : ProbeCookie.sequence(value)
    template.fill(frame, to: target, from: sourcePorts.port(value), mark: mark, mac: mac)
  }

  /// A probe for which no packet is sent: it counts as answered, so that it is not asked again.
  private func passOver(
    _ place: UInt64, _ course: RoutePlan.Course?, prefix: Int, isFirstOfAddress: Bool
  ) -> Int {
    answered.insert(place)
    switch course {
    // This machine itself is asked by connections.
    case .local: return 0
    case .some(.none):
      tally.notSent &+= 1
      tallies.add(prefix, \.notSent)
    // Nobody has the address.
    case .broadcast, .way, nil: break
    }
    if isFirstOfAddress {
      tally.begun &+= 1
      tallies.addAddress(prefix)
    }
    return 0
  }

  /// Puts a question for a hardware address into its way's batch.
  func sendQuestion(_ place: UInt64, pass: Int, hasSlot: Bool) -> Int {
    guard let address = neighbours.address(at: place) else { return 0 }
    let all = space.shard.place(address)
    guard let number = space.segment(at: all) else { return 0 }
    let segment = space.segments[number]
    guard case .way(let wayNumber) = segment.course else { return 0 }
    let offset = all &- segment.first
    if !hasSlot, mustWait(place, pass: pass, prefix: space.prefix(segment, offset: offset)) {
      return 0
    }
    let start = UInt128(segment.high) << 64 | UInt128(segment.low)
    let target = IPAddress(number: start + UInt128(offset), isV6: segment.isV6)
    let way = ways[wayNumber]
    guard let question = way.neighbourQuestion(target) else { return 0 }
    if way.link.sender.isFull { flush(way.link) }
    way.link.sender.append(question)
    tally.neighbourQuestions &+= 1
    return 1
  }
}
