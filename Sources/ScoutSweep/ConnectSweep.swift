package import ScoutLoop
import Synchronization

/// Sweeps with the system's own connections and a UDP socket: needs no privilege.
///
/// One value runs one sweep; after `stop` it stays stopped.
package final class ConnectSweep: SweepEngine {
  package let name = "connect"
  private let loop: EventLoop
  private let stopFlag = StopFlag()

  package init(loop: EventLoop) { self.loop = loop }

  package func steps(of plan: SweepPlan) -> UInt64 { plan.addressCount }

  package func stop() { stopFlag.raise() }

  package func changeRate(steps: Int) { stopFlag.changeRate(steps: steps) }

  package func run(
    _ plan: SweepPlan, deliver: (SweepBatch) async throws -> Void
  ) async throws -> SweepSummary {
    let outbox = SweepOutbox()
    let flag = stopFlag
    let run = try await loop.perform { loop in
      let run = SweepRun(plan, loop: loop, outbox: outbox, stopFlag: flag)
      run.start()
      return LoopBound(run, to: loop)
    }
    return try await withTaskCancellationHandler {
      do {
        while true {
          switch await outbox.next() {
          case .batch(let batch): try await deliver(batch)
          case .end(let summary): return summary
          case .broken:
            throw SweepError(
              code: .noLoop,
              description: "the network loop stopped during the sweep; start the same command again"
            )
          }
        }
      } catch {
        _ = loop.submit { run(on: $0).abandon() }
        throw error
      }
    } onCancel: {
      flag.raise()
    }
  }
}

/// A request to stop, or to go faster or slower, from any thread.
final class StopFlag: Sendable {
  private let flag = Atomic(false)
  private let rateSteps = Atomic(0)
  func changeRate(steps: Int) { rateSteps.add(steps, ordering: .relaxed) }
  func takeRateSteps() -> Int { rateSteps.exchange(0, ordering: .relaxed) }
  var isRaised: Bool { flag.load(ordering: .acquiring) }
  func raise() { flag.store(true, ordering: .releasing) }
}
