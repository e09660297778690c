import ScoutModel
import ScoutNet

extension Page {
  /// How many machines the page lists; `amtscout diff` has them all.
  private static let changeLimit = 200

  /// What came, went and changed since the visit before, for whoever has read the last report.
  func writeChanges(_ changes: SiteDifference, to buffer: TextBuffer) throws {
    let then = changes.old.started.map { " of \($0.date)" } ?? ""
    let kinds: [Markup] = SiteDifference.Kind.allCases
      .filter { $0 != .notAsked || changes.count($0) > 0 }
      .map { kind in
        """
        <li><b>\(number(changes.count(kind), Selections.list("change-\(kind.rawValue)"), kind.word))</b>\
        <span>\(kind.word.capitalizedFirst)</span>\
        <small>\(kind.explanation)</small></li>

        """
      }
    try buffer.write(
      """
      <section id="changes" aria-labelledby="changes-h">
      <h2 id="changes-h">Since the last visit</h2>
      <p class="lede">\(changes.isEmpty ? "Nothing differs from" : "Compared with") the visit\(then): \
      \(counted(changes.old.machines, "machine")) then, \(grouped(changes.new.machines)) now.</p>
      <ul class="figures four">
      \(kinds)</ul>

      """ as Markup)
    if !changes.site.isEmpty {
      let items: [Markup] = changes.site.map { "<li>\($0.text)</li>\n" }
      try buffer.write(
        "<h3>Findings about the site</h3>\n<ul class=\"plain\">\n\(items)</ul>\n" as Markup)
    }
    if !changes.machines.isEmpty { try writeMachines(changes, to: buffer) }
    try buffer.write("</section>\n")
  }

  private func writeMachines(_ changes: SiteDifference, to buffer: TextBuffer) throws {
    try buffer.write(
      """
      <h3>Machine by machine</h3>
      <div class="scroll"><table class="wide"><caption>What came, went and changed</caption>
      <thead><tr><th scope="col">Machine</th><th scope="col">Address</th><th scope="col">Change</th>\
      <th scope="col">What</th></tr></thead>
      <tbody>

      """ as Markup)
    for entry in changes.machines.prefix(Self.changeLimit) {
      let name = entry.name.isEmpty ? entry.id.description : entry.name
      let link: Markup =
        assessments[entry.id] == nil || entry.kind == .gone || entry.kind == .notAsked
        ? "\(name)" : "<a href=\"#\(entry.id.description)\">\(name)</a>"
      let what: [Markup] = entry.changes.map { "<div>\($0.text)</div>" }
      try buffer.write(
        """
        <tr><th scope="row">\(link)</th><td>\(entry.address?.description ?? "")</td>\
        <td><span class="mark-\(entry.kind.rawValue)">\(entry.kind.sign) \(entry.kind.word)</span></td>\
        <td>\(what)</td></tr>

        """ as Markup)
    }
    try buffer.write("</tbody></table></div>\n")
    let rest = changes.machines.count - Self.changeLimit
    if rest > 0 {
      try buffer.write(
        "<p class=\"aside\">\(grouped(rest)) more; <code>amtscout diff</code> lists them all.</p>\n"
          as Markup)
    }
  }
}

extension SiteDifference.Kind {
  fileprivate var sign: String {
    switch self {
    case .new: "+"
    case .gone: "−"
    case .notAsked: "?"
    case .changed: "≠"
    }
  }

  fileprivate var explanation: Markup {
    switch self {
    case .new: "Not seen on the last visit."
    case .gone: "Seen then, asked now, and silent. It may be off, moved or removed."
    case .notAsked: "Seen then; this time nobody asked at its address."
    case .changed: "The same machine with another address, name, version, state or finding."
    }
  }
}
