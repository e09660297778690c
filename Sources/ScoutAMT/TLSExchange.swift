import ScoutModel
import ScoutWire

/// The conversation that learns a TLS server's versions, suites and chain from its answers in clear.
///
/// One hello a connection. The first offers every version with every suite there is; what the server
/// takes is its highest. Then each version below is offered, until the server that took a higher one
/// says that it knows no version so low (RFC 5246, 7.2.2). A server that takes nothing of the first
/// hello may not bear its form: it is offered TLS 1.2 alone and downwards, and TLS 1.3 alone at the
/// end. It stops where the server is silent or speaks another protocol. The driver gives each
/// connection ``deadline``.
package struct TLSExchange: Exchange {
  package typealias Value = TLSReading

  /// The time for one connection, from connecting to the last byte.
  package static let deadline = Duration.seconds(10)

  private enum Offer: Hashable, Sendable {
    case all
    /// This version and, up to TLS 1.2, whatever is below it.
    case version(TLSVersion)
  }

  private enum State: Sendable {
    case connecting(Offer)
    case reading(Offer, TLSServerFlight)
    case finished
  }

  private let random: [UInt8]
  private var reading: TLSReading
  private var state = State.connecting(.all)
  /// Whether it is known if the server takes TLS 1.3.
  private var isHighestKnown = false

  /// `random` are 32 random bytes; each hello's are made from them.
  package init(port: UInt16, random: [UInt8]) {
    precondition(random.count == 32, "a hello has 32 random bytes")
    self.random = random
    reading = TLSReading(port: port)
  }

  /// Takes what happened and says what to do. After `finish` every event is answered by the same.
  package mutating func handle(_ event: Event) -> Action {
    switch (state, event) {
    case (.connecting(let offer), .connected):
      state = .reading(offer, TLSServerFlight())
      return .send(hello(offer).encoded())
    case (.connecting(let offer), .notConnected),
      (.connecting(let offer), .closedByPeer),
      (.connecting(let offer), .deadlinePassed):
      return conclude(offer, TLSServerFlight(), .notConnected)
    case (.connecting, .received):
      // Nothing can come before the connection stands.
      return .wait

    case (.reading(let offer, var flight), .received(let bytes)):
      if flight.feed(bytes) == .reading {
        state = .reading(offer, flight)
        return .wait
      }
      return conclude(offer, flight, .complete)
    case (.reading(let offer, let flight), .closedByPeer),
      (.reading(let offer, let flight), .notConnected):
      return conclude(offer, flight, flight.firstBytes.isEmpty ? .closedSilently : .brokenOff)
    case (.reading(let offer, let flight), .deadlinePassed):
      return conclude(offer, flight, flight.firstBytes.isEmpty ? .silent : .cutShort)
    case (.reading, .connected):
      return .wait

    case (.finished, .connected), (.finished, .notConnected), (.finished, .received),
      (.finished, .closedByPeer), (.finished, .deadlinePassed):
      return .finish(reading)
    }
  }

  private func hello(_ offer: Offer) -> TLSClientHello {
    var random = random
    guard case .version(let version) = offer else { return .anyVersion(random: random) }
    random[31] ^= UInt8(truncatingIfNeeded: version.rawValue)
    if version == .tls13 { return .version13(random: random) }
    return TLSClientHello(version: version.rawValue, random: random)
  }

  private mutating func conclude(
    _ offer: Offer, _ flight: TLSServerFlight, _ outcome: Outcome
  ) -> Action {
    reading.add(flight, ended: outcome)
    guard let next = next(after: offer, flight, outcome) else {
      state = .finished
      return .finish(reading)
    }
    state = .connecting(.version(next))
    return .reconnect
  }

  private mutating func next(
    after offer: Offer, _ flight: TLSServerFlight, _ outcome: Outcome
  ) -> TLSVersion? {
    switch (flight.state, outcome) {
    case (.notTLS, _), (.tooLong, _), (.malformed, _): return nil
    case (.reading, .silent), (.reading, .cutShort), (.reading, .notConnected): return nil
    case (.reading, _), (.complete, _), (.refused, _): break
    }
    let agreed = flight.serverHello.map { TLSVersion(rawValue: $0.version) }
    let asked: TLSVersion
    switch offer {
    case .all:
      isHighestKnown = agreed != nil
      // Nothing was taken: perhaps only the form was wrong.
      guard let agreed, agreed < .tls13 else { return .tls12 }
      asked = .tls12
    case .version(.tls13): return nil
    case .version(let version): asked = version
    }
    let top: TLSVersion? = isHighestKnown ? nil : .tls13
    // 70 is protocol_version. Who has taken a higher one means that it takes none so low.
    if agreed == nil, flight.alert?.description == 70, !reading.versions.isEmpty { return top }
    // What the server has agreed to is known; only what lies below is still open.
    switch min(agreed ?? asked, asked) {
    case .tls12: return .tls11
    case .tls11: return .tls10
    default: return top
    }
  }
}
