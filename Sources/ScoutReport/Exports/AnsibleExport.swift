import ScoutModel
import ScoutNet

extension Export {
  /// An inventory: every machine once, and groups by method, state, generation, site and segment.
  ///
  /// Values are JSON strings, which YAML takes as they are. Ansible runs what stands in double
  /// braces, so no value has an opening brace.
  func writeAnsible(to sink: TextSink) throws {
    let machines = manageable
    try sink("# Machines with Intel AMT. Written by \(Visible.text(program)).\nall:\n  hosts:\n")
    if machines.isEmpty { try sink("    {}\n") }
    var groups: [String: [String]] = [:]
    for machine in machines {
      let host = machine.device.id.description
      try sink("    \(host):\n")
      for (key, value) in variables(machine) {
        try sink("      \(key): \(value.text)\n")
      }
      for group in self.groups(machine) { groups[group, default: []].append(host) }
    }
    try sink("  children:\n")
    if groups.isEmpty { try sink("    {}\n") }
    for (group, hosts) in groups.sorted(by: { $0.key < $1.key }) {
      try sink("    \(group):\n      hosts:\n")
      for host in hosts { try sink("        \(host): {}\n") }
    }
  }

  private func groups(_ machine: Assessment) -> [String] {
    let device = machine.device
    var groups = [
      "method_\(machine.recommendation.advice.rawValue.asGroup)",
      "state_\(device.state.best?.value.rawValue ?? "unknown")",
      "generation_\(Generation(device).key.asGroup)",
    ]
    let site = device.site.isEmpty ? self.site.profile.site : device.site
    if !site.isEmpty { groups.append("site_\(site.asGroup)") }
    if let segment = device.segment { groups.append("segment_\(segment.description.asGroup)") }
    return groups
  }

  private func variables(_ machine: Assessment) -> [(String, JSONValue)] {
    let device = machine.device
    func text(_ text: String) -> JSONValue {
      .string(Visible.text(text).replacing("{", with: "⟨U+007B⟩"))
    }
    var variables: [(String, JSONValue)] = [
      ("ansible_host", text(machine.exportHost)),
      ("amt_name", text(machine.exportName)),
      ("amt_address", text(device.address?.description ?? "")),
      ("amt_method", text(machine.recommendation.advice.rawValue)),
      ("amt_state", text(device.state.best?.value.rawValue ?? "unknown")),
      ("amt_port", .number(machine.hasTLS ? 16993 : 16992)),
      ("amt_tls", .bool(machine.hasTLS)),
      ("amt_findings", .array(machine.findings.map(\.id).unique.map(text))),
      ("amt_next_step", text(machine.recommendation.nextStep.text)),
    ]
    if let version = device.version.best?.value.description {
      variables.append(("amt_version", text(version)))
    }
    if let uuid = device.uuid.best?.value.description {
      variables.append(("amt_uuid", text(uuid)))
    }
    if let mac = device.macs.first?.value.description { variables.append(("amt_mac", text(mac))) }
    return variables
  }
}

extension String {
  /// Reduced to what a group of Ansible may be called.
  var asGroup: String {
    String(
      unicodeScalars.map { scalar -> Character in
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9": Character(scalar)
        default: "_"
        }
      })
  }
}
