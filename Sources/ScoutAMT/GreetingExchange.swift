import ScoutModel
import ScoutWire

/// The conversation with a port whose server speaks first: it listens, and says nothing.
package struct GreetingExchange: Exchange {
  /// The greeting as text, `nil` where none came.
  package typealias Value = String?

  /// The most bytes that are kept.
  static let limit = 64

  private var bytes: [UInt8] = []
  private var result: String??

  package init() {}

  /// Takes what happened and says what to do. After `finish` every event is answered by the same.
  package mutating func handle(_ event: Event) -> Action {
    if let result { return .finish(result) }
    switch event {
    case .connected: return .wait
    case .received(let more):
      bytes += more.prefix(Self.limit - bytes.count)
      let isVNC = bytes.starts(with: Array("RFB ".utf8).prefix(bytes.count))
      if isVNC, bytes.count < RFBBanner.length { return .wait }
    case .notConnected, .closedByPeer, .deadlinePassed: break
    }
    let text = Self.text(bytes)
    result = .some(text)
    return .finish(text)
  }

  private static func text(_ bytes: [UInt8]) -> String? {
    if let banner = try? RFBBanner(parsing: bytes) { return banner.description }
    return bytes.isEmpty ? nil : PeerText.decode(bytes, limit: limit)
  }
}
