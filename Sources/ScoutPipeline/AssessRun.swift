import ScoutAMT
package import ScoutGrab
import ScoutLink
import ScoutLoop
package import ScoutModel
import ScoutNet
import ScoutResolve
package import ScoutStore
package import ScoutSweep
import Synchronization

/// The main job while it runs: sweep, ask, listen and resolve, everything into one site file.
///
/// ```
/// sweep ─ open ports ─▶ queue ─▶ ask ─┐
///   └──── pongs ──────────────────────┼─▶ recorder ─▶ resolve
/// listen ─────────────────────────────┘
/// ```
/// The queue is bounded: while the asking stage is busy, the sweep sends little.
package final class AssessRun: Sendable {
  let job: AssessJob
  let recorder: Recorder
  private let tally = Mutex(SweepTally())
  let progress: Progress
  private let found: @Sendable ([SweepEvent]) -> Void
  /// Ports found by an earlier part of the same scan that nobody has talked to yet, and devices known
  /// by their pong whose side ports nobody has asked for.
  private let leftOver: [GrabTarget]
  private let desk: CredentialDesk?
  private let stopping = Atomic(false)
  private let engine = Mutex<(any SweepEngine)?>(nil)
  private let sweepTrouble = Mutex<SweepError?>(nil)

  /// - Parameters:
  ///   - scan: the scan to begin or to go on with, as the site file holds it.
  ///   - found: hears of what the sweep finds, some at a time, on the run's tasks.
  package init(
    _ job: AssessJob, scan: Scan, file: SiteFile, progress: Progress,
    found: @escaping @Sendable ([SweepEvent]) -> Void = { _ in }
  ) throws {
    self.job = job
    self.progress = progress
    self.found = found
    var questions = NameQuestions(profile: job.profile)
    var open: [IPAddress: Set<UInt16>] = [:]
    var pongs: Set<IPAddress> = []
    var identities = Identities()
    try file.forEachObservation { observation in
      questions.add(observation.sighting)
      if !job.credentials.entries.isEmpty { identities.add(observation.sighting) }
      guard observation.scan == scan.id, let address = observation.endpoint.address else { return }
      switch observation.fact {
      case .port(let port) where port.transport == .tcp:
        if port.state == .open { open[address, default: []].insert(port.port) }
        // Only a side port that was asked for is stored as refusing or silent.
        if port.state == .closed || port.state == .silent { pongs.remove(address) }
      case .pong(let pong) where pong.isWorthAsking: pongs.insert(address)
      case .web(let web): open[address]?.remove(web.port)
      case .tls(let tls): open[address]?.remove(tls.port)
      case .redirection(let redirection): open[address]?.remove(redirection.port)
      default: return
      }
    }
    leftOver = pongs.union(open.filter { !$0.value.isEmpty }.keys).sorted().map { address in
      GrabTarget(
        address: address, ports: open[address, default: []].sorted(),
        isIdentified: pongs.contains(address))
    }
    recorder = Recorder(file: file, scan: scan, questions: questions)
    desk =
      job.credentials.entries.isEmpty
      ? nil
      : CredentialDesk(
        job.credentials, trust: job.authorities, identities: identities.subjects)
  }

  /// What became of each entry of the credentials file.
  package var accounts: [CredentialDesk.Account] { desk?.accounts ?? [] }

  /// What the sweep sent and received in this run.
  package var summary: SweepTally { tally.withLock { $0 } }

  /// What ended the sweep before its time, once `run` has returned; the scan is then unfinished.
  package var trouble: SweepError? { sweepTrouble.withLock { $0 } }

  /// Changes the rate of the sweep by so many steps of 5 %.
  package func changeRate(steps: Int) { engine.withLock { $0?.changeRate(steps: steps) } }

  /// Sends no more, lets what is under way come to an end, and has `run` return.
  package func stop() {
    stopping.store(true, ordering: .relaxed)
    engine.withLock { $0?.stop() }
  }

  var isStopping: Bool { stopping.load(ordering: .relaxed) }

  /// Does it all; returns the scan as it stands, finished or resumable.
  package func run() async throws -> Scan {
    _ = LocalMachine.raiseOpenFiles()
    let policy = job.policy
    let loop = try EventLoop(name: "scout") { policy.permits($0, port: $1) }
    defer { loop.stop() }
    let site = job.profile.site
    let own = Set(try Interfaces.current().all.compactMap(\.mac))
    let listening = try Listening(job.interfaces) { interface in
      Ear(source: interface, site: site, recorder: recorder, own: own)
    }
    if job.asks {
      try recorder.record(OwnLeases.sightings(for: job.plan.targets.addresses, site: site))
      try recorder.record(
        job.named.map { target in
          Sighting(
            time: .now, endpoint: job.endpoint(target.address), method: .active,
            origin: target.answer.server.map { Origin($0.description) },
            fact: .name(target.answer))
        })
    }
    try await withThrowingTaskGroup(of: Void.self) { group in
      if job.asks { group.addTask { try await self.askDHCP(loop) } }
      try await sweepAndAsk(loop)
      try await group.waitForAll()
    }
    if job.asks { try recordNeighbours() }
    if job.resolves, !isStopping {
      progress.update { $0.phase = .resolving }
      try await resolve(loop)
    }
    let heard = try await listening.finish()
    let isFinished = !isStopping
    try recorder.record([]) { scan in
      heard.add(to: &scan.coverage)
      scan.coverage.unfinished = !isFinished
      if isFinished { scan.ended = .now }
    }
    return recorder.scan
  }

  // MARK: - Sweeping and asking

  private func sweepAndAsk(_ loop: EventLoop) async throws {
    let sweep = try makeEngine(loop)
    engine.withLock { $0 = sweep }
    if isStopping { sweep.stop() }
    let total = job.plan.addressCount
    progress.update { snapshot in
      snapshot.phase = .sweeping
      snapshot.addresses = total
    }
    guard job.asks else { return try await self.sweep(sweep, nil) }
    var limits = GrabLimits()
    limits.device = job.hostTimeout
    let policy = job.policy
    var scope = GrabScope()
    scope.redirection = job.redirection
    scope.sidePorts = true
    scope.credentials = desk
    let grabber = try Grabber(limits: limits, scope: scope) { policy.permits($0, port: $1) }
    let doors = Queue<GrabTarget>(capacity: 4096)
    let atOnce = limits.devices
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask {
        defer { doors.finish() }
        for door in self.leftOver { await self.knock(door, doors) }
        try await self.sweep(sweep, doors)
        self.progress.update { $0.phase = .asking }
      }
      group.addTask {
        // If asking fails, for want of disk space say, sweeping on would lose what it finds.
        defer {
          doors.finish()
          sweep.stop()
        }
        try await forEach(doors, atMost: atOnce) { door in
          if self.isStopping { return }
          try await self.ask(door, grabber)
        }
      }
      try await group.waitForAll()
    }
  }

  private func makeEngine(_ loop: EventLoop) throws -> any SweepEngine {
    guard case .raw(let routes, let settings) = job.engine else { return ConnectSweep(loop: loop) }
    let routers = routes.gateways.compactMap { router in
      Prefix(router, length: router.bitWidth).map { TargetPolicy.Infrastructure.neighbours($0) }
    }
    let sweep = try RawSweep(
      routes, settings: settings, pingPort: job.plan.pingPort, rate: job.plan.rate,
      policy: job.policy.adding(routers), loop: loop)
    if job.givesUpRawSockets, let reason = Privileges.dropRawSockets() {
      throw LinkError(
        .system, "the right to raw sockets cannot be given up (\(reason)); use --unprivileged")
    }
    return sweep
  }

  private func knock(_ door: GrabTarget, _ doors: Queue<GrabTarget>) async {
    progress.update { $0.conversations += 1 }
    await doors.send(door)
  }

  /// How many findings of the sweep become sightings at once.
  private static let recordedAtOnce = 64

  /// Sweeps, and puts what is to be asked into `doors`, where there are any.
  private func sweep(_ sweep: any SweepEngine, _ doors: Queue<GrabTarget>?) async throws {
    let before = recorder.scan.coverage
    var plan = job.plan
    let total = plan.addressCount
    plan.start = recorder.scan.progress
    plan.seed = recorder.scan.seed
    // What earlier runs of the scan have done, as addresses.
    let share = Double(plan.start) / Double(max(1, sweep.steps(of: plan)))
    let done = UInt64(Double(plan.addressCount) * share)
    let summary = try await sweep.run(plan) { batch in
      // A sighting takes far more memory than the event it is made of, so they are made and told some
      // at a time. The progress goes in with the last ones: a run that ends in between finds the
      // others anew.
      var rest = batch.events[...]
      while rest.count > Self.recordedAtOnce {
        let part = rest.prefix(Self.recordedAtOnce)
        try self.recorder.record(self.sightings(part))
        self.found(Array(part))
        rest = rest.dropFirst(Self.recordedAtOnce)
      }
      try self.recorder.record(self.sightings(rest)) { scan in
        scan.progress = batch.progress
        // Until the summary is in, the tally speaks: a run that is killed leaves its counts.
        scan.coverage = before.keeping(scan.coverage.dhcpInquiries)
        scan.coverage.total += ProbeCounts(batch.tally)
      }
      self.tally.withLock { $0 = batch.tally }
      self.progress.update { snapshot in
        snapshot.addressesDone = min(total, done &+ batch.tally.begun)
        snapshot.sent = batch.tally.sent
        snapshot.slowedBy = batch.tally.slowedBy
        snapshot.allowedRate = batch.tally.allowedRate
        snapshot.open = Int(clamping: batch.tally.open)
        snapshot.pongs = Int(clamping: batch.tally.pongs)
      }
      if !rest.isEmpty { self.found(Array(rest)) }
      if let doors {
        for door in self.targets(in: batch) { await self.knock(door, doors) }
      }
    }
    tally.withLock { $0 = summary.tally }
    if let trouble = summary.trouble {
      sweepTrouble.withLock { $0 = trouble }
      stop()
    }
    let pings = plan.presencePing
    try recorder.record([]) { scan in
      scan.progress = summary.progress
      scan.coverage = before.adding(summary, presencePing: pings)
        .keeping(scan.coverage.dhcpInquiries)
    }
  }

  /// The open ports of a batch and who answered its pings as AMT or DASH, by address.
  private func targets(in batch: SweepBatch) -> [GrabTarget] {
    var targets: [GrabTarget] = []
    var places: [IPAddress: Int] = [:]
    for event in batch.events {
      let found: GrabTarget
      switch event {
      case .open(let address, let port, _): found = GrabTarget(address: address, ports: [port])
      case .pong(let address, _, let bytes, _):
        guard (try? PongSighting(parsing: bytes))?.isWorthAsking == true else { continue }
        found = GrabTarget(address: address, ports: [], isIdentified: true)
      case .neighbour, .unreachable: continue
      }
      if let place = places[found.address] {
        targets[place].ports += found.ports
        targets[place].isIdentified = targets[place].isIdentified || found.isIdentified
      } else {
        places[found.address] = targets.count
        targets.append(found)
      }
    }
    return targets
  }

  /// What is recorded of events, in a list that is asked for room once.
  private func sightings(_ events: ArraySlice<SweepEvent>) -> [Sighting] {
    var sightings: [Sighting] = []
    sightings.reserveCapacity(events.count)
    for event in events {
      if let sighting = sighting(event) { sightings.append(sighting) }
    }
    return sightings
  }

  /// What is recorded of an event; `nil` for a datagram that is no pong at all.
  private func sighting(_ event: SweepEvent) -> Sighting? {
    switch event {
    case .open(let address, let port, let time):
      return Sighting(
        time: time, endpoint: job.endpoint(address), method: .active,
        fact: .port(PortSighting(port: port, transport: .tcp, state: .open)))
    case .pong(let address, _, let bytes, let time):
      guard let pong = try? PongSighting(parsing: bytes) else { return nil }
      return Sighting(
        time: time, endpoint: job.endpoint(address), method: .active, fact: .pong(pong))
    case .neighbour(let address, let mac, let time):
      var endpoint = job.endpoint(address)
      endpoint.mac = mac
      return Sighting(
        time: time, endpoint: endpoint, method: .active,
        origin: Origin(address.bitWidth == 32 ? "ARP" : "neighbour discovery"), fact: .neighbour)
    case .unreachable(let address, let port, let transport, let found, let time):
      return Sighting(
        time: time, endpoint: job.endpoint(address), method: .active,
        fact: .port(
          PortSighting(port: port, transport: transport, state: SweepEvent.state(found))))
    }
  }

  private func ask(_ door: GrabTarget, _ grabber: Grabber) async throws {
    let result = try await grabber.grab(door)
    let time = Timestamp.now
    let endpoint = job.endpoint(door.address)
    try await recorder.recordTogether(
      result.facts.map { Sighting(time: time, endpoint: endpoint, method: .active, fact: $0) })
    progress.update { $0.conversationsDone += 1 }
  }
}

extension PongSighting {
  /// Whether the machine is to be asked for the side ports: before set-up AMT has none open, and a
  /// server's controller is none of ours.
  fileprivate var isWorthAsking: Bool {
    product == .dash || (product == .amt && state != .pre)
  }
}
