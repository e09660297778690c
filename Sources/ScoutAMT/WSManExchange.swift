package import ScoutModel
import ScoutXML

/// The conversation that reads a device's configuration with a user's name and password.
///
/// The first question is asked without them; its challenge is answered once. Where that answer is
/// not taken, the exchange ends: accounts lock. Then come the questions of ``WSManClass``, each in
/// its turn, on as few connections as the device allows. A class that a device does not have, or
/// answers badly, is noted and passed over.
package struct WSManExchange: Exchange {
  package typealias Value = WSManReading

  /// What the exchange asks of whoever keeps the passwords.
  package struct Desk: Sendable {
    /// Whether the holder of these certificates (DER, leaf first) may be sent the password; the reason
    /// where not.
    package var distrust: @Sendable (_ chain: [[UInt8]]) -> String?
    /// Whether the password may be tried on the device of this realm; the reason where not.
    package var objection: @Sendable (_ realm: String) -> String?
    /// Told once, when the device has taken the password or has not.
    package var settled: @Sendable (_ isTaken: Bool) -> Void
    package var md5: DigestAnswer.MD5

    package init(
      distrust: @escaping @Sendable (_ chain: [[UInt8]]) -> String?,
      objection: @escaping @Sendable (_ realm: String) -> String?,
      settled: @escaping @Sendable (_ isTaken: Bool) -> Void, md5: @escaping DigestAnswer.MD5
    ) {
      self.distrust = distrust
      self.objection = objection
      self.settled = settled
      self.md5 = md5
    }
  }

  /// How many answers one enumeration may take, and how many requests a device may cost in all.
  package static let pullLimit = 32
  package static let requestLimit = 400

  private enum State {
    case connecting
    case reading(HTTPResponse)
    case finished
  }

  private let host: String
  private let credential: Credential
  private let random: [UInt8]
  private let desk: Desk
  private var reading: WSManReading
  private var state = State.connecting
  private var open = WSManClass.allCases[...]
  private var request = WSManRequest.get(.generalSettings)
  private var answer: DigestAnswer?
  /// Whether the device has taken the password.
  private var isTaken = false
  /// Whether the current request was answered by a new challenge already.
  private var wasChallenged = false
  /// Whether the current request was sent again because its connection had ended.
  private var wasRepeated = false
  private var pulls = 0
  private var requests = 0
  /// Whether this connection has brought a whole answer.
  private var hasAnswered = false

  /// - Parameters:
  ///   - host: the address and port as the Host header has them.
  ///   - random: 16 bytes nobody can foretell.
  package init(
    host: String, port: UInt16, secure: Bool, credential: Credential, random: [UInt8], desk: Desk
  ) {
    self.host = host
    self.credential = credential
    self.random = random
    self.desk = desk
    reading = WSManReading(port: port, secure: secure, credential: credential.label)
    if let first = open.first { request = Self.opening(first) }
  }

  private static func opening(_ resource: WSManClass) -> WSManRequest {
    resource.isList ? .enumerate(resource) : .get(resource)
  }

  /// Ends before a word was said, where the device is not trusted with the password.
  package mutating func decline(_ chain: [[UInt8]]) -> WSManReading? {
    guard let reason = desk.distrust(chain) else { return nil }
    reading.end(.withheld, reason)
    state = .finished
    return reading
  }

  /// Takes what happened and says what to do. After `finish` every event is answered by the same.
  package mutating func handle(_ event: Event) -> Action {
    switch (state, event) {
    case (.finished, _): return .finish(reading)
    case (.connecting, .connected):
      hasAnswered = false
      return send()
    case (.connecting, .received): return .wait
    case (.connecting, .notConnected), (.connecting, .closedByPeer),
      (.connecting, .deadlinePassed):
      return fail("the connection could not be made")
    case (.reading, .connected): return .wait
    case (.reading(var response), .received(let bytes)):
      switch response.feed(bytes) {
      case .reading:
        state = .reading(response)
        return .wait
      case .complete, .cutShort: return take(response)
      case .tooLong: return passOver("the answer is too long", reconnects: true)
      case .notHTTP: return fail("the answer is not HTTP")
      }
    case (.reading(var response), .closedByPeer), (.reading(var response), .notConnected):
      if response.close() == .complete { return take(response) }
      return retry(silent: response.firstBytes.isEmpty)
    case (.reading(let response), .deadlinePassed):
      // A connection that has brought answers is only out of time; another may go on.
      if hasAnswered { return retry(silent: response.firstBytes.isEmpty) }
      return passOver("no answer in time", reconnects: true)
    }
  }

  // MARK: - Asking

  private mutating func send() -> Action {
    requests += 1
    guard requests <= Self.requestLimit else { return finish("too many questions") }
    let body = request.encoded(message: requests)
    let authorization = answer?.authorization(method: "POST", path: "/wsman", body: body)
    let head =
      "POST /wsman HTTP/1.1\r\nHost: \(host)\r\n"
      + (authorization.map { "Authorization: \($0)\r\n" } ?? "")
      + "Content-Type: application/soap+xml;charset=UTF-8\r\nContent-Length: \(body.count)\r\n\r\n"
    state = .reading(HTTPResponse(bodyLimit: WSManAnswer.byteLimit))
    return .send(Array(head.utf8) + body)
  }

  /// Asks `next`, on this connection where it stays open.
  private mutating func ask(_ next: WSManRequest, after response: HTTPResponse) -> Action {
    request = next
    wasChallenged = false
    wasRepeated = false
    return response.keepsConnection ? send() : reconnect()
  }

  private mutating func reconnect() -> Action {
    state = .connecting
    return .reconnect
  }

  /// Asks again where a connection ended over the question, once.
  private mutating func retry(silent: Bool) -> Action {
    // Whoever ends the connection over the password may have counted it: accounts lock.
    guard answer == nil || isTaken else { return fail("no answer to the password") }
    guard !wasRepeated, silent || hasAnswered else {
      return passOver("the answer broke off", reconnects: true)
    }
    wasRepeated = true
    return reconnect()
  }

  // MARK: - Answers

  private mutating func take(_ response: HTTPResponse) -> Action {
    hasAnswered = true
    guard let head = response.head else { return fail("no answer") }
    if head.status == 401 { return takeChallenge(response, head) }
    if !isTaken {
      // Whoever tells without a password is asked no further: it is no AMT as it is known.
      guard answer != nil else {
        return head.status == 404
          ? end(.absent, "there is no /wsman") : fail("status \(head.status) without a challenge")
      }
      // Other words, as that the device is busy, do not say that it has taken the password.
      guard Self.answers(head.status) else { return fail("status \(head.status) to the password") }
      isTaken = true
      desk.settled(true)
      reading.end(.read)
    }
    guard Self.answers(head.status) else {
      return passOver("status \(head.status)", reconnects: !response.keepsConnection)
    }
    let answer: WSManAnswer
    do throws(XMLError) {
      answer = try WSManAnswer(parsing: response.body)
    } catch {
      let reason =
        head.status == 200 ? "not well-formed: \(error.description)" : "status \(head.status)"
      return passOver(reason, reconnects: !response.keepsConnection)
    }
    return take(answer, response)
  }

  /// Whether a status comes with an envelope: an answer or a fault.
  private static func answers(_ status: Int) -> Bool {
    status == 200 || status == 400 || status == 500
  }

  private mutating func take(_ answer: WSManAnswer, _ response: HTTPResponse) -> Action {
    switch (request, answer.content) {
    case (_, .fault(let reason)):
      return passOver(reason, reconnects: !response.keepsConnection)
    case (.get(let resource), .instance(let element)):
      reading.add(element, of: resource)
      return goOn(reconnects: !response.keepsConnection)
    case (.enumerate(let resource), .context(let context)):
      pulls = 0
      return ask(.pull(resource, context), after: response)
    case (.pull(let resource, let old), .items(let items, let next)):
      for item in items { reading.add(item, of: resource) }
      pulls += 1
      guard let next else { return goOn(reconnects: !response.keepsConnection) }
      // A device that gives nothing and never ends would keep us for ever.
      guard pulls < Self.pullLimit, !items.isEmpty else {
        reading.miss(resource, "the list was not read to its end")
        return ask(.release(resource, next.isEmpty ? old : next), after: response)
      }
      return ask(.pull(resource, next), after: response)
    case (.release, _): return goOn(reconnects: !response.keepsConnection)
    default: return passOver("an unexpected answer", reconnects: !response.keepsConnection)
    }
  }

  private mutating func takeChallenge(_ response: HTTPResponse, _ head: HTTPHead) -> Action {
    let challenges = head.values(of: "WWW-Authenticate").lazy.compactMap { DigestChallenge($0) }
    guard let challenge = challenges.first else { return fail("no digest challenge") }
    if answer == nil {
      // A password's digest is given to nobody whose realm is not in AMT's form.
      guard challenge.realm.hasPrefix("Digest:") else {
        return end(.withheld, "the realm is not AMT's")
      }
      reading.set(realm: PeerText.decode(challenge.realm.utf8, limit: 256))
      if let objection = desk.objection(challenge.realm) { return end(.withheld, objection) }
    } else if !isTaken,
      challenge.stale.map({ PeerText.equal($0, "true") }) != true
        || wasChallenged
    {
      // Once is enough: accounts lock.
      desk.settled(false)
      return end(.refused, "user or password not taken")
    } else if isTaken, wasChallenged {
      return finish("the device takes the password no more")
    }
    let answered = answer != nil
    answer = DigestAnswer(
      challenge, user: credential.user, password: credential.password, random: random,
      md5: desk.md5)
    guard answer != nil else { return end(.withheld, "the challenge asks for another digest") }
    wasChallenged = answered
    return response.keepsConnection ? send() : reconnect()
  }

  // MARK: - Going on and ending

  private mutating func passOver(_ reason: String, reconnects: Bool) -> Action {
    guard isTaken else { return fail(reason) }
    reading.miss(request.resource, reason)
    return goOn(reconnects: reconnects)
  }

  private mutating func goOn(reconnects: Bool) -> Action {
    if open.first == request.resource { open = open.dropFirst() }
    guard let next = open.first else { return finish(nil) }
    request = Self.opening(next)
    wasChallenged = false
    wasRepeated = false
    return reconnects ? reconnect() : send()
  }

  /// Ends a reading that has begun; what was not asked is noted.
  private mutating func finish(_ reason: String?) -> Action {
    if let reason { for resource in open { reading.miss(resource, reason) } }
    return end(.read, nil)
  }

  private mutating func fail(_ reason: String) -> Action {
    isTaken ? finish(reason) : end(.failed, reason)
  }

  private mutating func end(_ ending: WSManSighting.Ending, _ reason: String?) -> Action {
    reading.end(ending, reason)
    reading.close()
    state = .finished
    return .finish(reading)
  }
}
