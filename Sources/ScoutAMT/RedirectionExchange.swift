package import ScoutModel

/// The conversation with a redirection port: version, services, ways to log in. Nobody logs in.
///
/// One connection a service: a session is started, with the first that is granted the ways to log in
/// are asked for, and it is ended. Whatever happens, the last word on a connection on which a start
/// was sent is the end of the session: see ``farewell``.
package struct RedirectionExchange: Exchange {
  package typealias Value = RedirectionSighting

  /// Ends a session, and asks for the ways to log in.
  package static let end: [UInt8] = [0x12, 0, 0, 0]
  package static let authenticationQuery: [UInt8] = [0x13, 0, 0, 0, 0, 0, 0, 0, 0]

  private enum State: Sendable {
    case connecting
    case starting
    case listing
    case finished
  }

  private var sighting: RedirectionSighting
  private var state = State.connecting
  private var open = RedirectionService.allCases[...]
  private var input: [UInt8] = []
  private var hasStarted = false

  package init(port: UInt16, secure: Bool) {
    sighting = RedirectionSighting(port: port, secure: secure, outcome: .notAsked)
  }

  /// What must be said before this connection is left, by whatever way; empty where no session was
  /// started on it.
  package var farewell: [UInt8] { hasStarted ? Self.end : [] }

  /// Takes what happened and says what to do. After `finish` every event is answered by the same.
  package mutating func handle(_ event: Event) -> Action {
    switch (state, event) {
    case (.finished, _): return .finish(sighting)
    case (.connecting, .connected):
      hasStarted = false
      guard let service = open.first else { return finish(.complete) }
      state = .starting
      input = []
      hasStarted = true
      return .send(service.start)
    case (.connecting, .received): return .wait
    case (.connecting, .notConnected), (.connecting, .closedByPeer),
      (.connecting, .deadlinePassed):
      return finish(.notConnected)
    case (.starting, .connected), (.listing, .connected): return .wait
    case (.starting, .received(let bytes)), (.listing, .received(let bytes)): return take(bytes)
    case (.starting, .closedByPeer), (.starting, .notConnected):
      return finish(input.isEmpty ? .closedSilently : .brokenOff)
    case (.starting, .deadlinePassed): return finish(input.isEmpty ? .silent : .cutShort)
    case (.listing, .closedByPeer), (.listing, .notConnected), (.listing, .deadlinePassed):
      note("the ways to log in were not told")
      return goOn()
    }
  }

  private mutating func take(_ bytes: [UInt8]) -> Action {
    if sighting.bytes.count < 64, state == .starting, sighting.answers.isEmpty {
      sighting.bytes += bytes.prefix(64 - sighting.bytes.count)
    }
    input += bytes.prefix(RedirectionMessage.listLimit + 16 - input.count)
    switch RedirectionMessage.read(input) {
    case .needsMore: return .wait
    case .other: return finish(.otherProtocol)
    case .message(.started(let status, let session), let length):
      guard state == .starting, let service = open.first else { return finish(.otherProtocol) }
      input.removeFirst(length)
      sighting.answers.append(RedirectionAnswer(service: service, status: status))
      guard let session else { return goOn() }
      keep(session)
      guard sighting.authentications.isEmpty else { return goOn() }
      state = .listing
      return .send(Self.authenticationQuery)
    case .message(.authentications(_, let types), _):
      guard state == .listing else { return finish(.otherProtocol) }
      sighting.authentications = Array(types.prefix(16))
      return goOn()
    }
  }

  private mutating func keep(_ session: RedirectionMessage.Session) {
    let version = FirmwareVersion(Int(session.major), Int(session.minor))
    if let known = sighting.version, known != version { note("the version changes") }
    guard sighting.version == nil else { return }
    sighting.enterprise = session.enterprise
    // No such firmware has a major version of zero.
    if session.major > 0 { sighting.version = version }
    if session.enterprise != 343 { note("enterprise \(session.enterprise) in the reply") }
    if session.revision != [1, 0] { note("an unknown revision of the protocol") }
  }

  /// Goes on with the next service, on a new connection, or comes to the end.
  private mutating func goOn() -> Action {
    open = open.dropFirst()
    guard !open.isEmpty else { return finish(.complete) }
    state = .connecting
    return .reconnect
  }

  private mutating func finish(_ outcome: Outcome) -> Action {
    // What was learned stands; how the rest ended is a defect.
    if sighting.answers.isEmpty || outcome == .complete {
      sighting.outcome = outcome
    } else {
      sighting.outcome = .complete
      if let service = open.first { note("\(service.rawValue): \(outcome.rawValue)") }
    }
    state = .finished
    return .finish(sighting)
  }

  private mutating func note(_ defect: String) {
    if sighting.defects.count < 8, !sighting.defects.contains(defect) {
      sighting.defects.append(defect)
    }
  }
}
