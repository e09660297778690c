import ScoutModel
import ScoutNet
import ScoutSimulator
import ScoutTLS
import ScoutXML
import Synchronization
import Testing

@testable import ScoutGrab

/// A simulated machine's web server on a port of the test's, which keeps every request it got.
private final class RecordingServer: Sendable {
  private final class Log: Sendable {
    let state = Mutex<[(authorized: Bool, body: [UInt8])]>([])
  }

  private let log: Log
  let server: TestServer

  var requests: [(authorized: Bool, body: [UInt8])] { log.state.withLock { $0 } }
  /// The actions asked for, by what stands in the envelopes.
  var actions: Set<String> {
    Set(
      requests.filter { !$0.body.isEmpty }.map { request in
        let root = try? XMLDocument(parsing: request.body).root
        let action = root?.child("Header")?.child("Action")?.text ?? "none"
        return String(action.split(separator: "/").last ?? "")
      })
  }
  var tries: Int { requests.count { $0.authorized } }

  init?(_ address: String, port: UInt16, _ face: WebFace, context: TLSServerContext? = nil) {
    let log = Log()
    self.log = log
    let answer: @Sendable ([UInt8]) -> (length: Int, bytes: [UInt8], close: Bool)? = { input in
      guard let (request, length) = Request.parse(input) else { return nil }
      log.state.withLock { $0.append((!request.authorization.isEmpty, request.body)) }
      let reply = face.respond(to: request, overTLS: context != nil)
      return (length, reply.bytes, reply.close)
    }
    let served = TestServer(address, port: port) { peer in
      guard let context else {
        var input: [UInt8] = []
        while true {
          while let reply = answer(input) {
            input.removeFirst(reply.length)
            peer.send(reply.bytes)
            if reply.close { return }
          }
          let more = peer.receive()
          if more.isEmpty { return }
          input += more
        }
      }
      guard let machine = try? TLSMachine(server: context), machine.shakeHands(with: peer)
      else { return }
      var input: [UInt8] = []
      while true {
        switch machine.read() {
        case .bytes(let bytes):
          input += bytes
          while let reply = answer(input) {
            input.removeFirst(reply.length)
            _ = machine.write(reply.bytes)
            if reply.close { machine.close() }
            peer.send(machine.takeOutgoing())
            if reply.close { return }
          }
        case .wantsMore:
          peer.send(machine.takeOutgoing())
          let bytes = peer.receive()
          if bytes.isEmpty || !machine.receive(bytes) { return }
        case .closed, .failed: return
        }
      }
    }
    guard let served else { return nil }
    server = served
  }
}

@Suite("Configurations read with credentials") struct ManagementTests {
  private let site = Site()

  private func face(_ host: String) throws -> WebFace {
    let device = try #require(site.devices.first { $0.host == host })
    for (_, service) in device.personality.services.sorted(by: { $0.key < $1.key }) {
      if case .web(let face) = service.talk { return face }
    }
    throw CancellationError()
  }

  private func credential(
    _ password: String = ManagementFace.sitePassword, plain: Bool = false,
    _ change: (inout Credential) -> Void = { _ in }
  ) -> Credential {
    var credential = Credential(match: .any, user: "admin", password: Secret(password))
    credential.plainHTTP = plain
    change(&credential)
    return credential
  }

  private func read(
    _ server: TestServer, _ port: UInt16, _ desk: CredentialDesk, patience: Duration = .seconds(5)
  ) async throws -> WSManSighting? {
    var scope = GrabScope()
    scope.credentials = desk
    let grabber = try Grabber(limits: impatient { $0.conversation = patience }, scope: scope) {
      address, _ in
      address >= .v4(IPv4Address(127, 0, 0, 0)) && address <= .v4(IPv4Address(127, 255, 255, 255))
    }
    let result = try await grabber.grab(GrabTarget(address: server.address, ports: [port]))
    return result.facts.lazy.compactMap { if case .wsman(let told) = $0 { told } else { nil } }
      .first
  }

