import Glibc
import ScoutModel
import ScoutNet
import Synchronization
import Testing

@testable import ScoutGrab

/// Impatient limits, so that tarpits do not hold the tests up.
func impatient(_ change: (inout GrabLimits) -> Void = { _ in }) -> GrabLimits {
  var limits = GrabLimits()
  limits.connect = .seconds(2)
  limits.conversation = .milliseconds(800)
  limits.device = .seconds(20)
  change(&limits)
  return limits
}

func makeGrabber(_ limits: GrabLimits = impatient()) throws -> Grabber {
  try Grabber(limits: limits) { address, _ in
    address >= .v4(IPv4Address(127, 0, 0, 0)) && address <= .v4(IPv4Address(127, 255, 255, 255))
  }
}

extension GrabResult {
  var web: WebSighting? {
    facts.lazy.compactMap { if case .web(let web) = $0 { web } else { nil } }.first
  }
  var tls: TLSSighting? {
    facts.lazy.compactMap { if case .tls(let tls) = $0 { tls } else { nil } }.first
  }
}

@Suite("The grabber") struct GrabberTests {
  @Test("reads product, version and realm from a firmware's plain web server")
  func plain() async throws {
    let server = try #require(TestServer("127.77.1.1", port: 16992, serve: serveFirmware))
    let grabber = try makeGrabber()
    let result = try await grabber.grab(GrabTarget(address: server.address, ports: [16992, 16994]))
    let web = try #require(result.web)
    #expect(result.facts.count == 1)
    #expect(web.outcome == .complete && !web.secure)
    #expect(web.product == .amt && web.version == FirmwareVersion(11, 8, 50, 3425))
    #expect(web.statuses == [303, 401])
    #expect(web.realm == "Digest:A4070000000000000000000000000000")
    #expect(result.connections == server.counts.total)
    #expect(result.connections <= 2)
  }

  struct Secure: CustomTestStringConvertible {
    var minimum: TLSVersion
    var maximum: TLSVersion
    var requires = false
    var address: String
    var testDescription: String { "\(minimum) to \(maximum), certificate required: \(requires)" }
  }

