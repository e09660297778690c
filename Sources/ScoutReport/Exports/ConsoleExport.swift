import ScoutModel
import ScoutNet

extension Export {
  /// A JSON array of devices, one a line, with the member names of the Console's version 1 API.
  ///
  /// User and password are left out; whoever sends them adds them on the way.
  func writeConsole(to sink: TextSink) throws {
    try sink("[")
    for (index, machine) in configured.enumerated() {
      try sink((index > 0 ? ",\n" : "\n") + device(machine).text)
    }
    try sink("\n]\n")
  }

  private func device(_ machine: Assessment) -> JSONValue {
    let device = machine.device
    // The Console joins tags by commas, so none may hold one.
    var tags = ["amtscout", "method-\(machine.recommendation.advice.rawValue)"]
    let site = device.site.isEmpty ? self.site.profile.site : device.site
    if !site.isEmpty { tags.append("site-\(site.asGroup)") }
    let name = machine.exportName
    let suffix = name.contains(".") ? String(name.drop { $0 != "." }.dropFirst()) : ""
    var facts: [(String, JSONValue)] = [
      ("discovered", .bool(true)),
      ("firstDiscovered", .string(device.firstSeen.description)),
      ("ipAddress", .string(device.address?.description ?? "")),
    ]
    if let version = device.version.best?.value {
      let parts = version.components.map { String($0) }
      facts.append(("fwVersion", .string(parts.prefix(3).joined(separator: "."))))
      if parts.count > 3 { facts.append(("fwBuild", .string(parts[3]))) }
    }
    return [
      "hostname": .string(machine.exportHost),
      "guid": .string(device.uuid.best?.value.description.lowercased() ?? ""),
      "friendlyName": .string(name),
      "dnsSuffix": .string(suffix),
      "tags": JSONValue(tags),
      "useTLS": .bool(machine.hasTLS),
      "allowSelfSigned": .bool(machine.isSelfSigned),
      "deviceInfo": .object(facts),
    ]
  }
}

extension Assessment {
  /// Whether the certificate that AMT showed is signed by itself.
  fileprivate var isSelfSigned: Bool {
    device.tls.contains { $0.value.chain.first?.selfSigned ?? false }
  }
}