  @Test(
    "plain, where the entry allows it: what the machine is, and nothing but reading on the wire")
  func plain() async throws {
    let server = try #require(RecordingServer("127.77.30.1", port: 16992, try face("1.31")))
    let desk = CredentialDesk(CredentialBook([credential(plain: true)]), trust: nil)
    let told = try #require(try await read(server.server, 16992, desk))
    #expect(told.ending == .read, "\(told.reason ?? "")")
    #expect(told.version == FirmwareVersion(12, 0, 67, 1579) && told.product == .amt)
    #expect(told.state == .post && told.controlMode == .admin)
    #expect(told.uuid?.description == Site.uuid("1.31"))
    #expect(told.general?.hostName == "pc-1031" && told.general?.domainName == "corp.example")
    #expect(told.interfaces.count == 2 && told.interfaces[0].mac?.octets == Site.mac("1.31"))
    #expect(told.environment?.domains == ["corp.example"])
    #expect(told.unread["AMT_RedirectionService"]?.contains("not well-formed") == true)
    #expect(told.unread["AMT_8021XProfile"]?.contains("DestinationUnreachable") == true)
    #expect(server.actions.isSubset(of: ["Get", "Enumerate", "Pull", "Release"]))
    #expect(server.actions.isSuperset(of: ["Get", "Enumerate", "Pull"]))
    #expect(server.requests.count < 60)
    #expect(desk.accounts.map(\.taken) == [1])
  }

  @Test(
    "only the digest of the whole message is offered, and one list of both",
    arguments: ["2.40", "1.36"])
  func qualities(host: String) async throws {
    let server = try #require(RecordingServer("127.77.30.2", port: 16992, try face(host)))
    let desk = CredentialDesk(CredentialBook([credential(plain: true)]), trust: nil)
    let told = try #require(try await read(server.server, 16992, desk))
    #expect(told.ending == .read && told.controlMode == .admin)
  }

