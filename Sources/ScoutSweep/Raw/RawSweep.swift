import ScoutLink
package import ScoutLoop
import ScoutModel
import ScoutNet
import Synchronization

/// Sweeps with packets of its own: needs CAP_NET_RAW, remembers almost nothing of what it asked, and
/// so goes as fast as it may.
///
/// One value runs one sweep; after `stop` it stays stopped.
package final class RawSweep: SweepEngine {
  /// What is particular to raw packets.
  package struct Settings: Hashable, Sendable {
    package var sourcePorts: SourcePorts
    /// Tags the frames, for a port that carries several VLANs.
    package var vlan: UInt16?

    package init(sourcePorts: SourcePorts, vlan: UInt16? = nil) {
      self.sourcePorts = sourcePorts
      self.vlan = vlan
    }
  }

  package let name = "raw"
  private let routes: RoutePlan
  private let settings: Settings
  private let loop: EventLoop
  private let orders = RawOrders()
  private let own: ConnectSweep
  // SAFETY: made here, taken out once by `run`, and then used by the sweep's thread alone; waking it
  // is made for all threads.
  private nonisolated(unsafe) var sockets: RawSockets?
  private let wake: WakeUp
  private let readClock: @Sendable () -> Moment

  /// More addresses than this are not kept count of.
  package static let addressLimit: UInt64 = 1 << 28
  /// More of this machine's own addresses than this are better swept by connections altogether.
  package static let localLimit: UInt64 = 4096

  /// Opens the sockets; afterwards the privilege may be given up.
  ///
  /// - Parameters:
  ///   - policy: must admit the routers of `routes`.
  ///   - rate: what answers are to be expected at once.
  ///   - loop: sweeps those of the targets that are this machine itself.
  ///   - readClock: tells the time.
  package init(
    _ routes: RoutePlan, settings: Settings, pingPort: UInt16, rate: PacketsPerSecond,
    policy: TargetPolicy, loop: EventLoop, readClock: @escaping @Sendable () -> Moment = { .now }
  ) throws {
    for router in routes.gateways { _ = try policy.admit(router, for: .neighbour) }
    self.routes = routes
    self.settings = settings
    self.loop = loop
    self.readClock = readClock
    own = ConnectSweep(loop: loop)
    let sockets = try RawSockets(routes, settings: settings, pingPort: pingPort, rate: rate)
    wake = sockets.wake
    self.sockets = sockets
  }

  package func steps(of plan: SweepPlan) -> UInt64 {
    plan.addressCount * plan.probesEach
  }

  package func stop() {
    orders.isStopping.store(true, ordering: .relaxed)
    own.stop()
    wake.signal()
  }

  package func changeRate(steps: Int) {
    orders.rateSteps.add(steps, ordering: .relaxed)
    own.changeRate(steps: steps)
  }

  package func run(
    _ plan: SweepPlan, deliver: (SweepBatch) async throws -> Void
  ) async throws -> SweepSummary {
    let space = ProbeSpace(plan, routes: routes)
    guard space.addresses <= Self.addressLimit else {
      throw SweepError(
        code: .noRoute,
        description: "\(space.addresses) addresses are more than one raw sweep keeps count of "
          + "(\(Self.addressLimit)); name narrower ranges, or share them out with --shard")
    }
    let before = try await sweepOwn(plan, deliver)
    if let before, !before.isComplete { return before }
    let outbox = SweepOutbox()
    try start(plan, space, outbox, base: before?.tally ?? SweepTally())
    return try await withTaskCancellationHandler {
      do {
        while true {
          switch await outbox.next() {
          case .batch(let batch): try await deliver(batch)
          case .end(let summary): return summary.adding(before)
          case .broken:
            throw SweepError(code: .noLoop, description: "the sweep's thread ended unasked")
          }
        }
      } catch {
        orders.isAbandoned.store(true, ordering: .relaxed)
        stop()
        throw error
      }
    } onCancel: {
      stop()
    }
  }

  private func start(
    _ plan: SweepPlan, _ space: ProbeSpace, _ outbox: SweepOutbox, base: SweepTally
  ) throws {
    guard let sockets else {
      throw SweepError(code: .noSocket, description: "a raw sweep runs once")
    }
    self.sockets = nil
    // SAFETY: nobody but the thread that is started here uses the run or its sockets.
    nonisolated(unsafe) let run = RawRun(
      plan, space: space, sockets: sockets, settings: settings, outbox: outbox, orders: orders,
      base: base, readClock: readClock)
    let failure = startThread { run.work() }
    guard failure == 0 else {
      throw SweepError(
        code: .noLoop, description: "no thread for the sweep (error \(failure)); try again")
    }
  }

  /// Sweeps this machine's own addresses by connections: a frame to them never leaves. Done once, at
  /// the beginning; `nil` where there are none.
  private func sweepOwn(
    _ plan: SweepPlan, _ deliver: (SweepBatch) async throws -> Void
  ) async throws -> SweepSummary? {
    let local = routes.localTargets
    guard !local.isEmpty, plan.start == 0 else { return nil }
    var mine: [AddressRange] = []
    var place: UInt64 = 0
    for piece in routes.pieces {
      if piece.course == .local {
        for offset in 0..<min(piece.range.count, Self.localLimit)
        where plan.shard.local(place + offset) != nil {
          let number = piece.range.low + UInt128(offset)
          mine.append(AddressRange(isV6: piece.range.isV6, low: number, high: number))
        }
      }
      place += piece.range.count
    }
    var part = plan
    part.targets = plan.targets.only(AddressSet(mine))
    part.shard = .whole
    guard !part.targets.addresses.isEmpty else { return nil }
    var summary = try await own.run(part) { batch in
      try await deliver(SweepBatch(events: batch.events, progress: 0, tally: batch.tally))
    }
    summary.progress = 0
    return summary
  }
}

extension SweepSummary {
  /// The summary of both parts, where the other one was finished before.
  fileprivate func adding(_ other: SweepSummary?) -> SweepSummary {
    guard let other else { return self }
    var sum = self
    sum.counts += other.counts
    var byPrefix = Dictionary(
      prefixes.map { ($0.prefix, $0.counts) }, uniquingKeysWith: { first, _ in first })
    for entry in other.prefixes { byPrefix[entry.prefix, default: ProbeCounts()] += entry.counts }
    sum.prefixes = byPrefix.map { PrefixCounts(prefix: $0.key, counts: $0.value) }
      .sorted { $0.prefix < $1.prefix }
    sum.uncountedAddresses += other.uncountedAddresses
    sum.elapsed += other.elapsed
    sum.cpu += other.cpu
    return sum
  }
}
