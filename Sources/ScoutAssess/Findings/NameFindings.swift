import ScoutModel

/// Trouble between names and addresses. The numbers are those of the catalogue of mismatches.
enum NameFindings {
  static let staleAddress = FindingKind(
    .name, 1, .medium, .sdkMobile, title: "{0} resolves to {1}, and AMT answers elsewhere",
    detail: "A console that goes by the name reaches another machine, or none.",
    remedy: "Shorten the record's time to live, turn scavenging on, and remove the old record.")
  static let stalePointer = FindingKind(
    .name, 2, .medium, .checklist, title: "{0} says {1}, {2} says {3}",
    detail: "The reverse zone names another machine than the device itself.",
    remedy: "Remove the stale PTR record and turn scavenging on for the reverse zone.")
  static let noPointer = FindingKind(
    .name, 3, .low, .checklist, title: "{0} has no PTR record",
    detail: "Tools that go from the address to the name do not find one.",
    remedy: "Create the PTR record, or let DHCP register it.")
  static let noAddress = FindingKind(
    .name, 4, .medium, .sdkNames, title: "{0} says {1}, and that name does not resolve",
    detail: "A console cannot reach the device by the name it was configured with.",
    remedy: "Let DHCP register the name (option 81), or turn on AMT's own DDNS client.")
  static let renamed = FindingKind(
    .name, 5, .medium, .checklist, title: "{0} says {1}, {2} says {3}",
    detail: "The host was renamed after AMT was configured, or the names never agreed.",
    remedy: "Run the maintenance task that sets AMT's host name anew, and renew its certificate.")
  static let domainMoved = FindingKind(
    .name, 6, .medium, .checklist,
    title: "The certificate is for {0}, and DHCP option 15 says {1}",
    detail: "The domain was moved after AMT was configured, or the namespaces are disjoint.",
    remedy: "Configure the device anew with a certificate for its present domain.")
  static let disjointNamespace = FindingKind(
    .name, 7, .low, .sdkEnvironment,
    title: "The host's own domain is {0}, and DHCP option 15 says {1}",
    detail: "Two namespaces side by side: names built from the one are not known in the other, and "
      + "environment detection compares option 15, not the host's domain.",
    remedy: "Choose deliberately which of the two AMT's name is built from, and list option 15 "
      + "among the home domains.")
  static let dedicatedName = FindingKind(
    .name, 8, .info, .sdkNames, title: "AMT goes by {0}, and {1} says {2}; both lead here",
    detail: "A name of AMT's own is allowed from 6.0 on and needs a DNS record of its own. Where "
      + "it is not meant, the host was renamed and the old record never removed.",
    remedy: "Note the name as dedicated and keep its record, or configure AMT anew with the host's "
      + "name.")
  static let otherIPv6 = FindingKind(
    .name, 13, .low, .addressing,
    title: "{0} has the IPv6 address {1}, and AMT answers at {2}",
    detail: "AMT never shares an IPv6 address with the operating system: over IPv6 the name leads "
      + "past it.",
    remedy: "Publish AMT's IPv6 address under a name of its own, or reach it over IPv4.")
  static let wirelessRecord = FindingKind(
    .name, 14, .medium, .wireless,
    title: "{0} resolves to the wireless adapter's {1} alone, and AMT answers at {2}",
    detail: "Over the wireless network AMT answers only where a profile allows it; consoles that "
      + "go by the name miss it.",
    remedy: "Register a record for each adapter, or prefer the wired one.")
  static let vpnRecord = FindingKind(
    .name, 15, .medium, .sdkEnvironment, title: "{0} resolves to {1}, an address of the VPN",
    detail: "AMT does not answer on the VPN's adapter, which registered itself under the host's "
      + "name.",
    remedy: "Exclude the VPN adapter from dynamic registration.")
  static let otherAdapter = FindingKind(
    .name, 16, .medium, .ethernet,
    title: "{0} resolves to {1}, which an adapter without AMT holds ({2})",
    detail: "Only the on-board wired adapter serves AMT; a dock, a USB adapter or a wireless card "
      + "goes by the same name here.",
    remedy: "Keep the other adapter from registering the name, or connect the on-board port.")
  static let duplicate = FindingKind(
    .name, 17, .medium, .duplicates, confidence: .high,
    title: "Another device has the same {0}, {1}",
    detail: "A cloned image or board, or one machine on two networks: consoles take them for one.",
    remedy: "Give each machine an identity of its own before AMT is configured.")
  static let refusedRegistration = FindingKind(
    .name, 18, .medium, .sdkNames, confidence: .high,
    title: "{0} was to be registered with {1}, and {2} refused it",
    detail: "A zone that takes signed updates only refuses AMT's own: its DDNS client updates "
      + "non-secure zones alone, and the record stays old or missing.",
    remedy: "Let DHCP register the name (option 81), or create AMT's record by hand.")
  static let certificateName = FindingKind(
    .name, 20, .medium, .checklist, title: "{0} says {1}, {2} says {3}",
    detail: "Clients that verify the certificate refuse the connection.",
    remedy: "Issue the device's certificate for the name that DNS has for it.")

  static let kinds = [
    staleAddress, stalePointer, noPointer, noAddress, renamed, domainMoved, disjointNamespace,
    dedicatedName, otherIPv6, wirelessRecord, vpnRecord, otherAdapter, duplicate,
    refusedRegistration, certificateName,
  ]

  static func kind(_ trouble: NameTrouble) -> FindingKind {
    switch trouble {
    case .staleAddress: staleAddress
    case .stalePointer: stalePointer
    case .noPointer: noPointer
    case .noAddress: noAddress
    case .renamed: renamed
    case .domainMoved: domainMoved
    case .disjointNamespace: disjointNamespace
    case .dedicatedName: dedicatedName
    case .otherIPv6: otherIPv6
    case .wirelessRecord: wirelessRecord
    case .vpnRecord: vpnRecord
    case .otherAdapter: otherAdapter
    case .duplicate: duplicate
    case .refusedRegistration: refusedRegistration
    case .splitHorizon: DNSFindings.splitHorizon
    case .certificateName: certificateName
    }
  }

  static func findings(_ device: Device, _ analysis: NameAnalysis) -> [Finding] {
    analysis.troubles.map { trouble in
      let words = trouble.words.enumerated().map { index, word in
        index == 0 ? word.capitalizedFirst : word
      }
      // A name that is one keeps its letters; only "the certificate" and the like begin sentences.
      let isSentence = trouble.words.first?.hasPrefix("the ") == true
      return kind(trouble.trouble).about(
        device, isSentence ? words : trouble.words, trouble.evidence)
    }
  }
}
