import CScoutShims
import Glibc

/// Waits for descriptors on a thread that sleeps between its batches.
package enum Waiting {
  /// Lets short sleeps of the calling thread end on time, not within the usual 50 microseconds.
  package static func bePrecise() { scout_sleep_precisely() }

  /// Waits until one of at most 64 descriptors is readable, or for `nanoseconds`; returns a bit for
  /// each that is.
  package static func forReadable(_ descriptors: [Int32], atMost nanoseconds: Int64) -> UInt64 {
    var ready: UInt64 = 0
    _ = descriptors.withUnsafeBufferPointer {
      scout_wait_readable($0.baseAddress, Int32($0.count), nanoseconds, &ready)
    }
    return ready
  }
}

/// Wakes a thread that waits in `Waiting.forReadable`; from any thread.
package final class WakeUp: Sendable {
  package let descriptor: Int32

  package init() throws(LinkError) {
    descriptor = scout_link_event()
    guard descriptor >= 0 else {
      throw LinkError(.system, "eventfd: \(String(cString: strerror(errno)))")
    }
  }

  deinit { close(descriptor) }

  package func signal() { scout_link_signal(descriptor) }

  /// Makes it quiet again.
  package func clear() { scout_eventfd_drain(descriptor) }
}
