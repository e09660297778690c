import CScoutShims
import Glibc
package import ScoutNet
import Synchronization

/// Decides whether the loop may send to an address and port. Asked for every connection and
/// datagram, so that no mistake above can put a packet on the wire to a wrong place.
package typealias Admission = @Sendable (_ address: IPAddress, _ port: UInt16) -> Bool

/// One thread that waits for sockets and deadlines, outside Swift's cooperative pool.
///
/// This is the handle that other threads hold. What happens on the thread is done through the
/// `Loop` that each piece of work is given.
package final class EventLoop: Sendable {
  /// Work that one `submit` hands to the loop's thread.
  package typealias Work = @Sendable (Loop) -> Void

  private let inbox: Inbox

  /// Starts the thread; sockets may be used towards what `admission` allows.
  ///
  /// - Parameters:
  ///   - name: the thread's name, 15 bytes at most.
  ///   - capacity: how much work may wait.
  package init(
    name: String = "scout-loop", capacity: Int = 65_536, admission: @escaping Admission
  ) throws(LoopError) {
    let wake = scout_eventfd_create()
    guard wake >= 0 else { throw LoopError(code: .cannotStart, errno: -wake) }
    let epoll = scout_epoll_create()
    guard epoll >= 0 else {
      scout_close(wake, 0)
      throw LoopError(code: .cannotStart, errno: -epoll)
    }
    inbox = Inbox(wake: wake, capacity: capacity)
    let start = ThreadStart(name: name, epoll: epoll, inbox: inbox, admission: admission)
    var thread = pthread_t()
    let context = Unmanaged.passRetained(start).toOpaque()
    let code = pthread_create(
      &thread, nil,
      { context in
        guard let context else { return nil }
        // SAFETY: the context is the `ThreadStart` retained above, taken exactly once.
        let start = Unmanaged<ThreadStart>.fromOpaque(context).takeRetainedValue()
        scout_name_thread(String(start.name.prefix(15)))
        Loop(epoll: start.epoll, inbox: start.inbox, admission: start.admission).run()
        return nil
      }, context)
    guard code == 0 else {
      Unmanaged<ThreadStart>.fromOpaque(context).release()
      scout_close(epoll, 0)
      throw LoopError(code: .cannotStart, errno: code)
    }
    pthread_detach(thread)
  }

  deinit { stop() }

  /// Has `work` done on the loop's thread; `false` where the queue is full or the loop stopped.
  package func submit(_ work: @escaping Work) -> Bool {
    switch inbox.put(work) {
    case .taken: true
    case .full, .stopped: false
    }
  }

  /// Has `work` done on the loop's thread and waits for its result.
  package func perform<Value: Sendable>(
    _ work: @escaping @Sendable (Loop) -> Value
  ) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
      switch inbox.put({ loop in continuation.resume(returning: work(loop)) }) {
      case .taken: break
      case .full: continuation.resume(throwing: LoopError(code: .queueFull, errno: 0))
      case .stopped: continuation.resume(throwing: LoopError(code: .stopped, errno: 0))
      }
    }
  }

  /// Ends the loop: work already taken is still done, then every connection and socket is closed
  /// and told so. Returns at once; the thread ends soon after.
  package func stop() { inbox.stop() }
}

private final class ThreadStart: Sendable {
  let name: String
  let epoll: Int32
  let inbox: Inbox
  let admission: Admission

  init(name: String, epoll: Int32, inbox: Inbox, admission: @escaping Admission) {
    self.name = name
    self.epoll = epoll
    self.inbox = inbox
    self.admission = admission
  }
}

/// Work on its way to the loop's thread: a bounded queue and the eventfd that wakes the thread.
final class Inbox: Sendable {
  enum Reception { case taken, full, stopped }

  private struct State {
    var work: [EventLoop.Work] = []
    var isStopped = false
  }

  let wake: Int32
  private let capacity: Int
  private let state = Mutex(State())

  init(wake: Int32, capacity: Int) {
    self.wake = wake
    self.capacity = capacity
  }

  deinit { scout_close(wake, 0) }

  func put(_ work: @escaping EventLoop.Work) -> Reception {
    let (reception, mustWake) = state.withLock { state -> (Reception, Bool) in
      if state.isStopped { return (.stopped, false) }
      if state.work.count >= capacity { return (.full, false) }
      state.work.append(work)
      return (.taken, state.work.count == 1)
    }
    if mustWake { scout_eventfd_signal(wake) }
    return reception
  }

  func stop() {
    state.withLock { $0.isStopped = true }
    scout_eventfd_signal(wake)
  }

  /// Takes all work that waits, and says whether more can come.
  func take() -> (work: [EventLoop.Work], isStopped: Bool) {
    state.withLock { state in
      let work = state.work
      state.work = []
      return (work, state.isStopped)
    }
  }
}
