import ScoutModel
import ScoutNet

extension Page {
  /// How many unregistered names one segment lists.
  private static let gapLimit = 12

  /// How names work in one segment: what the name servers answer, whether AMT would feel at home.
  func nameHealth(_ prefix: Prefix) -> Markup {
    guard let sheet = site.nameSheets.first(where: { $0.prefix == prefix }),
      sheet.counts.devices > 0
    else { return "" }
    let counts = sheet.counts
    func verdict(_ count: Int, _ verdict: NameVerdict) -> Markup {
      number(
        count, Selections.names(verdict, in: prefix), "Segment \(prefix), names \(verdict.rawValue)"
      )
    }
    let rows: [(Markup, [(String, Int, Markup?)])] = [
      (
        Glossary.link("ptr", "From address to name"),
        [
          ("has a name", counts.withPointer, nil), ("has none", counts.withoutPointer, nil),
          ("not known", counts.pointerUnknown, nil),
        ]
      ),
      (
        "From name to address",
        [
          ("leads here", counts.leadingHere, nil),
          ("leads elsewhere", counts.leadingElsewhere, nil),
          ("leads nowhere", counts.leadingNowhere, nil), ("not known", counts.forwardUnknown, nil),
        ]
      ),
      (
        "All sources together",
        [
          ("= consistent", counts.consistent, verdict(counts.consistent, .consistent)),
          ("≠ mismatch", counts.mismatched, verdict(counts.mismatched, .mismatch)),
          ("? not known", counts.unclear, verdict(counts.unclear, .unknown)),
        ]
      ),
    ]
    let facts: [Markup] = rows.map { title, values in
      let words: [Markup] = values.filter { $0.1 > 0 }.map {
        "\($0.0) \($0.2 ?? "\(grouped($0.1))")"
      }
      return "<div><dt>\(title)</dt><dd>\(words.joined(", "))</dd></div>\n"
    }
    return """
      <h4>Names</h4>
      <dl class="known">
      \(facts)<div><dt>\(Glossary.link("environment", "At home"))</dt>\
      <dd>\(sheet.inside.word). \(Glossary.linked(sheet.insideReason))</dd></div>
      </dl>
      \(gaps(sheet))
      """
  }

  private func gaps(_ sheet: NameSheet) -> Markup {
    guard !sheet.gaps.isEmpty else { return "" }
    let items: [Markup] = sheet.gaps.prefix(Self.gapLimit).map {
      "\(machine($0.device)) <code>\($0.name)</code>"
    }
    let rest = sheet.gaps.count - Self.gapLimit
    let more: Markup = rest > 0 ? " and \(grouped(rest)) more" : ""
    return """
      <p>Names given to DHCP that the name servers do not know: \(items.joined(", "))\(more).</p>

      """
  }
}

extension Ternary {
  fileprivate var word: Markup {
    switch self {
    case .yes: "Yes"
    case .no: "No"
    case .unknown: "Not known"
    }
  }
}
