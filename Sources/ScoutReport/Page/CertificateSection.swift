import ScoutModel
import ScoutNet

extension Page {
  /// How many suffixes are listed; report.json has them all.
  static let suffixLimit = 200

  /// Which certificate fits which network, what ails the certificates, and which names to buy.
  func writeCertificates(to buffer: TextBuffer) throws {
    let coverage = site.plan.coverage
    try buffer.write(
      """
      <section id="certificates" aria-labelledby="certificates-h">
      <h2 id="certificates-h">Certificates and suffixes</h2>
      <p class="lede">\(Glossary.linked(Self.certificateWords))</p>
      \(matrix(coverage))\(unreached(coverage))\(purchase(coverage.purchase))
      """ as Markup)
    for certificate in coverage.certificates { try buffer.write(review(certificate)) }
    try buffer.write("</section>\n")
  }

  private static let certificateWords =
    "To be set up by certificate, AMT compares the domain that its network hands out, its suffix, "
    + "with the names in the certificate. This table says which certificate fits which suffix."

  private func matrix(_ coverage: CertificateCoverage) -> Markup {
    guard !coverage.suffixes.isEmpty else {
      return
        "<p class=\"aside\">No suffix is known: no option 15 was heard, imported or told.</p>\n"
    }
    let heads: [Markup] = coverage.certificates.map {
      "<th scope=\"col\">\($0.name)<small>\($0.names.prefix(3).joined(separator: ", "))</small></th>"
    }
    let rows: [Markup] = coverage.suffixes.prefix(Self.suffixLimit).enumerated().map { index, row in
      let fits: [Markup] = coverage.certificates.indices.map { index in
        index < row.fits.count ? "<td>\(cell(row.fits[index]))</td>" : "<td></td>"
      }
      let origins = row.origins.prefix(3).joined(separator: "; ")
      let more = row.origins.count > 3 ? " and \(row.origins.count - 3) more" : ""
      let advice: Markup = row.advice.map { Glossary.linked($0) } ?? ""
      let machines = number(
        row.devices, Selections.list("suffix-\(index + 1)"),
        "Not configured, with the suffix \(row.suffix)")
      return """
        <tr><th scope="row"><code>\(row.suffix)</code><small>\(origins)\(more)</small></th>\
        <td class="n">\(machines)</td>\(fits)<td>\(advice)</td></tr>

        """
    }
    let none: Markup =
      coverage.certificates.isEmpty
      ? "<p>No certificate is named in the site profile, so nothing can be set up by certificate yet.</p>\n"
      : ""
    let rest = coverage.suffixes.count - Self.suffixLimit
    let more: Markup =
      rest > 0 ? "<p class=\"aside\">\(grouped(rest)) more stand in report.json.</p>\n" : ""
    return """
      \(none)<div class="scroll"><table class="wide"><caption>Suffixes seen, and the certificates \
      that fit them</caption>
      <thead><tr><th scope="col">Suffix</th>\
      <th scope="col" class="n">Machines not configured</th>\(heads)\
      <th scope="col">What to do</th></tr></thead>
      <tbody>
      \(rows)</tbody></table></div>
      \(more)
      """
  }

  /// One answer where all firmware agrees, else both.
  private func cell(_ fit: SuffixFit) -> Markup {
    if fit.early.fits == fit.later.fits { return answer(fit.later) }
    return """
      <div>\(answer(fit.later))</div><div class="soft">\(answer(fit.early)) \
      <small>firmware 2.6 to 4.0, and 5.0</small></div>
      """
  }

  private func answer(_ answer: FitAnswer) -> Markup {
    let how: Markup = answer.match.map { "<small>\($0)</small>" } ?? ""
    let hedge: Markup = answer.certainty == .inferred ? "<small>inferred</small>" : ""
    switch answer.fits {
    case .yes: return "<span class=\"same\">✓ fits</span>\(how)\(hedge)"
    case .no: return "<span class=\"differs\">✗ does not fit</span>\(hedge)"
    case .unknown: return "<span class=\"soft\">? not known</span>\(hedge)"
    }
  }

