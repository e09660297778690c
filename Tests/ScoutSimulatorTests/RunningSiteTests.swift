import Foundation
import Glibc
import ScoutNet
import Testing

@testable import ScoutSimulator

/// The running site, asked by programs that are not ours.
@Suite(.serialized)
struct RunningSiteTests {
  /// A second octet of this process's own, so that a running demo is not in the way.
  private static let octet = UInt8(100 + getpid() % 100)

  private static func options() -> SimulatedSite.Options {
    var options = SimulatedSite.Options()
    options.base = (127, octet)
    options.nameServerPort = 0
    return options
  }

  private func withSite(_ body: (RunningSite) throws -> Void) throws {
    let site = try SimulatedSite.start(Self.options())
    defer { site.stop() }
    try body(site)
  }

  private func curl(_ host: String, _ path: String, _ more: [String] = []) throws -> String? {
    let port = path.hasPrefix(":") ? path : ":16992" + path
    let scheme = port.hasPrefix(":16993") ? "https" : "http"
    let address = "\(scheme)://127.\(Self.octet).\(host)\(port)"
    return try Command.run("curl", ["-sk", "-i", "--max-time", "5"] + more + [address])?.output
  }

  @Test
  func startsAndStops() throws {
    let first = try SimulatedSite.start(Self.options())
    #expect(first.listenerCount > 120)
    let places = try Command.run("ss", ["-Hltun"])?.output ?? ""
    #expect(places.isEmpty || places.contains("127.\(Self.octet).1.22:16992"))
    #expect(throws: SiteError.self) { try SimulatedSite.start(Self.options()) }
    do {
      _ = try SimulatedSite.start(Self.options())
    } catch {
      #expect("\(error)".contains("already in use"))
    }
    // The attempt that failed has closed nothing of the first, and left nothing of its own.
    #expect(try connect("1.22", 16992) != nil)
    first.stop()
    first.stop()
    let left = try Command.run("ss", ["-Hltun"])?.output ?? ""
    #expect(!left.contains("127.\(Self.octet)."))
    #expect(try connect("1.22", 16992) == nil)
    // The ports are free again at once.
    try SimulatedSite.start(Self.options()).stop()
  }

