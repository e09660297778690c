import ScoutModel
import ScoutNet

/// Every name and where it leads, as a table: the twin of the picture.
struct NameTable {
  let detail: MachineDetail
  init(_ detail: MachineDetail) { self.detail = detail }

  var markup: Markup {
    let rows = self.rows
    guard !rows.isEmpty else { return "<p class=\"soft\">No name was met on this machine.</p>\n" }
    return """
      <div class="scroll"><table class="wide"><caption class="away">Which name leads where</caption>
      <thead><tr><th scope="col">From</th><th scope="col">By</th><th scope="col">Leads to</th>\
      <th scope="col">Said by</th></tr></thead>
      <tbody>
      \(rows)</tbody></table></div>

      """
  }

  private var rows: [Markup] {
    let device = detail.device
    let names = device.names
    let own = Set(device.addresses.map(\.value.description))
    var rows: [Markup] = []
    for lookup in names.pointers {
      let from = device.addresses.first { $0.value.reverseName == lookup.name }?.value.description
      rows.append(row(from ?? lookup.name, "PTR", answer(lookup), lookup.server, lookup.evidence))
    }
    for lookup in names.forwards {
      let foreign = lookup.outcome == .answered && !lookup.values.contains(where: own.contains)
      let mark: Markup = foreign ? " <span class=\"differs\">≠ another address</span>" : ""
      rows.append(
        row(lookup.name, "\(lookup.type)", answer(lookup) + mark, lookup.server, lookup.evidence))
    }
    for name in names.certificate {
      rows.append(row("TLS certificate", "name", "<code>\(name.value)</code>", nil, name.evidence))
    }
    rows += claims("AMT itself", names.amt, \.text)
    rows += claims("DHCP", names.dhcp, \.self)
    rows += claims("Operating system", names.host, \.self)
    for lookup in names.refusals {
      let wish = lookup.values.prefix(8).map { "<code>\($0)</code>" as Markup }.joined(", ")
      rows.append(
        row(
          lookup.name, "\(lookup.type)",
          wish + " <span class=\"differs\">registration refused</span>", lookup.server,
          lookup.evidence))
    }
    for name in names.local {
      rows.append(
        row(
          "On its own link", "name", "<code>\(name.value.name)</code>", nil, name.evidence,
          said: name.value.service.rawValue))
    }
    for name in names.searches {
      rows.append(
        row("Looks for its server", "question", "<code>\(name.value)</code>", nil, name.evidence))
    }
    return rows
  }

  private func claims<Value>(
    _ from: String, _ known: Known<Value>, _ text: (Value) -> String
  ) -> [Markup] {
    known.claims.map {
      row(from, "name", "<code>\(text($0.value))</code>", nil, $0.evidence, said: $0.source)
    }
  }

  private func answer(_ lookup: Lookup) -> Markup {
    lookup.outcome == .answered
      ? lookup.values.prefix(8).map { "<code>\($0)</code>" as Markup }.joined(", ")
      : "<span class=\"soft\">\(lookup.outcome.word)</span>"
  }

  private func row(
    _ from: String, _ kind: Markup, _ to: Markup, _ server: IPAddress?, _ evidence: Evidence,
    said: String = ""
  ) -> Markup {
    """
    <tr><th scope="row">\(from)</th><td>\(kind)</td><td>\(to)</td>\
    <td>\(server?.description ?? said)\(detail.references(evidence))</td></tr>

    """
  }
}
