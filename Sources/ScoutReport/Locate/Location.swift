package import ScoutModel
package import ScoutNet

/// Where one machine is: everything that `locate` shows of it, before it is put into words.
package struct Location: Sendable {
  /// One address of the machine, and how it is known.
  struct AddressRow {
    let address: String
    /// `AMT answers`, `by DHCP`, …
    let role: String
    let source: String
    let seen: Timestamp?
  }

  /// One name, and where it leads.
  struct NameRow {
    let name: String
    /// `PTR`, `A`, `AAAA`, `certificate`, `DHCP`, `host`, `AMT`, `link`, `asked for`.
    let kind: String
    /// Addresses or names, or why there are none; empty where the source only tells the name.
    let leadsTo: String
    /// Whether it leads to an address of the machine; `nil` where it leads nowhere or is not known.
    let isHere: Bool?
    let source: String
    let seen: Timestamp?
  }

  let assessment: Assessment
  let addresses: [AddressRow]
  let names: [NameRow]
  /// Where AMT answers, with its ports.
  let answering: [String]
  let sheet: NameSheet?
  /// When it was asked: ages are counted from here.
  let time: Timestamp
  /// Whether an address of the machine is one of the asking machine.
  let isSelf: Bool

  var device: Device { assessment.device }

  /// - Parameters:
  ///   - time: the moment from which ages are counted.
  ///   - own: addresses of the machine that asks.
  package init(
    _ assessment: Assessment, _ input: ReportInput, at time: Timestamp, own: [IPAddress] = []
  ) {
    self.assessment = assessment
    self.time = time
    let device = assessment.device
    isSelf = device.addresses.contains { own.contains($0.value) }
    let rows = Rows(device: device, input: input)
    addresses = rows.addresses
    names = rows.names
    answering = device.answering.map(\.description)
    sheet = input.site.nameSheets.first { sheet in
      sheet.prefix == device.segment && sheet.site == device.site
    }
  }

  /// What disagrees or stands in the way of reaching it: findings of names and addresses first.
  var troubles: [Finding] {
    let areas = ["NAME", "DNS", "DHCP", "NET", "ENV"]
    func isOfNames(_ finding: Finding) -> Bool {
      areas.contains { finding.id.hasPrefix("AMT-\($0)-") }
    }
    // What is worth knowing and hinders nobody is no disagreement; a second name is.
    return assessment.findings.filter { finding in
      isOfNames(finding) && (finding.severity > .info || finding.id.hasPrefix("AMT-NAME-"))
    }
  }

  /// One sentence on where AMT is reached.
  var sentence: String {
    let ports = device.ports.map(\.value.description).joined(separator: " ")
    if let first = answering.first {
      let also = answering.dropFirst()
      return "AMT answers at \(first)"
        + (also.isEmpty ? "" : ", also at \(also.joined(separator: ", "))")
        + (ports.isEmpty ? "" : " (ports \(ports))") + "."
    }
    if let address = device.address, !device.ports.isEmpty {
      return "\(address) takes connections on \(ports), and nothing has shown that it is AMT."
    }
    guard let address = device.address else {
      return "No address is known: only a file from the machine tells of it."
    }
    return device.state.best?.value == .post
      ? "AMT is configured and was not seen to answer; the machine is at \(address)."
      : "AMT was not seen to answer, as before it is configured; the machine is at \(address)."
  }
}

/// The rows of one device, with the newest time of each one's evidence.
private struct Rows {
  let device: Device
  let input: ReportInput

  private func newest(_ evidence: Evidence) -> Timestamp? {
    evidence.observations.compactMap { input.observation($0)?.time }.max()
  }

  var addresses: [Location.AddressRow] {
    let answering = Set(device.answering)
    var rows = device.addresses.map { seen in
      let (role, source) = role(of: seen.value, seen.evidence, answers: answering)
      return Location.AddressRow(
        address: seen.value.description, role: role, source: source, seen: seen.last)
    }
    for lease in device.otherLeases {
      guard let address = lease.leasedAddress else { continue }
      rows.append(
        Location.AddressRow(
          address: address.description,
          role: "another adapter of that name, \(lease.value.clientMAC?.description ?? "unknown")",
          source: "DHCP" + (lease.value.server.map { ", \($0)" } ?? ""), seen: lease.last))
    }
    return rows
  }

