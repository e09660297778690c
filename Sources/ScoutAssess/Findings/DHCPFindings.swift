import ScoutModel
import ScoutNet

/// What DHCP hands out, by segment.
enum DHCPFindings {
  static let missing = FindingKind(
    .dhcp, 1, .medium, .toolkit, title: "{0}: DHCP answers carry no option 15",
    detail: "Configuration with a certificate fails without a DNS suffix.",
    remedy: "Set option 15 for the segment, or a PKI DNS suffix in each machine's MEBx.")
  static let blank = FindingKind(
    .dhcp, 2, .medium, .toolkit, title: "{0}: DHCP option 15 is empty or blank",
    detail: "Configuration with a certificate fails without a DNS suffix.",
    remedy: "Set option 15 for the segment to the certificate's domain.")
  static let disagreeing = FindingKind(
    .dhcp, 3, .medium, .sdkEnvironment, title: "{0}: DHCP servers hand out different suffixes: {1}",
    detail: "Whether a machine can be configured, and reached, depends on which server answers.",
    remedy: "Make all DHCP servers of the segment hand out the same option 15.")
  static let privateSuffix = FindingKind(
    .dhcp, 4, .medium, .kbSuffix, title: "{0}: DHCP option 15 {1} is a private domain",
    detail: "No public vendor issues certificates under it, so no certificate can fit.",
    remedy: "Set option 15 to a registered domain, or a PKI DNS suffix in each machine's MEBx.")
  static let singleLabel = FindingKind(
    .dhcp, 5, .medium, .toolkitCertificate, title: "{0}: DHCP option 15 {1} is a single label",
    detail: "A bare top-level name fits no certificate.",
    remedy: "Set option 15 to the full domain.")
  static let publicSuffix = FindingKind(
    .dhcp, 6, .medium, .toolkitCertificate,
    title: "{0}: DHCP option 15 {1} is a registry's domain",
    detail: "Under the suffix rule certificates of other organisations fit it as well.",
    remedy: "Set option 15 to your own domain under it.")
  static let notMirrored = FindingKind(
    .dhcp, 7, .medium, .observed,
    title: "{0} DHCP requests were heard and not one answer: the port is not mirrored",
    detail: "On a switched port the servers' answers to others, with option 15, are not seen.",
    remedy: "Mirror the DHCP server's port, or capture on the server or the relay.")
  static let differs = FindingKind(
    .dhcp, 8, .medium, .profile,
    title: "{0}: option 15 is said to be {1}, and {2} was handed out",
    detail: "What was captured is what machines are given; the profile is out of date, or another "
      + "server answers.",
    remedy: "Correct the site profile, or find the server that hands out the other value.")
  static let malformed = FindingKind(
    .dhcp, 9, .medium, .toolkitCertificate, title: "{0}: DHCP option 15 {1} is not one domain name",
    detail: "Firmware compares it as one name; a list or blanks inside fit no certificate.",
    remedy: "Set option 15 to one domain name; lists belong into option 119.")

  static let severalServers = FindingKind(
    .dhcp, 10, .info, .observed, title: "{0}: {1} DHCP servers answered when asked: {2}",
    detail: "Where one of them is not known, it can hand machines a suffix or name servers of its "
      + "own; two that share the work are common.",
    remedy: "Make sure that each of these servers is meant to be there.")

  static let notAsConfigured = FindingKind(
    .dhcp, 11, .medium, .observed,
    title: "{0}: a DHCP server is set up to hand out {1}, and {2} was handed out",
    detail: "The file is out of date, or another server answers machines there.",
    remedy: "Find the server that hands out the other value, or import its file as it is now.")

  static let kinds = [
    missing, blank, disagreeing, privateSuffix, singleLabel, publicSuffix, notMirrored, differs,
    malformed, severalServers, notAsConfigured,
  ]

  static func findings(_ view: SiteView, _ profile: SiteProfile) -> [Finding] {
    var findings: [Finding] = []
    for segment in view.segments { findings += of(segment, profile) }
    for inquiry in view.coverage.dhcpInquiries ?? [] where inquiry.servers.count > 1 {
      let servers = inquiry.servers.map(\.description)
      let claims = view.segments.filter { $0.prefix == inquiry.segment }
        .flatMap { $0.option15.filter { servers.contains($0.source) } }
      findings.append(
        severalServers.aboutSite(
          [
            inquiry.segment.description, String(servers.count), servers.joined(separator: ", "),
          ], Evidence(claims.flatMap(\.evidence.observations))))
    }
    if view.coverage.dhcpRequests > 0 && view.coverage.dhcpAnswers == 0 {
      findings.append(notMirrored.aboutSite([String(view.coverage.dhcpRequests)]))
    }
    return findings
  }

  private static func of(_ segment: Segment, _ profile: SiteProfile) -> [Finding] {
    var findings: [Finding] = []
    let place = segment.prefix.description
    // What nobody heard on the network is judged by what the servers are set up to say.
    let isHeard = !segment.option15.isEmpty || segment.withoutOption15 != .none
    let claims = isHeard ? segment.option15 : segment.configured
    let blanks = claims.filter { SuffixKind.isBlank($0.value) }
    let values = claims.filter { !SuffixKind.isBlank($0.value) }
    if segment.withoutOption15 != .none {
      findings.append(missing.aboutSite([place], segment.withoutOption15))
    }
    if !blanks.isEmpty {
      findings.append(
        blank.aboutSite([place], Evidence(blanks.flatMap(\.evidence.observations))))
    }
    var evidence: [String: [Claim<String>]] = [:]
    for claim in values { evidence[normal(claim.value), default: []].append(claim) }
    let all = Evidence(claims.flatMap(\.evidence.observations))
    let distinct = evidence.keys.sorted()
    if distinct.count > 1 {
      findings.append(
        disagreeing.aboutSite([place, distinct.map(clip).joined(separator: ", ")], all))
    }
    for value in distinct {
      let own = Evidence((evidence[value] ?? []).flatMap(\.evidence.observations))
      if let kind = kind(of: value) { findings.append(kind.aboutSite([place, clip(value)], own)) }
    }
    let configured = Set(segment.configured.map { normal($0.value) })
    let changed = configured.subtracting(distinct).filter { !SuffixKind.isBlank($0) }.sorted()
    if !distinct.isEmpty, !changed.isEmpty {
      let evidence = all + Evidence(segment.configured.flatMap(\.evidence.observations))
      findings.append(
        notAsConfigured.aboutSite(
          [
            place, changed.map(clip).joined(separator: ", "),
            distinct.map(clip).joined(separator: ", "),
          ], evidence))
    }
    let told = profile.segments.filter { $0.prefix.contains(segment.prefix) }
      .max { $0.prefix.length < $1.prefix.length }?.option15
    if let told, !distinct.isEmpty, !distinct.contains(normal(told)) {
      findings.append(
        differs.aboutSite(
          [place, clip(told), distinct.map(clip).joined(separator: ", ")], all))
    }
    return findings
  }

  private static func kind(of value: String) -> FindingKind? {
    switch SuffixKind(value) {
    case .ordinary, .blank: nil
    case .singleLabel: singleLabel
    case .privateUse: privateSuffix
    case .publicSuffix: publicSuffix
    case .notAName: malformed
    }
  }

  private static func normal(_ text: String) -> String { DomainName(text)?.text ?? text }
}