  @Test
  func curlReadsIt() throws {
    try withSite { site in
      guard let front = try curl("1.18", "/") else {
        print("curl is not installed: not asked")
        return
      }
      #expect(
        front == "HTTP/1.1 303 See Other\r\nLocation: /logon.htm\r\nContent-Length: 0\r\n"
          + "Server: Intel(R) Active Management Technology 7.1.91\r\n\r\n")
      #expect(try curl("1.8", "/")?.hasPrefix("HTTP/1.1 302 Found\r\nLocation: http:///") == true)
      let challenge = try #require(try curl("1.22", "/wsman", ["-d", "<x/>"]))
      #expect(challenge.contains("realm=\"Digest:C8090000000000000000000000000000\""))
      #expect(challenge.utf8.count > 689)
      let secure = try #require(try curl("1.36", ":16993/index.htm"))
      #expect(secure.contains("qop=\"auth-int, auth\""))
      let slow = try #require(try curl("3.23", "/"))
      #expect(slow.hasSuffix("Technology 11.8.86.3877\r\n\r\n"))
      #expect(try curl("3.6", "/")?.contains("Server: nginx/1.22.1") == true)
      #expect(try curl("3.9", "/")?.contains("301 Moved Permanently") == true)
      #expect(try curl("3.40", "/")?.contains("Server: <script>alert(1)</script>") == true)
      // Port 623 needs a privilege.
      let hasDASH = !site.missing.contains("tcp/623")
      #expect(try curl("1.49", ":623/")?.contains("12.0.35.1427") == hasDASH)
    }
  }

  /// Version, names and whether a client certificate is asked for, as OpenSSL's client sees them.
  @Test
  func opensslShakesHands() throws {
    let cases: [(host: String, version: String, subject: String, asked: Bool)] = [
      ("1.1", "TLSv1", "pc-1001.corp.example", false),
      ("1.25", "TLSv1.1", "pc-1025.corp.example", false),
      ("1.28", "TLSv1.1", "pc-1028.corp.example", false),
      ("1.29", "TLSv1.2", "pc-1029.corp.example", false),
      ("1.33", "TLSv1.2", "pc-1033.corp.example", false),
      ("1.38", "TLSv1.3", "pc-1038.corp.example", false),
      ("1.39", "TLSv1.3", "pc-1039.corp.example", false),
      ("1.42", "TLSv1.2", "pc-1042.corp.example", true),
      ("2.21", "TLSv1", "localhost", true),
      ("2.26", "TLSv1.2", "AMT RCFG", true),
      ("2.27", "TLSv1.2", "iAMT CSME IDevID RCFG", true),
      ("2.48", "TLSv1.2", "PC-2048.BRANCH.EXAMPLE", false),
      ("3.42", "TLSv1.2", "<script>alert(1)</script>", false),
    ]
    try withSite { _ in
      for item in cases {
        let place = "127.\(Self.octet).\(item.host):16993"
        let arguments = [
          "s_client", "-connect", place, "-cipher", "ALL:@SECLEVEL=0", "-min_protocol", "TLSv1",
          "-state", "-nameopt", "utf8,sep_comma_plus",
        ]
        guard let result = try Command.run("openssl", arguments) else {
          print("openssl is not installed: not asked")
          return
        }
        let output = result.output
        #expect(
          output.contains("Protocol  : \(item.version)\n")
            || output.contains("New, \(item.version),"), "\(item.host)")
        #expect(output.contains("CN=\(item.subject)"), "\(item.host)")
        #expect(
          output.contains("read server certificate request") == item.asked
            || item.version == "TLSv1.3", "\(item.host)")
      }
      let dead = try Command.run(
        "openssl", ["s_client", "-connect", "127.\(Self.octet).3.30:16993"])
      #expect(dead?.output.contains("alert handshake failure") == true)
    }
  }

  /// What a machine accepts, version by version, as the truth table lists it.
  @Test
  func truthKnowsTheVersions() throws {
    let names = ["1.0": "-tls1", "1.1": "-tls1_1", "1.2": "-tls1_2", "1.3": "-tls1_3"]
    let hosts: Set<String> = [
      "1.1", "1.25", "1.28", "1.31", "1.37", "1.38", "1.39", "2.24", "2.28",
    ]
    try withSite { running in
      for row in SiteTruth(running.site).rows() where hosts.contains(row.host) {
        for (version, option) in names {
          let place = "127.\(Self.octet).\(row.host):16993"
          let result = try Command.run(
            "openssl", ["s_client", "-connect", place, option, "-cipher", "ALL:@SECLEVEL=0"])
          guard let output = result?.output else { return }
          let accepted = row["tls"]?.split(separator: " ").contains { $0 == version } == true
          #expect(output.contains("BEGIN CERTIFICATE") == accepted, "\(row.host) \(version)")
        }
      }
    }
  }

  @Test
  func redirectionOverBareSockets() throws {
    try withSite { _ in
      let socket = try #require(try connect("1.30", 16994))
      socket.send(hex("10 00 00 00 53 4F 4C 20"))
      #expect(socket.receive(13) == hex("11 00 00 00 01 00 0C 00 57 01 00 00 00"))
      socket.send(hex("13 00 00 00 00 00 00 00 00"))
      #expect(socket.receive(10) == hex("14 00 00 00 00 01 00 00 00 04"))
      socket.send(hex("12 00 00 00"))
      #expect(socket.receive(1).isEmpty)
      let busy = try #require(try connect("1.46", 16994))
      busy.send(hex("10 00 00 00 53 4F 4C 20"))
      #expect(busy.receive(64) == hex("11 02 00 00"))
    }
  }

  @Test
  func faultsAreWhatTheyShouldBe() throws {
    try withSite { running in
      #expect(try #require(try connect("3.22", 16992)).receive(1).isEmpty)
      #expect(try #require(try connect("3.27", 16992)).receive(600).count == 600)
      #expect(try #require(try connect("3.21", 16992)).receive(1).isEmpty)
      for host in ["3.25", "3.26", "3.29", "3.35"] {
        let endless = try #require(try connect(host, 16992))
        endless.send(Array("GET / HTTP/1.1\r\nHost: x\r\n\r\n".utf8))
        #expect(endless.receive(200_000).count == 200_000, "\(host)")
      }
      let half = try #require(try connect("3.28", 16993))
      half.send([22, 3, 1, 0, 1, 1])
      #expect(half.receive(20).count == 20)
      let rc4 = try #require(try connect("1.45", 16993))
      rc4.send(Self.hello(suites: [0, 47, 0, 5]))
      let flight = rc4.receive(11)
      #expect(flight.first == 22 && flight.last == 1 && flight.count == 11)
      let other = try #require(try connect("1.45", 16993))
      other.send(Self.hello(suites: [0, 47]))
      #expect(other.receive(7) == [21, 3, 1, 0, 2, 2, 40])
      // Silent and slow peers do not keep the site from stopping.
      let mute = try #require(try connect("3.20", 16992))
      let begin = ContinuousClock.now
      running.stop()
      #expect(ContinuousClock.now - begin < .seconds(3))
      #expect(mute.receive(1).isEmpty)
    }
  }

  private static func hello(suites: [UInt8]) -> [UInt8] {
    let body =
      [3, 1] + [UInt8](repeating: 7, count: 32) + [0, 0, UInt8(suites.count)] + suites + [1, 0]
    return [22, 3, 1, 0, UInt8(body.count + 4), 1, 0, 0, UInt8(body.count)] + body
  }

  @Test
  func presencePing() throws {
    try withSite { site in
      guard site.presencePingAvailable else {
        print("UDP 623 cannot be bound without privileges: not asked")
        #expect(site.missing.contains("udp/623"))
        return
      }
      let client = try Asker(port: 623, address: "127.\(Self.octet).1.24")
      #expect(
        client.ask(hex("06 00 FF 06 00 00 11 BE 80 2A 00 00"))
          == hex("06 00 FF 06 00000157 40 2A 00 10 00000157 4260 95 02 00 20 000000000000"))
      let silent = try Asker(port: 623, address: "127.\(Self.octet).1.44")
      #expect(silent.ask(hex("06 00 FF 06 00 00 11 BE 80 2A 00 00"), milliseconds: 100) == nil)
    }
  }

  @Test
  func nameServer() throws {
    try withSite { site in
      let port = try #require(site.nameServerPort)
      let place = ["@127.0.0.1", "-p", "\(port)", "+short", "+tries=1", "+time=2"]
      let address = "127.\(Self.octet).1.22"
      guard let reverse = try Command.run("dig", place + ["-x", address]) else {
        print("dig is not installed: not asked")
        return
      }
      #expect(reverse.output == "pc-1022.corp.example.\n")
      let forward = try Command.run("dig", place + ["pc-1022.corp.example"])
      #expect(forward?.output == address + "\n")
      let alias = try Command.run("dig", place + ["provisionserver.branch.example"])
      #expect(alias?.output == "provisionserver.corp.example.\n127.\(Self.octet).1.61\n")
    }
  }

  @Test
  func withoutPing() throws {
    var options = Self.options()
    options.presencePing = false
    options.hosts = ["1.24"]
    let site = try SimulatedSite.start(options)
    defer { site.stop() }
    #expect(!site.presencePingAvailable)
    #expect(site.listenerCount == 1)
  }

  private func connect(_ host: String, _ port: UInt16) throws -> TestSocket? {
    TestSocket("127.\(Self.octet).\(host)", port)
  }
}

/// A TCP client that blocks for at most three seconds.
final class TestSocket {
  private let descriptor: Int32

  /// Connects; `nil` where that is refused.
  init?(_ address: String, _ port: UInt16) {
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var patience = timeval(tv_sec: 3, tv_usec: 0)
    setsockopt(
      descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    var name = sockaddr_in()
    name.sin_family = sa_family_t(AF_INET)
    name.sin_port = port.bigEndian
    name.sin_addr.s_addr = inet_addr(address)
    let result = withUnsafePointer(to: &name) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    if result != 0 { return nil }
  }

  deinit { close(descriptor) }

  func send(_ bytes: [UInt8]) {
    _ = Glibc.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL))
  }

  /// At most `count` bytes, fewer where the peer closes or is silent.
  func receive(_ count: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 16_384)
    while bytes.count < count {
      let got = recv(descriptor, &buffer, min(buffer.count, count - bytes.count), 0)
      guard got > 0 else { break }
      bytes += buffer.prefix(got)
    }
    return bytes
  }
}
