import ScoutAMT
import ScoutModel
import ScoutNet
import ScoutWire

/// What a conversation tells the exchange that it carries.
enum ScriptEvent {
  case connected, notConnected, closedByPeer, deadlinePassed
  case received([UInt8])
}

/// What an exchange wants of its conversation.
enum ScriptAction {
  case send([UInt8])
  case wait, reconnect, finish
}

/// An exchange of any kind, as a conversation sees it.
protocol Script: SendableMetatype {
  associatedtype Value: Sendable
  mutating func handle(_ event: ScriptEvent) -> ScriptAction
  /// What it came to; `nil` before the end.
  var value: Value? { get }
  /// Whether the script goes on in a TLS session with the holder of these certificates (DER, leaf
  /// first); where not, it has come to its value.
  mutating func admits(_ chain: [[UInt8]]) -> Bool
  /// What is said before a connection is left, by whatever way; empty for nothing.
  var farewell: [UInt8] { get }
}

extension Script {
  mutating func admits(_ chain: [[UInt8]]) -> Bool { true }
  var farewell: [UInt8] { [] }
}

/// Asks a web server.
struct WebScript: Script {
  private var exchange: WebExchange
  private(set) var value: WebSighting?

  init(address: IPAddress, port: UInt16, secure: Bool) {
    exchange = WebExchange(address: address, port: port, secure: secure)
  }

  mutating func handle(_ event: ScriptEvent) -> ScriptAction {
    let action =
      switch event {
      case .connected: exchange.handle(.connected)
      case .notConnected: exchange.handle(.notConnected)
      case .closedByPeer: exchange.handle(.closedByPeer)
      case .deadlinePassed: exchange.handle(.deadlinePassed)
      case .received(let bytes): exchange.handle(.received(bytes))
      }
    switch action {
    case .send(let bytes): return .send(bytes)
    case .wait: return .wait
    case .reconnect: return .reconnect
    case .finish(let sighting):
      value = sighting
      return .finish
    }
  }
}

/// Reads a TLS server's answers in clear.
struct HelloScript: Script {
  private var exchange: TLSExchange
  private(set) var value: TLSReading?

  init(port: UInt16, random: [UInt8]) { exchange = TLSExchange(port: port, random: random) }

  mutating func handle(_ event: ScriptEvent) -> ScriptAction {
    let action =
      switch event {
      case .connected: exchange.handle(.connected)
      case .notConnected: exchange.handle(.notConnected)
      case .closedByPeer: exchange.handle(.closedByPeer)
      case .deadlinePassed: exchange.handle(.deadlinePassed)
      case .received(let bytes): exchange.handle(.received(bytes))
      }
    switch action {
    case .send(let bytes): return .send(bytes)
    case .wait: return .wait
    case .reconnect: return .reconnect
    case .finish(let reading):
      value = reading
      return .finish
    }
  }
}

/// Opens a TLS session and says nothing in it.
struct SilentScript: Script {
  private(set) var value: Bool?

  mutating func handle(_ event: ScriptEvent) -> ScriptAction {
    value = true
    return .finish
  }
}

/// Starts and ends redirection sessions.
struct RedirectionScript: Script {
  private var exchange: RedirectionExchange
  private(set) var value: RedirectionSighting?

  var farewell: [UInt8] { exchange.farewell }

  init(port: UInt16, secure: Bool) { exchange = RedirectionExchange(port: port, secure: secure) }

  mutating func handle(_ event: ScriptEvent) -> ScriptAction {
    let action =
      switch event {
      case .connected: exchange.handle(.connected)
      case .notConnected: exchange.handle(.notConnected)
      case .closedByPeer: exchange.handle(.closedByPeer)
      case .deadlinePassed: exchange.handle(.deadlinePassed)
      case .received(let bytes): exchange.handle(.received(bytes))
      }
    switch action {
    case .send(let bytes): return .send(bytes)
    case .wait: return .wait
    case .reconnect: return .reconnect
    case .finish(let sighting):
      value = sighting
      return .finish
    }
  }
}

/// Reads a device's configuration with a password.
struct WSManScript: Script {
  private var exchange: WSManExchange
  private let judge: @Sendable ([[UInt8]]) -> String?
  private(set) var value: WSManReading?

  init(exchange: WSManExchange, judge: @escaping @Sendable ([[UInt8]]) -> String?) {
    self.exchange = exchange
    self.judge = judge
  }

  mutating func admits(_ chain: [[UInt8]]) -> Bool {
    guard let objection = judge(chain) else { return true }
    value = exchange.withhold(objection)
    return false
  }

  mutating func handle(_ event: ScriptEvent) -> ScriptAction {
    let action =
      switch event {
      case .connected: exchange.handle(.connected)
      case .notConnected: exchange.handle(.notConnected)
      case .closedByPeer: exchange.handle(.closedByPeer)
      case .deadlinePassed: exchange.handle(.deadlinePassed)
      case .received(let bytes): exchange.handle(.received(bytes))
      }
    switch action {
    case .send(let bytes): return .send(bytes)
    case .wait: return .wait
    case .reconnect: return .reconnect
    case .finish(let reading):
      value = reading
      return .finish
    }
  }
}
