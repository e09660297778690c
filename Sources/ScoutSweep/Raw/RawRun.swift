import ScoutLink
import ScoutLoop
import ScoutModel
import ScoutNet
import ScoutWire
import Synchronization

/// What other threads say to a raw sweep under way.
final class RawOrders: Sendable {
  let isStopping = Atomic(false)
  /// Nobody wants what is found any more.
  let isAbandoned = Atomic(false)
  let rateSteps = Atomic(0)
}

/// One raw sweep at work, on a thread of its own: it sends, receives and counts there, so that
/// nothing is shared and nothing is locked on the way of a packet.
final class RawRun {
  enum Phase { case neighbours, probes }

  let plan: SweepPlan
  let space: ProbeSpace
  let order: Permutation
  /// The same order for the first questions, which go through it without leaving anything out.
  let ahead: OrderAhead
  let ways: [RawWay]
  let links: [RawLink]
  let cookie: ProbeCookie
  let sourcePorts: SourcePorts
  let vlan: UInt16?
  private let sockets: RawSockets
  private let outbox: SweepOutbox
  private let orders: RawOrders
  private let base: SweepTally

  var tally = SweepTally()
  var events: [SweepEvent] = []
  var signs = RateControl.Signs()
  var trouble: SweepError?

  let answered: AnswerBits
  /// One bit for each address of the shard from which something came.
  let answering: AnswerBits
  let tallies: PrefixTallies
  let neighbours: NeighbourBook
  /// Where the passes stand, as the answers' side needs to know it.
  var begun: UInt64
  var finished: UInt64
  var repeated: UInt64

  private let gate: PrefixGate?
  private var control: RateControl
  private var bucket: TokenBucket
  private let readClock: () -> Moment
  private var clock = SteadyClock()
  private var now: Moment
  private var waiting = MinHeap<WaitingPlace>()
  private var waitingOrder: UInt64 = 0
  private var nextTick = Moment(nanoseconds: .min)
  private var nextReport = Moment(nanoseconds: .min)
  private var nextCountReport = Moment(nanoseconds: .min)
  private var reported = SweepTally()
  private let began = Moment.now
  private let cpuAtStart = LocalMachine.threadCPU

  private static let eventRoom = 4096
  private static let waitingRoom = 512
  /// Places passed over without a packet, before answers are looked at again.
  private static let strideLimit = 4096
  private static let tick = Duration.milliseconds(10)
  /// How often the clock is looked at while there is nothing to send.
  private static let idleTick = Duration.milliseconds(100)
  /// How often what was found is handed over, and how often the counts alone.
  private static let report = Duration.milliseconds(100)
  private static let countReport = Duration.milliseconds(250)
  /// So many findings are handed over at once.
  private static let eventBatch = 1024

  init(
    _ plan: SweepPlan, space: ProbeSpace, sockets: RawSockets, settings: RawSweep.Settings,
    outbox: SweepOutbox, orders: RawOrders, base: SweepTally,
    readClock: @escaping () -> Moment
  ) {
    self.plan = plan
    self.space = space
    self.sockets = sockets
    self.outbox = outbox
    self.orders = orders
    self.base = base
    ways = sockets.ways
    links = sockets.links
    vlan = settings.vlan
    sourcePorts = settings.sourcePorts
    cookie = ProbeCookie()
    order = Permutation(count: space.count, seed: plan.seed)
    ahead = OrderAhead(order)
    let start = min(plan.start, space.count)
    begun = start
    finished = start
    repeated = start
    answered = AnswerBits(count: space.count)
    answering = AnswerBits(count: space.addresses, most: 1 << 30)
    tallies = PrefixTallies(prefixes: space.prefixCount)
    neighbours = NeighbourBook(space, seed: plan.seed)
    gate =
      PrefixGate.isNeeded(plan, space)
      ? PrefixGate(prefixes: space.prefixCount, rate: plan.prefixRate) : nil
    control = RateControl(plan.rate)
    bucket = TokenBucket(rate: control.allowed, burst: Self.burst(control.allowed))
    self.readClock = readClock
    now = clock.time(readClock())
    tally = base
  }

