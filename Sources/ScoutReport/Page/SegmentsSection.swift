import ScoutModel
import ScoutNet

extension Page {
  /// How many segments the page lists; all of them stand in report.json.
  private static let segmentLimit = 500

  /// What each segment hands out, and what its machines can do.
  func writeSegments(to buffer: TextBuffer) throws {
    try buffer.write(
      """
      <section id="segments" aria-labelledby="segments-h">
      <h2 id="segments-h">Segments</h2>
      <p>AMT believes what \(Glossary.link("dhcp", "DHCP")) tells it. The domain that a segment \
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
      let counts = readinessBySegment
      for segment in view.segments.prefix(Self.segmentLimit) {
        try buffer.write(row(segment, counts[segment.prefix] ?? [:]))
      }
      try buffer.write("</tbody></table></div>\n")
      if view.segments.count > Self.segmentLimit {
        let rest = view.segments.count - Self.segmentLimit
        try buffer.write("<p class=\"aside\">\(rest) more stand in report.json.</p>\n" as Markup)
      }
    }
    try buffer.write(provisionServers)
    try buffer.write("</section>\n")
  }

  private var readinessBySegment: [Prefix: [Readiness: Int]] {
    var counts: [Prefix: [Readiness: Int]] = [:]
    for assessment in site.assessments {
      guard let segment = assessment.device.segment else { continue }
      counts[segment, default: [:]][Readiness(assessment), default: 0] += 1
    }
    return counts
  }

  private func row(_ segment: Segment, _ counts: [Readiness: Int]) -> Markup {
    let told = site.profile.segments.first { $0.prefix == segment.prefix }
    let name: Markup = told?.name.map { "<small>\($0)</small>" } ?? ""
    let taken: Markup = segment.isTold ? "" : "<small>extent assumed</small>"
    let found = Readiness.shown.reduce(0) { $0 + (counts[$1] ?? 0) }
    func number(_ groups: Readiness...) -> Markup {
      "<td class=\"n\">\(grouped(groups.reduce(0) { $0 + (counts[$1] ?? 0) }))</td>"
    }
    return """
      <tr><th scope="row"><a href="#devices" data-filter="p=\(segment.prefix.description)">\
      \(segment.prefix.description)</a>\(name)\(taken)</th>\
      <td>\(option15(segment, configured: told?.option15))</td>\
      <td>\(lines(segment.servers.map(\.description)))</td>\
      <td>\(lines(segment.nameServers.map(\.description)))</td>\
      <td class="n">\(grouped(found))</td>\(number(.configured, .remote, .visit))\
      \(number(.blocked))\(number(.unknown))</tr>

      """
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
