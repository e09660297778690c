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
      \(verdict)\(figures)\(ReadinessBar(summary).strip)\(lookAlikes)
      <div class="split"><div>
      \(decisions)</div><div>
      \(byMethod)</div></div>
      \(blockers)</section>

      """ as Markup)
  }

  private static let introduction =
    "Many business PCs carry Intel AMT, a small computer of its own through which they can be "
    + "started, repaired and controlled over the network, even when they are switched off. It "
    + "helps nobody until it is configured, that is, set up with a password and the settings of its "
    + "network. This page says how many machines have it, which of "
    + "them can be configured and how, and what to do first."

  /// The result in one or two sentences.
  private var verdict: Markup {
    guard summary.found > 0 else {
      return """
        <p class="verdict">No machine with AMT was seen. That does not mean that there is none: \
        <a href="#coverage">what silence does not prove</a>.</p>

        """
    }
    func group(_ group: Readiness) -> Markup {
      number(summary.count(group), Selections.readiness(group), group.word)
    }
    let open = summary.found - summary.count(.configured)
    let found = machines(summary.found, Selections.found, "Machines found")
    if open == 0 {
      return "<p class=\"verdict\">All \(found) found are configured already.\(urgent)</p>\n"
    }
    var parts: [Markup] = []
    if summary.count(.remote) > 0 {
      parts.append(
        "<b>\(group(.remote)) can be set up now without a \(Glossary.link("visit", "visit"))</b>")
    }
    if summary.count(.visit) > 0 { parts.append("\(group(.visit)) need a visit") }
    if summary.count(.blocked) > 0 {
      parts.append("for \(group(.blocked)) something must be changed first")
    }
    if summary.count(.unknown) > 0 {
      parts.append("of \(group(.unknown)) too little is known to say")
    }
    let done: Markup =
      summary.count(.configured) == 0
      ? "none is configured yet"
      : "\(group(.configured)) \(summary.count(.configured) == 1 ? "is" : "are") configured already"
    return """
      <p class="verdict">Of \(found) found, \(done). Of the other \(grouped(open)), \
      \(parts.joined(", ")).\(urgent)</p>

      """
  }

  /// Says at the top what must not wait: the first decision, where it is one for today.
  private var urgent: Markup {
    guard let first = summary.decisions.first, first.when == .now, !first.devices.isEmpty else {
      return ""
    }
    let which = selections.link(
      Selections.list("decision-1"), first.headline, first.devices.count,
      "\(counted(first.devices.count, "machine"))")
    return " <b>\(which) should be seen to at once</b>, the first step below."
  }

  private var figures: Markup {
    let groups: [Markup] = Readiness.shown.map { group in
      let figure = number(summary.count(group), Selections.readiness(group), group.word)
      return """
        <li class="r-\(group.rawValue)"><b>\(figure)</b><span>\(Glossary.linked(group.word))</span>\
        <small>\(Glossary.linked(group.explanation))</small></li>

        """
    }
    return """
      <ul class="figures">
      <li class="all"><b>\(number(summary.found, Selections.found, "Machines found"))</b>\
      <span>Machines found</span>\
      <small>\(Glossary.linked("With AMT or a smaller relative of it, and some that possibly have it."))\
      </small></li>
      \(groups)</ul>

      """
  }

  private var lookAlikes: Markup {
    guard summary.lookAlikes > 0 else { return "" }
    let count = number(
      summary.lookAlikes, Selections.readiness(.lookAlike), Readiness.lookAlike.word)
    return """
      <p class="aside">\(count) more \(summary.lookAlikes == 1 ? "machine" : "machines") answered on \
      AMT’s ports and turned out to have no AMT. They stand in the table and are not counted here.</p>

      """
  }

  private var decisions: Markup {
    guard !summary.decisions.isEmpty else {
      return "<h3>To decide first</h3>\n<p>Nothing that was seen asks for a decision.</p>\n"
    }
    let items: [Markup] = summary.decisions.enumerated().map { index, decision in
      let which = selections.link(
        Selections.list("decision-\(index + 1)"), decision.headline, decision.devices.count,
        "The \(decision.devices.count == 1 ? "machine" : "\(grouped(decision.devices.count)) machines")"
      )
      let more: Markup? = decision.more.map { "<a href=\"#\($0.anchor)\">\($0.words)</a>" }
      let links = [decision.devices.isEmpty ? nil : which, more].compactMap(\.self)
      return """
        <li><div><p class="when">\(Glossary.linked(decision.when.word))</p>\
        <p><b>\(Glossary.linked(decision.headline)).</b> \
        \(Glossary.linked(decision.reason))</p>\
        <p class="links">\(links.joined(" · "))</p></div></li>

        """
    }
    return """
      <h3>To decide first</h3>
      <p class="aside">A machine can stand in several of these steps.</p>
      <ol class="decisions">
      \(items)</ol>

      """
  }

  private static func methodName(_ tally: Tally) -> Markup {
    Advice(rawValue: tally.key).map(Glossary.method) ?? "\(tally.word)"
  }

  /// The methods that occur, as a small table; the charts show all of them.
  private var byMethod: Markup {
    let methods = summary.methods.filter { $0.count > 0 }
    guard let largest = methods.map(\.count).max() else { return "" }
    let rows: [Markup] = methods.map { tally in
      let width = max(1, 100 * tally.count / largest)
      return """
        <tr><th scope="row">\(Self.methodName(tally))</th>\
        <td class="n">\(number(tally.count, Selections.method(tally.key), tally.word))</td>\
        <td class="mini"><svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">\
        <rect class="bar" width="\(width)" height="8"/></svg></td></tr>

        """
    }
    return """
      <h3>By method</h3>
      <table class="methods"><caption>The easiest way that fits each machine, even if something must be changed first; \
      <a href="#pictures">charts</a></caption>
      <thead class="away"><tr><th scope="col">Method</th><th scope="col">Machines</th>\
      <th scope="col">Share</th></tr></thead>
      <tbody>
      \(rows)</tbody></table>
      <p class="aside">A number leads to the machines that it counts, a dotted word to its meaning.</p>

      """
  }

  /// How many blockers the summary names.
  static let blockerLimit = 5

  private var blockers: Markup {
    guard !summary.blockers.isEmpty else { return "" }
    let rows: [Markup] = summary.blockers.prefix(Self.blockerLimit).map { blocker in
      let count = number(
        blocker.devices, Selections.list("blocker-\(blocker.rule.anchor)"), blocker.text)
      return """
        <tr><th scope="row">\(Glossary.linked(blocker.text))</th>\
        <td class="n">\(count)</td>\
        <td>\(Glossary.linked(blocker.removedBy))</td></tr>

        """
    }
    let rest = summary.blockers.count - Self.blockerLimit
    let more: Markup =
      rest > 0
      ? "<p class=\"aside\">\(counted(rest, "more blocker")) stand in report.json.</p>\n" : ""
    return """
      <h3>What stands in the way</h3>
      <table class="wide blockers"><caption>\(Glossary.link("blocker", "Blockers")), \
      those of most machines first</caption>
      <thead><tr><th scope="col">Blocker</th><th scope="col" class="n">Machines</th>\
      <th scope="col">What removes it</th></tr></thead>
      <tbody>
      \(rows)</tbody></table>
      \(more)
      """
  }
}

extension Decision.Urgency {
  /// How soon it should be done, as the summary says it before each decision.
  fileprivate var word: String {
    switch self {
    case .now: "Now"
    case .start: "As a trial"
    case .before: "Before the roll-out"
    case .learn: "To find out"
    }
  }
}

extension Page {
  /// The numbers as drawings, each with its table.
  func writePictures(to buffer: TextBuffer) throws {
    try buffer.write(
      """
      <section id="pictures" aria-labelledby="pictures-h">
      <h2 id="pictures-h">In pictures</h2>
      <h3 id="methods">How the machines can be configured</h3>
      <p>The best method for each machine by the rules of today. The founding guidance of 2011 \
      often said otherwise; the mark on each bar shows what it would have said.</p>
      \(methods)\(SegmentChart(self).markup)
      <div class="pair">
      <div><h3>Generations</h3>
      \(generations)
      </div>
      <div><h3>How far they are</h3>
      \(states)
      </div></div>
      </section>

      """ as Markup)
  }

  private var methods: Markup {
    BarChart(
      "Machines by method", summary.methods, second: (name: "2011", tallies: summary.methods2011)
    ).figure(id: "c-method", name: Self.methodName) { tally, isSecond in
      isSecond
        ? number(
          tally.count, Selections.method2011(tally.key), "By the guidance of 2011: \(tally.word)")
        : number(tally.count, Selections.method(tally.key), tally.word)
    }
  }

  private var generations: Markup {
    BarChart("Machines by generation", summary.generations, isNarrow: true)
      .figure(id: "c-gen") { tally, _ in
        number(tally.count, Selections.generation(tally.key), "Generation \(tally.word)")
      }
  }

  private var states: Markup {
    BarChart("Machines by state", summary.states, isNarrow: true)
      .figure(id: "c-state") { tally, _ in
        number(tally.count, Selections.state(tally.key), "State: \(tally.word)")
      }
  }
}
