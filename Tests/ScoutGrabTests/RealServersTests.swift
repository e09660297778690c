import Foundation
import Glibc
import ScoutModel
import ScoutNet
import Testing

@testable import ScoutGrab

private func program(_ name: String) -> String? {
  ["/usr/bin", "/usr/sbin", "/bin", "/sbin"].map { "\($0)/\(name)" }
    .first { access($0, X_OK) == 0 }
}

/// A folder of its own that goes away with the value.
private final class Folder {
  let path = NSTemporaryDirectory() + "amtscout-grab-\(UUID().uuidString)"
  init() {
    try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }
  deinit { try? FileManager.default.removeItem(atPath: path) }

  func file(_ name: String, _ text: String) -> String {
    let file = "\(path)/\(name)"
    _ = FileManager.default.createFile(atPath: file, contents: Data(text.utf8))
    return file
  }
}

@Suite("Servers that others wrote") struct RealServersTests {
  @Test(
    "nginx is no AMT, plain or in TLS", .enabled(if: program("nginx") != nil, "nginx is missing"))
  func nginx() async throws {
    let folder = Folder()
    let certificate = folder.file("c.pem", Identity.certificate)
    let key = folder.file("k.pem", Identity.key)
    let path = folder.path
    let configuration = folder.file(
      "nginx.conf",
      """
      daemon off; master_process off; pid \(path)/pid; error_log \(path)/error.log;
      events {}
      http {
        access_log off; client_body_temp_path \(path)/b; proxy_temp_path \(path)/p;
        fastcgi_temp_path \(path)/f; uwsgi_temp_path \(path)/u; scgi_temp_path \(path)/s;
        server {
          listen 127.79.1.1:16992; listen 127.79.1.1:16993 ssl; listen 127.79.1.1:16995 ssl;
          ssl_certificate \(certificate); ssl_certificate_key \(key); ssl_protocols TLSv1.2 TLSv1.3;
          location / { return 200 "<title>Welcome</title>"; }
        }
      }
      """)
    let words = [program("nginx") ?? "", "-e", "\(path)/error.log", "-c", configuration]
    let server = try #require(ServerProcess(words, address: "127.79.1.1", port: 16992))
    let address = try #require(IPAddress("127.79.1.1"))
    let target = GrabTarget(address: address, ports: [16992, 16993, 16994, 16995])
    let result = try await makeGrabber().grab(target)
    #expect(result.facts.map(\.kind) == ["web", "tls", "web", "tls"])
    for case .web(let web) in result.facts {
      #expect(web.outcome == .complete && web.product == .none)
      #expect(web.server?.hasPrefix("nginx") == true)
    }
    for case .tls(let tls) in result.facts {
      #expect(tls.versions == [.tls12, .tls13])
      #expect(tls.chain.map(\.commonNames) == [["pc-7.corp.example"]])
      #expect(tls.clientCertificateRequested == false)
    }
    withExtendedLifetime(server) {}
  }

  struct Peer: CustomTestStringConvertible, Sendable {
    var index: Int
    var arguments: [String]
    var versions: [TLSVersion]
    var asks = false
    var webOutcome = Outcome.complete
    var testDescription: String { arguments.joined(separator: " ") }
  }

  @Test(
    "openssl s_server in every version",
    .enabled(if: program("openssl") != nil, "openssl is missing"),
    arguments: [
      Peer(
        index: 1, arguments: ["-tls1", "-cipher", "ALL:@SECLEVEL=0"], versions: [.tls10]),
      Peer(
        index: 2, arguments: ["-tls1_1", "-cipher", "ALL:@SECLEVEL=0"], versions: [.tls11]),
      Peer(index: 3, arguments: ["-tls1_2"], versions: [.tls12]),
      Peer(index: 4, arguments: ["-tls1_3"], versions: [.tls13]),
      Peer(
        index: 5, arguments: ["-cipher", "ALL:@SECLEVEL=0"],
        versions: [.tls10, .tls11, .tls12, .tls13]),
      Peer(index: 6, arguments: ["-tls1_2", "-verify", "1"], versions: [.tls12], asks: true),
      Peer(
        index: 7, arguments: ["-tls1_2", "-Verify", "1"], versions: [.tls12], asks: true,
        webOutcome: .refusedHandshake),
      Peer(
        index: 8, arguments: ["-tls1_3", "-Verify", "1"], versions: [.tls13], asks: true,
        webOutcome: .refusedHandshake),
    ])
  func openssl(_ peer: Peer) async throws {
    let folder = Folder()
    let words =
      [
        program("openssl") ?? "", "s_server", "-www", "-accept", "127.79.2.\(peer.index):16993",
        "-cert", folder.file("c.pem", Identity.certificate),
        "-key", folder.file("k.pem", Identity.key),
      ] + peer.arguments
    let address = "127.79.2.\(peer.index)"
    let server = try #require(ServerProcess(words, address: address, port: 16993))
    let target = GrabTarget(address: try #require(IPAddress(address)), ports: [16993])
    let result = try await makeGrabber(impatient { $0.conversation = .seconds(3) }).grab(target)
    #expect(result.tls?.versions == peer.versions)
    #expect(result.tls?.chain.count == 1)
    #expect(result.tls?.clientCertificateRequested == peer.asks)
    #expect(result.web?.outcome == peer.webOutcome)
    withExtendedLifetime(server) {}
  }
}
