import Glibc
import Synchronization

/// A thread of the site's own.
struct Worker: Sendable {
  private let thread: pthread_t

  private final class Body {
    let run: @Sendable () -> Void
    init(_ run: @escaping @Sendable () -> Void) { self.run = run }
  }

  /// Starts a thread that runs `body`; nobody need join it when it is `detached`.
  @discardableResult
  static func start(
    detached: Bool = false, _ body: @escaping @Sendable () -> Void
  ) throws(SiteError) -> Worker {
    var thread = pthread_t()
    let box = Unmanaged.passRetained(Body(body))
    let result = withUnsafeTemporaryAllocation(of: pthread_attr_t.self, capacity: 1) { buffer in
      guard let attributes = buffer.baseAddress else { return ENOMEM }
      pthread_attr_init(attributes)
      defer { pthread_attr_destroy(attributes) }
      // A thousand conversations at once would ask for eight gigabytes at the usual size.
      pthread_attr_setstacksize(attributes, 1 << 20)
      return pthread_create(
        &thread, attributes,
        { context in
          if let context { Unmanaged<Body>.fromOpaque(context).takeRetainedValue().run() }
          return nil
        }, box.toOpaque())
    }
    guard result == 0 else {
      box.release()
      throw .noThread
    }
    if detached { pthread_detach(thread) }
    return Worker(thread: thread)
  }

  func join() { pthread_join(thread, nil) }
}

/// Tells every waiting thread of the site to end.
///
/// A pipe whose writing end is closed: each thread polls the reading end beside its own socket.
final class StopSignal: Sendable {
  let descriptor: Int32
  private let writing: Mutex<Int32>

  init() throws(SiteError) {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else {
      throw .cannotBind("a pipe", reason: String(cString: strerror(errno)))
    }
    _ = fcntl(ends[0], F_SETFD, FD_CLOEXEC)
    _ = fcntl(ends[1], F_SETFD, FD_CLOEXEC)
    descriptor = ends[0]
    writing = Mutex(ends[1])
  }

  deinit {
    raise()
    close(descriptor)
  }

  func raise() {
    writing.withLock {
      if $0 >= 0 { close($0) }
      $0 = -1
    }
  }

  /// Waits until one of `descriptors` is ready for `events`.
  ///
  /// - Returns: The indexes of those that are, none after `milliseconds`; `nil` when stopped.
  func wait(_ descriptors: [Int32], for events: Int16 = Int16(POLLIN), milliseconds: Int32)
    -> [Int]?
  {
    var list = descriptors.map { pollfd(fd: $0, events: events, revents: 0) }
    list.append(pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0))
    let count = poll(&list, nfds_t(list.count), milliseconds)
    if let last = list.last, last.revents != 0 { return nil }
    guard count > 0 else { return [] }
    return list.indices.dropLast().filter { list[$0].revents != 0 }
  }
}

/// Counts the connections that are being served.
final class Seats: Sendable {
  private let taken = Mutex(0)
  private let limit: Int

  init(limit: Int) { self.limit = limit }

  /// Takes a seat where one is free.
  func take() -> Bool {
    taken.withLock {
      guard $0 < limit else { return false }
      $0 += 1
      return true
    }
  }

  func leave() { taken.withLock { $0 -= 1 } }

  var isEmpty: Bool { taken.withLock { $0 == 0 } }
}
