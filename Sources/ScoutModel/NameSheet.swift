package import ScoutNet

/// What kind of suffix a text is, where that matters for certificates.
package enum SuffixClass: String, Hashable, Sendable, Codable, CaseIterable {
  /// A domain under which public vendors issue certificates, as far as its form tells.
  case registered
  /// A domain that nobody outside the site knows, as `corp.local`.
  case privateUse = "private"
  /// A registry's domain, as `co.uk`: certificates of other organisations fit it as well.
  case registry
  case singleLabel = "single-label"
  /// Not one domain name: a list, or blanks inside.
  case malformed
  case blank
}

/// One value of option 15 in a segment, and what follows from it.
package struct SegmentSuffix: Hashable, Sendable, Codable {
  /// As handed out; empty where it was sent empty or blank.
  package let value: String
  package let kind: SuffixClass
  /// The DHCP servers that hand it out, by address; empty where nobody heard it.
  package var servers: [String] = []
  /// The kinds of servers whose files have it set up.
  package var configuredBy: [String] = []
  /// Whether the site profile tells it.
  package var isTold = false
  /// Whether a home domain holds it; unknown where no home domains are given.
  package var isHome = Ternary.unknown
  /// What became of the question for `provisionserver` under it; `nil` where nobody asked.
  package var provisionServer: NameOutcome?
  package var provisionServerAddresses: [String] = []
  package var evidence = Evidence.none

  package init(_ value: String, _ kind: SuffixClass) {
    self.value = value
    self.kind = kind
  }
}

/// How many devices of a segment do how well with their names.
package struct NameCounts: Hashable, Sendable, Codable {
  package var devices = 0
  /// Reverse: the address has a PTR record; has none; was not asked about, or nobody answered.
  package var withPointer = 0
  package var withoutPointer = 0
  package var pointerUnknown = 0
  /// Forward: a name leads here; all names lead elsewhere; names exist and none has an address;
  /// nothing was looked up.
  package var leadingHere = 0
  package var leadingElsewhere = 0
  package var leadingNowhere = 0
  package var forwardUnknown = 0
  /// The verdicts on the names.
  package var consistent = 0
  package var mismatched = 0
  package var unclear = 0

  package init() {}
}

/// A machine that gave DHCP a name which the domain name system does not know.
package struct RegistrationGap: Hashable, Sendable, Codable {
  package let device: DeviceID
  /// The name that was looked up in vain.
  package let name: String
  package let evidence: Evidence

  package init(device: DeviceID, name: String, evidence: Evidence) {
    self.device = device
    self.name = name
    self.evidence = evidence
  }
}

/// How names and addresses work together in one segment: what DHCP hands out, what the domain name
/// system answers, and whether AMT would take the segment for home.
package struct NameSheet: Hashable, Sendable, Codable {
  package let prefix: Prefix
  package let site: String
  /// What the profile calls the segment.
  package var name: String?
  /// Whether the prefix was told (profile, subnet mask) rather than taken as a /24 or /64.
  package var isTold = false
  package var medium: Medium?
  /// Every value of option 15, sorted.
  package var suffixes: [SegmentSuffix] = []
  /// Answers of DHCP servers that carried no option 15 at all.
  package var withoutSuffix = Evidence.none
  package var dhcpServers: [IPv4Address] = []
  package var nameServers: [IPv4Address] = []
  package var searchLists: [[String]] = []
  /// DHCPv6 servers, and routers that advertise suffixes or name servers.
  package var servers6: [IPAddress] = []
  package var nameServers6: [IPv6Address] = []
  /// Whether AMT with the home domains given would count itself as inside the enterprise here:
  /// `no` where no suffix lies in them, `unknown` where servers disagree or too little is known.
  package var inside = Ternary.unknown
  /// Why, in one sentence.
  package var insideReason = ""
  package var counts = NameCounts()
  /// Names given to DHCP that do not resolve, by device.
  package var gaps: [RegistrationGap] = []

  package init(prefix: Prefix, site: String) {
    self.prefix = prefix
    self.site = site
  }
}
