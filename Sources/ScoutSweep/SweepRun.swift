import ScoutLoop
import ScoutModel
import ScoutNet

/// One connect sweep at work, on the loop's thread.
final class SweepRun {
  let plan: SweepPlan
  let loop: Loop
  var tally = SweepTally()
  var events: [SweepEvent] = []
  var ledger: SweepLedger

  private let order: Permutation
  private let outbox: SweepOutbox
  private let stopFlag: StopFlag
  private let links: [Prefix]
  private let began = Moment.now
  private let cpuAtStart = LocalMachine.threadCPU
  private let inFlightLimit: Int

  private var rate: PacketsPerSecond
  private var bucket: TokenBucket
  private var pacer: PrefixPacer
  private var pinger: Pinger?
  private var waiting = MinHeap<WaitingProbe>()
  private var waitingCounter: UInt64 = 0
  /// Jobs that are begun and not finished.
  private var jobs = 0
  private var unresolved = 0
  private var connecting: [ObjectIdentifier: ConnectProbe] = [:]
  private var nextIndex: UInt64
  private var upcoming: (index: UInt64, address: IPAddress)?
  /// The job whose probes are being begun, and how many of them are.
  private var current: (job: SweepJob, begun: Int)?
  private var stopDeadline: Moment?
  private var isOver = false
  private var reported = SweepTally()
  private lazy var pumpTimer = loop.timer { [unowned self] in self.pump() }
  /// Keeps the run alive until it is over.
  private var tickTimer: LoopTimer?

  private static let eventRoom = 4096
  private static let waitingRoom = 8192
  private static let tickTime = Duration.milliseconds(50)
  private static let localPause = Duration.milliseconds(100)
  private static let localTries = 50

  init(_ plan: SweepPlan, loop: Loop, outbox: SweepOutbox, stopFlag: StopFlag) {
    self.plan = plan
    self.loop = loop
    self.outbox = outbox
    self.stopFlag = stopFlag
    order = plan.order
    nextIndex = min(plan.start, order.count)
    ledger = SweepLedger(start: nextIndex)
    links = LocalMachine.linkNetworks()
    inFlightLimit = max(1, min(plan.inFlight, LocalMachine.raiseOpenFiles() / 2))
    rate = plan.rate
    // A wait is rounded up to a millisecond; the burst makes up for that.
    bucket = TokenBucket(rate: plan.rate, burst: max(2, plan.rate.value / 50))
    pacer = PrefixPacer(rate: plan.prefixRate)
  }

  func start() {
    if plan.presencePing { pinger = Pinger(run: self) }
    loop.whenStopped { [weak self] in
      self?.outbox.end(.broken)
      self?.close()
    }
    tickTimer = loop.timer { self.tick() }
    tick()
  }

  /// Drops everything without a word to the outbox's reader, who has gone.
  func abandon() { close() }

  // MARK: - Sending

  /// Sends what may be sent now and sets the time for the rest.
  func pump() {
    if isOver { return }
    let now = Moment.now
    while stopDeadline == nil, !stopFlag.isRaised {
      if bucket.ready > now { return loop.set(pumpTimer, for: bucket.ready) }
      if connecting.count >= inFlightLimit { break }
      if let first = waiting.first, first.due <= now {
        guard let item = waiting.removeFirst() else { break }
        send(item.probe, at: now)
      } else if let probe = nextProbe() {
        let slot = pacer.reserve(probe.job.key, at: now)
        if slot > now { wait(probe, until: slot) } else { send(probe, at: now) }
      } else {
        break
      }
    }
    if stopDeadline == nil, connecting.count < inFlightLimit, let first = waiting.first {
      loop.set(pumpTimer, for: max(first.due, bucket.ready))
    }
    endIfDone()
  }

  func wait(_ probe: SweepProbe, until due: Moment) {
    waitingCounter += 1
    waiting.insert(WaitingProbe(due: due, order: waitingCounter, probe: probe))
  }

