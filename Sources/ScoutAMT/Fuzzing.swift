import ScoutModel
import ScoutNet
import ScoutWire
import ScoutXML

/// Feeds bytes to the reader of HTTP responses, whole and cut in pieces of changing size; both must
/// come to the same head and body, and neither may trap or hang.
package func fuzzHTTPResponse(_ bytes: [UInt8]) {
  var whole = HTTPResponse()
  whole.feed(bytes)
  var pieces = HTTPResponse()
  feedPieces(bytes) { pieces.feed($0) }
  precondition(whole.head == pieces.head, "the head depends on how the bytes come")
  precondition(whole.body == pieces.body, "the body depends on how the bytes come")
  precondition(whole.state == pieces.state, "the end depends on how the bytes come")
  whole.close()
  if let head = whole.head { _ = head.value(of: "Server").flatMap { ServerBanner($0) } }
  _ = PageTitle(page: whole.body)
}

/// Feeds bytes to the readers of a challenge, a banner and a title; must neither trap nor hang.
package func fuzzWebText(_ bytes: [UInt8]) {
  let text = String(decoding: bytes, as: UTF8.self)
  if let challenge = DigestChallenge(text) {
    _ = challenge.protections
    _ = challenge.looksLikeAMT
  }
  _ = ServerBanner(text)
  _ = PageTitle(page: bytes)?.product
}

/// Feeds bytes to the reader of presence pongs; must neither trap nor hang.
package func fuzzPong(_ bytes: [UInt8]) { _ = try? PongSighting(parsing: bytes) }

/// Plays the peer of a web conversation: each byte 0xFF, and what follows it, is an event; must end
/// after a few connections, and must neither trap nor hang.
package func fuzzWebExchange(_ bytes: [UInt8]) {
  var exchange = WebExchange(
    address: .v4(IPv4Address(192, 0, 2, 1)), port: 16992, secure: false)
  var connections = 0
  var action = exchange.handle(.connected)
  for part in bytes.split(separator: 0xFF, omittingEmptySubsequences: false) {
    switch action {
    case .finish: return
    case .reconnect:
      connections += 1
      precondition(connections < WebRequest.allCases.count, "more requests than there are")
      action = exchange.handle(.connected)
    case .send, .wait:
      feedPieces(Array(part)) { piece in
        if case .finish = action { return }
        if case .reconnect = action { return }
        action = exchange.handle(.received(piece))
      }
      if case .wait = action { action = exchange.handle(.closedByPeer) }
    }
  }
}

/// Plays the peer of a TLS conversation in the same way; must end after a few connections, and must
/// neither trap nor hang.
package func fuzzTLSExchange(_ bytes: [UInt8]) {
  var exchange = TLSExchange(port: 16993, random: [UInt8](repeating: 7, count: 32))
  var connections = 0
  var action = exchange.handle(.connected)
  for part in bytes.split(separator: 0xFF, omittingEmptySubsequences: false) {
    switch action {
    case .finish(let reading):
      _ = reading.sighting(certificates: [])
      return
    case .reconnect:
      connections += 1
      precondition(connections < 5, "more hellos than versions and all of them")
      action = exchange.handle(.connected)
    case .send, .wait:
      action = exchange.handle(.received(Array(part)))
      if case .wait = action { action = exchange.handle(.closedByPeer) }
    }
  }
}

/// Feeds bytes to the reader of hellos, whole and by their growing length; both must agree, and
/// neither may trap or hang.
package func fuzzHello(_ bytes: [UInt8]) {
  if let hello = try? HelloMessage(parsing: bytes) {
    _ = HelloSighting(hello, bytes: bytes)
    if case .known(let length) = HelloMessage.length(bytes) {
      precondition(length <= bytes.count, "a hello is read that is not whole")
      precondition(hello.encoded() == Array(bytes[..<length]), "a hello is not written as read")
    }
  }
  for end in 0...min(bytes.count, 64) { _ = HelloMessage.length(Array(bytes[..<end])) }
}

