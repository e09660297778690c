import ScoutModel
import ScoutNet

extension Page {
  /// One page for somebody who has never heard of AMT: how many, how, what stands in the way.
  func writeSummary(to buffer: TextBuffer) throws {
    try buffer.write(
      """
      <section id="summary" aria-labelledby="summary-h">
      <h2 id="summary-h">Summary</h2>
      <p class="lede">\(Glossary.linked(Self.introduction))</p>
      \(figures)\(ReadinessBar(summary).strip)\(lookAlikes)
      <div class="split"><div>
      \(decisions)</div><div>
      \(byMethod)</div></div>
      \(blockers)</section>

      """ as Markup)
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
      <small>\(Glossary.linked(group.explanation))</small></li>

      """
    }
    return """
      <ul class="figures">
      <li class="all"><b>\(grouped(summary.found))</b><span>Machines found</span>\
      <small>\(Glossary.linked("With AMT or a relative of it, or such that they may have it."))\
      </small></li>
      \(groups)</ul>

      """
  }

  private var lookAlikes: Markup {
    guard summary.lookAlikes > 0 else { return "" }
    return """
      <p class="aside">\(counted(summary.lookAlikes, "more machine")) answered on AMT’s ports and \
      turned out to have no AMT. They stand in the table and are not counted here.</p>

      """
  }

  private var decisions: Markup {
    guard !summary.decisions.isEmpty else {
      return "<h3>To decide first</h3>\n<p>Nothing that was seen asks for a decision.</p>\n"
    }
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
      <h3>To decide first</h3>
      <ol class="decisions">
      \(items)</ol>

      """
  }

  /// The methods that occur, as a small table; the charts show all of them.
  private var byMethod: Markup {
    let methods = summary.methods.filter { $0.count > 0 }
    guard let largest = methods.map(\.count).max() else { return "" }
    let rows: [Markup] = methods.map { tally in
      let width = max(1, 100 * tally.count / largest)
      return """
        <tr><th scope="row"><a href="#devices" data-filter="m=\(tally.key)">\(tally.word)</a></th>\
        <td class="n">\(grouped(tally.count))</td><td class="mini"><svg viewBox="0 0 100 8" \
        preserveAspectRatio="none" aria-hidden="true"><rect class="bar" width="\(width)" \
        height="8"/></svg></td></tr>

        """
    }
    return """
      <h3>By method</h3>
      <table class="methods"><caption>The best way for each machine by the rules of today; \
      <a href="#pictures">charts</a>, <a href="#glossary">what the words mean</a></caption>
      <thead class="away"><tr><th scope="col">Method</th><th scope="col">Machines</th>\
      <th scope="col">Share</th></tr></thead>
      <tbody>
      \(rows)</tbody></table>

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
    let rest = summary.blockers.count - 5
    let more: Markup =
      rest > 0
      ? "<p class=\"aside\">\(counted(rest, "more blocker")) stand in report.json.</p>\n" : ""
    return """
      <h3>What stands in the way</h3>
      <table class="wide blockers"><caption>The most frequent blockers</caption>
      <thead><tr><th scope="col">Blocker</th><th scope="col" class="n">Machines</th>\
      <th scope="col">What removes it</th></tr></thead>
      <tbody>
      \(rows)</tbody></table>
      \(more)
      """
  }
}

extension Page {
  /// The numbers as drawings, each with its table.
  func writePictures(to buffer: TextBuffer) throws {
    let chart = BarChart(
      "Machines by method", summary.methods, second: (name: "2011", tallies: summary.methods2011))
    try buffer.write(
      """
      <section id="pictures" aria-labelledby="pictures-h">
      <h2 id="pictures-h">In pictures</h2>
      <h3 id="methods">How the machines can be configured</h3>
      <p>The best method for each machine by the rules of today. The founding guidance of 2011 \
      often said otherwise; the mark on each bar shows what it would have said.</p>
      \(chart.figure(id: "c-method", filter: "m"))\(SegmentChart(segments).markup)
      <div class="pair">
      <div><h3>Generations</h3>
      \(BarChart("Machines by generation", summary.generations, isNarrow: true).figure(id: "c-gen", filter: "g"))
      </div>
      <div><h3>How far they are</h3>
      \(BarChart("Machines by state", summary.states, isNarrow: true).figure(id: "c-state", filter: "s"))
      </div></div>
      </section>

      """ as Markup)
  }
}
