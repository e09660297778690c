import Glibc
import ScoutNet
import Synchronization

/// A site that answers, until `stop()`.
package final class RunningSite: Sendable {
  package let site: Site
  /// Whether UDP 623 answers on every machine that should answer it.
  package var presencePingAvailable: Bool { !missing.contains("udp/623") }
  /// What is left out for want of a privilege, such as `udp/623`; sorted.
  package let missing: [String]
  /// Where on 127.0.0.1 the site's name server listens.
  package let nameServerPort: UInt16?
  /// How many TCP ports are open.
  package let listenerCount: Int

  private let bound: Bound
  private let signal: StopSignal
  private let seats: Seats
  private let workers: Mutex<[Worker]>

  init(
    _ site: Site, bound: Bound, options: SimulatedSite.Options, stop: StopSignal
  ) throws(SiteError) {
    self.site = site
    self.bound = bound
    self.signal = stop
    missing = bound.missing.sorted()
    nameServerPort = bound.names.map { Sockets.port(of: $0) }
    listenerCount = bound.listeners.count
    let seats = Seats(limit: options.maximumConnections)
    self.seats = seats
    workers = Mutex([])
    var started: [Worker] = []
    do {
      let life = options.connectionLife
      started.append(
        try Worker.start { acceptAll(bound.listeners, stop: stop, seats: seats, life: life) })
      started.append(try Worker.start { answerPings(bound.presences, stop: stop) })
      if let names = bound.names {
        let zone = site.zone
        started.append(try Worker.start { answerNames(names, zone, stop: stop) })
      }
    } catch {
      stop.raise()
      for worker in started { worker.join() }
      throw error
    }
    let all = started
    workers.withLock { $0 = all }
  }

  /// Closes every listener, ends every connection and waits until all threads have ended.
  package func stop() {
    let running = workers.withLock { workers in
      let running = workers
      workers = []
      return running
    }
    guard !running.isEmpty else { return }
    signal.raise()
    for worker in running { worker.join() }
    bound.close()
    while !seats.isEmpty { usleep(2000) }
  }

  deinit { stop() }
}

/// Accepts on all listeners and gives each connection a thread of its own.
private func acceptAll(
  _ listeners: [(descriptor: Int32, service: PreparedService)], stop: StopSignal, seats: Seats,
  life: Duration
) {
  let descriptors = listeners.map(\.descriptor)
  while let ready = stop.wait(descriptors, milliseconds: -1) {
    for index in ready {
      let descriptor = accept(descriptors[index], nil, nil)
      guard descriptor >= 0 else {
        // Out of descriptors: the connection stays in the queue, and we must not spin on it.
        if errno == EMFILE || errno == ENFILE { _ = stop.wait([], milliseconds: 20) }
        continue
      }
      _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
      _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
      guard seats.take() else {
        close(descriptor)
        continue
      }
      let prepared = listeners[index].service
      let deadline = ContinuousClock.now + life
      let started: Void? = try? {
        try Worker.start(detached: true) {
          let line = Line(
            descriptor: descriptor, stop: stop, deadline: deadline, pace: prepared.service.pace)
          Conversation(prepared: prepared, line: line).run()
          close(descriptor)
          seats.leave()
        }
        return
      }()
      if started == nil {
        close(descriptor)
        seats.leave()
      }
    }
  }
}

private func answerPings(
  _ presences: [(descriptor: Int32, presence: Presence)], stop: StopSignal
) {
  let descriptors = presences.map(\.descriptor)
  while let ready = stop.wait(descriptors, milliseconds: -1) {
    for index in ready {
      Sockets.serve(descriptors[index]) { presences[index].presence.answers(to: $0) }
    }
  }
}

private func answerNames(_ descriptor: Int32, _ zone: Zone, stop: StopSignal) {
  while let ready = stop.wait([descriptor], milliseconds: -1) {
    guard !ready.isEmpty else { continue }
    Sockets.serve(descriptor) { query in zone.answer(to: query).map { [$0] } ?? [] }
  }
}
