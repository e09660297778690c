import ScoutLoop
import ScoutModel
import ScoutNet
import ScoutWire

/// The presence pings of a sweep: who was asked, who answered, late or twice.
final class Pinger: DatagramHandler {
  private unowned let run: SweepRun
  private var sockets: [Bool: DatagramSocket] = [:]
  private var probes: [IPAddress: PingProbe] = [:]
  private let own: Set<IPAddress>
  private var waiting = 0
  private var lastSent = Moment(nanoseconds: 0)
  private var hasSilence = false

  /// The most bytes of a pong that are kept.
  static let pongLimit = 64

  init(run: SweepRun) {
    self.run = run
    own = Set(LocalMachine.addresses().map(\.address))
  }

  func close() {
    for socket in sockets.values { socket.close() }
    for probe in probes.values { clearTimer(of: probe) }
    sockets = [:]
    probes = [:]
  }

  /// Whether nothing is expected any more.
  func isQuiet(at now: Moment) -> Bool {
    waiting == 0 && (!hasSilence || now >= lastSent + run.plan.coolDown)
  }

  func send(_ probe: PingProbe, at now: Moment) {
    // It may have been answered while it waited to be sent again.
    guard probe.state == .waiting else { return }
    if probes[probe.job.address] == nil {
      probes[probe.job.address] = probe
      waiting += 1
    }
    if probe.job.hasNoNeighbour { return settle(probe, as: .expired) }
    if let trouble = transmit(probe) {
      if !run.willSendLater(probe, trouble) { settle(probe, as: .expired) }
      return
    }
    run.countSent(probe)
    lastSent = now
    let isLast = probe.sent >= min(2, 1 + run.plan.retries)
    let patience = isLast ? run.plan.connectTimeout * 2 / 3 : run.plan.connectTimeout / 3
    setTimer(of: probe, for: now + patience)
  }

  private func transmit(_ probe: PingProbe) -> LocalTrouble? {
    let address = probe.job.address
    do throws(LocalTrouble) {
      let socket = try socket(isV6: address.isV6)
      return socket.send(ASFPresencePing(tag: probe.tag).encoded(), to: address, port: probe.port)
    } catch {
      return error
    }
  }

  private func socket(isV6: Bool) throws(LocalTrouble) -> DatagramSocket {
    if let socket = sockets[isV6] { return socket }
    let socket = try run.loop.openDatagramSocket(
      isV6: isV6, options: run.plan.options, handler: self)
    sockets[isV6] = socket
    return socket
  }

  // MARK: - Time

  private func setTimer(of probe: PingProbe, for moment: Moment) {
    let timer =
      probe.timer ?? run.loop.timer { [unowned self, unowned probe] in self.due(probe) }
    probe.timer = timer
    run.loop.set(timer, for: moment)
  }

  private func clearTimer(of probe: PingProbe) {
    if let timer = probe.timer { run.loop.clear(timer) }
  }

  private func due(_ probe: PingProbe) {
    guard probe.state == .waiting else {
      probes[probe.job.address] = nil
      return
    }
    if probe.sent < min(2, 1 + run.plan.retries), !probe.job.hasNoNeighbour {
      run.wait(probe, until: run.loop.now)
    } else {
      hasSilence = true
      run.countSilence(probe.job)
      settle(probe, as: .expired)
    }
    run.pump()
  }

  /// Ends a probe; what still comes for it within the cool-down is late or a duplicate.
  private func settle(_ probe: PingProbe, as state: PingProbe.State) {
    probe.state = state
    waiting -= 1
    setTimer(of: probe, for: run.loop.now + run.plan.coolDown)
    run.finish(probe)
  }

  // MARK: - Answers

  func received(_ bytes: RawSpan, from peer: IPAddress, port: UInt16) {
    guard let probe = probes[peer], port == probe.port else { return countStray() }
    // SS = FF asks for no acknowledgement; one of these four bytes may come all the same.
    if bytes.byteCount == 4 { return }
    guard let pong = try? ASFPresencePong(parsing: bytes), pong.tag == probe.tag else {
      return countStray()
    }
    let job = probe.job
    switch probe.state {
    case .answered:
      run.tally.duplicates += 1
      return
    case .waiting:
      run.answered(job)
      job.counts.pongs += 1
    case .expired:
      run.tally.late += 1
      run.tally.received += 1
      run.tally.silent -= 1
      correctSilence(of: job)
    }
    run.tally.pongs += 1
    let kept = bytes.withUnsafeBytes { Array($0.prefix(Self.pongLimit)) }
    run.events.append(.pong(address: peer, port: port, bytes: kept, time: SweepRun.time))
    if probe.state == .waiting { settle(probe, as: .answered) } else { probe.state = .answered }
    run.pump()
  }

  private func countStray() { run.tally.strays += 1 }

  /// What was counted as silence has answered after all.
  private func correctSilence(of job: SweepJob) {
    var difference = ProbeCounts()
    difference.silent = -1
    difference.pongs = 1
    if job.unfinished > 0 {
      job.counts += difference
    } else {
      if !job.hasAnswered { difference.silentAddresses = -1 }
      run.ledger.correct(index: job.index, key: job.key, by: difference)
    }
    job.hasAnswered = true
  }

  func unreachable(_ found: Unreachable, peer: IPAddress, port: UInt16, quoting bytes: RawSpan) {
    guard let probe = probes[peer], port == probe.port, probe.state == .waiting else { return }
    let isFromPeer = found.reporter == peer
    if !isFromPeer, let reporter = found.reporter, own.contains(reporter) {
      // Written by this machine itself: nobody answered ARP or neighbour discovery.
      if found.kind == .host { probe.job.hasNoNeighbour = !probe.job.hasAnswered }
      run.countSilence(probe.job)
    } else if isFromPeer, found.kind == .port {
      run.answered(probe.job)
      run.tally.refused += 1
      probe.job.counts.refused += 1
    } else {
      run.countUnreachable(probe, .udp, found)
    }
    settle(probe, as: .answered)
    run.pump()
  }

  func stopped() { sockets = [:] }
}
