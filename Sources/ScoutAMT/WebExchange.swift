package import ScoutModel
package import ScoutNet

/// The conversation that learns who an AMT web server is, without credentials.
///
/// As few requests as needed, on as few connections: firmware keeps a connection open after its
/// first answer, and closes it after a challenge.
/// 1. `GET /` names the server. A foreign server, or one that does not speak, is left alone then,
///    unless it points to AMT's log-on page.
/// 2. `GET /index.htm` brings the challenge, whose realm is the device's, and often the title.
/// 3. `POST /wsman` brings the challenge where the pages are switched off: only if the second did
///    not, or if the first connection was closed without a word.
/// 4. `GET /logon.htm` brings the title: only if the product is still open.
///
/// So most devices are asked twice, on one connection. Where a second question on a connection is not
/// answered, it is asked anew on a connection of its own. The driver gives each connection
/// ``deadline`` and wraps it in TLS where that is needed.
package struct WebExchange: Exchange {
  package typealias Value = WebSighting

  /// The time for one connection, from connecting to the last byte.
  package static let deadline = Duration.seconds(10)

  private enum State: Sendable {
    case connecting(WebRequest)
    case reading(WebRequest, HTTPResponse)
    case finished
  }

  private let address: IPAddress
  private let port: UInt16
  private var reading: WebReading
  private var state = State.connecting(.root)
  /// Whether the connection brought an answer to an earlier request.
  private var isFollowUp = false
  /// Whether this server did not yet fail at a second request on a connection.
  private var mayFollowUp = true

  package init(address: IPAddress, port: UInt16, secure: Bool) {
    self.address = address
    self.port = port
    reading = WebReading(port: port, secure: secure)
  }

  /// Takes what happened and says what to do. After `finish` every event is answered by the same.
  package mutating func handle(_ event: Event) -> Action {
    switch (state, event) {
    case (.connecting(let request), .connected):
      state = .reading(request, HTTPResponse())
      return .send(request.encoded(address: address, port: port))
    case (.connecting(let request), .notConnected),
      (.connecting(let request), .closedByPeer),
      (.connecting(let request), .deadlinePassed):
      return conclude(request, HTTPResponse(), .notConnected)
    case (.connecting, .received):
      // Nothing can come before the connection stands.
      return .wait

    case (.reading(let request, var response), .received(let bytes)):
      let outcome: Outcome
      switch response.feed(bytes) {
      case .reading:
        state = .reading(request, response)
        return .wait
      case .complete, .cutShort: outcome = .complete
      case .tooLong: outcome = .tooLong
      case .notHTTP: outcome = .otherProtocol
      }
      return conclude(request, response, outcome)
    case (.reading(let request, var response), .closedByPeer),
      (.reading(let request, var response), .notConnected):
      response.close()
      let isSilent = response.firstBytes.isEmpty
      let outcome = Self.outcome(of: response, otherwise: isSilent ? .closedSilently : .brokenOff)
      return conclude(request, response, outcome)
    case (.reading(let request, var response), .deadlinePassed):
      response.close()
      let isSilent = response.firstBytes.isEmpty
      return conclude(request, response, isSilent ? .silent : .cutShort)
    case (.reading, .connected):
      return .wait

    case (.finished, .connected), (.finished, .notConnected), (.finished, .received),
      (.finished, .closedByPeer), (.finished, .deadlinePassed):
      return .finish(reading.sighting)
    }
  }

  private static func outcome(of response: HTTPResponse, otherwise other: Outcome) -> Outcome {
    switch response.state {
    case .complete: .complete
    case .notHTTP: .otherProtocol
    case .tooLong: .tooLong
    case .reading, .cutShort: other
    }
  }

  private mutating func conclude(
    _ request: WebRequest, _ response: HTTPResponse, _ outcome: Outcome
  ) -> Action {
    if isFollowUp, outcome != .complete, outcome != .tooLong {
      // That may be the fault of the connection, and says nothing of the page yet.
      isFollowUp = false
      mayFollowUp = false
      state = .connecting(request)
      return .reconnect
    }
    reading.add(response, to: request, ended: outcome)
    guard let next = next(after: request, outcome) else {
      state = .finished
      return .finish(reading.sighting)
    }
    isFollowUp = mayFollowUp && response.keepsConnection
    if isFollowUp {
      state = .reading(next, HTTPResponse())
      return .send(next.encoded(address: address, port: port))
    }
    state = .connecting(next)
    return .reconnect
  }

  /// The next question, if one is worth asking.
  private func next(after request: WebRequest, _ outcome: Outcome) -> WebRequest? {
    switch outcome {
    case .complete, .tooLong: break
    case .closedSilently, .brokenOff:
      // A server whose pages are switched off may close instead of answering; asked once.
      if request == .root, reading.sighting.statuses.isEmpty { return .wsman }
    case .notConnected, .silent, .cutShort, .otherProtocol, .refusedHandshake, .notAsked:
      // Whoever has stopped answering is not asked again.
      return nil
    }
    if reading.isForeign { return nil }
    let title = reading.needsTitle ? WebRequest.logon : nil
    switch request {
    case .root: return reading.challenge == nil ? .index : title
    case .index:
      return reading.challenge == nil ? .wsman : title
    case .wsman: return title
    case .logon: return nil
    }
  }
}
