package import ScoutModel
package import ScoutNet

/// A DHCP lease that this machine's own DHCP client wrote down.
///
/// On a switched network the answers to other machines are not heard; what the scanning machine
/// was told itself is the surest word on its segment's option 15.
package struct HeldLease: Hashable, Sendable {
  /// The address the machine was given; it holds the lease only while the address is in use.
  package var address: IPv4Address
  package var interface: String?
  package var sighting: DHCPSighting

  /// Reads the file of a DHCP client: ISC dhclient's blocks, or the `KEY=value` lines of
  /// systemd-networkd and NetworkManager. Of several leases for one address the last counts.
  package static func leases(in text: String) -> [HeldLease] {
    text.contains("lease {") ? dhclient(text) : keyed(text).map { [$0] } ?? []
  }

  private static func dhclient(_ text: String) -> [HeldLease] {
    var leases: [IPv4Address: HeldLease] = [:]
    // What stands before the first lease, if only nothing, is no lease.
    for block in text.split(separator: "lease {", omittingEmptySubsequences: false).dropFirst() {
      var fields = Fields()
      var interface: String?
      for statement in block.prefix(while: { $0 != "}" }).split(separator: ";") {
        var words = statement.split(whereSeparator: { $0.isWhitespace }).map(String.init)
        if words.first == "option" { words.removeFirst() }
        guard words.count >= 2 else { continue }
        let value = words.dropFirst().joined(separator: " ")
        switch words[0] {
        case "interface": interface = unquoted(value)
        case "fixed-address": fields.address = IPv4Address(value)
        case "subnet-mask": fields.mask = IPv4Address(value)
        case "dhcp-server-identifier": fields.server = IPv4Address(value)
        case "domain-name-servers": fields.nameServers = list(value).compactMap { IPv4Address($0) }
        case "domain-name": fields.domainName = unquoted(value)
        case "domain-search": fields.searchList = list(value).map(unquoted)
        case "host-name": fields.hostName = unquoted(value)
        default: continue
        }
      }
      if let lease = fields.lease(on: interface) { leases[lease.address] = lease }
    }
    return leases.values.sorted { $0.address < $1.address }
  }

  /// So many leases of DHCPv6 are taken.
  private static let limit6 = 64

  /// What ISC dhclient was told by DHCPv6: the addresses that it was given, suffixes, name servers.
  package static func settings6(in text: String) -> [IPv6Sighting] {
    let blocks = text.split(separator: "lease6 {", omittingEmptySubsequences: false).dropFirst()
    return blocks.prefix(limit6).compactMap { block in
      // The file is written after a REPLY, and by nothing else.
      var sighting = IPv6Sighting(message: "REPLY")
      var addresses: [IPv6Address] = []
      // Blocks of associations stand inside; nothing of other leases follows before the next one.
      for statement in block.split(whereSeparator: { ";{}".contains($0) }).prefix(1024) {
        let words = statement.split(whereSeparator: \.isWhitespace).map(String.init)
        switch words.first {
        case "iaaddr":
          if let address = words.dropFirst().first.flatMap({ IPv6Address($0) }) {
            addresses.append(address)
          }
        case "option" where words.count >= 3:
          let values = list(words.dropFirst(2).joined(separator: " "))
          if words[1] == "dhcp6.name-servers" {
            sighting.nameServers = values.prefix(16).compactMap { IPv6Address($0) }
          } else if words[1] == "dhcp6.domain-search" {
            sighting.searchList = values.prefix(32).compactMap { DomainName(unquoted($0))?.text }
          }
        default: continue
        }
      }
      if !addresses.isEmpty { sighting.addresses = Array(addresses.prefix(32)) }
      return addresses.isEmpty && sighting.searchList == nil ? nil : sighting
    }
  }

  private static func keyed(_ text: String) -> HeldLease? {
    var fields = Fields()
    for line in text.split(whereSeparator: \.isNewline) {
      guard line.first != "#", let sign = line.firstIndex(of: "=") else { continue }
      let value = String(line[line.index(after: sign)...])
      switch line[..<sign] {
      case "ADDRESS": fields.address = IPv4Address(value)
      case "NETMASK": fields.mask = IPv4Address(value)
      case "SERVER_ADDRESS": fields.server = IPv4Address(value)
      case "DNS":
        fields.nameServers = value.split(separator: " ").compactMap { IPv4Address($0) }
      case "DOMAINNAME": fields.domainName = value
      case "DOMAIN_SEARCH_LIST": fields.searchList = value.split(separator: " ").map(String.init)
      case "HOSTNAME": fields.hostName = value
      default: continue
      }
    }
    return fields.lease(on: nil)
  }

  private struct Fields {
    var address: IPv4Address?
    var mask: IPv4Address?
    var server: IPv4Address?
    var nameServers: [IPv4Address] = []
    var domainName: String?
    var searchList: [String] = []
    var hostName: String?

    func lease(on interface: String?) -> HeldLease? {
      guard let address else { return nil }
      // Both kinds of file are written after an ACK, and by nothing else.
      var sighting = DHCPSighting(message: "ACK")
      sighting.yourAddress = address
      sighting.server = server
      sighting.nameServers = Array(nameServers.prefix(16))
      sighting.domainName = domainName
      sighting.searchList = Array(searchList.prefix(32))
      sighting.hostName = hostName
      if let mask {
        let length = (~mask.rawValue).leadingZeroBitCount  // the leading ones of the mask
        let isContiguous = mask.rawValue.nonzeroBitCount == length
        sighting.segment = isContiguous ? Prefix(.v4(address), length: length) : nil
      }
      return HeldLease(address: address, interface: interface, sighting: sighting)
    }
  }

  private static func list(_ text: String) -> [String] {
    text.split(separator: ",").map { item in
      String(item.drop(while: \.isWhitespace))
    }
  }

  private static func unquoted(_ text: String) -> String {
    text.count >= 2 && text.first == "\"" && text.last == "\""
      ? String(text.dropFirst().dropLast()) : text
  }
}
