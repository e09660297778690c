import ScoutModel
import ScoutNet
import ScoutTLS
import Synchronization
import Testing

@testable import ScoutGrab

/// What came on the connections of a server, one text of bytes each.
private final class Record: Sendable {
  private let state = Mutex<[[UInt8]]>([])
  var connections: [[UInt8]] { state.withLock { $0 } }
  func begin() -> Int {
    state.withLock {
      $0.append([])
      return $0.count - 1
    }
  }
  func add(_ bytes: [UInt8], to index: Int) { state.withLock { $0[index] += bytes } }
}

@Suite("Redirection, asked") struct RedirectionTests {
  private static let end: [UInt8] = [0x12, 0, 0, 0]
  private static let reply: [UInt8] = [0x11, 0, 0, 0, 1, 0, 0x0C, 0, 0x57, 1, 0, 0, 0]

  private func grabber(_ limits: GrabLimits = impatient()) throws -> Grabber {
    var scope = GrabScope()
    scope.redirection = true
    return try Grabber(limits: limits, scope: scope) { address, _ in
      address >= .v4(IPv4Address(127, 0, 0, 0)) && address <= .v4(IPv4Address(127, 255, 255, 255))
    }
  }

  private func answer(to bytes: [UInt8]) -> [UInt8] {
    switch bytes.first {
    case 0x10: Self.reply
    case 0x13: [0x14, 0, 0, 0, 0, 1, 0, 0, 0, 4]
    default: []
    }
  }

  @Test("version, services and logins over plain 16994; every session is ended, one at a time")
  func plain() async throws {
    let record = Record()
    let server = try #require(
      TestServer("127.77.20.1", port: 16994) { peer in
        let index = record.begin()
        while case let bytes = peer.receive(), !bytes.isEmpty {
          record.add(bytes, to: index)
          peer.send(self.answer(to: bytes))
        }
      })
    let result = try await grabber().grab(GrabTarget(address: server.address, ports: [16994]))
    guard case .redirection(let found)? = result.facts.first else {
      Issue.record("no redirection fact")
      return
    }
    #expect(found.version == FirmwareVersion(12, 0))
    #expect(found.answers.map(\.words) == ["SOL yes", "IDER yes", "KVM yes"])
    #expect(found.authentications == [4])
    #expect(result.connections == 3)
    while server.counts.served > 0 { await Task.yield() }
    #expect(server.counts.most == 1)
    #expect(record.connections.count == 3)
    for bytes in record.connections { #expect(bytes.suffix(4) == Self.end, "\(bytes)") }
  }

  @Test("a listener that falls silent is still told that the session ends")
  func silent() async throws {
    let record = Record()
    let server = try #require(
      TestServer("127.77.20.2", port: 16994) { peer in
        let index = record.begin()
        while case let bytes = peer.receive(), !bytes.isEmpty { record.add(bytes, to: index) }
      })
    let result = try await grabber().grab(GrabTarget(address: server.address, ports: [16994]))
    guard case .redirection(let found)? = result.facts.first else {
      Issue.record("no redirection fact")
      return
    }
    #expect(found.outcome == .silent)
    while server.counts.served > 0 { await Task.yield() }
    #expect(record.connections.map { $0.suffix(4) } == [Self.end[...]])
  }

  @Test("inside TLS, beside the TLS facts")
  func secure() async throws {
    let context = try Identity.context(.tls12, .tls12)
    let record = Record()
    let server = try #require(
      TestServer("127.77.20.3", port: 16995) { peer in
        guard let machine = try? TLSMachine(server: context) else { return }
        let index = record.begin()
        guard machine.shakeHands(with: peer) else { return }
        while true {
          switch machine.read() {
          case .bytes(let bytes):
            record.add(bytes, to: index)
            _ = machine.write(self.answer(to: bytes))
            peer.send(machine.takeOutgoing())
          case .wantsMore:
            let bytes = peer.receive()
            if bytes.isEmpty || !machine.receive(bytes) { return }
          case .closed, .failed: return
          }
        }
      })
    let result = try await grabber().grab(GrabTarget(address: server.address, ports: [16995]))
    #expect(result.tls?.versions == [.tls12])
    guard case .redirection(let found)? = result.facts.last else {
      Issue.record("no redirection fact")
      return
    }
    #expect(found.secure && found.version == FirmwareVersion(12, 0))
    while server.counts.served > 0 { await Task.yield() }
    let sessions = record.connections.filter { !$0.isEmpty }
    #expect(sessions.count == 3)
    for bytes in sessions { #expect(bytes.suffix(4) == Self.end, "\(bytes)") }
  }
}
