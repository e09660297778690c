package import ScoutModel

/// What the answers of a web server say together, gathered one by one.
///
/// A device whose web server answers as AMT's is configured: before set-up the ports are closed.
package struct WebReading: Hashable, Sendable {
  /// The fact so far.
  package private(set) var sighting: WebSighting
  package private(set) var banner: ServerBanner?
  package private(set) var challenge: DigestChallenge?
  package private(set) var title: PageTitle?
  private var signs = GenerationSigns()
  private var isFirst = true

  package init(port: UInt16, secure: Bool) {
    sighting = WebSighting(port: port, secure: secure, outcome: .notAsked)
  }

  /// Adds the answer to one request, and how its connection ended.
  package mutating func add(
    _ response: HTTPResponse, to request: WebRequest, ended outcome: Outcome
  ) {
    // What the first request came to stands, unless only a later one is answered.
    if isFirst || (sighting.statuses.isEmpty && response.head != nil) { sighting.outcome = outcome }
    if !isFirst, outcome != .complete { note("\(request.path): \(outcome.rawValue)") }
    isFirst = false
    response.defects.forEach { note($0) }
    if sighting.head.isEmpty { sighting.head = response.firstBytes }
    if let head = response.head { add(head) }
    if challenge != nil { signs.add(page: response.body) }
    sighting.hint = signs.hint
    if signs.isContradictory { note("weak signs of the generation contradict each other") }
    if title == nil, let title = PageTitle(page: response.body) {
      self.title = title
      sighting.title = title.text
    }
    judge()
  }

  private mutating func add(_ head: HTTPHead) {
    sighting.statuses.append(head.status)
    if let server = head.value(of: "Server") {
      if sighting.server == nil {
        sighting.server = PeerText.decode(server.utf8, limit: 512)
        banner = ServerBanner(server)
      } else if let known = sighting.server, !server.hasPrefix(known) {
        note("the Server header changes")
      }
    }
    if sighting.location == nil {
      sighting.location = head.value(of: "Location").map { PeerText.decode($0.utf8, limit: 512) }
    }
    let challenges = head.values(of: "WWW-Authenticate").lazy.compactMap { DigestChallenge($0) }
    if isOurs, head.status != 200, head.value(of: "Date") != nil {
      // Before a log-in AMT's server was never seen to send one; proxies and pretenders do.
      note("a Date header is not AMT's")
    }
    guard challenge == nil, let challenge = challenges.first else { return }
    self.challenge = challenge
    sighting.realm = PeerText.decode(challenge.realm.utf8, limit: 256)
    sighting.nonce = PeerText.decode(challenge.nonce.utf8, limit: 256)
    sighting.qop = challenge.qop.map { PeerText.decode($0.utf8, limit: 64) }
    signs.add(challenge)
    signs.add(length: head.value(of: "Content-Length"), status: head.status)
  }

  /// Whether a banner of AMT's family was read.
  private var isOurs: Bool { banner.map { !$0.isHostSoftware } == true }

  private mutating func note(_ defect: String) {
    if sighting.defects.count < 16, !sighting.defects.contains(defect) {
      sighting.defects.append(defect)
    }
  }

  /// Whether nothing yet speaks for AMT and something speaks against it.
  package var isForeign: Bool {
    if banner != nil || challenge?.looksLikeAMT == true || title?.product != nil { return false }
    // A foreign banner with AMT's way of sending callers to its log-on page stays open.
    if sighting.location?.hasSuffix("/logon.htm") == true { return false }
    return sighting.server != nil || sighting.outcome == .otherProtocol
  }

  /// Whether a page's title could still tell the product.
  package var needsTitle: Bool {
    if title != nil { return false }
    guard let banner else { return challenge?.looksLikeAMT == true }
    return banner.isAmbiguous
  }

  /// Settles product and version from what there is.
  private mutating func judge() {
    sighting.version = banner?.version
    sighting.productFrom = banner == nil ? nil : "server"
    switch (banner, title?.product) {
    case (let banner?, let titled?) where banner.isAmbiguous:
      sighting.product = titled
      sighting.productFrom = "title"
    case (let banner?, let titled):
      sighting.product = banner.product
      if let titled, titled != banner.product { note("the title names \(titled.rawValue)") }
      if banner.isHostSoftware {
        // Its version is the software's, not the firmware's.
        sighting.version = nil
        sighting.productFrom = nil
        note("software of the operating system answers")
      }
    case (nil, let titled?):
      sighting.product = titled
      sighting.productFrom = "title"
    case (nil, nil):
      // Only a whole answer from a named server is a closer look that showed something else.
      let isNamed = sighting.server != nil && sighting.outcome == .complete
      sighting.product = isForeign && isNamed && !looksLikeTLS ? .none : .unknown
    }
    if sighting.statuses.first == 301, banner != nil {
      // AMT sends 302 or 303; programs that pretend to be AMT were seen to send 301.
      sighting.product = .unknown
      sighting.version = nil
      sighting.productFrom = nil
      note("status 301 is not AMT's")
    }
    if isRealtekBanner {
      sighting.product = .dash
      sighting.version = nil
      sighting.productFrom = "server"
      note("3.0.5 on port 664 is Realtek's DASH firmware")
    }
  }

  /// A Realtek card sends AMT's banner on the secure DASH port; a real AMT 3.0.5 is known by its
  /// other ports, and what they say stands above this.
  private var isRealtekBanner: Bool {
    sighting.port == PortRole.dashTLS.port && banner?.product == .amt
      && banner?.version == FirmwareVersion(3, 0, 5)
  }

  /// A TLS record instead of HTTP says only that the port wants TLS.
  private var looksLikeTLS: Bool {
    sighting.statuses.isEmpty && (0x14...0x17).contains(sighting.head.first ?? 0)
  }
}
