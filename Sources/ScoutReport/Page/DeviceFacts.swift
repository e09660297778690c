import ScoutModel
import ScoutNet

/// The attributes of a machine: what is known and from where, what is not and why.
struct DeviceFacts {
  let detail: MachineDetail
  private var device: Device { detail.device }

  init(_ detail: MachineDetail) { self.detail = detail }

  var rows: [(Markup, Markup)] {
    var rows: [(Markup, Markup)] = [
      ("Product", known(device.product, \.word)),
      ("Firmware", firmware),
      ("State", known(device.state, \.word)),
      (Glossary.link("ccm", "Control mode"), known(device.controlMode, \.word)),
      (Glossary.link("uuid", "UUID"), known(device.uuid, \.description)),
      (Glossary.link("realm", "Realm"), known(device.realm, \.self)),
      ("Hardware addresses", seen(device.macs, \.description)),
      ("Addresses", seen(device.addresses, \.description)),
      ("Open ports", seen(device.ports, \.description)),
      (Glossary.link("tls", "TLS"), tls),
      (Glossary.link("option15", "Option 15"), known(device.option15, \.self)),
      ("Segment", "\(device.segment?.description ?? "not known")"),
      (Glossary.link("confidence", "Confidence"), confidence),
      ("Seen", "\(device.firstSeen.short) to \(device.lastSeen.short)"),
    ]
    if !device.sidePorts.isEmpty { rows.append(("Ports of DASH and VNC", sidePorts)) }
    if let lease = device.lease {
      let server = lease.value.server.map { " by \($0)" } ?? ""
      rows.append(
        ("DHCP", "\(lease.value.message)\(server)\(detail.references(lease.evidence))"))
    }
    if !device.aliases.isEmpty {
      rows.append(("Also known as", "\(device.aliases.map(\.description).joined(separator: ", "))"))
    }
    return rows
  }

  private var firmware: Markup {
    if case .unknown = device.version, let span = device.span {
      return "\(span.words) <span class=\"soft\">(a generation only)</span>"
    }
    return known(device.version, \.description)
  }

  private var tls: Markup {
    guard !device.tls.isEmpty else { return "<span class=\"soft\">not spoken to</span>" }
    return device.tls.map { seen in
      let tls = seen.value
      let versions = tls.versions.map(\.description).joined(separator: " ")
      let text = versions.isEmpty ? tls.outcome.word : versions
      return "<div>\(tls.port): \(text)\(detail.references(seen.evidence))</div>" as Markup
    }.joined("")
  }

  /// What these ports did when the machine was known to be one of ours.
  private var sidePorts: Markup {
    device.sidePorts.map { seen in
      let greeting = seen.value.greeting.map { ", “\($0)”" } ?? ""
      let text = "\(seen.value.port): \(seen.value.state.word)\(greeting)"
      return "<div>\(text)\(detail.references(seen.evidence))</div>" as Markup
    }.joined("")
  }

  private var confidence: Markup {
    let reasons = assessmentReasons
    return reasons.isEmpty
      ? "\(detail.assessment.confidence.rawValue)"
      : "\(detail.assessment.confidence.rawValue): \(reasons.joined("; "))"
  }

  private var assessmentReasons: [Markup] {
    detail.assessment.confidenceReasons.map {
      "\($0.text)\(detail.references($0.evidence))"
    }
  }

  private func known<Value>(_ known: Known<Value>, _ text: (Value) -> String) -> Markup {
    switch known {
    case .known(let claim): return self.claim(claim, text)
    case .unknown(let why): return "<span class=\"soft\">not known: \(why.word)</span>"
    case .conflicting(let claims):
      let lines: [Markup] = claims.map { "<div>\(claim($0, text))</div>" }
      return "<span class=\"differs\">≠ sources disagree</span>\(lines)"
    }
  }

  private func claim<Value>(_ claim: Claim<Value>, _ text: (Value) -> String) -> Markup {
    """
    \(text(claim.value)) <span class="soft">from \(claim.source)</span>\
    \(detail.references(claim.evidence))
    """
  }

  private func seen<Value>(_ values: [Seen<Value>], _ text: (Value) -> String) -> Markup {
    guard !values.isEmpty else { return "<span class=\"soft\">none seen</span>" }
    return values.map { "<div>\(text($0.value))\(detail.references($0.evidence))</div>" as Markup }
      .joined("")
  }
}
