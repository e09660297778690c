import ScoutModel
import ScoutNet

extension Page {
  /// Which rules, which scans, which commands: so that the report can be made again and judged.
  func writeProvenance(to buffer: TextBuffer) throws {
    let rulebooks: [Markup] = site.rulebooks.map { book in
      """
      <tr><th scope="row">\(book.id)</th><td>\(book.version)</td>\
      <td class="n">\(book.rules)</td></tr>

      """
    }
    try buffer.write(
      """
      <section id="provenance" aria-labelledby="provenance-h">
      <h2 id="provenance-h">Provenance</h2>
      <p>Written \(input.generated.short) UTC by \(input.program), form \(Report.schemaVersion).</p>
      \(digest)<h3>Rules</h3>
      <table class="narrow"><caption>\(Glossary.link("rulebook", "Rulebooks")) applied</caption>
      <thead><tr><th scope="col">Rulebook</th><th scope="col">Version</th>\
      <th scope="col" class="n">Rules</th></tr></thead>
      <tbody>
      \(rulebooks)</tbody></table>
      \(cited)<h3>Scans</h3>

      """ as Markup)
    if input.scans.isEmpty { try buffer.write("<p class=\"aside\">None.</p>\n") }
    for scan in input.scans { try buffer.write(block(scan)) }
    try buffer.write(
      """
      <h3>Files beside this page</h3>
      <dl class="known">
      <div><dt>devices.csv</dt><dd>a row for each machine</dd></div>
      <div><dt>findings.csv</dt><dd>a row for each finding</dd></div>
      <div><dt>report.json</dt><dd>everything on this page, for programs</dd></div>
      <div><dt>run.json</dt><dd>the scans: who, when, where from, how much was lost</dd></div>
      </dl>
      </section>

      """ as Markup)
  }

  private var digest: Markup {
    guard let digest = input.digest else { return "" }
    return """
      <p>SHA-256 of the observations in the site file: <code>\(digest)</code>. The same comes from \
      <code>sqlite3 FILE &quot;SELECT id, scan, sighting FROM observations ORDER BY id&quot; | \
      sha256sum</code>.</p>

      """
  }

  private var cited: Markup {
    guard !citations.list.isEmpty else { return "" }
    let rows: [Markup] = citations.list.enumerated().map { index, entry in
      """
      <tr id="r\(index + 1)"><th scope="row">\(entry.rule)</th><td>\(entry.source)</td></tr>

      """
    }
    return """
      <h3>Where the rules come from</h3>
      <table class="wide"><caption>Rules that this page cites, with their sources</caption>
      <thead><tr><th scope="col">Rule</th><th scope="col">Source</th></tr></thead>
      <tbody>
      \(rows)</tbody></table>

      """
  }

  private func block(_ scan: Scan) -> Markup {
    let runner = scan.runner
    var rows: [(Markup, Markup)] = [
      ("Time (UTC)", "\(scan.started.short) to \(scan.ended?.short ?? "now: not finished")"),
      ("By", "\(runner.user) on \(runner.host)"),
      ("Interfaces", "\(runner.interfaces.joined(separator: ", "))"),
      ("Program", "\(runner.version)"),
      (
        "Command",
        "<code>\(Markup(runner.command.map(\.quoted).joined(separator: " "), limit: 2000))</code>"
      ),
      ("Targets", "\(Markup(scan.targets.joined(separator: ", "), limit: 2000))"),
      (
        "Ports",
        """
        \(scan.ports.map { String($0) }.joined(separator: " ")) TCP\
        \(scan.presencePing ? ", presence ping on 623 UDP" : "")
        """
      ),
      ("Rate", "\(grouped(scan.rate)) packets a second at most"),
      (
        "Engine",
        "\(runner.engine), order by seed \(scan.seed), \(grouped(Int(clamping: scan.progress))) steps done"
      ),
    ]
    if !scan.exclusions.isEmpty {
      rows.append(("Left out", Markup(scan.exclusions.joined(separator: ", "), limit: 2000)))
    }
    let cells: [Markup] = rows.map { "<div><dt>\($0.0)</dt><dd>\($0.1)</dd></div>\n" }
    return "<h4>Scan \(scan.id)</h4>\n<dl class=\"known\">\n\(cells)</dl>\n"
  }
}

extension String {
  /// As a shell would want it typed.
  fileprivate var quoted: String {
    let isPlain =
      !isEmpty
      && unicodeScalars.allSatisfy {
        $0.isASCII && ($0.properties.isAlphabetic || $0.properties.numericType != nil)
          || "-_./:,=@%+".unicodeScalars.contains($0)
      }
    guard !isPlain else { return self }
    var result = "'"
    for scalar in unicodeScalars {
      if scalar == "'" { result += "'\\'" }
      result.unicodeScalars.append(scalar)
    }
    return result + "'"
  }
}
