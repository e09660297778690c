import ScoutModel
import ScoutNet

/// What stands between the scanner and the devices, and what only looks like a device.
enum NetworkFindings {
  static let middlebox = FindingKind(
    .net, 1, .medium, .observed,
    title: "{0}: {1} of {2} probes were taken, and few of the addresses are AMT: a middlebox",
    detail: "Something between here and there accepts connections for addresses that may not "
      + "exist; open ports in this range mean nothing.",
    remedy: "Scan from inside the segment, or exempt the scanner in the firewall.")
  static let plainClosed = FindingKind(
    .net, 2, .info, .sdkSecurity, title: "Firmware {0} answers over TLS only, as it should",
    detail: "From 16.1 on ports 16992 and 16994 are no longer supported; that they are closed is "
      + "no fault.",
    remedy: "Use 16993 and 16995 in consoles and firewall rules.")
  static let mute = FindingKind(
    .net, 3, .low, .observed, title: "Port {0} takes connections and says nothing",
    detail: "It may be a middlebox, or a device that is busy or stuck.",
    remedy: "Ask again from inside the segment; where it stays mute, restart the device.")
  static let lookAlike = FindingKind(
    .net, 4, .info, .observed, title: "It looks like AMT and is not: {0}",
    detail: "It answers on ports that AMT uses, or to AMT's presence ping.",
    remedy: "Leave it out of the roll-out.")

  static let takingTurns = FindingKind(
    .net, 5, .medium, .observed, confidence: .high,
    title: "Several devices answer at {0} by turns: {1}",
    detail: "A translator of addresses or a proxy stands before them, or two machines hold one "
      + "address: what is said of any of them may be another's.",
    remedy: "Scan from inside the segment, and make sure that no address is given out twice.")

  static let filtered = FindingKind(
    .net, 6, .medium, .observed, title: "{0} keeps {1} probes into {2} out: filtered by a firewall",
    detail: "It says so by ICMP. What lies behind it was not seen, whether there is AMT or not.",
    remedy: "Allow the scanner, and later the console, TCP 16992 to 16995 and UDP 623 into this "
      + "range, or scan from inside it.")

  static let kinds = [middlebox, plainClosed, mute, lookAlike, takingTurns, filtered]

  static func findings(_ filters: [Filtering]) -> [Finding] {
    filters.map { filter in
      let named = filter.prefixes.prefix(3).map(\.description).joined(separator: ", ")
      let more = filter.prefixes.count - 3
      let limit = filter.prefixes.count == Filtering.prefixLimit ? " or more" : ""
      return filtered.aboutSite(
        [
          filter.router?.description ?? "A router", String(filter.probes),
          named + (more > 0 ? " and \(more)\(limit) other prefixes" : ""),
        ], filter.evidence)
    }
  }

  static func findings(_ situation: Situation, _ index: SiteIndex) -> [Finding] {
    let device = situation.device
    var findings: [Finding] = []
    if let shared = index.sharedAddress(of: device) {
      let others = shared.devices.map(\.description).joined(separator: ", ")
      findings.append(
        takingTurns.about(device, [shared.address.description, others], device.realm.evidence))
    }
    let open = device.ports.filter { $0.value.transport == .tcp }.map(\.value.port)
    if situation.product.isConfigurable, situation.versions.is161 == .yes,
      open.contains(16993) || open.contains(16995), !open.contains(16992)
    {
      findings.append(plainClosed.about(device, [situation.versionText], device.version.evidence))
    }
    // One finding about the middlebox says it for all that it pretends.
    if situation.isBehindMiddlebox && situation.product == .unknown { return findings }
    var mutePorts: Set<UInt16> = []
    for (port, outcome, evidence) in device.webs.map({
      ($0.value.port, $0.value.outcome, $0.evidence)
    })
      + device.tls.map({ ($0.value.port, $0.value.outcome, $0.evidence) })
    where (outcome == .silent || outcome == .closedSilently) && !answered(port, device) {
      guard mutePorts.insert(port).inserted else { continue }
      findings.append(mute.about(device, [String(port)], evidence))
    }
    switch situation.product {
    case .dash, .bmc, .none:
      findings.append(
        lookAlike.about(device, [situation.product.rawValue], device.product.evidence))
    case .amt, .ism, .sbt, .cme, .unknown: break
    }
    return findings
  }

  private static func answered(_ port: UInt16, _ device: Device) -> Bool {
    device.webs.contains { $0.value.port == port && !$0.value.statuses.isEmpty }
      || device.tls.contains { $0.value.port == port && !$0.value.versions.isEmpty }
  }

  static func findings(_ index: SiteIndex) -> [Finding] {
    index.middleboxes.map { entry in
      middlebox.aboutSite([
        entry.prefix.description, String(entry.counts.open), String(entry.tcpProbes),
      ])
    }
  }
}

/// A range in which half of all probes or more were taken, where most of it is not AMT.
struct Middlebox: Sendable {
  let prefix: Prefix
  let counts: ProbeCounts
  let tcpProbes: Int

  static func all(in view: SiteView) -> [Middlebox] {
    guard !view.coverage.prefixes.isEmpty else { return [] }
    var real: [Prefix: Int] = [:]
    let lengths = Set(view.coverage.prefixes.map(\.prefix.length))
    for device in view.devices where device.product.value?.isConfigurable == true {
      guard let address = device.address else { continue }
      for length in lengths {
        if let prefix = Prefix(address, length: length) { real[prefix, default: 0] += 1 }
      }
    }
    return view.coverage.prefixes.compactMap { entry in
      let counts = entry.counts
      let pings = view.coverage.presencePing ? counts.addresses : 0
      let probes = max(0, counts.probes - pings)
      guard counts.addresses >= 32, probes >= counts.addresses, counts.open * 2 >= probes,
        (real[entry.prefix] ?? 0) * 4 < counts.addresses
      else { return nil }
      return Middlebox(prefix: entry.prefix, counts: counts, tcpProbes: probes)
    }
  }
}
