import ScoutAMT
package import ScoutLoop
import ScoutModel
import ScoutNet
import ScoutTLS
import Synchronization

/// Asks devices what they are: web and TLS conversations with their open ports, many at once.
///
/// What a peer does never throws: it becomes the outcome of a sighting. With one device there is
/// one conversation at a time, in this order by port:
/// - plain web ports: the web exchange;
/// - web ports in TLS: our own hellos in clear, which find the versions, the chain and the wish for
///   a client certificate, one connection a version; then one session of the library, in the
///   highest version found, that carries the web exchange and shows what TLS 1.3 hides;
/// - redirection in TLS: the hellos; a session only where TLS 1.3 hides the chain, or where the
///   scope has redirection asked;
/// - redirection: nothing, unless the scope has it asked;
/// - all other ports: nothing;
/// - then, where the scope says so and the device is AMT or DASH by what it said: the ports of DASH
///   as the web ports are asked, and the first words of VNC's, once for each address.
///
/// Where no hello brings a version, but refusals came, the session is tried once all the same.
package final class Grabber: Sendable {
  private let limits: GrabLimits
  private let scope: GrabScope
  private let loops: [EventLoop]
  private let nextLoop = Mutex(0)
  private let handshakes: Gate
  /// The addresses whose side ports were asked.
  private let sideAsked = Mutex<Set<IPAddress>>([])
  private let devices: Turnstile
  private let contexts: [TLSVersion: TLSClientContext]

  /// Connections go only to what `admission` allows.
  package init(
    limits: GrabLimits = GrabLimits(), scope: GrabScope = GrabScope(),
    admission: @escaping Admission
  ) throws {
    self.limits = limits
    self.scope = scope
    let cores = max(1, limits.cores)
    loops = try (0..<cores).map { try EventLoop(name: "scout-grab-\($0)", admission: admission) }
    handshakes = Gate(cores * limits.handshakesPerCore)
    devices = Turnstile()
    var contexts: [TLSVersion: TLSClientContext] = [:]
    for version in [TLSVersion.tls10, .tls11, .tls12, .tls13] {
      contexts[version] = try TLSClientContext(maximum: version)
    }
    self.contexts = contexts
  }

  /// Asks every target, as many at once as the limits say, and hands results over as they come.
  ///
  /// A slow `deliver` holds back new work. Throws what `targets` or `deliver` throws, or
  /// `CancellationError`; then all connections are closed before it returns.
  package nonisolated(nonsending) func run<Failure: Error>(
    _ targets: some AsyncSequence<GrabTarget, Failure>,
    deliver: (GrabResult) async throws -> Void
  ) async throws {
    try await withThrowingTaskGroup(of: GrabResult.self) { group in
      var inFlight = 0
      for try await target in targets {
        if inFlight >= max(1, limits.devices), let result = try await group.next() {
          inFlight -= 1
          try await deliver(result)
        }
        group.addTask { try await self.grab(target) }
        inFlight += 1
      }
      for try await result in group { try await deliver(result) }
    }
  }

  /// Asks one device.
  package func grab(_ target: GrabTarget) async throws -> GrabResult {
    try await devices.enter(target.address)
    defer { devices.leave(target.address) }
    var visit = Visit(target: target, limits: limits)
    for port in Set(target.ports).sorted() {
      guard let role = PortRole(port: port, transport: .tcp) else { continue }
      try await ask(&visit, role)
    }
    try await askSidePorts(&visit)
    if let desk = scope.credentials { try await readConfiguration(&visit, desk) }
    return visit.result
  }

  // MARK: - What is asked of a port

  private func ask(_ visit: inout Visit, _ role: PortRole) async throws {
    switch (role.isSecure, role.isWeb) {
    case (false, true): try await askWeb(&visit, role.port)
    case (true, let isWeb): try await askTLS(&visit, role.port, isWeb: isWeb)
    case (false, false):
      guard role == .redirection, scope.redirection else { return }
      try await askRedirection(&visit, role.port)
    }
  }

  private func askWeb(_ visit: inout Visit, _ port: UInt16) async throws {
    let address = visit.result.target.address
    let end = try await converse(&visit, port, context: nil) {
      WebExchange(address: address, port: port, secure: false)
    }
    let none = WebSighting(port: port, secure: false, outcome: .notAsked)
    visit.result.facts.append(.web(end.value ?? none))
  }

  private func askTLS(_ visit: inout Visit, _ port: UInt16, isWeb: Bool) async throws {
    let random = secureRandomBytes(32)
    let hello = try await converse(&visit, port, context: nil) {
      TLSExchange(port: port, random: random)
    }
    var reading = hello.value ?? TLSReading(port: port)
    guard let context = context(for: reading) else {
      visit.result.facts.append(.tls(Self.sighting(reading)))
      return
    }
    if isWeb {
      let address = visit.result.target.address
      let end = try await converse(&visit, port, context: context) {
        WebExchange(address: address, port: port, secure: true)
      }
      add(end, to: &reading)
      visit.result.facts.append(.tls(Self.sighting(reading, end.facts)))
      visit.result.facts.append(.web(Self.sighting(end, port)))
    } else if scope.redirection {
      let end = try await converse(&visit, port, context: context) {
        RedirectionExchange(port: port, secure: true)
      }
      add(end, to: &reading)
      visit.result.facts.append(.tls(Self.sighting(reading, end.facts)))
      visit.result.facts.append(.redirection(Self.sighting(end, port)))
    } else {
      if reading.needsSession || reading.versions.isEmpty {
        let end = try await converse(&visit, port, context: context) { SilentExchange() }
        add(end, to: &reading)
      }
      visit.result.facts.append(.tls(Self.sighting(reading)))
    }
  }

  private func askRedirection(_ visit: inout Visit, _ port: UInt16) async throws {
    let end = try await converse(&visit, port, context: nil) {
      RedirectionExchange(port: port, secure: false)
    }
    let none = RedirectionSighting(port: port, secure: false, outcome: .notAsked)
    visit.result.facts.append(.redirection(end.value ?? none))
  }

  /// Asks a device that is AMT or DASH for the ports of DASH and VNC, the first time it is met.
  private func askSidePorts(_ visit: inout Visit) async throws {
    let target = visit.result.target
    guard scope.sidePorts,
      target.isIdentified || visit.result.facts.contains(where: \.showsEngine),
      sideAsked.withLock({ $0.insert(target.address).inserted })
    else { return }
    visit.limits.connect = min(limits.connect, limits.sidePort)
    for role in PortRole.besides where !target.ports.contains(role.port) {
      let place = visit.result.facts.endIndex
      var greeting: String?
      if role.isWeb {
        try await ask(&visit, role)
      } else {
        visit.limits.conversation = min(limits.conversation, limits.sidePort)
        let end = try await converse(&visit, role.port, context: nil) { GreetingExchange() }
        greeting = end.value ?? nil
      }
      guard let state = visit.ports[role.port] else { continue }
      // What nobody took the connection for has said nothing.
      if state != .open { visit.result.facts.removeSubrange(place...) }
      let sighting = PortSighting(
        port: role.port, transport: .tcp, state: state, greeting: greeting)
      visit.result.facts.insert(.port(sighting), at: place)
    }
    visit.limits = limits
  }

  /// The context for a session, or `nil` where none can come of it.
  private func context(for reading: TLSReading) -> TLSClientContext? {
    if let highest = reading.versions.last { return contexts[highest] ?? contexts[.tls13] }
    switch reading.sighting(certificates: []).outcome {
    case .refusedHandshake, .brokenOff, .closedSilently: return contexts[.tls13]
    case .complete, .notConnected, .silent, .cutShort, .tooLong, .otherProtocol, .notAsked:
      return nil
    }
  }

  private func add<Value>(_ end: ConversationEnd<Value>, to reading: inout TLSReading) {
    guard let facts = end.facts, let version = facts.version, let suite = facts.suite,
      end.wasEstablished || !facts.chain.isEmpty
    else { return }
    let requested = facts.clientCertificateRequested
    reading.add(
      TLSReading.Session(
        version: version, suite: suite, chain: facts.chain,
        clientCertificateRequested: requested || end.wasEstablished ? requested : nil))
  }

  /// The TLS sighting; certificates that a session has read are not read again.
  private static func sighting(_ reading: TLSReading, _ session: TLSFacts? = nil) -> TLSSighting {
    reading.sighting(
      certificates: reading.chain.map { session?.certificate($0) ?? CertificateFact(der: $0) })
  }

  /// The web sighting; where TLS kept the question from being asked, with how that ended.
  private static func sighting(_ end: ConversationEnd<WebSighting>, _ port: UInt16) -> WebSighting {
    var sighting = end.value ?? WebSighting(port: port, secure: true, outcome: .notAsked)
    if sighting.statuses.isEmpty, let outcome = end.sessionOutcome { sighting.outcome = outcome }
    return sighting
  }

  /// Reads what a device tells with credentials, where one is for it.
  private func readConfiguration(_ visit: inout Visit, _ desk: CredentialDesk) async throws {
    guard let door = ManagementDoor(visit.result.facts) else { return }
    let address = visit.result.target.address
    let ticket: CredentialDesk.Ticket
    switch await desk.enter(address, names: door.names) {
    case .none: return
    case .stopped(let credential):
      visit.result.facts.append(
        .wsman(door.withheld(credential, "\(CredentialDesk.limit) devices refused the password")))
      return
    case .go(let place): ticket = place
    }
    defer { desk.leave(ticket) }
    let credential = ticket.credential
    guard door.secure || credential.plainHTTP else {
      visit.result.facts.append(
        .wsman(door.withheld(credential, "only plain HTTP is open; plain_http: true allows it")))
      return
    }
    let random = secureRandomBytes(16)
    let context = door.version.flatMap { contexts[$0] } ?? contexts[.tls13]
    let end = try await converse(&visit, door.port, context: door.secure ? context : nil) {
      let keeper = WSManExchange.Desk(
        distrust: { desk.objection(to: $0, credential) },
        objection: { desk.objection($0, ticket) },
        settled: { desk.settle(ticket, isTaken: $0) }, md5: { Digest.md5.digest($0) })
      return WSManExchange(
        host: WebRequest.host(address, door.port), port: door.port, secure: door.secure,
        credential: credential, random: random, desk: keeper)
    }
    guard let reading = end.value else { return }
    visit.result.facts.append(.wsman(reading.sighting { CertificateFact(der: $0) }))
  }

  private static func sighting(
    _ end: ConversationEnd<RedirectionSighting>, _ port: UInt16
  ) -> RedirectionSighting {
    var sighting =
      end.value ?? RedirectionSighting(port: port, secure: true, outcome: .notAsked)
    if sighting.answers.isEmpty, let outcome = end.sessionOutcome { sighting.outcome = outcome }
    return sighting
  }

  // MARK: - Conversations

  /// What is known and left of one device while it is asked.
  private struct Visit {
    var result: GrabResult
    var limits: GrabLimits
    /// What is left of ``GrabLimits/device``.
    var budget: Duration
    /// What each port did when it was first tried.
    var ports: [UInt16: PortState] = [:]

    init(target: GrabTarget, limits: GrabLimits) {
      result = GrabResult(target: target)
      self.limits = limits
      budget = limits.device
    }
  }

  private func converse<Body: Exchange>(
    _ visit: inout Visit, _ port: UInt16, context: TLSClientContext?,
    exchange: @escaping @Sendable () -> Body
  ) async throws -> ConversationEnd<Body.Value> {
    if context != nil { try await handshakes.enter() }
    let place = Place(context == nil ? nil : handshakes)
    defer { place.leave() }
    let call = ConversationCall<Body>(
      loop: pickLoop(), address: visit.result.target.address, port: port, limits: visit.limits,
      context: context, budget: visit.budget, exchange: exchange)
    let end = await call.run { place.leave() }
    visit.budget -= end.elapsed
    visit.ports[port] = visit.ports[port] ?? end.port
    visit.result.connections += end.connections
    try Task.checkCancellation()
    return end
  }

  private func pickLoop() -> EventLoop {
    nextLoop.withLock { next in
      next = (next + 1) % loops.count
      return loops[next]
    }
  }
}

extension Fact {
  /// Whether one of Intel's engines, or a DASH card that pretends to be one, shows itself.
  fileprivate var showsEngine: Bool {
    switch self {
    case .web(let web): [.amt, .ism, .sbt, .cme, .dash].contains(web.product)
    case .tls(let tls): tls.state != nil
    case .redirection(let redirection): redirection.enterprise == 343
    case .port, .pong, .dhcp, .name, .localName, .neighbour, .host, .scope, .hello, .ipv6,
      .wsman:
      false
    }
  }
}

/// A place behind a gate that is given back once, by whoever is first.
private final class Place: Sendable {
  private let gate: Mutex<Gate?>
  init(_ gate: Gate?) { self.gate = Mutex(gate) }
  func leave() {
    let gate = gate.withLock { gate in
      defer { gate = nil }
      return gate
    }
    gate?.leave()
  }
}
