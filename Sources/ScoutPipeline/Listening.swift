package import ScoutLink
import Synchronization

/// Listens on interfaces, on a thread each, while something else goes on.
package final class Listening: Sendable {
  private struct Station: Sendable {
    let capture: LiveCapture
    let ear: Ear
    let end: End
  }

  /// The end of one capture, for whoever waits for it.
  private final class End: Sendable {
    private struct State {
      var hasEnded = false
      var failure: LinkError?
      /// Whoever waits: a finish, and a watch for failure.
      var waiting: [CheckedContinuation<Void, Never>] = []
    }
    private let state = Mutex(State())

    func set(_ failure: LinkError?) {
      let waiting = state.withLock { state in
        state.hasEnded = true
        state.failure = failure
        defer { state.waiting = [] }
        return state.waiting
      }
      for continuation in waiting { continuation.resume() }
    }

    /// Waits until the capture has ended; throws why, where it was not asked to.
    func wait() async throws {
      await withCheckedContinuation { continuation in
        let hasEnded = state.withLock { state in
          if !state.hasEnded { state.waiting.append(continuation) }
          return state.hasEnded
        }
        if hasEnded { continuation.resume() }
      }
      if let failure = state.withLock({ $0.failure }) { throw failure }
    }
  }

  private let stations: [Station]

  /// The framing of each interface's packets, in the order they were named.
  package var linkTypes: [LinkType] { stations.map(\.capture.linkType) }

  /// Starts to listen; `ear` makes the one for an interface.
  ///
  /// - Parameter packet: also given each packet, as for keeping it in a file.
  package init(
    _ interfaces: [String], options: CaptureOptions = CaptureOptions(filter: PassiveFilter.text),
    packet: @escaping @Sendable (PacketHead, RawSpan) -> Void = { _, _ in },
    ear: (String) -> Ear
  ) throws {
    var stations: [Station] = []
    do {
      for interface in interfaces {
        let capture = try LiveCapture(interface: interface, options: options)
        let station = Station(capture: capture, ear: ear(interface), end: End())
        try capture.start(
          { head, bytes in
            packet(head, bytes)
            station.ear.hear(head, bytes)
          }, ended: { station.end.set($0) })
        stations.append(station)
      }
    } catch {
      for station in stations { station.capture.stop() }
      throw error
    }
    self.stations = stations
  }

  /// Stops listening and writes down what it came to; throws what kept it from hearing or
  /// recording.
  package func finish() async throws -> Ear.Counts {
    var sum = Ear.Counts()
    for station in stations { station.capture.stop() }
    for station in stations {
      try await station.end.wait()
      try station.ear.finish()
      var counts = station.ear.counts
      let statistics = station.capture.statistics
      counts.packets = statistics.delivered
      counts.dropped = statistics.droppedByKernel + statistics.droppedByInterface
      sum += counts
    }
    return sum
  }

  /// Waits until an interface fails, or until `finish`.
  package func failure() async throws {
    for station in stations { try await station.end.wait() }
  }
}