/// Plays the peer of a redirection conversation, in pieces, as ``fuzzWebExchange(_:)`` does; must end
/// after a connection a service, and each must be left with the end of its session.
package func fuzzRedirection(_ bytes: [UInt8]) {
  var exchange = RedirectionExchange(port: 16994, secure: false)
  var connections = 1
  var action = exchange.handle(.connected)
  for part in bytes.split(separator: 0xFF, omittingEmptySubsequences: false) {
    precondition(exchange.farewell == RedirectionExchange.end, "a session stays open")
    switch action {
    case .finish: return
    case .reconnect:
      connections += 1
      precondition(connections <= RedirectionService.allCases.count, "more sessions than services")
      action = exchange.handle(.connected)
    case .send, .wait:
      feedPieces(Array(part)) { piece in
        if case .finish = action { return }
        if case .reconnect = action { return }
        action = exchange.handle(.received(piece))
      }
      if case .wait = action { action = exchange.handle(.closedByPeer) }
    }
  }
}

/// Feeds bytes to the reader of VNC's greeting, whole and in pieces; both must come to the same.
package func fuzzGreeting(_ bytes: [UInt8]) {
  if let banner = try? RFBBanner(parsing: bytes) {
    precondition(banner.encoded() == Array(bytes.prefix(RFBBanner.length)), "not written as read")
  }
  var exchange = GreetingExchange()
  _ = exchange.handle(.connected)
  feedPieces(bytes) { _ = exchange.handle(.received($0)) }
  guard case .finish(let greeting) = exchange.handle(.closedByPeer) else {
    preconditionFailure("a greeting does not end with its connection")
  }
  precondition(greeting?.utf8.count ?? 0 <= 3 * GreetingExchange.limit, "too much is kept")
}

/// Feeds bytes to the reader of WS-Management's answers, and what it reads to every class; must
/// neither trap nor hang.
package func fuzzWSManAnswer(_ bytes: [UInt8]) {
  guard let answer = try? WSManAnswer(parsing: bytes) else { return }
  let instances =
    switch answer.content {
    case .instance(let element): [element]
    case .items(let elements, _): elements
    case .context, .fault, .empty: [XMLElement]()
    }
  for resource in WSManClass.allCases {
    var reading = WSManReading(port: 16993, secure: true, credential: "")
    for instance in instances { reading.add(instance, of: resource) }
    reading.close()
    let sighting = reading.sighting { CertificateFact(fingerprint: "\($0.count)") }
    precondition(sighting.certificates.count <= WSManReading.listLimit)
  }
}

/// Plays the peer of a WS-Management conversation, as ``fuzzWebExchange(_:)`` does; the password must
/// not be tried twice, and the conversation must end.
package func fuzzWSManExchange(_ bytes: [UInt8]) {
  let credential = Credential(match: .any, user: "u", password: Secret("secret"))
  // Any function will do: what is played is the peer, not the digest.
  let desk = WSManExchange.Desk(
    distrust: { _ in nil }, objection: { _ in nil }, settled: { _ in },
    md5: { [UInt8(truncatingIfNeeded: $0.count)] })
  var exchange = WSManExchange(
    host: "192.0.2.1:16992", port: 16992, secure: false, credential: credential, random: [7],
    desk: desk)
  var requests = 0
  var action = exchange.handle(.connected)
  for part in bytes.split(separator: 0xFF, omittingEmptySubsequences: false) {
    switch action {
    case .finish: return
    case .reconnect: action = exchange.handle(.connected)
    case .send(let request):
      requests += 1
      precondition(requests <= WSManExchange.requestLimit, "more requests than are allowed")
      precondition(!request.starts(with: Array("PUT".utf8)))
      action = exchange.handle(.received(Array(part)))
      if case .wait = action { action = exchange.handle(.closedByPeer) }
    case .wait: action = exchange.handle(.closedByPeer)
    }
  }
}

private func feedPieces(_ bytes: [UInt8], _ feed: ([UInt8]) -> Void) {
  var offset = 0
  var size = 1
  while offset < bytes.count {
    let end = min(offset + size, bytes.count)
    feed(Array(bytes[offset..<end]))
    offset = end
    size = size % 7 + 1
  }
}
