import ScoutLoop
import ScoutModel
import ScoutNet

/// What is going on with one address of a sweep.
final class SweepJob {
  let index: UInt64
  let address: IPAddress
  let key: PrefixKey
  /// The address is reached through ARP or neighbour discovery.
  let isOnLink: Bool
  /// Something came back from the address itself.
  var hasAnswered = false
  /// ARP or neighbour discovery found nobody: asking on would be pointless.
  var hasNoNeighbour = false
  /// Probes that are not finished, begun or not.
  var unfinished: Int
  var counts = ProbeCounts()

  init(index: UInt64, address: IPAddress, isOnLink: Bool, probes: Int) {
    self.index = index
    self.address = address
    key = PrefixKey(address)
    self.isOnLink = isOnLink
    unfinished = probes
  }
}

/// One question to one port of an address, over as many attempts as it takes.
class SweepProbe {
  let job: SweepJob
  let port: UInt16
  /// How often this machine could not send it.
  var localTries = 0
  /// How often it was put on the wire, by us or by the kernel.
  var sent = 0

  init(job: SweepJob, port: UInt16) {
    self.job = job
    self.port = port
  }
}

/// A connection attempt; its handler.
final class ConnectProbe: SweepProbe, ConnectionHandler {
  private unowned let run: SweepRun
  var connection: Connection?
  var began = Moment.never

  init(job: SweepJob, port: UInt16, run: SweepRun) {
    self.run = run
    super.init(job: job, port: port)
  }

  func connected(_ connection: Connection) { run.ended(self, connection, nil) }
  func received(_ bytes: RawSpan, on connection: Connection) {}
  func closed(_ connection: Connection, reason: CloseReason) {
    run.ended(self, connection, reason)
  }
}

/// A presence ping.
final class PingProbe: SweepProbe {
  enum State { case waiting, answered, expired }
  let tag: UInt8
  var state = State.waiting
  var timer: LoopTimer?

  init(job: SweepJob, port: UInt16, tag: UInt8) {
    self.tag = tag
    super.init(job: job, port: port)
  }
}

/// A probe that may go when its time has come; of two with the same time the earlier made.
struct WaitingProbe: Comparable {
  let due: Moment
  let order: UInt64
  let probe: SweepProbe

  static func < (left: Self, right: Self) -> Bool {
    (left.due, left.order) < (right.due, right.order)
  }

  static func == (left: Self, right: Self) -> Bool {
    (left.due, left.order) == (right.due, right.order)
  }
}
