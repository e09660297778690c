package import ScoutModel
package import ScoutNet
package import ScoutWire

/// Which names and addresses are worth asking the name servers about, given what was seen.
///
/// A certificate or a DHCP client can carry any name. Only names under suffixes that the network
/// itself uses (DHCP, PTR, the profile) are looked up, so that a stranger's text never makes us
/// send a question to the world.
package struct NameQuestions {
  /// A question: the name and the type of record.
  package struct Question: Hashable, Comparable, Sendable {
    package let name: String
    package let type: DNSType
    /// The address that a PTR question is about.
    package let address: IPAddress?

    package init(_ name: String, _ type: DNSType, about address: IPAddress? = nil) {
      self.name = name
      self.type = type
      self.address = address
    }

    package static func < (left: Self, right: Self) -> Bool {
      (left.name, left.type.rawValue) < (right.name, right.type.rawValue)
    }
  }

  private var addresses: Set<IPAddress> = []
  private var suffixes: Set<DomainName> = []
  private var names: Set<DomainName> = []
  private var option15: Set<DomainName> = []
  /// Texts taken in before: a capture says the same names over and over.
  private var knownTexts: Set<String> = []
  /// Suffixes that are set in the firmware of machines (MEBx).
  private var firmwareSuffixes: Set<DomainName> = []
  /// Suffixes that DHCPv6 hands out.
  private var option24: Set<DomainName> = []
  /// Option 6 of what servers said to this machine itself.
  private(set) var handedServers: Set<IPv4Address> = []

  package init(profile: SiteProfile) {
    suffixes = Set(profile.homeDomains)
    for segment in profile.segments {
      if let suffix = segment.option15.flatMap({ DomainName($0) }) { addOption15(suffix) }
    }
    for device in profile.devices {
      if let suffix = device.pkiSuffix {
        suffixes.insert(suffix)
        firmwareSuffixes.insert(suffix)
      }
    }
  }

  /// Whether files told of names that matter only where something answers at their addresses.
  private(set) var hasImportedNames = false

  /// Takes in what one sighting says.
  ///
  /// A server's files know every machine of a site. Their names are taken in by `addImported`, once
  /// it is known where something answers.
  package mutating func add(_ sighting: Sighting) {
    if sighting.isImportedName {
      hasImportedNames = true
    } else {
      take(sighting)
    }
  }

  /// Takes in what a file says of an address where something answers.
  mutating func addImported(_ sighting: Sighting) {
    guard sighting.isImportedName, let address = sighting.endpoint.address,
      addresses.contains(address)
    else { return }
    take(sighting)
    if case .name(let name) = sighting.fact, name.type != "PTR" { addName(name.name) }
  }

  private mutating func take(_ sighting: Sighting) {
    switch sighting.fact {
    case .port(let port):
      if port.state == .open { addAddress(of: sighting) }
    case .pong, .web, .redirection, .hello:
      addAddress(of: sighting)
    case .tls(let tls):
      addAddress(of: sighting)
      if let leaf = tls.chain.first {
        for text in leaf.dnsNames + leaf.commonNames { addName(text) }
      }
    case .dhcp(let dhcp):
      let suffix = dhcp.domainName.flatMap { DomainName($0) }
      if dhcp.isFromServer, let suffix { addOption15(suffix) }
      // What was heard in passing may be anybody's word.
      if dhcp.isFromServer, sighting.method != .passive {
        handedServers.formUnion(dhcp.nameServers.prefix(Self.serverLimit))
      }
      for text in dhcp.searchList { if let name = DomainName(text) { suffixes.insert(name) } }
      for text in [dhcp.fqdn, dhcp.hostName].compactMap(\.self) {
        addName(text)
        if let suffix, !text.utf8.contains(UInt8(ascii: ".")) { addFullName("\(text).\(suffix)") }
      }
    case .name(let answer):
      // Whoever looks for the server that configures AMT may be one that waits for it.
      if answer.outcome == .questionOnly { addAddress(of: sighting) }
      for record in answer.records where record.type == "PTR" && answer.type == "PTR" {
        addName(record.value)
        if Self.isHostName(record.value), let parent = DomainName(record.value)?.parent,
          parent.labels.count > 1
        {
          suffixes.insert(parent)
        }
      }
    case .host(let host):
      if let suffix = host.dnsSuffix.flatMap({ DomainName($0) }) {
        suffixes.insert(suffix)
        firmwareSuffixes.insert(suffix)
      }
      if let suffix = host.hostDNSSuffix.flatMap({ DomainName($0) }) {
        suffixes.insert(suffix)
        if let name = host.hostName.flatMap({ DomainName("\($0).\(suffix)") }) {
          names.insert(name)
        }
      }
      if let text = host.hostName { addName(text) }
      for adapter in host.adapters {
        addresses.formUnion([adapter.address, adapter.hostAddress].compactMap(\.self))
      }
    case .scope(let scope):
      if let suffix = scope.domainName.flatMap({ DomainName($0) }) { addOption15(suffix) }
      for text in scope.searchList { if let name = DomainName(text) { suffixes.insert(name) } }
    case .ipv6(let message):
      guard message.isFromServer else { break }
      for text in message.searchList ?? [] {
        guard let suffix = DomainName(text) else { continue }
        suffixes.insert(suffix)
        if message.message != "RA" { option24.insert(suffix) }
      }
    case .wsman(let told):
      addAddress(of: sighting)
      if let name = told.general?.hostName {
        addName([name, told.general?.domainName].compactMap(\.self).joined(separator: "."))
      }
      if let name = told.general?.hostOSFQDN { addName(name) }
    case .neighbour, .localName: break
    }
  }

  /// Where something answers.
  package var sortedAddresses: [IPAddress] { addresses.sorted() }

  /// One PTR question for each address where something answers, in the order of the addresses.
  package var reverse: [Question] {
    sortedAddresses.map { Question($0.reverseName, .ptr, about: $0) }
  }

  /// A and AAAA questions for each name under a suffix of this network, the SOA record of each
  /// suffix, and the address of `provisionserver` wherever AMT looks for its server.
  package var forward: [Question] {
    let known = names.filter { name in
      name.labels.count > 1 && suffixes.contains { name.isWithin($0) }
    }
    let hosts = known.flatMap { [Question($0.text, .a), Question($0.text, .aaaa)] }
    let zones = suffixes.filter { $0.labels.count > 1 }.map { Question($0.text, .soa) }
    return Set(hosts + zones + provisionServers).sorted()
  }

  /// Where AMT looks for its server, in its order: the bare name, then under the suffix set in its
  /// firmware, under option 15, and under at most five suffixes of DHCPv6.
  package var provisionServers: [Question] {
    let suffixes =
      firmwareSuffixes.sorted() + option15.sorted() + option24.sorted().prefix(5)
    if suffixes.isEmpty { return [] }
    let names = ["provisionserver"] + suffixes.map { "provisionserver.\($0.text)" }
    var seen: Set<String> = []
    return names.filter { seen.insert($0).inserted }.map { Question($0, .a) }
  }

  /// So many name servers of one DHCP answer are taken up.
  private static let serverLimit = 3

  private mutating func addAddress(of sighting: Sighting) {
    if let address = sighting.endpoint.address { addresses.insert(address) }
  }

  private mutating func addOption15(_ suffix: DomainName) {
    suffixes.insert(suffix)
    option15.insert(suffix)
  }

  private mutating func addName(_ text: String) {
    if Self.isHostName(text) { addFullName(text) }
  }

  private mutating func addFullName(_ text: String) {
    if knownTexts.insert(text).inserted, let name = DomainName(text) { names.insert(name) }
  }

  /// Letters, digits, hyphens and underscores only: what else may stand in a certificate's common
  /// name or a PTR record is no host's name, and is not asked for.
  private static func isHostName(_ text: String) -> Bool {
    var hasLetter = false
    let isPlain = text.utf8.allSatisfy { byte in
      if byte >= UInt8(ascii: "A") { hasLetter = true }
      return isHostByte(byte)
    }
    // An address of IPv6 has colons, one of IPv4 no letter.
    return isPlain && (hasLetter || IPv4Address(text) == nil)
  }

  private static func isHostByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"),
      UInt8(ascii: "."):
      true
    default: false
    }
  }
}

extension Sighting {
  /// Whether it is a lease or a name out of a file.
  fileprivate var isImportedName: Bool {
    guard method == .imported else { return false }
    switch fact {
    case .dhcp(let dhcp): return !dhcp.isFromServer
    case .name: return true
    case .port, .pong, .web, .tls, .redirection, .hello, .wsman, .neighbour, .host, .scope,
      .ipv6, .localName:
      return false
    }
  }
}
