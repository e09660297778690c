import ScoutAMT
import ScoutLoop
import ScoutNet
import ScoutTLS
import Synchronization

/// Has one conversation held on a loop's thread and waits for its end.
final class ConversationCall<Body: Exchange>: Sendable {
  typealias End = ConversationEnd<Body.Value>

  private enum State {
    case waiting
    case running(LoopBound<Conversation<Body>>)
    case over
  }

  private let loop: EventLoop
  private let address: IPAddress
  private let port: UInt16
  private let limits: GrabLimits
  private let context: TLSClientContext?
  private let budget: Duration
  private let exchange: @Sendable () -> Body
  private let state = Mutex(State.waiting)

  init(
    loop: EventLoop, address: IPAddress, port: UInt16, limits: GrabLimits,
    context: TLSClientContext?, budget: Duration, exchange: @escaping @Sendable () -> Body
  ) {
    self.loop = loop
    self.address = address
    self.port = port
    self.limits = limits
    self.context = context
    self.budget = budget
    self.exchange = exchange
  }

  /// Holds the conversation; a cancelled task gets an end without a value.
  func run(established: @escaping @Sendable () -> Void) async -> End {
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let isTaken = loop.submit { [self] in
          start(on: $0, established: established) { continuation.resume(returning: $0) }
        }
        // The loop has stopped, or more waits for it than it can ever do in time.
        if !isTaken { continuation.resume(returning: End()) }
      }
    } onCancel: {
      cancel()
    }
  }

  private func start(
    on loop: Loop, established: @escaping @Sendable () -> Void,
    ended: @escaping @Sendable (End) -> Void
  ) {
    let conversation = Conversation(
      loop: loop, target: address, port: port, limits: limits, context: context, budget: budget,
      exchange: exchange(), established: established,
      ended: { [self] end in
        state.withLock { $0 = .over }
        ended(end)
      })
    let isCancelled = state.withLock { state -> Bool in
      if case .over = state { return true }
      state = .running(LoopBound(conversation, to: loop))
      return false
    }
    if isCancelled { conversation.cancel() } else { conversation.start() }
  }

  private func cancel() {
    let running = state.withLock { state -> LoopBound<Conversation<Body>>? in
      defer { state = .over }
      guard case .running(let conversation) = state else { return nil }
      return conversation
    }
    guard let running else { return }
    _ = loop.submit { loop in running(on: loop).cancel() }
  }
}
