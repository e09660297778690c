import CScoutShims
import Foundation
import ScoutModel

/// How the C library hands out memory.
package enum Memory {
  /// Lets threads have one heap for each core, and one more for the first thread.
  ///
  /// With fewer, threads wait for each other: a heap is locked for each piece. With more, what one
  /// thread gave back is of no use to the others. Both were measured: `docs/decisions/0026`.
  static func limitHeaps() {
    scout_limit_heaps(Int32(clamping: ProcessInfo.processInfo.activeProcessorCount + 1))
  }

  /// Gives what is free back to the system, so that other heaps can have it.
  static func trim() { scout_trim_heaps() }

  /// Leaves what is needed to the end of the program to be given back with all the rest, at once:
  /// piece by piece, a site of 100,000 machines takes two seconds.
  package static func leave(_ site: SiteReading) {
    _ = Unmanaged.passRetained(Left(site: site.assessment))
  }

  private final class Left: Sendable {
    let site: SiteAssessment
    init(site: SiteAssessment) { self.site = site }
  }
}