  /// Up to 5 ms late, the thread makes up for it.
  private static func burst(_ rate: PacketsPerSecond) -> Int { max(1, rate.value / 200) }

  // MARK: - The whole

  func work() {
    Waiting.bePrecise()
    findRouters()
    if trouble == nil, neighbours.count > 0 { askNeighbours() }
    if trouble == nil { probe() }
    report(isLast: true)
    outbox.end(.end(summary()))
  }

  private func askNeighbours() {
    let waits = [Duration](repeating: .milliseconds(500), count: max(1, 1 + plan.retries))
    var train = PassTrain(
      start: 0, end: neighbours.count, waits: waits.dropLast() + [.seconds(1)],
      memory: neighbours.answered.capacity)
    drive(&train, .neighbours, neighbours.answered)
  }

  private func probe() {
    let pause = max(plan.connectTimeout / 3, .milliseconds(100))
    let waits = [Duration](repeating: pause, count: max(0, plan.retries)) + [plan.coolDown]
    var train = PassTrain(
      start: begun, end: space.count, waits: waits, memory: answered.capacity)
    drive(&train, .probes, answered)
    note(train)
  }

  private func note(_ train: PassTrain) {
    begun = train.begun
    finished = train.finished
    repeated = train.cursors[1]
  }

  /// Runs one phase to its end, to trouble, or to the wish to stop.
  private func drive(_ train: inout PassTrain, _ phase: Phase, _ bits: AnswerBits) {
    var isClosed = false
    while trouble == nil, !train.isDone {
      now = clock.time(readClock())
      if phase == .probes { note(train) }
      receive()
      if now >= nextTick || events.count >= Self.eventBatch { tick(isIdle: isIdle(train)) }
      if orders.isAbandoned.load(ordering: .relaxed) { return }
      if orders.isStopping.load(ordering: .relaxed), !isClosed {
        // The answers to what was asked are waited for, so that one number says what is left.
        isClosed = true
        train.closeEntrance()
        if phase == .neighbours { return }
      }
      let mayFill = events.count + outbox.count < Self.eventRoom
      let room = mayFill ? bucket.available(upTo: PacketSender.capacity, at: now) : 0
      let used = fill(&train, phase, bits, room: room)
      if used > 0 {
        bucket.charge(used, at: now)
        flush()
      }
      let silent = train.advance(at: now, bits, held: waiting.count > 0 ? held(train) : nil)
      if phase == .probes { tally.silent += silent }
      rest(train, mayFill: mayFill)
    }
  }

  /// Whether nothing may be sent before some time has passed, whatever the rate.
  private func isIdle(_ train: PassTrain) -> Bool {
    waiting.count >= Self.waitingRoom || !train.canGoOn
  }

  /// Fills frames with the next probes, as many as may go; returns how many packets that were.
  private func fill(
    _ train: inout PassTrain, _ phase: Phase, _ bits: AnswerBits, room: Int
  ) -> Int {
    var used = 0
    var looked = 0
    while used < room, looked < Self.strideLimit {
      looked += 1
      if let first = waiting.first {
        if first.due <= now {
          guard let item = waiting.removeFirst() else { break }
          if item.pass > 0, bits.contains(item.place) { continue }
          used += send(item.place, pass: item.pass, phase, hasSlot: true)
          continue
        }
        if waiting.count >= Self.waitingRoom { break }
      }
      guard let (place, pass) = train.next(bits) else { break }
      used += send(place, pass: pass, phase, hasSlot: false)
    }
    return used
  }

  /// Puts one packet into a batch, or has it wait for its prefix; returns how many packets.
  @inline(__always)
  private func send(_ place: UInt64, pass: Int, _ phase: Phase, hasSlot: Bool) -> Int {
    switch phase {
    case .probes: sendProbe(place, pass: pass, hasSlot: hasSlot)
    case .neighbours: sendQuestion(place, pass: pass, hasSlot: hasSlot)
    }
  }

