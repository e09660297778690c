import ScoutModel
import ScoutNet

/// What a firmware version says by itself, and the settings that an advisory names.
enum FirmwareFindings {
  static let takeover = kind(1, Advisories.sa00075, "anyone on the network can take it over")
  static let takeoverByBuild = FindingKind(
    .fw, 2, .high, .buildRule,
    title: "Firmware {0} is open to INTEL-SA-00075, judged by its build number",
    detail: "The advisory's text does not name this branch; Intel's detection tool judges it by "
      + "the build: cured builds begin with 3.",
    remedy: "Update the firmware, or unprovision the device until that is done.")
  static let sideChannel = kind(3, Advisories.sa00141, "TLS session keys can be learned")
  static let logic = kind(4, Advisories.sa00241, "rights can be gained over the network")
  static let readIPv6 = kind(5, Advisories.sa00295, "rights can be gained through IPv6")
  static let writeIPv6 = kind(6, Advisories.sa00391, "rights can be gained through IPv6")
  static let buffer = kind(7, Advisories.sa00404, "rights can be gained over the network")
  static let authentication = kind(8, Advisories.sa00610, "rights can be gained over the network")
  static let service = kind(9, Advisories.sa00783, "its service can be denied over the network")
  static let plain = FindingKind(
    .fw, 10, .high, .kbPlain,
    title: "AMT answers on {0} without TLS (INTEL-SA-00709)",
    detail: "Passwords sent there can be intercepted and replayed, whatever the firmware version.",
    remedy: "Enable TLS on the device.")
  static let other = FindingKind(
    .fw, 11, .high, .profile, title: "Firmware {0} is open to {2}",
    detail: "The rules file that was given says so; it can be used over the network.",
    remedy: "Update the firmware to {1} or later.")
  static let needsBuild = FindingKind(
    .fw, 20, .low, .observed, title: "Firmware {0}: needs build to judge {1}",
    detail: "The version is not known precisely enough to say whether these advisories are cured.",
    remedy: "Read the complete version: ask the web server, or import `rpc amtinfo -json`.")
  static let unrecorded = FindingKind(
    .fw, 21, .info, .observed, title: "Firmware {0} is of a branch named by {1}",
    detail: "The sources at hand do not record which version cures the branch.",
    remedy: "Look the version up in the maker's text of the advisory.")
  static let local = FindingKind(
    .fw, 22, .info, .observed, title: "Firmware {0} is open to {1}, at the machine only",
    detail: "These cannot be used over the network.",
    remedy: "Update the firmware with the next maintenance.")
  static let outOfSupport = FindingKind(
    .fw, 30, .low, .kbSupport, title: "Firmware {0} is out of support",
    detail: "AMT 2 to 10 gets no more updates.", remedy: "Plan to replace the machine.")

  static let kinds = [
    takeover, takeoverByBuild, sideChannel, logic, readIPv6, writeIPv6, buffer, authentication,
    service, plain, other, needsBuild, unrecorded, local, outOfSupport,
  ]

  private static func kind(_ number: Int, _ advisory: Advisory, _ words: String) -> FindingKind {
    FindingKind(
      .fw, number, .high, advisory.source,
      title: "Firmware {0} is open to \(advisory.id) (\(advisory.records.joined(separator: ", ")))",
      detail: "\(words.capitalizedFirst), without credentials, once it is configured.",
      remedy: "Update the firmware to {1} or later.")
  }

  /// The kind for an advisory that can be used over the network.
  static func kind(_ advisory: Advisory) -> FindingKind? {
    switch advisory.id {
    case Advisories.sa00075.id: takeover
    case Advisories.sa00141.id: sideChannel
    case Advisories.sa00241.id: logic
    case Advisories.sa00295.id: readIPv6
    case Advisories.sa00391.id: writeIPv6
    case Advisories.sa00404.id: buffer
    case Advisories.sa00610.id: authentication
    case Advisories.sa00783.id: service
    default: nil
    }
  }

  static func findings(_ situation: Situation) -> [Finding] {
    guard situation.product.isConfigurable else { return [] }
    let device = situation.device
    let evidence = device.version.evidence == .none ? device.evidence : device.version.evidence
    var findings = situation.versions.notes.map { note in
      Finding(
        id: note.kind.id, severity: severity(note, situation), device: device.id,
        address: device.address, title: note.title, detail: note.kind.detail, remedy: note.remedy,
        source: note.kind.source.description, evidence: evidence)
    }
    if !situation.clearPorts.isEmpty {
      findings.append(
        plain.about(device, [situation.filled("{clear}")], situation.clearEvidence))
    }
    return findings
  }

  private static func severity(_ note: FirmwareNote, _ situation: Situation) -> Severity {
    switch note.weight {
    case .advisory(let advisory): severity(advisory, situation)
    case .open(let mayBeTakeover):
      mayBeTakeover && situation.state.value == .post ? .medium : .low
    case .usual: note.kind.severity
    }
  }

  /// Critical is what can be reached and used now.
  private static func severity(_ advisory: Advisory, _ situation: Situation) -> Severity {
    let device = situation.device
    switch situation.state.value {
    case .pre: return advisory.id == Advisories.sa00075.id ? .high : .medium
    case .in, nil: return .high
    case .post: break
    }
    guard advisory.gain == .takeover, situation.isReachable else { return .high }
    if advisory.reach == .authenticated { return .high }
    if advisory.reach == .networkIPv6 {
      return device.addresses.contains { $0.value.bitWidth == 128 } ? .critical : .high
    }
    return .critical
  }
}

extension Situation {
  /// Whether one of AMT's own ports answered.
  var isReachable: Bool {
    !device.webs.isEmpty || !device.pongs.isEmpty
      || device.tls.contains { $0.value.outcome == .complete || !$0.value.versions.isEmpty }
  }
}