  /// The next probe that was not yet begun; `nil` where all are, or there is no room for more.
  private func nextProbe() -> SweepProbe? {
    if waiting.count >= Self.waitingRoom { return nil }
    if current == nil {
      guard let job = nextJob() else { return nil }
      current = (job, 0)
    }
    guard let (job, begun) = current else { return nil }
    let isLast = begun + 1 >= plan.ports.count + (plan.presencePing ? 1 : 0)
    current = isLast ? nil : (job, begun + 1)
    if begun < plan.ports.count {
      return ConnectProbe(job: job, port: plan.ports[begun], run: self)
    }
    return PingProbe(job: job, port: plan.pingPort, tag: tag(of: job))
  }

  private func nextJob() -> SweepJob? {
    let probes = plan.ports.count + (plan.presencePing ? 1 : 0)
    guard probes > 0, jobs < max(2048, inFlightLimit),
      nextIndex - ledger.progress < SweepLimits.window,
      events.count + outbox.count < Self.eventRoom
    else { return nil }
    if upcoming == nil, let value = order[nextIndex],
      let address = plan.targets.addresses[plan.shard.place(value)]
    {
      upcoming = (nextIndex, address)
    }
    guard let (index, address) = upcoming else { return nil }
    let isOnLink = links.contains { $0.contains(address) }
    if isOnLink {
      if unresolved >= SweepLimits.unresolved { return nil }
      unresolved += 1
    }
    upcoming = nil
    nextIndex += 1
    jobs += 1
    tally.begun += 1
    return SweepJob(index: index, address: address, isOnLink: isOnLink, probes: probes)
  }

  private func tag(of job: SweepJob) -> UInt8 {
    UInt8(truncatingIfNeeded: ((job.index ^ plan.seed) &* 0x9E37_79B9_7F4A_7C15) >> 56)
  }

  private func send(_ probe: SweepProbe, at now: Moment) {
    switch probe {
    case let probe as ConnectProbe:
      if probe.job.hasNoNeighbour { return finish(probe) }
      bucket.charge(at: now)
      probe.began = now
      let connection = loop.connect(
        to: probe.job.address, port: probe.port, timeout: plan.connectTimeout,
        synRetries: max(1, plan.retries - probe.sent), options: plan.options, handler: probe)
      probe.connection = connection
      connecting[ObjectIdentifier(probe)] = probe
    case let probe as PingProbe:
      bucket.charge(at: now)
      pinger?.send(probe, at: now)
    default: break
    }
  }

  /// Counts a packet that has left for a probe.
  func countSent(_ probe: SweepProbe) {
    tally.sent += 1
    if probe.sent == 0 { probe.job.counts.probes += 1 } else { probe.job.counts.repetitions += 1 }
    probe.sent += 1
  }

  // MARK: - Answers

  /// A connection was opened (`reason` is `nil`) or was not.
  func ended(_ probe: ConnectProbe, _ connection: Connection, _ reason: CloseReason?) {
    connecting[ObjectIdentifier(probe)] = nil
    probe.connection = nil
    if case .local(let trouble) = reason {
      if !willSendLater(probe, trouble) { finish(probe) }
    } else {
      countSent(probe)
      countKernelRepetitions(probe, connection)
      if reason == nil { connection.close(reset: true) }
      judge(probe, reason)
    }
    pump()
  }

  private func countKernelRepetitions(_ probe: ConnectProbe, _ connection: Connection) {
    // The kernel waits a second before it repeats a SYN (RFC 6298, 2.1).
    guard loop.now - probe.began > .milliseconds(900) else { return }
    let repetitions = connection.retransmissions
    probe.sent += repetitions
    probe.job.counts.kernelRepetitions += repetitions
    tally.kernelRepetitions += UInt64(repetitions)
    tally.sent += UInt64(repetitions)
    if repetitions > 0 { bucket.charge(repetitions, at: loop.now) }
  }

  private func judge(_ probe: ConnectProbe, _ reason: CloseReason?) {
    let job = probe.job
    switch reason {
    case nil, .endOfStream:
      answered(job)
      job.counts.open += 1
      tally.open += 1
      events.append(.open(address: job.address, port: probe.port, time: Self.time))
    case .refused, .reset:
      answered(job)
      job.counts.refused += 1
      tally.refused += 1
    case .timedOut:
      if probe.sent < 1 + plan.retries, stopDeadline == nil {
        return wait(probe, until: pacer.reserve(job.key, at: loop.now))
      }
      countSilence(job)
    case .unreachable(let found):
      countUnreachable(probe, .tcp, found)
    case .noNeighbour:
      job.hasNoNeighbour = !job.hasAnswered
      countSilence(job)
    case .local: break
    }
    finish(probe)
  }