  /// Whether a packet into a prefix must wait; then it has been put aside.
  func mustWait(_ place: UInt64, pass: Int, prefix: Int) -> Bool {
    guard let gate else { return false }
    let due = gate.reserve(prefix, at: now)
    if due <= now { return false }
    waitingOrder += 1
    waiting.insert(WaitingPlace(due: due, order: waitingOrder, place: place, pass: pass))
    return true
  }

  private func held(_ train: PassTrain) -> [UInt64] {
    var held = [UInt64](repeating: .max, count: train.passes)
    waiting.forEach { held[$0.pass] = min(held[$0.pass], $0.place) }
    return held
  }

  // MARK: - Time

  /// Sleeps until there is something to do.
  private func rest(_ train: PassTrain, mayFill: Bool) {
    var due = nextTick
    if !mayFill {
      // Whoever takes the findings does not wake us: the next look is at the tick.
    } else if isIdle(train) {
      if let moment = train.nextDue { due = min(due, moment) }
      if let moment = waiting.first?.due { due = min(due, max(moment, bucket.ready)) }
    } else {
      // The room was that of one call to the kernel; more may go at once.
      if bucket.available(upTo: 1, at: now) > 0 { return }
      // About a millisecond's packets at a time: sleeping costs little, and bursts stay short.
      due = bucket.ready(for: min(256, max(1, control.allowed.value / 1000)))
    }
    sleep(until: due)
  }

  private func sleep(until due: Moment) {
    let time = min(
      due.nanoseconds &- clock.time(readClock()).nanoseconds, Self.idleTick.nanoseconds)
    if time <= 2_000 { return }
    let ready = Waiting.forReadable(
      links.map(\.ring.descriptor) + [sockets.wake.descriptor, sockets.watch.descriptor],
      atMost: time)
    if ready >> UInt64(links.count) & 1 == 1 { sockets.wake.clear() }
    if ready >> UInt64(links.count + 1) & 1 == 1 { checkInterfaces() }
  }

  private func tick(isIdle: Bool) {
    nextTick =
      now + (isIdle ? Self.idleTick : control.isStarting ? RateControl.startInterval : Self.tick)
    let steps = orders.rateSteps.exchange(0, ordering: .relaxed)
    if steps != 0 { control.change(steps: steps) }
    if now >= nextReport {
      nextReport = now + Self.report
      countDrops()
      checkInterfaces()
      report(isLast: false)
    } else if events.count >= Self.eventBatch {
      report(isLast: false)
    }
    signs.sent = Int(clamping: (tally.sent &- base.sent) &- sentBefore)
    sentBefore = tally.sent &- base.sent
    control.look(signs, at: now)
    signs = RateControl.Signs()
    bucket.change(to: control.allowed, burst: Self.burst(control.allowed))
    tally.clockJumps = UInt64(clock.jumps)
    tally.allowedRate = control.allowed.value
    tally.slowedBy = control.allowed < control.asked ? control.reason?.rawValue : nil
  }
  private var sentBefore: UInt64 = 0

  // MARK: - The interfaces

  private func receive() {
    for link in links {
      _ = link.ring.drain(atMost: 4096) { bytes, tag in take(bytes, tag, link) }
    }
    if links.contains(where: { $0.sender.count > 0 }) { flush() }
  }

  /// Hands all filled frames to the kernel.
  func flush() {
    for link in links where link.sender.count > 0 { flush(link) }
  }

  func flush(_ link: RawLink) {
    var tries = 0
    while true {
      switch link.sender.flush() {
      case .sent: return
      case .noRoom:
        tally.localDrops += 1
        signs.noRoom += 1
        tries += 1
        if tries > 200 {
          // What is lost here is asked again like anything that was lost on the way.
          tally.notSent += UInt64(link.sender.unsent)
          return link.sender.drop()
        }
        _ = Waiting.forReadable([], atMost: 1_000_000)
      case .failed(let code):
        tally.notSent += UInt64(link.sender.unsent)
        link.sender.drop()
        return lose(link.port.name, "sending failed (error \(code))")
      }
    }
  }

