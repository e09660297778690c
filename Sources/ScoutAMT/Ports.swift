package import ScoutModel

/// What AMT uses a port for, from a network's side.
package enum PortRole: CaseIterable, Hashable, Sendable {
  /// Web pages and WS-Management, plain; gone from 16.1 on.
  case web
  /// Web pages and WS-Management in TLS; also where set-up by certificate happens.
  case webTLS
  /// Serial over LAN, storage and screen redirection, plain; gone from 16.1 on.
  case redirection
  /// Redirection in TLS.
  case redirectionTLS
  /// The same web server under the port of DASH, plain.
  case dash
  /// The same web server under the port of DASH, in TLS.
  case dashTLS
  /// The presence ping.
  case presence
  /// The standard port of VNC, where it is enabled.
  case screen
  /// Where a device that asks to be set up sends its hello: a server's port, not a device's.
  case setup
  /// Where a Realtek card with DASH sends hellos of AMT's form.
  case setupOfDASH

  package var port: UInt16 {
    switch self {
    case .web: 16992
    case .webTLS: 16993
    case .redirection: 16994
    case .redirectionTLS: 16995
    case .dash, .presence: 623
    case .dashTLS: 664
    case .screen: 5900
    case .setup: 9971
    case .setupOfDASH: 9972
    }
  }

  package var transport: Transport { self == .presence ? .udp : .tcp }

  /// Whether the first bytes are a TLS handshake.
  package var isSecure: Bool {
    switch self {
    case .webTLS, .redirectionTLS, .dashTLS: true
    case .web, .redirection, .dash, .presence, .screen, .setup, .setupOfDASH: false
    }
  }

  /// Whether HTTP is spoken, in TLS or plain.
  package var isWeb: Bool {
    switch self {
    case .web, .webTLS, .dash, .dashTLS: true
    case .redirection, .redirectionTLS, .presence, .screen, .setup, .setupOfDASH: false
    }
  }

  /// The ports that only devices known as AMT or DASH are asked for, in this order: what listens
  /// there on any other machine is none of ours.
  package static let besides: [PortRole] = [.dash, .dashTLS, .screen]

  /// The role of a port of a device.
  package init?(port: UInt16, transport: Transport) {
    let roles = Self.allCases.filter { $0.port == port && $0.transport == transport }
    guard let role = roles.first else { return nil }
    self = role
  }
}
