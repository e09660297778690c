import ScoutModel
import ScoutNet

extension Page {
  /// How many accepted findings the page lists; report.json has them all.
  private static let acceptedLimit = 300

  /// What somebody decided to live with: seen by every reader, counted nowhere.
  var accepted: Markup {
    let list = input.accepted
    guard !list.isEmpty else { return "" }
    return """
      <h3 id="accepted">Accepted findings</h3>
      <p>They were accepted with a reason and a last day, and count in no other part of this \
      report.</p>
      \(table("Accepted", list.accepted))\(table("Accepted once, and counted again", list.expired))\
      \(unused(list.unused))
      """
  }

  private func table(_ title: String, _ entries: [AcceptedFindings.Entry]) -> Markup {
    guard !entries.isEmpty else { return "" }
    let rows: [Markup] = entries.prefix(Self.acceptedLimit).map { entry in
      let finding = entry.finding
      let whom = finding.device.map(machine) ?? "the site"
      let by: Markup = entry.acceptance.by.map { "<small>\($0)</small>" } ?? ""
      return """
        <tr><th scope="row">\(finding.id)<small>\(finding.severity.rawValue)</small></th>\
        <td>\(whom)</td><td>\(finding.title)</td><td>\(entry.acceptance.reason)\(by)</td>\
        <td>\(entry.acceptance.lastDay)</td></tr>

        """
    }
    let rest = entries.count - Self.acceptedLimit
    let more: Markup =
      rest > 0 ? "<p class=\"aside\">\(grouped(rest)) more stand in report.json.</p>\n" : ""
    return """
      <div class="scroll"><table class="wide"><caption>\(title)</caption>
      <thead><tr><th scope="col">Finding</th><th scope="col">Machine</th>\
      <th scope="col">What was seen</th><th scope="col">Reason</th>\
      <th scope="col">Until</th></tr></thead>
      <tbody>
      \(rows)</tbody></table></div>
      \(more)
      """
  }

  private func unused(_ acceptances: [Acceptance]) -> Markup {
    guard !acceptances.isEmpty else { return "" }
    let items: [Markup] = acceptances.prefix(100).map { acceptance in
      let whom = acceptance.device.map { " for \($0)" } ?? ""
      return "<li>\(acceptance.finding)\(whom), until \(acceptance.lastDay)</li>\n"
    }
    return """
      <p>Nothing fits these entries any more: the trouble is gone, or the entry names another \
      machine.</p>
      <ul>
      \(items)</ul>

      """
  }
}

extension Acceptance {
  /// The last day on which it holds.
  var lastDay: String { Timestamp(microseconds: until.microseconds - 1).date }
}
