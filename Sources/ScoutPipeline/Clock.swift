import ScoutLoop
package import ScoutModel

extension Timestamp {
  /// The wall clock. Only the pipeline and the command line read it.
  package static var now: Timestamp { Timestamp(microseconds: LocalMachine.wallClock) }
}
