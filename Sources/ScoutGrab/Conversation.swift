import ScoutAMT
import ScoutLoop
import ScoutModel
import ScoutNet
import ScoutTLS

/// How a conversation ended, beside what its exchange came to.
struct ConversationEnd<Value: Sendable>: Sendable {
  /// `nil` where it was cancelled, or trouble of this machine kept it from an end.
  var value: Value?
  var connections = 0
  /// What the last TLS session showed, where one was tried.
  var facts: TLSFacts?
  /// Whether a TLS session stood at any time.
  var wasEstablished = false
  /// How the opening of a TLS session ended, where it did not lead to a session that lasted.
  var sessionOutcome: Outcome?
  /// What the port did when the first connection was made; `nil` where it was not tried.
  var port: PortState?
  var elapsed = Duration.zero
}

/// Carries one exchange over connections to one port, one at a time, plain or in TLS.
///
/// It lives on the loop's thread, from `start` until it calls `ended`, once.
final class Conversation<Body: Exchange>: ConnectionHandler {
  typealias End = ConversationEnd<Body.Value>

  private let loop: Loop
  private let target: IPAddress
  private let port: UInt16
  private let limits: GrabLimits
  private let context: TLSClientContext?
  private let began: Moment
  /// When the device's time is up.
  private let deadline: Moment
  private var exchange: Body
  private var end = End()
  private var established: (() -> Void)?
  private var ended: ((End) -> Void)?
  private var connection: Connection?
  private var machine: TLSMachine?
  /// Whether anything came on this connection.
  private var hasReceived = false

  /// - Parameters:
  ///   - context: for TLS; `nil` for a plain connection.
  ///   - budget: what is left of the device's time.
  ///   - established: called when the first TLS session stands, if one does.
  init(
    loop: Loop, target: IPAddress, port: UInt16, limits: GrabLimits, context: TLSClientContext?,
    budget: Duration, exchange: Body, established: @escaping () -> Void = {},
    ended: @escaping (End) -> Void
  ) {
    self.loop = loop
    self.target = target
    self.port = port
    self.limits = limits
    self.context = context
    began = loop.now
    deadline = began + budget
    self.exchange = exchange
    self.established = established
    self.ended = ended
  }

  func start() {
    let left = deadline - loop.now
    guard left > .zero else {
      // A device that has used up its time is not asked further.
      return end.connections == 0 ? finish() : tell(.deadlinePassed)
    }
    end.connections += 1
    machine = nil
    hasReceived = false
    connection = loop.connect(
      to: target, port: port, timeout: min(limits.connect, left), options: limits.socket,
      handler: self)
  }

  /// Ends at once, without a value.
  func cancel() { finish() }

  // MARK: - The connection

  func connected(_ connection: Connection) {
    if end.port == nil { end.port = .open }
    connection.setDeadline(min(loop.now + limits.conversation, deadline))
    guard let context else { return tell(.connected) }
    guard let machine = try? TLSMachine(client: context) else { return finish() }
    self.machine = machine
    shakeHands(machine)
  }

  func received(_ bytes: RawSpan, on connection: Connection) {
    hasReceived = true
    let bytes = bytes.withUnsafeBytes { [UInt8]($0) }
    guard let machine else { return tell(.received(bytes)) }
    _ = machine.receive(bytes)
    if machine.isEstablished { readPlaintext(machine) } else { shakeHands(machine) }
  }

  func closed(_ connection: Connection, reason: CloseReason) {
    let wasOpen = self.connection?.isOpen == true
    if end.port == nil { end.port = Self.state(reason) }
    if let machine, ended != nil { drain(machine, reason) }
    // The exchange may have gone on, or ended, over what came last.
    guard ended != nil, self.connection === connection else { return }
    // When time is up the connection still stands, for a last word.
    if reason != .timedOut || !wasOpen { self.connection = nil }
    if let machine, !machine.isEstablished {
      let isLate = reason == .timedOut
      end.sessionOutcome =
        hasReceived ? (isLate ? .cutShort : .brokenOff) : (isLate ? .silent : .closedSilently)
    }
    switch reason {
    case .local: finish()
    case .timedOut: wasOpen ? tell(.deadlinePassed) : tell(.notConnected)
    case .refused, .unreachable, .noNeighbour: tell(.notConnected)
    case .endOfStream, .reset: wasOpen ? tell(.closedByPeer) : tell(.notConnected)
    }
  }

