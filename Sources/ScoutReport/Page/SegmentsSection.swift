import ScoutModel
import ScoutNet

extension Page {
  /// How many segments the page lists; all of them stand in report.json.
  private static let segmentLimit = 500
  /// How many of them get a page of their own.
  private static let pageLimit = 100

  /// What each segment hands out, and what its machines can do.
  func writeSegments(to buffer: TextBuffer) throws {
    try buffer.write(
      """
      <section id="segments" aria-labelledby="segments-h">
      <h2 id="segments-h">Segments</h2>
      <p class="lede">AMT believes what \(Glossary.link("dhcp", "DHCP")) tells it. The domain that a segment \
      hands out (\(Glossary.link("option15", "option 15"))) must fit the certificate and the home \
      domains, and a server named \(Glossary.link("provisionserver", "provisionserver")) in it is \
      where AMT looks for its configuration.</p>

      """ as Markup)
    let view = site.view
    if view.segments.isEmpty {
      try buffer.write(
        "<p class=\"aside\">No segment is known: no DHCP answer was heard or imported.</p>\n")
    } else {
      try buffer.write(
        """
        <div class="scroll"><table class="wide"><caption>\
        \(counted(view.segments.count, "segment")) of the network</caption>
        <thead><tr><th scope="col">Segment</th><th scope="col">Option 15 handed out</th>\
        <th scope="col">DHCP servers</th><th scope="col">Name servers</th>\
        <th scope="col" class="n">Machines</th><th scope="col" class="n">Ready or configured</th>\
        <th scope="col" class="n">Blocked</th><th scope="col" class="n">Not known</th></tr></thead>
        <tbody>

        """ as Markup)
      for segment in view.segments.prefix(Self.segmentLimit) {
        try buffer.write(row(segment))
      }
      try buffer.write("</tbody></table></div>\n")
      if view.segments.count > Self.segmentLimit {
        let rest = view.segments.count - Self.segmentLimit
        try buffer.write("<p class=\"aside\">\(rest) more stand in report.json.</p>\n" as Markup)
      }
    }
    try buffer.write(provisionServers)
    for segment in view.segments.prefix(Self.pageLimit) {
      try buffer.write(page(segment))
    }
    try buffer.write("</section>\n")
  }

  private func told(_ segment: Segment) -> SegmentProfile? {
    site.profile.segments.first { $0.prefix == segment.prefix }
  }

  private func tally(_ segment: Segment) -> SegmentTally {
    segments[segment.prefix] ?? SegmentTally(prefix: segment.prefix, name: nil)
  }

  private func row(_ segment: Segment) -> Markup {
    let tally = tally(segment)
    let name: Markup = tally.name.map { "<small>\($0)</small>" } ?? ""
    let taken: Markup = segment.isTold ? "" : "<small>extent assumed</small>"
    func cell(_ number: Markup) -> Markup { "<td class=\"n\">\(number)</td>" }
    let prefix = segment.prefix.description
    let isShown = site.view.segments.prefix(Self.pageLimit).contains { $0.prefix == segment.prefix }
    let link: Markup = isShown ? "<a href=\"#s-\(prefix.anchor)\">\(prefix)</a>" : "\(prefix)"
    let ready = Selections.ready
    return """
      <tr><th scope="row">\(link)\(name)\(taken)</th>\
      <td>\(option15(segment, configured: told(segment)?.option15))</td>\
      <td>\(lines(segment.servers.map(\.description)))</td>\
      <td>\(lines(segment.nameServers.map(\.description)))</td>\
      \(cell(number(found: tally)))\
      \(cell(number(tally.count(.configured, .remote, .visit), tally.prefix, ready, "ready or configured")))\
      \(cell(number(tally.count(.blocked), tally.prefix, [.blocked], Readiness.blocked.word)))\
      \(cell(number(tally.count(.unknown), tally.prefix, [.unknown], Readiness.unknown.word)))</tr>

      """
  }

  /// One segment by itself: what it hands out, how its machines stand, what troubles them.
  private func page(_ segment: Segment) -> Markup {
    let tally = tally(segment)
    let prefix = segment.prefix.description
    let name: Markup = tally.name.map { " <span class=\"soft\">\($0)</span>" } ?? ""
    var rows: [(Markup, Markup)] = [
      (
        Glossary.link("option15", "Option 15"),
        option15(segment, configured: told(segment)?.option15)
      ),
      ("DHCP servers", lines(segment.servers.map(\.description))),
      ("Name servers", lines(segment.nameServers.map(\.description))),
      ("Search lists", lines(segment.searchLists.map { $0.joined(separator: ", ") })),
      ("Kind", "\(told(segment)?.medium?.rawValue ?? "not told in the site profile")"),
      (
        "Extent",
        segment.isTold ? "told by DHCP or the profile" : "assumed, no netmask was seen"
      ),
    ]
    if !segment.servers6.isEmpty {
      let more: [(Markup, Markup)] = [
        ("DHCPv6 and routers", lines(segment.servers6.map(\.description))),
        ("Name servers, IPv6", lines(segment.nameServers6.map(\.description))),
      ]
      rows.insert(contentsOf: more, at: rows.count - 2)
    }
    let facts: [Markup] = rows.map { "<div><dt>\($0.0)</dt><dd>\($0.1)</dd></div>\n" }
    let machines: Markup =
      tally.found == 0
      ? "<p class=\"soft\">No machine with AMT was found in it.</p>\n"
      : """
      <p>\(machines(tally.found, Selections.segment(segment.prefix), "Segment \(prefix)")): \
      \(groups(tally)).</p>
      \(ReadinessBar(tally).strip)\(methods(tally))
      """
    return """
      <article class="segment" id="s-\(prefix.anchor)">
      <h3>\(prefix)\(name)</h3>
      \(machines)<dl class="known">
      \(facts)</dl>
      \(nameHealth(segment.prefix))\(troubles(tally))</article>

      """
  }

