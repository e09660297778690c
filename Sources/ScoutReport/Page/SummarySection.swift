import ScoutModel
import ScoutNet

extension Page {
  /// One page for somebody who has never heard of AMT: how many, how, what stands in the way.
  func writeSummary(to buffer: TextBuffer) throws {
    let head: Markup = """
      <section id="summary" aria-labelledby="summary-h">
      <h2 id="summary-h">Summary</h2>
      <p class="lede">\(Glossary.linked(Self.introduction))</p>
      \(figures)\(strip)\(lookAlikes)
      """
    try buffer.write(head)
    try buffer.write(decisions)
    try buffer.write(methods)
    try buffer.write(blockers)
    let charts: Markup = """
      <div class="pair">
      <div><h3>Generations</h3>
      \(BarChart("Machines by generation", summary.generations, isNarrow: true).figure(id: "c-gen", filter: "g"))
      </div>
      <div><h3>How far they are</h3>
      \(BarChart("Machines by state", summary.states, isNarrow: true).figure(id: "c-state", filter: "s"))
      </div></div>
      </section>

      """
    try buffer.write(charts)
  }

  private static let introduction =
    "Many business PCs carry Intel AMT, a small computer of its own through which they can be "
    + "started, repaired and controlled over the network, even when they are switched off. It "
    + "helps nobody until it is configured. This page says how many machines have it, which of "
    + "them can be configured and how, and what stands in the way."

  private var figures: Markup {
    let groups: [Markup] = Readiness.shown.map { group in
      """
      <li class="r-\(group.rawValue)"><a href="#devices" data-filter="r=\(group.rawValue)">\
      <b>\(grouped(summary.count(group)))</b><span>\(group.word)</span></a>\
      <small>\(group.explanation)</small></li>

      """
    }
    return """
      <ul class="figures">
      <li class="all"><b>\(grouped(summary.found))</b><span>Machines found</span>\
      <small>With AMT or a relative of it, or such that they may have it.</small></li>
      \(groups)</ul>

      """
  }

  /// The groups as parts of one line; the figures above are its table.
  private var strip: Markup {
    guard summary.found > 0 else { return "" }
    var x = 0.0
    let parts: [Markup] = Readiness.shown.map { group in
      let width = 1000.0 * Double(summary.count(group)) / Double(summary.found)
      defer { x += width }
      guard width > 0 else { return "" }
      // A gap of two units parts the groups without a line.
      return """
        <rect class="r-\(group.rawValue)" x="\(Int(x))" y="0" \
        width="\(max(2, Int(x + width) - Int(x) - 2))" height="18"/>
        """
    }
    let text = Readiness.shown.map { "\($0.word) \(summary.count($0))" }.joined(separator: ", ")
    return """
      <svg class="strip" viewBox="0 0 1000 18" preserveAspectRatio="none" role="img" \
      aria-label="\(text)"><defs><pattern id="hatch" width="7" height="7" \
      patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect class="under" width="7" \
      height="7"/><path class="over" d="M0 0v7"/></pattern></defs>\(parts)</svg>

      """
  }

  private var lookAlikes: Markup {
    guard summary.lookAlikes > 0 else { return "" }
    return """
      <p class="aside">\(counted(summary.lookAlikes, "more machine")) answered on AMT’s ports and \
      turned out to be something else. They stand in the table and are not counted here.</p>

      """
  }

  private var decisions: Markup {
    guard !summary.decisions.isEmpty else { return "" }
    let items: [Markup] = summary.decisions.map { decision in
      let more: Markup =
        decision.anchor.map {
          " <a href=\"#\($0)\">Which ones<span class=\"away\">: \(decision.headline)</span></a>"
        } ?? ""
      return """
        <li><p><b>\(Glossary.linked(decision.headline)).</b> \
        \(Glossary.linked(decision.reason))\(more)</p></li>

        """
    }
    return """
      <h3>Do this first</h3>
      <ol class="decisions">
      \(items)</ol>

      """
  }

  private var methods: Markup {
    let chart = BarChart(
      "Machines by method", summary.methods, second: (name: "2011", tallies: summary.methods2011))
    return """
      <h3 id="methods">How the machines can be configured</h3>
      <p>The best method for each machine by the rules of today. The founding guidance of 2011 \
      often said otherwise; the mark on each bar shows what it would have said.</p>
      \(chart.figure(id: "c-method", filter: "m"))
      """
  }

  private var blockers: Markup {
    guard !summary.blockers.isEmpty else { return "" }
    let rows: [Markup] = summary.blockers.prefix(5).map { blocker in
      """
      <tr><th scope="row">\(Glossary.linked(blocker.text))</th>\
      <td class="n">\(grouped(blocker.devices))</td>\
      <td>\(Glossary.linked(blocker.removedBy))</td></tr>

      """
    }
    return """
      <h3>What stands in the way</h3>
      <table class="wide"><caption>The five most frequent blockers</caption>
      <thead><tr><th scope="col">Blocker</th><th scope="col" class="n">Machines</th>\
      <th scope="col">What removes it</th></tr></thead>
      <tbody>
      \(rows)</tbody></table>

      """
  }
}
