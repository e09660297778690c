import ScoutModel
import ScoutNet

extension TextTable {
  /// What changed, a line each, as `amtscout diff` shows it.
  package static func changes(_ changes: SiteDifference) -> TextTable {
    var table = TextTable([
      Column("CHANGE", minimum: 8), Column("ID", minimum: 4), Column("ADDRESS", minimum: 15),
      Column("NAME", minimum: 12), Column("FIELD", minimum: 12), Column("OLD", minimum: 10),
      Column("NEW", minimum: 10),
    ])
    for row in changes.rows { table.add(row) }
    return table
  }
}

extension SiteDifference {
  /// `change, id, ip, name, field, old, new`: a row for each machine that came or went, and for
  /// each attribute that changed; the site's findings have no id.
  package static let columns = ["change", "id", "ip", "name", "field", "old", "new"]

  package var rows: [[String]] {
    var rows: [[String]] = []
    for machine in machines {
      let start = [
        machine.kind.rawValue, machine.id.description, machine.address?.description ?? "",
        machine.name,
      ]
      if machine.changes.isEmpty { rows.append(start + ["", "", ""]) }
      for change in machine.changes {
        rows.append(start + [change.field.rawValue, change.old ?? "", change.new ?? ""])
      }
    }
    for change in site {
      rows.append(["changed", "site", "", "", "finding", change.old ?? "", change.new ?? ""])
    }
    return rows
  }

  /// Writes the changes as a table of comma-separated values.
  package func writeCSV(_ format: CSVFormat, to sink: TextSink) throws {
    if format.byteOrderMark { try sink("\u{FEFF}") }
    try sink(format.record(Self.columns.map(CSVCell.text)))
    for row in rows { try sink(format.record(row.map(CSVCell.text))) }
  }

  /// `3 new, 1 gone, 4 changed`.
  package var sentence: String {
    var parts = Kind.allCases.filter { $0 != .notAsked || count($0) > 0 }
      .map { "\(grouped(count($0))) \($0.word)" }
    if !site.isEmpty { parts.append("\(counted(site.count, "change")) in the site’s findings") }
    return parts.joined(separator: ", ")
  }

  /// The changes as one JSON document, an element a line.
  package func writeJSON(to sink: TextSink) throws {
    try sink("{\"format\":\"amtscout-diff\",\n\"schema_version\":\"\(Report.schemaVersion)\",\n")
    try sink("\"old\":\(JSONValue(old).text),\n\"new\":\(JSONValue(new).text),\n")
    let counts = JSONValue.object(Kind.allCases.map { ($0.rawValue, JSONValue(count($0))) })
    try sink("\"summary\":\(counts.text),\n\"devices\":[")
    for (index, machine) in machines.enumerated() {
      try sink((index > 0 ? ",\n" : "\n") + JSONValue(machine).text)
    }
    let findings = JSONValue.array(site.map { JSONValue($0) })
    try sink("],\n\"site\":\(findings.text)}\n")
  }
}

extension JSONValue {
  init(_ look: SiteDifference.Look) {
    self = [
      "name": .string(look.name), "started": JSONValue(look.started?.description),
      "ended": JSONValue(look.ended?.description), "devices": JSONValue(look.machines),
    ]
  }

  init(_ machine: SiteDifference.Machine) {
    self = [
      "change": .string(machine.kind.rawValue), "id": .string(machine.id.description),
      "ip": JSONValue(machine.address?.description), "name": .string(machine.name),
      "product": .string(machine.product.rawValue),
      "fields": .array(machine.changes.map { JSONValue($0) }),
    ]
  }

  init(_ change: SiteDifference.Change) {
    self = [
      "field": .string(change.field.rawValue), "old": JSONValue(change.old),
      "new": JSONValue(change.new),
    ]
  }
}
