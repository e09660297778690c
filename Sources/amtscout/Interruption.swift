import Dispatch
import Glibc
import Synchronization

/// Ctrl-C: the first asks the work to come to an end, the second leaves at once.
final class Interruption: Sendable {
  private final class Request: Sendable {
    let wasMade = Atomic(false)
  }

  private let request = Request()
  // SAFETY: written once, here; it only keeps the sources alive.
  private nonisolated(unsafe) let sources: [any DispatchSourceSignal]

  /// Listens for SIGINT and SIGTERM, and calls `stop` at the first, on a thread of its own.
  init(_ stop: @escaping @Sendable () -> Void) {
    let queue = DispatchQueue(label: "interruption")
    let request = request
    sources = [SIGINT, SIGTERM].map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
      source.setEventHandler {
        if request.wasMade.exchange(true, ordering: .relaxed) {
          _exit(ExitStatus.interrupted.rawValue)
        }
        stop()
      }
      source.resume()
      return source
    }
  }

  /// Whether a stop was asked for.
  var wasRequested: Bool { request.wasMade.load(ordering: .relaxed) }
}
