import ScoutModel
import ScoutNet

/// Readiness by segment: a bar for each, with its table.
struct SegmentChart {
  /// How many bars are drawn; the table of segments has the rest.
  private static let limit = 14

  private let tallies: [SegmentTally]
  private let hidden: Int
  private let page: Page

  /// The segments with most machines, in the order of their prefixes.
  init(_ page: Page) {
    self.page = page
    let withMachines = page.segments.values.filter { $0.found > 0 }
    let largest = withMachines.sorted {
      $0.found == $1.found ? $0.prefix < $1.prefix : $0.found > $1.found
    }.prefix(Self.limit)
    tallies = largest.sorted { $0.prefix < $1.prefix }
    hidden = withMachines.count - largest.count
  }

  private let pitch = 30
  private let start = 250

  var markup: Markup {
    guard !tallies.isEmpty else { return "" }
    let largest = tallies.map(\.found).max() ?? 1
    let bars: [Markup] = tallies.enumerated().map { index, tally in
      let top = index * pitch
      let label = tally.name ?? tally.prefix.description
      return """
        <text class="lab" x="186" y="\(top + 19)">\(Markup(label, limit: 26))</text>\
        <text class="val" x="236" y="\(top + 19)">\(grouped(tally.found))</text>\
        \(ReadinessBar(tally, whole: largest).parts(x: start, y: top + 6, width: 640, height: 17))
        """
    }
    let text = tallies.map { "\($0.prefix): \(ReadinessBar($0).text)" }.joined(separator: "; ")
    let more: Markup =
      hidden > 0
      ? "<p class=\"aside\">\(counted(hidden, "smaller segment")) stand in the table of segments.</p>\n"
      : ""
    return """
      <h3>Readiness by segment</h3>
      <figure class="chart" aria-labelledby="c-seg-t">
      <svg class="bars wide" viewBox="0 0 900 \(tallies.count * pitch)" role="img" \
      aria-labelledby="c-seg-t c-seg-d"><title id="c-seg-t">Readiness by segment</title>\
      <desc id="c-seg-d">\(Markup(text, limit: 1500))</desc>\(bars)</svg>
      \(ReadinessBar.key)\(table)</figure>
      \(more)
      """
  }

  private var table: Markup {
    let head: [Markup] = Readiness.shown.map { "<th scope=\"col\" class=\"n\">\($0.word)</th>" }
    let rows: [Markup] = tallies.map { tally in
      let cells: [Markup] = Readiness.shown.map {
        "<td class=\"n\">\(page.number(tally.count($0), tally.prefix, [$0], $0.word))</td>"
      }
      let name: Markup = tally.name.map { "<small>\($0)</small>" } ?? ""
      return """
        <tr><th scope="row">\(tally.prefix.description)\(name)</th>\
        <td class="n">\(page.number(found: tally))</td>\(cells)</tr>

        """
    }
    return """
      <details class="twin"><summary>The same as a table</summary>
      <div class="scroll"><table><caption>Machines by segment and readiness</caption>
      <thead><tr><th scope="col">Segment</th><th scope="col" class="n">Machines</th>\(head)</tr></thead>
      <tbody>
      \(rows)</tbody></table></div></details>

      """
  }
}
