package import ScoutNet

/// A part of the network that shares its DHCP settings.
package struct Segment: Hashable, Sendable, Codable {
  package let prefix: Prefix
  package var site: String
  /// Whether the prefix was told (profile, subnet mask) rather than taken as a /24 or /64.
  package var isTold: Bool
  /// Each value of option 15 that was handed out, its source the server's address.
  package var option15: [Claim<String>]
  /// Each value of option 15 that servers are set up to hand out, by their files; its source is the
  /// kind of server.
  package var configured: [Claim<String>]
  /// Answers that carried no option 15 at all.
  package var withoutOption15: Evidence
  package var servers: [IPv4Address]
  package var nameServers: [IPv4Address]
  package var searchLists: [[String]]
  /// Who hands out settings of IPv6 here: DHCPv6 servers, and routers that advertise suffixes or name
  /// servers.
  package var servers6: [IPAddress]
  package var nameServers6: [IPv6Address]

  package init(prefix: Prefix, site: String, isTold: Bool) {
    self.prefix = prefix
    self.site = site
    self.isTold = isTold
    option15 = []
    configured = []
    withoutOption15 = .none
    servers = []
    nameServers = []
    searchLists = []
    servers6 = []
    nameServers6 = []
  }
}

/// What was asked, what came back, and what was lost, of one prefix or of all.
package struct ProbeCounts: Hashable, Sendable, Codable {
  /// Addresses that were probed.
  package var addresses = 0
  /// Questions sent, without repetitions.
  package var probes = 0
  package var repetitions = 0
  package var open = 0
  package var refused = 0
  package var silent = 0
  package var unreachable = 0
  package var pongs = 0
  /// Addresses that neither answered nor refused anything.
  package var silentAddresses = 0
  /// Answers that came after the cool-down, twice, or from a place not asked.
  package var strays = 0
  /// Connection requests the kernel sent again by itself.
  package var kernelRepetitions = 0
  /// Probes that could not be sent: no buffer, no file, no route of our own.
  package var notSent = 0
  /// Answers that this machine dropped for want of room; `nil` where that is not counted.
  package var answersDropped: Int?

  package init() {}

  package static func += (left: inout Self, right: Self) {
    left.addresses += right.addresses
    left.probes += right.probes
    left.repetitions += right.repetitions
    left.open += right.open
    left.refused += right.refused
    left.silent += right.silent
    left.unreachable += right.unreachable
    left.pongs += right.pongs
    left.silentAddresses += right.silentAddresses
    left.strays += right.strays
    left.kernelRepetitions += right.kernelRepetitions
    left.notSent += right.notSent
    if let more = right.answersDropped { left.answersDropped = (left.answersDropped ?? 0) + more }
  }
}

/// How much of the network the scan can speak for.
package struct Coverage: Hashable, Sendable, Codable {
  package var total = ProbeCounts()
  /// By prefix of the sweep's accounting (a /24, a /120), sorted.
  package var prefixes: [PrefixCounts] = []
  /// Whether the presence ping on UDP 623 was sent.
  package var presencePing = false
  /// Packets a capture received and lost.
  package var captured = 0
  package var captureDropped = 0
  /// DHCP requests heard, and answers heard: requests alone mean that the port is not mirrored.
  package var dhcpRequests = 0
  package var dhcpAnswers = 0
  /// What asking the DHCP servers of local segments came to; `nil` where none was to be asked.
  package var dhcpInquiries: [DHCPInquiryFacts]?
  /// Whether a scan was stopped before its end.
  package var unfinished = false

  package init() {}
}

/// What asking the DHCP servers of one segment came to.
package struct DHCPInquiryFacts: Hashable, Sendable, Codable {
  package let segment: Prefix
  package let interface: String
  /// The servers that answered, sorted. None proves nothing: some answer only their own clients.
  package var servers: [IPv4Address] = []
  /// Why nobody was asked, and what to do about it; a sentence without capital and final dot.
  package var trouble: String?

  package init(segment: Prefix, interface: String) {
    self.segment = segment
    self.interface = interface
  }
}

/// The counts of one prefix.
package struct PrefixCounts: Hashable, Sendable, Codable {
  package let prefix: Prefix
  package var counts: ProbeCounts

  package init(prefix: Prefix, counts: ProbeCounts) {
    self.prefix = prefix
    self.counts = counts
  }
}

/// What keeps probes from their targets and says so by ICMP.
package struct Filtering: Hashable, Sendable, Codable {
  /// Who says so; `nil` where the message did not tell.
  package let router: IPAddress?
  /// Where the probes went, by /24 and /120; sorted, at most `prefixLimit`.
  package let prefixes: [Prefix]
  /// Probes it refused.
  package let probes: Int
  /// The first few of the observations.
  package let evidence: Evidence

  package static let prefixLimit = 256

  package init(router: IPAddress?, prefixes: [Prefix], probes: Int, evidence: Evidence) {
    self.router = router
    self.prefixes = prefixes
    self.probes = probes
    self.evidence = evidence
  }
}

/// Everything that the observations of a site add up to, before any judgement.
package struct SiteView: Hashable, Sendable, Codable {
  /// Sorted by id.
  package var devices: [Device]
  /// Sorted by prefix.
  package var segments: [Segment]
  /// `provisionserver` and what follows it: one look-up for each suffix seen.
  package var provisionServers: [Lookup]
  /// Sorted by router.
  package var filters: [Filtering] = []
  package var coverage: Coverage

  package init(devices: [Device], segments: [Segment]) {
    self.devices = devices
    self.segments = segments
    provisionServers = []
    coverage = Coverage()
  }
}