  /// The readiness of a segment's machines in words, each number leading to them.
  private func groups(_ tally: SegmentTally) -> Markup {
    let groups = Readiness.shown.filter { tally.count($0) > 0 }
    return groups.map {
      "\($0.word) \(number(tally.count($0), tally.prefix, [$0], $0.word))" as Markup
    }.joined(", ")
  }

  private func methods(_ tally: SegmentTally) -> Markup {
    let words: [Markup] = Advice.allCases.compactMap { advice in
      guard let count = tally.methods[advice] else { return nil }
      let number = number(
        count, Selections.method(advice.rawValue, in: tally.prefix),
        "Segment \(tally.prefix): \(advice.word)")
      return "\(Glossary.method(advice)) \(number)"
    }
    return "<p class=\"aside\">By method: \(words.joined(", ")).</p>\n"
  }

  private func troubles(_ tally: SegmentTally) -> Markup {
    let worst = tally.worst
    guard !worst.isEmpty else { return "" }
    let items: [Markup] = worst.prefix(6).map { entry in
      """
      <li>\(Page.mark(entry.severity)) <a href="#f-\(entry.id.anchor)-\(entry.severity.rawValue)">\
      \(entry.id)</a> \(entry.title) <small>\(machines(
        entry.machines, Selections.finding(entry.id, in: tally.prefix),
        "\(entry.id) in \(tally.prefix)"))</small></li>

      """
    }
    let rest = worst.count - 6
    let more: Markup =
      rest > 0 ? "<li><small>and \(counted(rest, "more finding"))</small></li>" : ""
    return "<h4>What troubles its machines</h4>\n<ul class=\"plain\">\n\(items)\(more)</ul>\n"
  }

  private func option15(_ segment: Segment, configured: String?) -> Markup {
    var parts: [Markup] = segment.option15.map { claim in
      let value: Markup = claim.value.isEmpty ? "<i>empty</i>" : "<code>\(claim.value)</code>"
      return "<div>\(value)<small>by \(claim.source)</small></div>"
    }
    parts += segment.configured.map { claim in
      let value: Markup = claim.value.isEmpty ? "<i>nothing</i>" : "<code>\(claim.value)</code>"
      return "<div>\(value)<small>set up in \(claim.source)</small></div>"
    }
    let without = segment.withoutOption15.observations.count
    if without > 0 {
      parts.append("<div><i>none</i><small>in \(counted(without, "answer"))</small></div>")
    }
    if parts.isEmpty { parts.append("<i class=\"soft\">not seen</i>") }
    if segment.option15.count > 1 || !segment.option15.isEmpty && without > 0 {
      parts.append("<div class=\"differs\">≠ the answers differ</div>")
    }
    if let configured, !segment.option15.isEmpty,
      !segment.option15.contains(where: { $0.value.lowercased() == configured.lowercased() })
    {
      parts.append("<div class=\"differs\">≠ the profile says <code>\(configured)</code></div>")
    }
    return parts.joined("")
  }

  private func lines(_ values: [String]) -> Markup {
    values.isEmpty
      ? "<i class=\"soft\">not seen</i>"
      : values.prefix(6).map { "<div>\($0)</div>" as Markup }.joined("")
  }

  private var provisionServers: Markup {
    let lookups = site.view.provisionServers
    guard !lookups.isEmpty else { return "" }
    let rows: [Markup] = lookups.prefix(200).map { lookup in
      let values = lookup.values.joined(separator: ", ")
      let answer: Markup =
        lookup.outcome == .answered ? "<code>\(values)</code>" : "\(lookup.outcome.word)"
      return """
        <tr><th scope="row"><code>\(lookup.name)</code></th><td>\(lookup.type)</td>\
        <td>\(answer)</td><td>\(lookup.server?.description ?? "")</td></tr>

        """
    }
    return """
      <h3>Where AMT would look for its configuration</h3>
      <table class="wide"><caption>Look-ups of provisionserver in each domain seen</caption>
      <thead><tr><th scope="col">Name</th><th scope="col">Type</th><th scope="col">Answer</th>\
      <th scope="col">Asked</th></tr></thead>
      <tbody>
      \(rows)</tbody></table>

      """
  }
}

extension Page {
  /// A number of machines of one segment, leading to them.
  func number(_ count: Int, _ segment: Prefix, _ groups: [Readiness], _ words: String) -> Markup {
    number(count, Selections.segment(segment, groups), "Segment \(segment): \(words)")
  }

  /// How many machines of a segment were found, leading to them.
  func number(found tally: SegmentTally) -> Markup {
    number(tally.found, Selections.segment(tally.prefix), "Segment \(tally.prefix)")
  }
}
