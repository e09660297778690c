import ScoutModel
import ScoutNet

/// Home domains, static addresses: what makes AMT close its ports or lose its address.
enum EnvironmentFindings {
  static let outside = FindingKind(
    .env, 1, .medium, .sdkEnvironment,
    title: "{0}: DHCP option 15 {1} lies in none of the home domains",
    detail: "With environment detection AMT takes itself for outside the enterprise there and "
      + "closes its ports.",
    remedy: "Add the suffix, or a parent of it, to the home domains.")
  static let staticAddress = FindingKind(
    .env, 2, .medium, .addressing, title: "The wired address is static",
    detail: "Environment detection does not run with static addresses, and a host and an AMT of "
      + "which one is static do not fit together.",
    remedy: "Use DHCP, or make both static with IP synchronization (7.0 and later).")
  static let believesOutside = FindingKind(
    .env, 3, .medium, .sdkEnvironment,
    title: "AMT is configured and takes itself for outside the enterprise",
    detail: "Its local ports are closed as long as it does.",
    remedy: "Add the segment's DHCP option 15 to AMT's home domains.")
  static let deviceOutside = FindingKind(
    .env, 4, .medium, .sdkEnvironment,
    title: "The machine is given {0}, which lies in none of the home domains",
    detail: "With environment detection AMT takes itself for outside the enterprise and closes its "
      + "ports.",
    remedy: "Add the suffix, or a parent of it, to the home domains.")

  static let closedOutside = FindingKind(
    .env, 9, .medium, .sdkEnvironment,
    title: "AMT is configured, no port of it answered, and {0} lies in none of the home domains",
    detail: "Names and addresses are right, and environment detection keeps AMT closed.",
    remedy: "Add the suffix, or a parent of it, to AMT's home domains.")
  static let closedByDesign = FindingKind(
    .env, 10, .info, .outside,
    title: "AMT is configured to call {0} by itself, and none of its ports answered",
    detail: "Where remote access is set up for machines outside, local ports may be closed by "
      + "design.",
    remedy: "Look for the machine at its remote access server.")
  static let closed = FindingKind(
    .env, 11, .low, .sdkEnvironment, confidence: .low,
    title: "AMT is configured, and none of its ports answered",
    detail: "Environment detection may keep it closed, a firewall may stand between, or the "
      + "machine may be at another address.",
    remedy: "Name the home domains in the site profile, and ask again from inside the segment.")

  static let kinds = [
    outside, staticAddress, believesOutside, deviceOutside, closedOutside, closedByDesign, closed,
  ]

  static func findings(_ situation: Situation, _ index: SiteIndex) -> [Finding] {
    guard situation.product.isConfigurable else { return [] }
    let device = situation.device
    var findings: [Finding] = []
    if situation.answer(.hostAddressStatic) == .yes, AddressFindings.findings(situation).isEmpty {
      findings.append(
        staticAddress.about(device, [], situation.evidence(.hostAddressStatic)))
    }
    if situation.state.value == .post,
      let host = device.hosts.first(where: { $0.value.remoteAccessNetwork != nil }),
      host.value.remoteAccessNetwork?.hasPrefix("outside") == true
    {
      findings.append(believesOutside.about(device, [], host.evidence))
    }
    if let finding = closedPorts(situation, index) { findings.append(finding) }
    if situation.isOutsideHome == .yes, !isSegments(device, index) {
      let values = situation.suffix.values.map(clip).joined(separator: ", ")
      findings.append(deviceOutside.about(device, [values], device.option15.evidence))
    }
    return findings
  }

  /// A machine that its host calls configured, at an address that was asked in vain.
  private static func closedPorts(_ situation: Situation, _ index: SiteIndex) -> Finding? {
    let device = situation.device
    guard situation.state.value == .post, let host = device.hosts.first,
      device.webs.isEmpty, device.tls.isEmpty, device.pongs.isEmpty,
      !device.ports.contains(where: { (16992...16995).contains($0.value.port) }),
      host.value.adapters.contains(where: { $0.address != nil }),
      let address = device.address, index.wasSwept(address)
    else { return nil }
    if let server = host.value.remoteAccessHost, !server.isEmpty {
      return closedByDesign.about(device, [clip(server)], host.evidence)
    }
    if situation.isOutsideHome == .yes {
      let values = situation.suffix.values.map(clip).joined(separator: ", ")
      return closedOutside.about(device, [values], host.evidence + device.option15.evidence)
    }
    // Inside the home domains, or where none are given, it is a question rather than an answer.
    return closed.about(device, [], host.evidence)
  }

  /// Whether the segment hands out the same, so that one finding says it for all of its devices.
  private static func isSegments(_ device: Device, _ index: SiteIndex) -> Bool {
    guard let segment = index.segment(of: device),
      let value = device.option15.best?.value
    else { return false }
    return segment.option15.contains { $0.value == value }
  }

  static func findings(_ view: SiteView, _ profile: SiteProfile) -> [Finding] {
    guard !profile.homeDomains.isEmpty else { return [] }
    var findings: [Finding] = []
    for segment in view.segments {
      var told: Set<String> = []
      for claim in segment.option15 {
        guard !SuffixKind.isBlank(claim.value), told.insert(claim.value).inserted else { continue }
        let name = DomainName(claim.value)
        let isHome = profile.homeDomains.contains { name?.isWithin($0) == true }
        if !isHome {
          findings.append(
            outside.aboutSite(
              [segment.prefix.description, clip(claim.value)], claim.evidence))
        }
      }
    }
    return findings
  }
}
