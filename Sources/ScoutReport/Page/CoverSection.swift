import ScoutModel
import ScoutNet

extension Page {
  /// Whose network, what was looked at, when and from where, and who agreed to it.
  var cover: Markup {
    """
    <header class="cover">
    <p class="over">Intel AMT readiness</p>
    <h1>\(siteName)</h1>
    <p class="lede">\(scope)</p>
    <dl class="facts">
    \(facts.map { "<div><dt>\($0.0)</dt><dd>\($0.1)</dd></div>\n" as Markup })</dl>
    <p class="consent">Consent to look at these networks was given by \
    <span class="blank"></span> on <span class="blank short"></span></p>
    </header>

    """
  }

  /// The contents: under the cover, beside the text where there is room for it.
  var contents: Markup {
    let items: [Markup] = parts.map { "<li><a href=\"#\($0.id)\">\($0.name)</a></li>\n" }
    return """
      <nav class="contents" aria-label="Contents"><ul>
      \(items)</ul></nav>

      """
  }

  private var scope: Markup {
    let targets = input.scans.flatMap(\.targets).unique
    guard !targets.isEmpty else {
      return "Made from imported files and captures; nothing was scanned."
    }
    let shown: [Markup] = targets.prefix(8).map { "<code>\($0)</code>" }
    let more: Markup = targets.count > 8 ? " and \(targets.count - 8) more ranges" : ""
    return """
      An assessment of \(shown.joined(", "))\(more), made from outside: no passwords were guessed, \
      nothing was changed on any machine.
      """
  }

  private var facts: [(Markup, Markup)] {
    var facts: [(Markup, Markup)] = []
    if let first = input.scans.map(\.started).min() {
      let last = input.scans.compactMap(\.ended).max()
      var text: Markup = "\(first.minute)"
      if let last {
        let sameDay = last.date == first.date
        text += " to \(sameDay ? String(last.minute.dropFirst(11)) : last.minute)"
      }
      facts.append(("When (UTC)", text))
    }
    // One machine may have looked several times, in several ways.
    let places = input.scans.map {
      [$0.runner.host, $0.runner.interfaces.joined(separator: ", ")]
    }
    for place in places.unique.prefix(3) {
      facts.append(("From", "\(place[0])<small>\(place[1])</small>"))
    }
    let users = input.scans.map(\.runner.user).unique
    if !users.isEmpty { facts.append(("By", "\(users.joined(separator: ", "))")) }
    let total = site.view.coverage.total
    if total.addresses > 0 {
      facts.append(("Addresses", "\(grouped(total.addresses))"))
    }
    facts.append(("Written (UTC)", "\(input.generated.minute)"))
    return facts
  }
}
