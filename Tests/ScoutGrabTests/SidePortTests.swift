import ScoutModel
import ScoutNet
import ScoutTLS
import Synchronization
import Testing

@testable import ScoutGrab

/// Ports below 1024 need root, which the tests of the network have in any case.
@Suite("Side ports of identified devices") struct SidePortTests {
  private func grabber(_ limits: GrabLimits = impatient()) throws -> Grabber {
    var scope = GrabScope()
    scope.sidePorts = true
    return try Grabber(limits: limits, scope: scope) { address, _ in
      address >= .v4(IPv4Address(127, 0, 0, 0)) && address <= .v4(IPv4Address(127, 255, 255, 255))
    }
  }

  /// Answers every request with a banner.
  private func banner(_ server: String) -> @Sendable (Peer) -> Void {
    { peer in
      _ = peer.receiveHead()
      peer.send(
        "HTTP/1.1 303 See Other\r\nLocation: /logon.htm\r\nContent-Length: 0\r\n"
          + "Server: \(server)\r\n\r\n")
    }
  }

  /// The same inside TLS.
  private func banner(
    _ server: String, in context: TLSServerContext
  ) -> @Sendable (Peer) -> Void {
    { peer in
      guard let machine = try? TLSMachine(server: context), machine.shakeHands(with: peer)
      else { return }
      while true {
        guard case .bytes = machine.read() else {
          let bytes = peer.receive()
          if bytes.isEmpty || !machine.receive(bytes) { return }
          continue
        }
        _ = machine.write(
          Array(
            ("HTTP/1.1 303 See Other\r\nLocation: /logon.htm\r\nContent-Length: 0\r\n"
              + "Server: \(server)\r\n\r\n").utf8))
        machine.close()
        return _ = peer.send(machine.takeOutgoing())
      }
    }
  }

  private func ports(_ result: GrabResult) -> [PortSighting] {
    result.facts.compactMap { if case .port(let port) = $0 { port } else { nil } }
  }

  private func web(_ result: GrabResult, _ port: UInt16) -> WebSighting? {
    result.facts.lazy.compactMap { if case .web(let web) = $0 { web } else { nil } }
      .first { $0.port == port }
  }

  @Test("AMT is asked for DASH's ports and VNC's greeting, each state is told, and once only")
  func identified() async throws {
    let server = try #require(TestServer("127.77.40.1", port: 16992, serve: serveFirmware))
    let dash = try #require(TestServer("127.77.40.1", port: 623, serve: serveFirmware))
    let said = Mutex(0)
    let screen = try #require(
      TestServer("127.77.40.1", port: 5900) { peer in
        peer.send("RFB 003.008\n")
        let answer = peer.receive()
        said.withLock { $0 += answer.count }
      })
    let grabber = try grabber()
    let target = GrabTarget(address: server.address, ports: [16992])
    let result = try await grabber.grab(target)
    #expect(
      ports(result) == [
        PortSighting(port: 623, transport: .tcp, state: .open),
        PortSighting(port: 664, transport: .tcp, state: .closed),
        PortSighting(port: 5900, transport: .tcp, state: .open, greeting: "RFB 003.008"),
      ])
    #expect(web(result, 623)?.product == .amt)
    #expect(web(result, 664) == nil, "nobody took that connection")
    #expect(!result.facts.contains { if case .tls = $0 { true } else { false } })
    #expect(said.withLock { $0 } == 0, "nothing is said to VNC")
    #expect(screen.counts.total == 1)
    let before = dash.counts.total
    #expect(ports(try await grabber.grab(target)).isEmpty)
    #expect(dash.counts.total == before)
  }

  @Test("what is no AMT is not asked, unless its pong has shown it to be") func strangers()
    async throws
  {
    let serve: @Sendable (Peer) -> Void = { peer in
      _ = peer.receiveHead()
      peer.send("HTTP/1.1 200 OK\r\nServer: nginx\r\nContent-Length: 0\r\n\r\n")
    }
    let nginx = try #require(TestServer("127.77.40.2", port: 16992, serve: serve))
    let side = try #require(TestServer("127.77.40.2", port: 623, serve: serve))
    let grabber = try grabber()
    let plain = try await grabber.grab(GrabTarget(address: nginx.address, ports: [16992]))
    #expect(ports(plain).isEmpty && side.counts.total == 0)
    let known = try await grabber.grab(
      GrabTarget(address: nginx.address, ports: [], isIdentified: true))
    #expect(ports(known).map(\.state) == [.open, .closed, .closed])
    #expect(web(known, 623)?.product == Product.none)
    #expect(nginx.counts.total == 1)
  }

  @Test("Realtek's card on 664 is DASH, whatever its banner says") func realtek() async throws {
    let context = try Identity.context(.tls10, .tls12)
    let server = try #require(
      TestServer(
        "127.77.40.3", port: 664,
        serve: banner("Intel(R) Active Management Technology 3.0.5", in: context)))
    let result = try await grabber().grab(
      GrabTarget(address: server.address, ports: [], isIdentified: true))
    #expect(ports(result).map(\.state) == [.closed, .open, .closed])
    let card = try #require(web(result, 664))
    #expect(card.product == .dash && card.version == nil && card.secure)
    #expect(card.defects.contains("3.0.5 on port 664 is Realtek's DASH firmware"))
    let tls = try #require(result.tls)
    #expect(tls.port == 664 && tls.versions == [.tls10, .tls11, .tls12])
    let order = result.facts.map(\.kind)
    #expect(order == ["port", "port", "tls", "web", "port"])
  }

  @Test("a VNC port that says nothing, and one that says something else") func greetings()
    async throws
  {
    let mute = try #require(TestServer("127.77.40.4", port: 5900) { $0.waitForClose() })
    let other = try #require(TestServer("127.77.40.5", port: 5900) { $0.send("SSH-2.0-x\r\n") })
    let grabber = try grabber(impatient { $0.sidePort = .milliseconds(200) })
    for (address, greeting) in [(mute.address, nil), (other.address, "SSH-2.0-x")] {
      let result = try await grabber.grab(
        GrabTarget(address: address, ports: [], isIdentified: true))
      let screen = try #require(ports(result).last)
      #expect(screen.state == .open)
      #expect(screen.greeting?.prefix(9).description == greeting)
    }
  }

  @Test("ports that the sweep has found open already are asked once") func swept() async throws {
    let server = try #require(TestServer("127.77.40.6", port: 623, serve: serveFirmware))
    let result = try await grabber().grab(GrabTarget(address: server.address, ports: [623]))
    #expect(ports(result).map(\.port) == [664, 5900])
    #expect(web(result, 623)?.product == .amt)
    #expect(server.counts.total <= 2)
  }

  @Test("without the scope's word no side port is asked") func off() async throws {
    let server = try #require(TestServer("127.77.40.7", port: 16992, serve: serveFirmware))
    let dash = try #require(TestServer("127.77.40.7", port: 623, serve: serveFirmware))
    let result = try await makeGrabber().grab(
      GrabTarget(address: server.address, ports: [16992], isIdentified: true))
    #expect(ports(result).isEmpty && dash.counts.total == 0)
  }
}
