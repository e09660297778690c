import Foundation
import ScoutLoop
import ScoutModel
import ScoutNet
import ScoutWire
import Testing

@testable import ScoutResolve

private let dnsmasq = "/usr/sbin/dnsmasq"

@Suite(
  "Resolver against dnsmasq",
  .enabled(if: FileManager.default.isExecutableFile(atPath: dnsmasq), "dnsmasq is not installed"))
struct DnsmasqTests {
  /// Starts a dnsmasq on a free port of 127.0.0.1.
  private func start() throws -> (Process, NameServer) {
    let probe = try TestNameServer { _ in [] }
    let port = probe.port
    probe.stop()
    // The probe's thread closes its sockets within its next round.
    usleep(100_000)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: dnsmasq)
    process.arguments =
      [
        "-k", "-C", "/dev/null", "--port=\(port)", "--listen-address=127.0.0.1",
        "--bind-interfaces",
        "--no-resolv", "--no-hosts", "--pid-file=", "--local=/corp.example/",
        "--host-record=pc-7.corp.example,10.1.0.7,fd00::7",
        "--cname=alias.corp.example,pc-7.corp.example",
        "--ptr-record=9.0.1.10.in-addr.arpa,old.corp.example", "--local=/10.in-addr.arpa/",
        "--log-facility=-",
      ] + (1...120).map { "--host-record=big.corp.example,10.9.0.\($0)" }
    process.standardError = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    return (process, NameServer(localhost, port: port))
  }

  @Test("names, addresses, aliases, absences and refusals come out right")
  func conversation() async throws {
    let (process, server) = try start()
    defer {
      // The child inherits a signal mask that keeps SIGTERM from it.
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
    }
    let (resolver, loop) = try await resolver([server], timeout: .seconds(2))
    defer { loop.stop() }
    // The server needs a moment; until then its port refuses. Each name is asked once only.
    for attempt in 0..<300 {
      if await resolver.lookUp(domain("ready-\(attempt).corp.example"), .a).responseCode != nil {
        break
      }
      try await Task.sleep(for: .milliseconds(50))
    }
    let (v4, v6) = await resolver.addresses(of: domain("pc-7.corp.example"))
    #expect(v4.addresses == [.v4(IPv4Address(10, 1, 0, 7))])
    #expect(v6.addresses == [.v6(IPv6Address(high: 0xFD00 << 48, low: 7))])
    let alias = await resolver.lookUp(domain("alias.corp.example"), .a)
    #expect(alias.sighting.records.map(\.type) == ["CNAME", "A"])
    #expect(
      await resolver.lookUp(.v4(IPv4Address(10, 1, 0, 7))).names == [domain("pc-7.corp.example")])
    #expect(
      await resolver.lookUp(.v4(IPv4Address(10, 1, 0, 9))).names == [domain("old.corp.example")])
    #expect(await resolver.lookUp(.v4(IPv4Address(10, 1, 0, 8))).sighting.outcome == .noSuchName)
    #expect(
      await resolver.lookUp(domain("nobody.corp.example"), .a).sighting.outcome == .noSuchName)
    #expect(await resolver.lookUp(domain("pc-7.corp.example"), .txt).sighting.outcome == .noData)
    let foreign = await resolver.lookUp(domain("www.elsewhere.example"), .a)
    #expect(foreign.sighting.outcome == .serverFailed && foreign.responseCode == 5)
    // More than a datagram of 1,232 bytes holds: the rest comes over TCP.
    let big = await resolver.lookUp(domain("big.corp.example"), .a)
    #expect(big.sighting.outcome == .answered && !big.isCut)
  }
}
