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
    let rows: [(Markup, [(String, Int)])] = [
      (
        Glossary.link("ptr", "From address to name"),
        [
          ("has a name", counts.withPointer), ("has none", counts.withoutPointer),
          ("not known", counts.pointerUnknown),
        ]
      ),
      (
        "From name to address",
        [
          ("leads here", counts.leadingHere), ("leads elsewhere", counts.leadingElsewhere),
          ("leads nowhere", counts.leadingNowhere), ("not known", counts.forwardUnknown),
        ]
      ),
      (
        "All sources together",
        [
          ("= consistent", counts.consistent), ("≠ mismatch", counts.mismatched),
          ("? not known", counts.unclear),
        ]
      ),
    ]
    let facts: [Markup] = rows.map { title, values in
      let words = values.filter { $0.1 > 0 }.map { "\($0.0) \(grouped($0.1))" }
      return "<div><dt>\(title)</dt><dd>\(words.joined(separator: ", "))</dd></div>\n"
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