  @Test(
    "finds versions, chain, the wish for a certificate and the web server inside TLS",
    arguments: [
      Secure(minimum: .tls10, maximum: .tls10, address: "127.77.2.1"),
      Secure(minimum: .tls10, maximum: .tls12, address: "127.77.2.2"),
      Secure(minimum: .tls12, maximum: .tls12, address: "127.77.2.3"),
      Secure(minimum: .tls12, maximum: .tls13, address: "127.77.2.4"),
      Secure(minimum: .tls13, maximum: .tls13, address: "127.77.2.5"),
      Secure(minimum: .tls12, maximum: .tls12, requires: true, address: "127.77.2.6"),
      Secure(minimum: .tls13, maximum: .tls13, requires: true, address: "127.77.2.7"),
      Secure(minimum: .tls10, maximum: .tls10, requires: true, address: "127.77.2.8"),
    ])
  func secure(_ peer: Secure) async throws {
    let context = try Identity.context(peer.minimum, peer.maximum, requires: peer.requires)
    let server = try #require(
      TestServer(peer.address, port: 16993, serve: serveFirmware(in: context)))
    let grabber = try makeGrabber()
    let result = try await grabber.grab(GrabTarget(address: server.address, ports: [16993]))
    let tls = try #require(result.tls)
    let web = try #require(result.web)
    let all: [TLSVersion] = [.tls10, .tls11, .tls12, .tls13]
    #expect(tls.versions == all.filter { $0 >= peer.minimum && $0 <= peer.maximum })
    #expect(tls.outcome == .complete)
    #expect(tls.chain.map(\.commonNames) == [["pc-7.corp.example"]])
    #expect(tls.clientCertificateRequested == peer.requires)
    #expect(tls.suite != nil)
    #expect(web.secure)
    if peer.requires {
      #expect(web.outcome == .refusedHandshake && web.statuses.isEmpty)
    } else {
      #expect(web.outcome == .complete && web.product == .amt)
      #expect(web.version == FirmwareVersion(11, 8, 50, 3425))
    }
    #expect(result.connections <= 7)
    #expect(server.counts.most == 1)
  }

  @Test("takes only the TLS facts of the redirection port, with a session for TLS 1.3")
  func redirection() async throws {
    let context = try Identity.context(.tls13, .tls13)
    let server = try #require(
      TestServer("127.77.3.1", port: 16995, serve: serveFirmware(in: context)))
    let result = try await makeGrabber().grab(GrabTarget(address: server.address, ports: [16995]))
    #expect(result.facts.count == 1)
    #expect(result.tls?.versions == [.tls13])
    #expect(result.tls?.chain.count == 1)
    #expect(result.tls?.clientCertificateRequested == false)
  }

  @Test("talks to a device in one conversation at a time, also where it is named twice")
  func oneAtATime() async throws {
    let server = try #require(
      TestServer("127.77.4.1", port: 16992) { peer in
        usleep(20_000)
        serveFirmware(peer)
      })
    let target = GrabTarget(address: server.address, ports: [16992])
    let grabber = try makeGrabber()
    let results = Mutex(0)
    try await grabber.run(AsyncStream(targets: Array(repeating: target, count: 5))) { result in
      #expect(result.web?.product == .amt)
      results.withLock { $0 += 1 }
    }
    #expect(results.withLock { $0 } == 5)
    #expect(server.counts.most == 1)
  }

  @Test("asks many devices at once, but no more than the limit, and delivers all")
  func many() async throws {
    let counts = ConnectionCounter()
    let servers = (1...40).compactMap { index in
      TestServer("127.77.5.\(index)", port: 16992, counts: counts) { peer in
        usleep(3000)
        serveFirmware(peer)
      }
    }
    #expect(servers.count == 40)
    let grabber = try makeGrabber(
      impatient {
        $0.devices = 7; $0.cores = 2
      })
    let found = Mutex(Set<IPAddress>())
    let targets = servers.map { GrabTarget(address: $0.address, ports: [16992]) }
    try await grabber.run(AsyncStream(targets: targets)) { result in
      if result.web?.product == .amt { found.withLock { _ = $0.insert(result.target.address) } }
    }
    #expect(found.withLock { $0.count } == 40)
    #expect(counts.most <= 7)
  }

  @Test("a cancelled run ends at once and leaves no connection open")
  func cancelled() async throws {
    let server = try #require(TestServer("127.77.6.1", port: 16992) { $0.waitForClose() })
    let grabber = try makeGrabber(impatient { $0.conversation = .seconds(30) })
    let task = Task {
      try await grabber.run(
        AsyncStream(targets: [GrabTarget(address: server.address, ports: [16992])])
      ) { _ in Issue.record("nothing to deliver") }
    }
    while server.counts.served == 0 { await Task.yield() }
    let start = ContinuousClock.now
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
    #expect(ContinuousClock.now - start < .seconds(5))
    while server.counts.served > 0 { await Task.yield() }
  }

  @Test("a device that uses up its time is not asked further, and that is said")
  func budget() async throws {
    let servers = [UInt16(16992), 16993].compactMap { port in
      TestServer("127.77.7.1", port: port) { $0.waitForClose() }
    }
    let grabber = try makeGrabber(impatient { $0.device = .milliseconds(300) })
    let address = try #require(servers.first).address
    let result = try await grabber.grab(GrabTarget(address: address, ports: [16993, 16992]))
    #expect(result.web?.outcome == .silent)
    #expect(result.tls?.outcome == .notAsked)
    #expect(servers.map(\.counts.total) == [1, 0])
  }

  @Test("what may not be sent to is not asked, and says so")
  func notAdmitted() async throws {
    let address = try #require(IPAddress("192.0.2.1"))
    let result = try await makeGrabber().grab(GrabTarget(address: address, ports: [16992]))
    #expect(result.web?.outcome == .notAsked)
  }
}

extension AsyncStream where Element == GrabTarget {
  init(targets: [GrabTarget]) {
    self.init { continuation in
      for target in targets { continuation.yield(target) }
      continuation.finish()
    }
  }
}