  private func unreached(_ coverage: CertificateCoverage) -> Markup {
    var lines: [Markup] = []
    if coverage.withoutSuffix > 0 {
      let count = coverage.withoutSuffix
      let machines = machines(
        count, Selections.list("without-suffix"), "Could use a certificate, handed no suffix")
      lines.append(
        """
        <p>\(machines) could use a certificate and \
        \(count == 1 ? "is" : "are") handed no suffix at all.</p>

        """)
    }
    if coverage.suffixUnknown > 0 {
      let machines = machines(
        coverage.suffixUnknown, Selections.list("suffix-unknown"),
        "Could use a certificate, suffix not known")
      lines.append(
        """
        <p>Of \(machines) that could use a certificate the suffix \
        is not known. Listen on their segments, or import the DHCP server’s settings.</p>

        """)
    }
    return lines.joined("")
  }

  private func purchase(_ purchase: NamesToBuy?) -> Markup {
    guard let purchase, !purchase.names.isEmpty || !purchase.beyond.isEmpty else { return "" }
    let rows: [Markup] = purchase.names.map { gain in
      """
      <tr><th scope="row"><code>\(gain.name)</code></th><td class="n">\(grouped(gain.devices))</td>\
      <td>\(gain.suffixes.prefix(12).map { "<div><code>\($0)</code></div>" as Markup })</td></tr>

      """
    }
    let table: Markup =
      rows.isEmpty
      ? ""
      : """
      <table class="wide"><caption>Names that one certificate needs</caption>
      <thead><tr><th scope="col">Name</th><th scope="col" class="n">Machines it adds</th>\
      <th scope="col">Suffixes it fits</th></tr></thead>
      <tbody>
      \(rows)</tbody></table>

      """
    let beyond: Markup =
      purchase.beyond.isEmpty
      ? ""
      : """
      <p>No certificate that can be bought fits \
      \(purchase.beyond.prefix(20).map { "<code>\($0)</code>" as Markup }.joined(", ")): hand out a \
      registered domain there, or set a suffix in each machine.</p>

      """
    let share: Markup =
      rows.isEmpty
      ? ""
      : """
      <p>Together they cover \(grouped(purchase.covered)) of \
      \(counted(purchase.devices, "machine")) whose suffix is known\
      \(purchase.isSmallest ? "; fewer names do not" : "").</p>

      """
    return "<h3 id=\"purchase\">What to buy</h3>\n\(table)\(share)\(beyond)"
  }

  private func review(_ certificate: CertificateReview) -> Markup {
    let rows: [Markup] = certificate.checks.map { check in
      let result: Markup =
        switch check.passes {
        case .yes: "<span class=\"same\">✓ in order</span>"
        case .no: "<span class=\"differs\">✗ not in order</span>"
        case .unknown: "<span class=\"soft\">? cannot be told</span>"
        }
      let firmware: Markup = check.firmware == "all" ? "all firmware" : "\(check.firmware)"
      return """
        <tr><th scope="row">\(result)</th><td>\(Glossary.linked(check.statement.text))\
        <small>\(check.statement.source)</small></td><td>\(firmware)</td></tr>

        """
    }
    let end: Markup = certificate.notAfter.map { ", valid to \($0.date)" } ?? ""
    return """
      <h3>\(certificate.name)</h3>
      <p>For \(certificate.names.prefix(8).map { "<code>\($0)</code>" as Markup }.joined(", "))\(end). \
      It fits \(counted(certificate.devicesFitting, "machine")) not configured yet, \
      \(grouped(certificate.devicesGained)) of them fitted by none before it.</p>
      <div class="scroll"><table class="wide"><caption>Checks of this certificate</caption>
      <thead><tr><th scope="col">Result</th><th scope="col">What was checked</th>\
      <th scope="col">Asked by</th></tr></thead>
      <tbody>
      \(rows)</tbody></table></div>

      """
  }
}