  private func role(
    of address: IPAddress, _ evidence: Evidence, answers: Set<IPAddress>
  ) -> (String, String) {
    let observations = input.observations(evidence)
    let kinds = Set(observations.map(\.fact.kind))
    if answers.contains(address) {
      let spoken = ["web", "tls", "pong"].filter(kinds.contains)
      return ("AMT answers", spoken.joined(separator: ", "))
    }
    if kinds.contains("port") { return ("takes connections", "sweep") }
    for observation in observations.reversed() {
      switch observation.fact {
      case .dhcp(let message):
        return ("held by DHCP", "DHCP" + (message.server.map { ", \($0)" } ?? ""))
      case .host(let host):
        let isOfSystem = host.adapters.contains { $0.hostAddress == address }
        let isOfAMT = host.adapters.contains { $0.address == address }
        let isWireless = host.adapters.contains { adapter in
          adapter.wireless && (adapter.hostAddress == address || adapter.address == address)
        }
        let whose =
          isOfAMT && isOfSystem ? "AMT and system" : isOfAMT ? "AMT" : "operating system"
        return (whose + (isWireless ? ", wireless" : ""), host.tool)
      default: continue
      }
    }
    return ("on the link", kinds.contains("neighbour") ? "ARP or ND" : "")
  }

  var names: [Location.NameRow] {
    let own = Set(device.addresses.map(\.value.description))
    var rows: [Location.NameRow] = []
    for lookup in device.names.pointers {
      let address = device.addresses.first { $0.value.reverseName == lookup.name }?.value
      let shown = address.map(\.description) ?? lookup.name
      rows.append(
        Location.NameRow(
          name: shown, kind: "PTR",
          leadsTo: lookup.outcome == .answered
            ? lookup.values.joined(separator: ", ") : lookup.outcome.word,
          isHere: nil, source: server(lookup), seen: newest(lookup.evidence)))
    }
    for lookup in device.names.forwards {
      let isAnswered = lookup.outcome == .answered
      rows.append(
        Location.NameRow(
          name: lookup.name, kind: lookup.type,
          leadsTo: isAnswered ? lookup.values.joined(separator: ", ") : lookup.outcome.word,
          isHere: isAnswered ? lookup.values.contains(where: own.contains) : nil,
          source: server(lookup), seen: newest(lookup.evidence)))
    }
    for name in device.names.certificate {
      rows.append(
        Location.NameRow(
          name: name.value, kind: "certificate", leadsTo: "", isHere: nil, source: "TLS",
          seen: name.last))
    }
    rows += device.names.amt.claims.map { row($0.value.text, "AMT", $0.source, $0.evidence) }
    rows += device.names.dhcp.claims.map { row($0.value, "DHCP", $0.source, $0.evidence) }
    rows += device.names.host.claims.map { row($0.value, "host", $0.source, $0.evidence) }
    for lookup in device.names.refusals {
      rows.append(
        Location.NameRow(
          name: lookup.name, kind: lookup.type,
          leadsTo: "refused: \(lookup.values.joined(separator: ", "))", isHere: nil,
          source: server(lookup), seen: newest(lookup.evidence)))
    }
    rows += device.names.local.map {
      row($0.value.name, "link", $0.value.service.rawValue, $0.evidence)
    }
    rows += device.names.searches.map { row($0.value, "asked for", "DNS", $0.evidence) }
    return rows
  }

  private func row(
    _ name: String, _ kind: String, _ source: String, _ evidence: Evidence
  ) -> Location.NameRow {
    Location.NameRow(
      name: name, kind: kind, leadsTo: "", isHere: nil, source: source, seen: newest(evidence))
  }

  private func server(_ lookup: Lookup) -> String {
    lookup.server.map { "DNS, \($0)" } ?? "DNS"
  }
}
