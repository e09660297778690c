extension Site {
  /// One machine's conversation with a DHCP server in the demo's capture.
  struct Lease: Sendable {
    /// How the machine tells its full name in option 81 (RFC 4702).
    enum FullName: Sendable {
      case none
      /// As DNS labels, flag E set.
      case labels(String)
      /// As plain text, the older way.
      case text(String)
    }

    enum Exchange: Sendable {
      /// DISCOVER, OFFER, REQUEST, ACK.
      case whole
      /// The same with an offer of the segment's other server between.
      case twoOffers
      /// REQUEST and ACK of a lease that goes on.
      case renewal
      /// INFORM and ACK: the address is the machine's own.
      case inform
    }

    let host: String
    var server: Server
    var exchange = Exchange.whole
    /// Option 12; not sent where empty.
    var hostName: String
    var fullName = FullName.none
  }

  /// A DHCP server of the site, or the relay towards it.
  struct Server: Sendable {
    /// Its address, as the last two octets.
    let host: String
    /// Option 15; not sent where empty.
    let suffix: String
    /// Option 119.
    var search: [String] = []
    /// The relay on the machines' segment, as the last two octets.
    var relay: String?

    static let headquarters = Server(
      host: "1.62", suffix: "corp.example", search: ["corp.example", "branch.example"])
    /// Serves the second segment from the first, through a relay.
    static let branch = Server(host: "1.62", suffix: "branch.example", relay: "2.59")
    /// Forgotten in the second segment, with the suffix of before.
    static let branchOld = Server(host: "2.58", suffix: "old-branch.example")
    static let plant = Server(host: "3.62", suffix: "plant.local")
    static let plantBare = Server(host: "3.62", suffix: "")
  }

  static let leases: [Lease] = [
    usual("1.22", .headquarters),
    usual("1.28", .headquarters, .renewal),
    usual("1.29", .headquarters),
    Lease(
      host: "1.31", server: .headquarters, hostName: "pc-1931",
      fullName: .labels("pc-1931.corp.example")),
    usual("1.33", .headquarters, .inform),
    usual("1.36", .headquarters),
    usual("1.38", .headquarters),
    usual("1.50", .headquarters),
    usual("2.4", .branch),
    usual("2.6", .branch),
    short("2.9", .branch),
    short("2.11", .branch),
    usual("2.12", .branch, .twoOffers),
    usual("2.14", .branch),
    usual("2.16", .branch),
    usual("2.26", .branch),
    usual("2.30", .branch),
    usual("2.32", .branch),
    usual("2.33", .branch),
    usual("2.36", .branch, .renewal),
    usual("2.40", .branch),
    usual("2.44", .branchOld),
    Lease(host: "2.50", server: .branch, hostName: "pc-1050"),
    Lease(
      host: "2.51", server: .branchOld, hostName: "pc-2051",
      fullName: .text("pc-2051.old-branch.example")),
    usual("3.6", .plant),
    short("3.23", .plant),
    short("3.31", .plantBare),
    usual("3.42", .plant),
    Lease(host: "3.45", server: .plant, hostName: "=cmd|' /C calc'!A0"),
  ]

  /// A machine that tells both its names: option 81 as labels or as text, by turns.
  private static func usual(
    _ host: String, _ server: Server, _ exchange: Lease.Exchange = .whole
  ) -> Lease {
    let isEven = (host.utf8.last ?? 0) % 2 == 0
    return Lease(
      host: host, server: server, exchange: exchange, hostName: label(host),
      fullName: isEven ? .labels(name(host)) : .text(name(host)))
  }

  /// A machine that tells its host name only.
  private static func short(_ host: String, _ server: Server) -> Lease {
    Lease(host: host, server: server, hostName: label(host))
  }

  /// The hardware address of a machine: locally administered, with the segment and host behind.
  package static func mac(_ host: String) -> [UInt8] {
    let octets = host.split(separator: ".").compactMap { UInt8($0) }
    return [0x02, 0x41, 0x4D, 0x54, octets.first ?? 0, octets.dropFirst().first ?? 0]
  }
}
