import ScoutModel
import ScoutWire

/// The conversation that learns a TLS server's versions, suites and chain from its answers in clear.
///
/// One hello a connection: first TLS 1.2 with every suite there is, then each version below the one
/// agreed, then TLS 1.3 alone. It stops where the server is silent or speaks another protocol. The
/// driver gives each connection ``deadline``.
package struct TLSExchange: Exchange {
  package typealias Value = TLSReading

  /// The time for one connection, from connecting to the last byte.
  package static let deadline = Duration.seconds(10)

  private enum State: Sendable {
    case connecting(TLSVersion)
    case reading(TLSVersion, TLSServerFlight)
    case finished
  }

  private let random: [UInt8]
  private var reading: TLSReading
  private var state = State.connecting(.tls12)

  /// `random` are 32 random bytes; each hello's are made from them.
  package init(port: UInt16, random: [UInt8]) {
    precondition(random.count == 32, "a hello has 32 random bytes")
    self.random = random
    reading = TLSReading(port: port)
  }

  /// Takes what happened and says what to do. After `finish` every event is answered by the same.
  package mutating func handle(_ event: Event) -> Action {
    switch (state, event) {
    case (.connecting(let version), .connected):
      state = .reading(version, TLSServerFlight())
      return .send(hello(version).encoded())
    case (.connecting(let version), .notConnected),
      (.connecting(let version), .closedByPeer),
      (.connecting(let version), .deadlinePassed):
      return conclude(version, TLSServerFlight(), .notConnected)
    case (.connecting, .received):
      // Nothing can come before the connection stands.
      return .wait

    case (.reading(let version, var flight), .received(let bytes)):
      if flight.feed(bytes) == .reading {
        state = .reading(version, flight)
        return .wait
      }
      return conclude(version, flight, .complete)
    case (.reading(let version, let flight), .closedByPeer),
      (.reading(let version, let flight), .notConnected):
      return conclude(version, flight, flight.firstBytes.isEmpty ? .closedSilently : .brokenOff)
    case (.reading(let version, let flight), .deadlinePassed):
      return conclude(version, flight, flight.firstBytes.isEmpty ? .silent : .cutShort)
    case (.reading, .connected):
      return .wait

    case (.finished, .connected), (.finished, .notConnected), (.finished, .received),
      (.finished, .closedByPeer), (.finished, .deadlinePassed):
      return .finish(reading)
    }
  }

  private func hello(_ version: TLSVersion) -> TLSClientHello {
    var random = random
    random[31] ^= UInt8(truncatingIfNeeded: version.rawValue)
    if version == .tls13 { return .version13(random: random) }
    return TLSClientHello(version: version.rawValue, random: random)
  }

  private mutating func conclude(
    _ version: TLSVersion, _ flight: TLSServerFlight, _ outcome: Outcome
  ) -> Action {
    reading.add(flight, ended: outcome)
    guard let next = next(after: version, flight, outcome) else {
      state = .finished
      return .finish(reading)
    }
    state = .connecting(next)
    return .reconnect
  }

  private func next(
    after version: TLSVersion, _ flight: TLSServerFlight, _ outcome: Outcome
  ) -> TLSVersion? {
    switch (flight.state, outcome) {
    case (.notTLS, _), (.tooLong, _), (.malformed, _): return nil
    case (.reading, .silent), (.reading, .cutShort), (.reading, .notConnected): return nil
    case (.reading, _), (.complete, _), (.refused, _): break
    }
    if version == .tls13 { return nil }
    // What the server has agreed to is known; only what lies below is still open.
    let agreed = flight.serverHello.map { TLSVersion(rawValue: $0.version) } ?? version
    switch min(agreed, version) {
    case .tls12: return .tls11
    case .tls11: return .tls10
    default: return .tls13
    }
  }
}
