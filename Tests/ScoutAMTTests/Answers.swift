import ScoutModel
import ScoutNet

@testable import ScoutAMT

/// Answers as AMT web servers give them, and a peer that gives them in turn.
enum Answers {
  static let amt8 = "Intel(R) Active Management Technology 8.0.3"

  static func redirect(_ server: String?) -> String {
    "HTTP/1.1 303 See Other\r\nLocation: /logon.htm\r\nContent-Length: 0\r\n"
      + (server.map { "Server: \($0)\r\n" } ?? "") + "\r\n"
  }

  static func challenge(_ server: String?, title: String? = nil) -> String {
    let page = title.map { "<html><head><title>\($0)</title></head></html>" } ?? "<html></html>"
    return "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Digest "
      + "realm=\"Digest:A4070000000000000000000000000000\", "
      + "nonce=\"wlbEK1EtAAAAAAAAWW5aUHFp+mQQ1j63\",stale=\"false\",qop=\"auth\"\r\n"
      + "Content-Type: text/html\r\n" + (server.map { "Server: \($0)\r\n" } ?? "")
      + "Content-Length: \(page.utf8.count)\r\nConnection: close\r\n\r\n" + page
  }

  static func page(_ server: String, title: String) -> String {
    "HTTP/1.1 200 OK\r\nServer: \(server)\r\n\r\n<title>\(title)</title>"
  }

  static func plain(_ server: String?) -> String {
    "HTTP/1.1 404 Not Found\r\n" + (server.map { "Server: \($0)\r\n" } ?? "")
      + "Content-Length: 0\r\n\r\n"
  }

  /// What a peer does once it has a request.
  enum Turn {
    case answer(String)
    case bytes([UInt8])
    case close
    case silence
    case refusal
  }

  /// Plays the turns, one for each request, and returns the fact and the first line of each request,
  /// with `+` before it where it came on the connection of the one before.
  static func play(
    _ turns: [Turn], port: UInt16 = 16992, bytewise: Bool = false
  ) -> (sighting: WebSighting?, requests: [String]) {
    var exchange = WebExchange(
      address: .v4(IPv4Address(192, 0, 2, 7)), port: port, secure: port != 16992)
    var requests: [String] = []
    func note(_ action: WebExchange.Action, mark: String = "") {
      guard case .send(let bytes) = action else { return }
      let text = String(decoding: bytes, as: UTF8.self)
      requests.append(mark + (text.split(separator: "\r\n").first.map(String.init) ?? ""))
    }
    var action = WebExchange.Action.reconnect
    for turn in turns {
      if case .send = action {
        note(action, mark: "+")
      } else if case .refusal = turn {
      } else {
        note(exchange.handle(.connected))
      }
      action = .wait
      switch turn {
      case .answer(let text): action = feed(Array(text.utf8), bytewise, to: &exchange)
      case .bytes(let bytes): action = feed(bytes, bytewise, to: &exchange)
      case .silence: action = exchange.handle(.deadlinePassed)
      case .refusal: action = exchange.handle(.notConnected)
      case .close: break
      }
      if action == .wait { action = exchange.handle(.closedByPeer) }
      if case .finish(let sighting) = action { return (sighting, requests) }
    }
    return (nil, requests)
  }

  private static func feed(
    _ bytes: [UInt8], _ bytewise: Bool, to exchange: inout WebExchange
  ) -> WebExchange.Action {
    guard bytewise else { return exchange.handle(.received(bytes)) }
    for byte in bytes {
      let action = exchange.handle(.received([byte]))
      if action != .wait { return action }
    }
    return .wait
  }
}
