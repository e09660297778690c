import ArgumentParser
import ScoutNet
import ScoutResolve
import ScoutSweep

/// Which name servers are asked.
struct NameOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "A name server to ask, as an address or address:port; more than one may be given. The default is the profile's, else this machine's.",
      valueName: "server"))
  var dns: [String] = []

  @Flag(help: "Ask no name servers.")
  var noResolve = false

  /// The servers: those named here, else the profile's, else this machine's.
  func servers(profile: [IPAddress]) throws -> [NameServer] {
    if !dns.isEmpty {
      return try dns.map { text in
        guard let server = Self.server(text) else {
          throw ValidationError(
            "--dns \(text) is not a name server; write 10.0.0.53, 127.0.0.1:5353 or [::1]:5353")
        }
        return server
      }
    }
    if !profile.isEmpty { return profile.map { NameServer($0) } }
    return ResolverConfiguration().servers
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

extension [NameServer] {
  /// What the policy must admit so that they can be asked.
  var infrastructure: [TargetPolicy.Infrastructure] { map { .nameServer($0.address) } }
}
