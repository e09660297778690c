import ArgumentParser
import ScoutNet
import ScoutPipeline
import ScoutResolve
import ScoutSweep

/// Which name servers are asked.
struct NameOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "A name server to ask, as an address or address:port; system for this machine's, dhcp for those that DHCP names to it. Where several are given each is asked every question, and answers that differ are shown. The default is the profile's, else this machine's, then DHCP's.",
      valueName: "server"))
  var dns: [String] = []

  @Flag(help: "Ask no name servers.")
  var noResolve = false

  /// Whom to ask: the groups named here, else the profile's servers, else this machine's.
  func groups(profile: [IPAddress]) throws -> [NameServerGroup] {
    if !dns.isEmpty {
      return try dns.map { text in
        switch text {
        case "system": return NameServerGroup(ResolverConfiguration().servers)
        case "dhcp": return NameServerGroup([], takesHandedServers: true)
        default:
          guard let server = Self.server(text) else {
            throw ValidationError(
              "--dns \(text) is not a name server; write 10.0.0.53, 127.0.0.1:5353, [::1]:5353, "
                + "system or dhcp")
          }
          return NameServerGroup([server])
        }
      }
    }
    if !profile.isEmpty { return [NameServerGroup(profile.map { NameServer($0) })] }
    return [NameServerGroup(ResolverConfiguration().servers, takesHandedServers: true)]
  }

  static func server(_ text: String) -> NameServer? {
    if let address = IPAddress(text) { return NameServer(address) }
    guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...]),
      port > 0
    else { return nil }
    var host = text[..<colon]
    if host.first == "[", host.last == "]" { host = host.dropFirst().dropLast() }
    return IPAddress(host).map { NameServer($0, port: port) }
  }
}

extension [NameServerGroup] {
  /// All servers that are known before the run.
  var servers: [NameServer] { flatMap(\.servers) }

  /// What the policy must admit so that they can be asked.
  var infrastructure: [TargetPolicy.Infrastructure] { servers.map { .nameServer($0.address) } }
}
