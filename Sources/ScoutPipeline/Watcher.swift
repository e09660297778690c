import ScoutCorrelate
package import ScoutModel
package import ScoutReport
package import ScoutStore
import Synchronization

/// Keeps the picture of a site up to date while observations are recorded, and tells each change.
package final class Watcher: Sendable {
  private let live: Mutex<LiveCorrelator>
  private let tell: @Sendable (WatchLine) -> Void

  /// Begins with everything that `file` holds; `tell` hears of what changes from then on.
  package init(
    _ file: SiteFile, profile: SiteProfile, tell: @escaping @Sendable (WatchLine) -> Void
  ) throws {
    var correlator = LiveCorrelator(
      knownSegments: profile.segments.map { ($0.prefix, profile.site) })
    try file.forEachObservation { correlator.add($0) }
    correlator.refresh()
    live = Mutex(correlator)
    self.tell = tell
  }

  /// How many devices there are now.
  package var deviceCount: Int { live.withLock { $0.siteView().devices.count } }

  /// Takes what was just recorded, and tells what each observation changes.
  package func take(_ observations: [Observation]) {
    for observation in observations {
      let changes = live.withLock { correlator in
        correlator.add(observation)
        return correlator.refresh()
      }
      for line in WatchLine.lines(for: changes, at: observation.time) { tell(line) }
    }
  }
}
