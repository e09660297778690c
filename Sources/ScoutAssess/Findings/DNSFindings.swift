import ScoutModel
import ScoutNet

/// What the domain name system lacks.
enum DNSFindings {
  static let noProvisionServer = FindingKind(
    .dns, 1, .low, .sdkFlow, title: "{0} does not exist",
    detail: "Devices that look for their configuration server by themselves find none.",
    remedy: "Add the alias for the suffix, or let an agent on the hosts start the configuration.")
  static let noReverseZone = FindingKind(
    .dns, 2, .medium, .checklist, title: "{0}: no address has a PTR record",
    detail: "The segment's reverse zone seems to be missing, or is not filled.",
    remedy: "Create the reverse zone and let DHCP register into it.")
  static let noServer = FindingKind(
    .dns, 3, .info, .observed, title: "{0} could not be looked up: {1}",
    detail: "Whether the name exists is not known.",
    remedy: "Name a server that answers for the suffix (dns_servers in the site profile).")

  static let splitHorizon = FindingKind(
    .dns, 4, .low, .checklist, confidence: .high, title: "{0}: {1} says {2}, {3} says {4}",
    detail: "Name servers answer differently: which machine a console reaches depends on which it "
      + "asks.",
    remedy: "Ask the server that DHCP option 6 names, and remove what is old at the other.")

  static let search = FindingKind(
    .dns, 5, .info, .sdkFlow, confidence: .low,
    title: "Somebody at this address looks for {0}",
    detail:
      "AMT that waits to be configured asks for that name, and so do tools on hosts and people "
      + "who test it: by itself the question shows neither AMT nor a state.",
    remedy:
      "Capture a while longer: the hello that follows (TCP 9971) tells what asks. Or import a "
      + "file from the machine.")

  static let kinds = [noProvisionServer, noReverseZone, noServer, splitHorizon, search]

  /// A machine that was heard to look for its server and has not told more.
  static func findings(_ situation: Situation) -> [Finding] {
    let device = situation.device
    guard let asked = device.names.searches.first, device.hellos.isEmpty,
      situation.state.value == nil || situation.state.value == .pre
    else { return [] }
    let all = device.names.searches.reduce(Evidence.none) { $0 + $1.evidence }
    return [search.about(device, [clip(asked.value)], all)]
  }

  static func findings(_ view: SiteView, _ profile: SiteProfile, _ index: SiteIndex) -> [Finding] {
    var findings: [Finding] = []
    var best: [String: Lookup] = [:]
    for lookup in view.provisionServers {
      if let known = best[lookup.name], known.outcome == .answered { continue }
      if best[lookup.name] == nil || lookup.outcome != .noData { best[lookup.name] = lookup }
    }
    for name in best.keys.sorted() {
      // The bare name is looked up first; that it does not exist is as usual as it is harmless.
      guard let lookup = best[name], name.contains(".") else { continue }
      switch lookup.outcome {
      case .answered, .questionOnly, .registered, .registrationRefused: continue
      case .noSuchName, .noData:
        findings.append(
          noProvisionServer.aboutSite(
            [clip(name)], severity: profile.agentAllowed ? .low : .medium, lookup.evidence))
      case .serverFailed:
        findings.append(
          noServer.aboutSite([clip(name), "the server failed"], lookup.evidence))
      case .noAnswer:
        findings.append(
          noServer.aboutSite([clip(name), "no server answered"], lookup.evidence))
      }
    }
    for (segment, evidence) in index.segmentsWithoutReverse.sorted(by: { $0.key < $1.key }) {
      findings.append(noReverseZone.aboutSite([segment.prefix.description], evidence))
    }
    return findings
  }
}
