/// A conversation with one port, as a machine of states that owns no socket, clock or random number.
///
/// A driver connects, tells what happens, and does what the exchange answers, until it finishes.
package protocol Exchange: Sendable, SendableMetatype {
  /// What it comes to.
  associatedtype Value: Sendable

  /// Takes what happened and says what to do. After `finish` every event is answered by the same.
  mutating func handle(_ event: ExchangeEvent) -> ExchangeAction<Value>

  /// Ends the exchange where it does not go on in a TLS session with the holder of these certificates
  /// (DER, leaf first); `nil` where it goes on.
  mutating func decline(_ chain: [[UInt8]]) -> Value?

  /// What must be said before a connection is left, by whatever way; empty for nothing.
  var farewell: [UInt8] { get }
}

extension Exchange {
  package typealias Event = ExchangeEvent
  package typealias Action = ExchangeAction<Value>

  package mutating func decline(_ chain: [[UInt8]]) -> Value? { nil }
  package var farewell: [UInt8] { [] }
}

/// What happens to the connection of an exchange.
package enum ExchangeEvent: Hashable, Sendable {
  /// The connection (and its TLS session, where there is one) stands.
  case connected
  /// It could not be made.
  case notConnected
  case received([UInt8])
  /// Closed or reset.
  case closedByPeer
  case deadlinePassed
}

/// What an exchange wants of its driver.
package enum ExchangeAction<Value: Sendable>: Sendable {
  case send([UInt8])
  case wait
  /// Say the farewell, close this connection and open another to the same port.
  case reconnect
  /// Say the farewell and close.
  case finish(Value)
}

extension ExchangeAction: Equatable where Value: Equatable {}
extension ExchangeAction: Hashable where Value: Hashable {}