  /// Something came from the address itself.
  func answered(_ job: SweepJob) {
    tally.received += 1
    if !job.hasAnswered, job.isOnLink { unresolved -= 1 }
    job.hasAnswered = true
  }

  func countSilence(_ job: SweepJob) {
    job.counts.silent += 1
    tally.silent += 1
  }

  func countUnreachable(_ probe: SweepProbe, _ transport: Transport, _ found: Unreachable) {
    if found.reporter == probe.job.address { answered(probe.job) } else { tally.received += 1 }
    probe.job.counts.unreachable += 1
    tally.unreachable += 1
    events.append(
      .unreachable(
        address: probe.job.address, port: probe.port, transport: transport, found, time: Self.time))
  }

  /// This machine could not send. Puts the probe off, or counts it as not sent and leaves it to the
  /// caller to finish it.
  func willSendLater(_ probe: SweepProbe, _ trouble: LocalTrouble) -> Bool {
    tally.localDrops += 1
    probe.localTries += 1
    if trouble.isPassing, probe.localTries < Self.localTries, stopDeadline == nil {
      wait(probe, until: loop.now + Self.localPause)
      return true
    }
    probe.job.counts.notSent += 1
    tally.notSent += 1
    return false
  }

  func finish(_ probe: SweepProbe) {
    let job = probe.job
    job.unfinished -= 1
    if job.unfinished > 0 { return }
    jobs -= 1
    if job.isOnLink, !job.hasAnswered { unresolved -= 1 }
    job.counts.addresses = 1
    job.counts.silentAddresses = job.hasAnswered ? 0 : 1
    ledger.finish(index: job.index, key: job.key, counts: job.counts)
  }

  static var time: Timestamp { Timestamp(microseconds: LocalMachine.wallClock) }

  // MARK: - Reporting and ending

  private func tick() {
    if isOver { return }
    let steps = stopFlag.takeRateSteps()
    if steps != 0 {
      rate = rate.changed(steps: steps)
      bucket.change(to: rate, burst: max(2, rate.value / 50))
    }
    if stopFlag.isRaised, stopDeadline == nil { stopDeadline = loop.now + plan.coolDown }
    if !events.isEmpty || tally != reported {
      reported = tally
      outbox.put(SweepBatch(events: events, progress: ledger.progress, tally: tally))
      events = []
    }
    pump()
    if !isOver, let tickTimer { loop.set(tickTimer, for: loop.now + Self.tickTime) }
  }

  private func endIfDone() {
    if isOver { return }
    let isDrained = connecting.isEmpty && (pinger?.isQuiet(at: loop.now) ?? true)
    if let stopDeadline {
      if !isDrained, loop.now < stopDeadline { return }
    } else if !isDrained || jobs > 0 || nextIndex < order.count && canGoOn {
      return
    }
    let isComplete = ledger.progress == order.count
    if !events.isEmpty || tally != reported || isComplete {
      outbox.put(SweepBatch(events: events, progress: ledger.progress, tally: tally))
      events = []
    }
    var counts = ledger.total
    counts.strays = Int(clamping: tally.late &+ tally.duplicates &+ tally.strays)
    outbox.end(
      .end(
        SweepSummary(
          progress: ledger.progress, isComplete: isComplete, tally: tally, counts: counts,
          prefixes: ledger.prefixCounts, uncountedAddresses: ledger.uncounted,
          elapsed: .now - began, cpu: LocalMachine.threadCPU - cpuAtStart)))
    close()
  }

  /// Whether there is anything to ask at all.
  private var canGoOn: Bool { !plan.ports.isEmpty || plan.presencePing }

  private func close() {
    isOver = true
    loop.clear(pumpTimer)
    if let tickTimer { loop.clear(tickTimer) }
    tickTimer = nil
    for probe in connecting.values { probe.connection?.close(reset: true) }
    connecting = [:]
    pinger?.close()
    pinger = nil
  }
}