  private func checkInterfaces() {
    for change in sockets.watch.changes() {
      switch change {
      case .down(let index):
        if let link = links.first(where: { $0.port.index == index }) {
          lose(link.port.name, "it went down")
        }
      case .removed(let index):
        if let link = links.first(where: { $0.port.index == index }) {
          lose(link.port.name, "it was removed")
        }
      case .addressRemoved(let index, let address):
        if let way = ways.first(where: { $0.link.port.index == index && $0.source == address }) {
          lose(way.link.port.name, "it no longer has the address \(address)")
        }
      }
    }
  }

  private func lose(_ interface: String, _ why: String) {
    guard trouble == nil else { return }
    trouble = SweepError(
      code: .interfaceLost,
      description: "the sweep on \(interface) ended: \(why). What was found is kept; put the "
        + "interface right and start the same command again, it goes on from there")
  }

  private func countDrops() {
    for link in links {
      let drops = link.ring.takeDrops()
      tally.kernelDrops += UInt64(drops)
      signs.dropped += drops
    }
  }

  // MARK: - Routers

  private func findRouters() {
    let open = ways.filter { !$0.isReady }
    for try_ in 0..<4 where open.contains(where: { !$0.isReady }) {
      for way in open where !way.isReady {
        guard let router = way.way.gateway, let question = way.neighbourQuestion(router) else {
          continue
        }
        if way.link.sender.isFull { flush(way.link) }
        way.link.sender.append(question)
        tally.neighbourQuestions += 1
      }
      flush()
      let end = clock.time(readClock()) + (try_ == 0 ? .milliseconds(300) : .seconds(1))
      repeat {
        now = clock.time(readClock())
        receive()
        if trouble != nil || orders.isStopping.load(ordering: .relaxed) { return }
        if !open.contains(where: { !$0.isReady }) { return }
        sleep(until: min(end, now + .milliseconds(20)))
      } while now < end
    }
    if let way = open.first(where: { !$0.isReady }), let router = way.way.gateway {
      let question = router.isV6 ? "neighbour discovery" : "ARP"
      trouble = SweepError(
        code: .gatewaySilent,
        description:
          "the gateway \(router) on \(way.link.port.name) does not answer \(question), so "
          + "nothing behind it can be swept; look at `ip route` and `ip neighbour`, or leave those "
          + "targets out")
    }
  }

  // MARK: - Reporting

  private func report(isLast: Bool) {
    if orders.isAbandoned.load(ordering: .relaxed) { return }
    if isLast { countDrops() }
    if events.isEmpty, !isLast, tally == reported || now < nextCountReport { return }
    nextCountReport = now + Self.countReport
    reported = tally
    outbox.put(SweepBatch(events: events, progress: finished, tally: tally))
    events.removeAll(keepingCapacity: true)
  }

  private func summary() -> SweepSummary {
    var (counts, prefixes) = tallies.summary(space.prefixKeys())
    counts.strays = Int(
      clamping: tally.late &+ tally.duplicates &+ tally.strays &+ tally.forged)
    counts.notSent = Int(clamping: tally.notSent &- base.notSent)
    if tally.kernelDrops > 0 { counts.answersDropped = Int(clamping: tally.kernelDrops) }
    return SweepSummary(
      progress: finished, isComplete: finished == space.count, tally: tally, counts: counts,
      prefixes: prefixes, uncountedAddresses: tallies.uncounted, elapsed: .now - began,
      cpu: LocalMachine.threadCPU - cpuAtStart, trouble: trouble)
  }

  static var time: Timestamp { Timestamp(microseconds: LocalMachine.wallClock) }
}

/// A probe that waits for its prefix's turn.
struct WaitingPlace: Comparable {
  let due: Moment
  let order: UInt64
  let place: UInt64
  let pass: Int

  static func < (left: Self, right: Self) -> Bool {
    (left.due, left.order) < (right.due, right.order)
  }

  static func == (left: Self, right: Self) -> Bool {
    (left.due, left.order) == (right.due, right.order)
  }
}
