package import ScoutNet

/// The questions put to a web server of AMT, none of them with credentials.
package enum WebRequest: CaseIterable, Hashable, Sendable {
  /// `GET /`: the server names itself and points to its pages.
  case root
  /// `GET /index.htm`: the challenge, and a page with a title.
  case index
  /// `POST /wsman` without a body: the challenge, also where the pages are switched off.
  case wsman
  /// `GET /logon.htm`: the page that everybody may read, for its title.
  case logon

  /// The path asked for.
  package var path: String {
    switch self {
    case .root: "/"
    case .index: "/index.htm"
    case .wsman: "/wsman"
    case .logon: "/logon.htm"
    }
  }

  /// The request as sent to a server that is known by its address only.
  package func encoded(address: IPAddress, port: UInt16) -> [UInt8] {
    let host = Self.host(address, port)
    let method = self == .wsman ? "POST" : "GET"
    let length = self == .wsman ? "Content-Length: 0\r\n" : ""
    return Array("\(method) \(path) HTTP/1.1\r\nHost: \(host)\r\n\(length)\r\n".utf8)
  }

  /// An address and port as the Host header has them.
  package static func host(_ address: IPAddress, _ port: UInt16) -> String {
    switch address {
    case .v4(let address): "\(address):\(port)"
    case .v6(let address): "[\(address)]:\(port)"
    }
  }
}
