import Dispatch
import Glibc

/// SIGUSR1 and SIGUSR2 make a sweep that runs faster and slower, by 5 % each.
final class RateSignals: Sendable {
  // SAFETY: written once, here; it only keeps the sources alive.
  private nonisolated(unsafe) let sources: [any DispatchSourceSignal]

  /// Listens for both signals, and calls `change` on a thread of its own.
  init(_ change: @escaping @Sendable (_ steps: Int) -> Void) {
    let queue = DispatchQueue(label: "rate")
    sources = [(SIGUSR1, 1), (SIGUSR2, -1)].map { number, steps in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
      source.setEventHandler { change(steps) }
      source.resume()
      return source
    }
  }
}
