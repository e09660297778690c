import ScoutModel

/// What the checks of a site count over its devices.
struct SiteTallies {
  var products: [Product: Tally] = [:]
  /// By `major.minor`, or `unknown`.
  var versions: [String: Tally] = [:]
  var states: [String: Tally] = [:]
  var ports: [OpenPort: Tally] = [:]
  /// Devices that answer over TLS, and not without.
  var tlsOnly = Tally()
  var clear = Tally()
  var tlsVersions: [TLSVersion: Tally] = [:]
  var clientCertificates = Tally()
  var names: [NameVerdict: Tally] = [:]
  var selfNamed = Tally()
  var wireless = Tally()
  var vpn = Tally()
  var withoutWiredPort = Tally()
  var wiredPortUnknown = 0
  var outsideHome = Tally()
  var remoteAccess = Tally()
  var advisories: [String: (title: String, severity: Severity, tally: Tally)] = [:]
  var advice: [Advice: Tally] = [:]
  var missing: [String: (Statement, Int)] = [:]
  var hostFiles = Tally()
  var devices = 0

  mutating func add(_ situation: Situation, _ assessment: Assessment) {
    let device = situation.device
    devices += 1
    products[situation.product, default: Tally()].add(device.product.evidence)
    guard situation.product.isConfigurable || situation.product == .unknown else { return }
    addFirmware(situation, assessment)
    addNetwork(situation)
    names[assessment.nameVerdict, default: Tally()].add(device.evidence)
    if case .known(let claim) = device.names.dhcp, claim.source == "option 81" {
      selfNamed.add(claim.evidence)
    }
    if !device.hosts.isEmpty { hostFiles.add(situation.hostEvidence) }
    advice[assessment.recommendation.advice, default: Tally()].add(device.evidence)
    for question in assessment.recommendation.missing {
      let known = missing[question.rule]
      missing[question.rule] = (known?.0 ?? question, (known?.1 ?? 0) + 1)
    }
  }

  private mutating func addFirmware(_ situation: Situation, _ assessment: Assessment) {
    let device = situation.device
    if let version = device.version.best?.value {
      let text = version.minor.map { "\(version.major).\($0)" } ?? "\(version.major)"
      versions[text, default: Tally()].add(device.version.evidence)
    } else {
      versions["unknown", default: Tally()].add()
    }
    let state = situation.state.value?.rawValue ?? "unknown"
    states[state, default: Tally()].add(situation.state.evidence)
    for finding in assessment.findings where finding.id.hasPrefix("AMT-FW-") {
      var entry = advisories[finding.id] ?? (finding.title, finding.severity, Tally())
      entry.severity = max(entry.severity, finding.severity)
      entry.tally.add(finding.evidence)
      advisories[finding.id] = entry
    }
  }

  private mutating func addNetwork(_ situation: Situation) {
    let device = situation.device
    for port in device.ports { ports[port.value, default: Tally()].add(port.evidence) }
    let secure = device.ports.contains { $0.value.port == 16993 && $0.value.transport == .tcp }
    let plain = device.ports.first { $0.value.port == 16992 && $0.value.transport == .tcp }
    if secure, plain == nil { tlsOnly.add(device.evidence) }
    if let plain { clear.add(plain.evidence) }
    for sighting in device.tls {
      for version in sighting.value.versions {
        tlsVersions[version, default: Tally()].add(sighting.evidence)
      }
      if sighting.value.clientCertificateRequested == true {
        clientCertificates.add(sighting.evidence)
      }
    }
    if situation.medium.isWireless == .yes { wireless.add(situation.medium.evidence) }
    if situation.medium.isVPN == .yes { vpn.add() }
    switch situation.medium.hasWiredPort {
    case .no: withoutWiredPort.add(situation.medium.evidence)
    case .unknown: wiredPortUnknown += 1
    case .yes: break
    }
    if situation.isOutsideHome == .yes { outsideHome.add(device.option15.evidence) }
    if situation.hasRemoteAccess { remoteAccess.add(situation.hostEvidence) }
  }
}