  /// What a port is whose connection did not come about.
  private static func state(_ reason: CloseReason) -> PortState? {
    switch reason {
    case .refused: .closed
    // A reset before the connection stands is a refusal as well.
    case .reset, .endOfStream: .closed
    case .unreachable(let found):
      found.isRefusal ? .filtered(by: found.reporter) : .unreachable(by: found.reporter)
    case .timedOut, .noNeighbour: .silent
    case .local: nil
    }
  }

  // MARK: - TLS

  private func shakeHands(_ machine: TLSMachine) {
    let progress = machine.handshakeStep()
    flush(machine)
    switch progress {
    case .wantsMore: return
    case .established:
      end.wasEstablished = true
      end.facts = machine.facts
      established?()
      established = nil
      if let value = exchange.decline(end.facts?.chain ?? []) { return finish(value) }
      tell(.connected)
      if self.machine === machine { readPlaintext(machine) }
    case .failed(let failure): fail(machine, failure)
    }
  }

  private func readPlaintext(_ machine: TLSMachine) {
    while self.machine === machine, ended != nil {
      switch machine.read() {
      case .bytes(let bytes): tell(.received(bytes))
      case .wantsMore: return flush(machine)
      case .closed: return tell(.closedByPeer)
      case .failed(let failure): return fail(machine, failure)
      }
    }
  }

  /// Takes what a closed connection left in the machine.
  private func drain(_ machine: TLSMachine, _ reason: CloseReason) {
    if reason == .endOfStream {
      machine.receiveEnd()
      if machine.isEstablished { readPlaintext(machine) } else { shakeHands(machine) }
    }
    if self.machine === machine, end.facts == nil { end.facts = machine.facts }
  }

  /// A session that fails ends the conversation: the exchange has nobody to talk to.
  private func fail(_ machine: TLSMachine, _ failure: TLSFailure) {
    flush(machine)
    end.facts = machine.facts
    end.sessionOutcome = outcome(failure)
    tell(end.wasEstablished ? .closedByPeer : .notConnected, isLast: true)
  }

  private func outcome(_ failure: TLSFailure) -> Outcome {
    switch failure.kind {
    case .alert, .unacceptable: .refusedHandshake
    case .notTLS: .otherProtocol
    case .endOfStream: hasReceived ? .brokenOff : .closedSilently
    case .tooMuch: .tooLong
    }
  }

  private func flush(_ machine: TLSMachine) {
    if let connection { flush(machine, to: connection) }
  }

  private func flush(_ machine: TLSMachine, to connection: Connection) {
    let bytes = machine.takeOutgoing()
    if !bytes.isEmpty { _ = connection.send(bytes) }
  }

  // MARK: - The exchange

  private func tell(_ event: ExchangeEvent, isLast: Bool = false) {
    guard ended != nil else { return }
    switch exchange.handle(event) {
    case .send(let bytes):
      if let machine {
        _ = machine.write(bytes)
        flush(machine)
      } else {
        _ = connection?.send(bytes)
      }
    case .wait: break
    case .reconnect:
      if isLast { return finish() }
      leave()
      start()
    case .finish(let value): finish(value)
    }
  }

  private func finish(_ value: Body.Value? = nil) {
    guard let ended else { return }
    self.ended = nil
    if let machine, end.facts == nil { end.facts = machine.facts }
    leave()
    machine = nil
    end.value = value
    end.elapsed = loop.now - began
    ended(end)
  }

  /// Leaves the connection, after the exchange's last word on it.
  private func leave() {
    guard let connection else { return }
    self.connection = nil
    let word = exchange.farewell
    guard !word.isEmpty, connection.isOpen else { return connection.close() }
    if let machine {
      _ = machine.write(word)
      machine.close()
      flush(machine, to: connection)
    } else {
      _ = connection.send(word)
    }
    // A reset could overtake the word.
    connection.close(reset: false)
  }
}
