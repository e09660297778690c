import CScoutShims
package import ScoutNet

/// What a socket is ready for.
struct Readiness: OptionSet {
  let rawValue: UInt32
  static let readable = Readiness(rawValue: UInt32(SCOUT_READABLE))
  static let writable = Readiness(rawValue: UInt32(SCOUT_WRITABLE))
  /// An error or a hang-up; always reported, asked for or not.
  static let trouble = Readiness(rawValue: UInt32(SCOUT_TROUBLE))
}

/// A socket that the loop watches.
protocol Source: AnyObject {
  var fd: Int32 { get }
  /// Tells the events of this socket from late ones of an earlier socket with the same number;
  /// set by the loop.
  var generation: UInt32 { get set }
  func ready(_ events: Readiness)
  func loopStopped()
}

/// What happens on the event loop's thread: sockets, timers and the callbacks of both.
///
/// Not `Sendable`: it and everything it makes stay on that thread.
package final class Loop {
  /// The time at which the current round of events began.
  package private(set) var now = Moment.now
  /// Room for one read, shared by all sockets of the loop.
  let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 65_536, alignment: 16)

  private let epoll: Int32
  private let inbox: Inbox
  private let admission: Admission
  private var sources: [(any Source)?] = []
  private var generation: UInt32 = 0
  private var timers = TimerHeap()
  private var deferred: [() -> Void] = []
  private var endings: [() -> Void] = []
  private var isStopped = false

  init(epoll: Int32, inbox: Inbox, admission: @escaping Admission) {
    self.epoll = epoll
    self.inbox = inbox
    self.admission = admission
  }

  deinit {
    scout_close(epoll, 0)
    buffer.deallocate()
  }

  /// Whether a socket of this loop may send to `address` and `port`.
  package func admits(_ address: IPAddress, port: UInt16) -> Bool { admission(address, port) }

  /// Makes a timer that is not yet set.
  package func timer(_ action: @escaping () -> Void) -> LoopTimer { LoopTimer(action: action) }

  /// Sets `timer` for `deadline`, or changes its deadline; one in the past is due at once.
  package func set(_ timer: LoopTimer, for deadline: Moment) { timers.set(timer, for: deadline) }

  package func clear(_ timer: LoopTimer) { timers.clear(timer) }

  /// Does `action` when the loop stops, after every socket has been closed.
  package func whenStopped(_ action: @escaping () -> Void) { endings.append(action) }

  /// Does `action` at the end of the current round of events.
  func afterwards(_ action: @escaping () -> Void) { deferred.append(action) }

  // MARK: - Sockets

  /// Starts to watch a socket; on failure the caller still owns the descriptor.
  func watch(_ source: any Source, for events: Readiness) -> LocalTrouble? {
    if isStopped { return .stopped }
    generation &+= 1
    source.generation = generation
    let code = scout_epoll_add(epoll, source.fd, events.rawValue, token(of: source))
    if code < 0 { return LocalTrouble(errno: -code) }
    let index = Int(source.fd)
    if index >= sources.count {
      sources.append(contentsOf: repeatElement(nil, count: index + 1 - sources.count))
    }
    sources[index] = source
    return nil
  }

  func change(_ source: any Source, to events: Readiness) {
    _ = scout_epoll_change(epoll, source.fd, events.rawValue, token(of: source))
  }

  /// Forgets a socket and closes its descriptor.
  func close(_ source: any Source, reset: Bool) {
    let index = Int(source.fd)
    if index < sources.count, sources[index] === source { sources[index] = nil }
    scout_close(source.fd, reset ? 1 : 0)
  }

  private func token(of source: any Source) -> UInt64 {
    UInt64(source.generation) << 32 | UInt64(UInt32(bitPattern: source.fd))
  }

  // MARK: - The thread

  func run() {
    _ = scout_epoll_add(epoll, inbox.wake, Readiness.readable.rawValue, .max)
    let capacity = 256
    let events = UnsafeMutableBufferPointer<scout_event>.allocate(capacity: capacity)
    events.initialize(repeating: scout_event())
    defer { events.deallocate() }
    while true {
      let count = scout_epoll_wait(epoll, events.baseAddress, Int32(capacity), patience)
      now = .now
      for index in 0..<max(0, Int(count)) { dispatch(events[index]) }
      while let timer = timers.takeDue(at: now) { timer.action() }
      runDeferred()
      let (work, mustStop) = inbox.take()
      for item in work { item(self) }
      runDeferred()
      if mustStop { break }
    }
    isStopped = true
    for source in sources { source?.loopStopped() }
    runDeferred()
    for action in endings { action() }
  }

  private func dispatch(_ event: scout_event) {
    if event.token == .max { return scout_eventfd_drain(inbox.wake) }
    let index = Int(event.token & 0xFFFF_FFFF)
    guard index < sources.count, let source = sources[index],
      UInt64(source.generation) == event.token >> 32
    else { return }
    source.ready(Readiness(rawValue: event.events))
  }

  private func runDeferred() {
    // An action may add another; a bound is not needed, because each belongs to a new socket.
    while !deferred.isEmpty {
      let batch = deferred
      deferred.removeAll(keepingCapacity: true)
      for action in batch { action() }
    }
  }

  /// How long the next wait may last, in milliseconds, rounded up so that no timer spins.
  private var patience: Int32 {
    guard timers.count > 0 else { return -1 }
    let left = (timers.earliest - .now).nanoseconds
    if left <= 0 { return 0 }
    return Int32(clamping: min(left / 1_000_000 + 1, 60_000))
  }
}

/// A value that belongs to one loop's thread, carried by code on other threads.
package struct LoopBound<Value>: @unchecked Sendable {
  private let value: Value
  private let loop: ObjectIdentifier

  package init(_ value: Value, to loop: Loop) {
    self.value = value
    self.loop = ObjectIdentifier(loop)
  }

  /// The value; only the loop it is bound to can be given as proof of being on its thread.
  // SAFETY: a `Loop` is not Sendable, so whoever holds it is on its thread.
  package func callAsFunction(on loop: Loop) -> Value {
    precondition(ObjectIdentifier(loop) == self.loop, "a value was used on another loop's thread")
    return value
  }
}
