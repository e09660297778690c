package import ScoutLoop
package import ScoutModel
package import ScoutNet

/// Something that was found; silence and resets are only counted.
package enum SweepEvent: Hashable, Sendable {
  /// The port took a connection, which was closed at once.
  case open(address: IPAddress, port: UInt16, time: Timestamp)
  /// A presence pong, as it came, at most 64 bytes.
  case pong(address: IPAddress, port: UInt16, bytes: [UInt8], time: Timestamp)
  /// The hardware address of something found on a link of this machine, as ARP or neighbour
  /// discovery told.
  case neighbour(address: IPAddress, mac: MACAddress, time: Timestamp)
  /// An ICMP message about one probe.
  case unreachable(
    address: IPAddress, port: UInt16, transport: Transport, Unreachable, time: Timestamp)

  package var address: IPAddress {
    switch self {
    case .open(let address, _, _), .pong(let address, _, _, _), .neighbour(let address, _, _),
      .unreachable(let address, _, _, _, _):
      address
    }
  }

  /// What an ICMP message makes of a port's state.
  package static func state(_ found: Unreachable) -> PortState {
    found.isRefusal ? .filtered(by: found.reporter) : .unreachable(by: found.reporter)
  }
}

/// How a sweep stands, counted since it began.
package struct SweepTally: Hashable, Sendable {
  /// Addresses that were begun.
  package var begun: UInt64 = 0
  /// Packets that left: opening SYNs, the kernel's repetitions, pings.
  package var sent: UInt64 = 0
  package var kernelRepetitions: UInt64 = 0
  /// Answers of any kind.
  package var received: UInt64 = 0
  package var open: UInt64 = 0
  package var pongs: UInt64 = 0
  package var refused: UInt64 = 0
  package var unreachable: UInt64 = 0
  package var silent: UInt64 = 0
  /// Pongs that came after their ping was given up.
  package var late: UInt64 = 0
  package var duplicates: UInt64 = 0
  /// Datagrams from addresses or ports that were not asked, or that are no answer to a ping.
  package var strays: UInt64 = 0
  /// Answers from asked places that do not prove that they answer a probe of this run.
  package var forged: UInt64 = 0
  /// Answers that this machine's kernel dropped for want of room.
  package var kernelDrops: UInt64 = 0
  /// Questions for hardware addresses, which are no probes.
  package var neighbourQuestions: UInt64 = 0
  /// Resets sent to half-open ports.
  package var resets: UInt64 = 0
  /// Times that the clock jumped, as after a suspend.
  package var clockJumps: UInt64 = 0
  /// Packets a second that are allowed now, and why that is less than was asked for.
  package var allowedRate: Int?
  package var slowedBy: String?
  /// Times that this machine could not send and tried again later.
  package var localDrops: UInt64 = 0
  /// Probes that could not be sent at all.
  package var notSent: UInt64 = 0

  package init() {}
}

/// What a sweep hands over from time to time.
package struct SweepBatch: Hashable, Sendable {
  package var events: [SweepEvent]
  /// Every step below this place in the plan's order is finished (an address for the connect
  /// engine, a probe for the raw one), and all its events are in this
  /// batch or an earlier one. Store both together, and a resumed sweep loses nothing; what was
  /// found beyond may be found again.
  package var progress: UInt64
  package var tally: SweepTally
}

/// How a sweep ended.
package struct SweepSummary: Hashable, Sendable {
  /// Where to resume; the number of steps when all are finished.
  package var progress: UInt64
  package var isComplete: Bool
  package var tally: SweepTally
  /// Counts of the finished addresses of this run only, so that the parts of a resumed sweep add
  /// up.
  package var counts: ProbeCounts
  /// The same by /24 and /120, sorted.
  package var prefixes: [PrefixCounts]
  /// Finished addresses in prefixes beyond those that are counted one by one.
  package var uncountedAddresses: UInt64
  package var elapsed: Duration
  /// CPU time of the loop's thread.
  package var cpu: Duration
  /// What ended the sweep before its time, where that was trouble and not a wish. What was found is
  /// handed over, and `progress` resumes it.
  package var trouble: SweepError? = nil
}

/// Trouble of this machine that keeps a sweep from beginning.
package struct SweepError: Error, Hashable, Sendable, CustomStringConvertible {
  package enum Code: Hashable, Sendable {
    case noLoop, noSocket, noRoute, gatewaySilent, interfaceLost
  }
  package let code: Code
  package let description: String
}

/// A way of finding ports and pongs.
package protocol SweepEngine: Sendable {
  /// `connect` or `raw`.
  var name: String { get }

  /// Visits what `plan` names. While `deliver` works, little new is sent: that is the backpressure.
  ///
  /// Returns when all is done, or after `stop` and the cool-down; throws what `deliver` throws,
  /// after everything has been closed.
  func run(
    _ plan: SweepPlan, deliver: (SweepBatch) async throws -> Void
  ) async throws -> SweepSummary

  /// How many steps the whole of a plan has; `progress` counts them.
  func steps(of plan: SweepPlan) -> UInt64

  /// Begins nothing new. Also cancelling the task that runs the sweep does this.
  func stop()

  /// Changes the rate by so many steps of 5 %, up or down.
  func changeRate(steps: Int)
}