  @Test("a wrong password is tried once; after three devices it is used no more")
  func refused() async throws {
    let web = try face("1.28")
    let servers = try (1...5).map { index in
      try #require(RecordingServer("127.77.31.\(index)", port: 16992, web))
    }
    let desk = CredentialDesk(CredentialBook([credential(plain: true)]), trust: nil)
    var endings: [WSManSighting.Ending] = []
    for server in servers {
      endings.append(try #require(try await read(server.server, 16992, desk)).ending)
    }
    #expect(endings == [.refused, .refused, .refused, .withheld, .withheld])
    #expect(servers.map(\.tries) == [1, 1, 1, 0, 0])
    #expect(desk.accounts.first?.isStopped == true)
    #expect(desk.accounts.first?.spared == 2)
  }

  @Test("also when many devices are asked at once, no more than three see the wrong password")
  func refusedAtOnce() async throws {
    let web = try face("1.28")
    let servers = try (1...20).map { index in
      try #require(RecordingServer("127.77.32.\(index)", port: 16992, web))
    }
    let desk = CredentialDesk(CredentialBook([credential(plain: true)]), trust: nil)
    var scope = GrabScope()
    scope.credentials = desk
    let grabber = try Grabber(limits: impatient(), scope: scope) { _, _ in true }
    let targets = servers.map { GrabTarget(address: $0.server.address, ports: [16992]) }
    try await grabber.run(AsyncStream(targets: targets)) { _ in }
    #expect(servers.reduce(0) { $0 + $1.tries } == 3)
  }

  @Test("one device at two addresses is known by its realm and not tried twice")
  func twoAddresses() async throws {
    var web = try face("1.33")
    web.management?.password = "another"
    let first = try #require(RecordingServer("127.77.33.1", port: 16992, web))
    let second = try #require(RecordingServer("127.77.33.2", port: 16992, web))
    let desk = CredentialDesk(CredentialBook([credential(plain: true)]), trust: nil)
    #expect(try await read(first.server, 16992, desk)?.ending == .refused)
    let again = try #require(try await read(second.server, 16992, desk))
    #expect(again.ending == .withheld && again.reason?.contains("refused at another") == true)
    #expect(first.tries + second.tries == 1)
  }

  @Test("a device whose realm does not name it is known by its address")
  func nameless() async throws {
    var web = try face("1.33")
    web.challenge.realm = "Digest:A5C30000000000000000000000000000"
    web.management?.password = "another"
    let server = try #require(RecordingServer("127.77.33.3", port: 16992, web))
    let desk = CredentialDesk(CredentialBook([credential(plain: true)]), trust: nil)
    #expect(try await read(server.server, 16992, desk)?.ending == .refused)
    #expect(try await read(server.server, 16992, desk)?.ending == .withheld)
    #expect(server.tries == 1)
  }

  @Test(
    "a device that has no answer to the password sees it once, under all its addresses",
    arguments: ["", "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n"])
  func unanswered(answer: String) async throws {
    let web = try face("1.33")
    let tries = Mutex(0)
    let talk: @Sendable (Peer) -> Void = { peer in
      var input: [UInt8] = []
      while case let more = peer.receive(), !more.isEmpty {
        input += more
        guard let (request, length) = Request.parse(input) else { continue }
        input.removeFirst(length)
        if !request.authorization.isEmpty {
          tries.withLock { $0 += 1 }
          peer.send(Array(answer.utf8))
          return
        }
        let reply = web.respond(to: request, overTLS: false)
        peer.send(reply.bytes)
        if reply.close { return }
      }
    }
    let desk = CredentialDesk(CredentialBook([credential(plain: true)]), trust: nil)
    let first = try #require(TestServer("127.77.33.4", port: 16992, serve: talk))
    let second = try #require(TestServer("127.77.33.5", port: 16992, serve: talk))
    #expect(try await read(first, 16992, desk)?.ending == .failed)
    #expect(try await read(second, 16992, desk)?.ending == .withheld)
    #expect(tries.withLock { $0 } == 1)
  }

  @Test("plain HTTP is not used where the entry does not allow it")
  func plainForbidden() async throws {
    let server = try #require(RecordingServer("127.77.30.3", port: 16992, try face("1.31")))
    let desk = CredentialDesk(CredentialBook([credential()]), trust: nil)
    let told = try #require(try await read(server.server, 16992, desk))
    #expect(told.ending == .withheld && told.reason?.contains("plain_http") == true)
    #expect(server.tries == 0)
  }

  @Test("inside TLS only for a certificate that verifies, is pinned, or need not")
  func trust() async throws {
    let context = try Identity.context(.tls12, .tls12)
    let own = try CertificateTrust(authoritiesPEM: Identity.certificate)
    let other = try CertificateTrust(
      authoritiesPEM: try CertificateMaker(commonName: "other").certificate(keyPEM: Identity.key)
        .pem)
    let leaf = try #require(CertificateFact.certificates(pem: Identity.certificate).first)
    let cases: [(String, CertificateTrust?, Credential, Bool)] = [
      ("no authority", nil, credential(), false), ("another authority", other, credential(), false),
      ("its authority", own, credential(), true),
      ("pinned", nil, credential { $0.pins = [leaf.fingerprint] }, true),
      ("pinned key", nil, credential { $0.pins = [leaf.keyFingerprint ?? ""] }, true),
      ("another pin", own, credential { $0.pins = [String(repeating: "0", count: 64)] }, false),
      ("need not", nil, credential { $0.verifies = false }, true),
    ]
    for (index, (name, trust, entry, isRead)) in cases.enumerated() {
      let server = try #require(
        RecordingServer(
          "127.77.34.\(index + 1)", port: 16993, try face("1.33"), context: context))
      let desk = CredentialDesk(CredentialBook([entry]), trust: trust)
      let told = try #require(try await read(server.server, 16993, desk))
      #expect(told.ending == (isRead ? .read : .withheld), "\(name): \(told.reason ?? "")")
      #expect((server.tries > 0) == isRead, "\(name)")
      if isRead { #expect(told.controlMode == .client && told.secure) }
    }
  }

  @Test("firmware without WS-Management says so, and sees no password")
  func absent() async throws {
    let server = try #require(RecordingServer("127.77.30.4", port: 16992, try face("1.3")))
    let desk = CredentialDesk(CredentialBook([credential(plain: true)]), trust: nil)
    let told = try #require(try await read(server.server, 16992, desk))
    #expect(told.ending == .absent)
    #expect(server.tries == 0)
  }

  @Test("a foreign server sees no password, nor does one whose realm is not AMT's")
  func foreign() async throws {
    var web = try face("1.31")
    web.challenge.realm = "router"
    let server = try #require(RecordingServer("127.77.30.5", port: 16992, web))
    let desk = CredentialDesk(CredentialBook([credential(plain: true)]), trust: nil)
    #expect(try await read(server.server, 16992, desk)?.ending == .withheld)
    #expect(server.tries == 0)
  }

  @Test("a device that falls silent after the password ends in its time, with what it told")
  func silent() async throws {
    let web = try face("1.31")
    let seen = Mutex(0)
    let server = try #require(
      TestServer("127.77.30.6", port: 16992) { peer in
        var input: [UInt8] = []
        while case let more = peer.receive(), !more.isEmpty {
          input += more
          while let (request, length) = Request.parse(input) {
            input.removeFirst(length)
            if !request.authorization.isEmpty,
              seen.withLock({
                $0 += 1; return $0
              }) > 3
            {
              continue
            }
            let reply = web.respond(to: request, overTLS: false)
            peer.send(reply.bytes)
            if reply.close { return }
          }
        }
      })
    let desk = CredentialDesk(CredentialBook([credential(plain: true)]), trust: nil)
    let start = ContinuousClock.now
    let told = try #require(
      try await read(server, 16992, desk, patience: .milliseconds(300)))
    #expect(ContinuousClock.now - start < .seconds(25))
    #expect(told.ending == .read && told.general?.hostName == "pc-1031")
    #expect(!told.unread.isEmpty)
  }
}
