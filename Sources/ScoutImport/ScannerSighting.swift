import ScoutAMT
import ScoutModel
import ScoutNet

extension HostFile {
  /// Adds an open port of AMT that another scanner saw; other ports say nothing of AMT.
  mutating func add(
    openPort port: UInt16, at address: IPAddress, seen: Timestamp?, line: Int?
  ) {
    guard (16992...16995).contains(port) else { return }
    add(
      .port(PortSighting(port: port, transport: .tcp, state: .open)), at: address, seen: seen,
      line: line)
  }

  /// Adds the Server header that another scanner read on one of AMT's web ports.
  mutating func add(
    server: String, port: UInt16, at address: IPAddress, seen: Timestamp?, line: Int?
  ) {
    guard port == 16992 || port == 16993 else { return }
    let server = String(server.trimmed.prefix(512))
    guard !server.isEmpty else { return }
    var web = WebSighting(port: port, secure: port == 16993, outcome: .complete)
    web.server = server
    if let banner = ServerBanner(server), !banner.isAmbiguous, !banner.isHostSoftware {
      web.product = banner.product
      web.version = banner.version
      web.productFrom = "server"
    }
    add(.web(web), at: address, seen: seen, line: line)
  }
}

extension Timestamp {
  /// Reads seconds since 1970; `nil` for what lies outside 2000 to 2100.
  init?(epoch text: String?) {
    guard let text, let seconds = Int64(text.prefix { $0 != "." }),
      (946_684_800...4_102_444_800).contains(seconds)
    else { return nil }
    self.init(seconds: seconds)
  }
}
