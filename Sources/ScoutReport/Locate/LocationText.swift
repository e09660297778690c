import ScoutModel
import ScoutNet

extension Location {
  /// One screen for a terminal, without line ends; `width` as for tables.
  package func lines(width: Int?) -> [String] {
    var lines = [heading, Visible.text(sentence, limit: 600)]
    if isSelf {
      lines.append(
        "This is the machine you are on: it cannot reach its own AMT by its own address. Ask from "
          + "another machine.")
    }
    lines += ["", "Addresses"] + table(addressTable, width)
    let names = nameTable
    lines += ["", "Names"]
    lines += names.rows.isEmpty ? ["  none was met on this machine"] : table(names, width)
    lines += ["", "Network"] + network.map { "  " + $0 }
    lines += ["", troubles.isEmpty ? "Nothing disagrees." : "What disagrees, and what to do"]
    for finding in troubles {
      lines.append(
        "  \(finding.severity.rawValue) \(finding.id): \(Visible.text(finding.title, limit: 600))")
      lines.append("    " + finding.remedy)
    }
    if !device.identity.isEmpty {
      lines += ["", "How it came to be one machine"]
      lines += device.identity.map { "  " + Visible.text($0.text, limit: 600) }
    }
    return lines
  }

  /// `D31: AMT 12.0.67.1579, configured, admin control (ACM)`.
  private var heading: String {
    var parts = [device.product.best?.value.word ?? "Something unknown"]
    if let version = device.version.best?.value { parts[0] += " \(version)" }
    if let state = device.state.best?.value { parts.append(state.word) }
    if let mode = device.controlMode.best?.value, mode != .none { parts.append(mode.word) }
    parts.append("seen \(age(device.lastSeen))")
    let aliases = device.aliases.map(\.description).joined(separator: ", ")
    return "\(device.id)\(aliases.isEmpty ? "" : " (also \(aliases))"): "
      + Visible.text(parts.joined(separator: ", "))
  }

  private func table(_ table: TextTable, _ width: Int?) -> [String] {
    // Without the rule below the heading, and set in by two places.
    var lines = table.lines(width: width.map { max(20, $0 - 2) })
    if lines.count > 1 { lines.remove(at: 1) }
    return lines.map { "  " + $0 }
  }

  private var addressTable: TextTable {
    var table = TextTable([
      .init("address", minimum: 12), .init("what", minimum: 10), .init("by", minimum: 6),
      .init("seen", minimum: 8),
    ])
    for row in addresses { table.add([row.address, row.role, row.source, age(row.seen)]) }
    return table
  }

  private var nameTable: TextTable {
    var table = TextTable([
      .init("name", minimum: 14), .init("kind", minimum: 4), .init("leads to", minimum: 12),
      .init("by", minimum: 6, isOptional: true), .init("seen", minimum: 8),
    ])
    for row in names {
      let mark = row.isHere == false ? "≠ " : ""
      table.add([row.name, row.kind, mark + row.leadsTo, row.source, age(row.seen)])
    }
    return table
  }

  private var network: [String] {
    var lines: [String] = []
    if !device.macs.isEmpty {
      lines.append(
        "hardware address "
          + device.macs.map(\.value.description).joined(separator: ", "))
    }
    let uuids = device.uuid.claims.map(\.value.description)
    if !uuids.isEmpty { lines.append("UUID " + uuids.joined(separator: " or ")) }
    let realms = device.realm.claims.map(\.value)
    if !realms.isEmpty { lines.append("realm " + Visible.text(realms.joined(separator: " or "))) }
    if let segment = device.segment { lines.append("segment \(segment)") }
    lines.append("DHCP option 15 " + option15)
    if let sheet, !sheet.insideReason.isEmpty {
      lines.append(Visible.text(sheet.insideReason, limit: 600))
    }
    return lines
  }

  private var option15: String {
    switch device.option15 {
    case .known(let claim):
      let value = claim.value.isEmpty ? "is empty" : claim.value
      let source = claim.source == "segment" ? "as its segment hands out" : "by its own lease"
      return Visible.text("\(value), \(source)")
    case .conflicting(let claims):
      return Visible.text(
        "differs: " + claims.map { "\($0.value) (\($0.source))" }.joined(separator: ", "),
        limit: 600)
    case .unknown(let why): return "is not known: \(why.word)"
    }
  }

  /// `3 hours ago`, in the largest unit that is more than one.
  private func age(_ seen: Timestamp?) -> String {
    guard let seen else { return "" }
    let seconds = time.since(seen).components.seconds
    if seconds < 0 { return "\(seen.minute)" }
    let units: [(Int64, String)] = [
      (86400, "days"), (3600, "hours"), (60, "minutes"), (1, "seconds"),
    ]
    for (length, name) in units where seconds >= 2 * length {
      return "\(seconds / length) \(name) ago"
    }
    return "just now"
  }
}
