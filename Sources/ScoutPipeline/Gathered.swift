import ScoutCorrelate
import ScoutModel
import Synchronization

/// What a stream of observations adds up to, gathered on the thread that takes them.
final class Gathered: Sendable {
  private struct State {
    var correlator = Correlator()
    var newest = Timestamp(microseconds: 0)
  }
  private let state = Mutex(State())

  func add(_ observations: [Observation]) {
    state.withLock { state in
      for observation in observations {
        state.correlator.add(observation)
        state.newest = max(state.newest, observation.time)
      }
    }
  }

  /// When the newest observation was made.
  var newest: Timestamp { state.withLock { $0.newest } }

  func view(_ profile: SiteProfile, _ coverage: Coverage = Coverage()) -> SiteView {
    state.withLock { state in
      state.correlator.siteView(
        knownSegments: profile.segments.map { ($0.prefix, profile.site) }, coverage: coverage,
        sideBySide: onAllCores)
    }
  }
}
