import ScoutModel
import ScoutNet

extension Page {
  /// From this many machines on the page shows them a hundred at a time where scripts run.
  private static let bulk = 250

  /// A row for each machine; scripts add search, filters, sorting and paging.
  func writeTable(to buffer: TextBuffer) throws {
    let count = site.assessments.count
    let attribute: Markup = count > Self.bulk ? " class=\"bulk\"" : ""
    try buffer.write(
      """
      <section id="devices" aria-labelledby="devices-h">
      <h2 id="devices-h">Machines</h2>
      \(explanation)<form class="tools" id="tools" hidden>
      <label class="search"><span>Search</span> \
      <input type="search" id="q" autocomplete="off" spellcheck="false"></label>
      <div class="facets">
      \(Self.facets.map { "<label><span>\($0.1)</span> <select data-facet=\"\($0.0)\"></select></label>\n" as Markup })</div>
      <div class="status"><span id="status" role="status"></span> \
      <button type="reset" id="clear">Show all</button></div>
      </form>
      <div class="scroll table"><table id="machines" class="machines">
      <caption>\(counted(count, "machine")), by address</caption>
      <thead><tr>\
      \(Self.columns.map { "<th scope=\"col\">\($0)</th>" as Markup })</tr></thead>
      <tbody id="rows"\(attribute)>

      """ as Markup)
    for assessment in site.assessments { try buffer.write(row(assessment)) }
    try buffer.write(
      """
      </tbody></table></div>
      <nav class="pager" id="pager" aria-label="Pages of machines" hidden>\
      <button type="button" id="back">Earlier</button> <span id="page"></span> \
      <button type="button" id="forth">Later</button></nav>
      </section>

      """ as Markup)
  }

  private static let columns: [Markup] = [
    "Machine", "Address", "Product", "State", "Method today", "Names", "Findings", "Confidence",
  ]

  private static let facets: [(Markup, Markup)] = [
    ("r", "Readiness"), ("m", "Method"), ("g", "Generation"), ("s", "State"), ("p", "Segment"),
    ("v", "Worst finding"),
  ]

  private var explanation: Markup {
    if isDetailed {
      return "<p>A machine’s name leads to its details.</p>\n"
    }
    return """
      <p>With more than \(grouped(report.options.detailLimit)) machines the details are left to \
      report.json, so that this page stays quick.</p>

      """
  }

  func row(_ assessment: Assessment) -> Markup {
    let device = assessment.device
    let advice = assessment.recommendation.advice
    let generation = Generation(device)
    let state = device.state.best?.value
    let worst = assessment.findings.map(\.severity).max()
    let anchor: Markup = isDetailed ? "" : " id=\"\(device.id.description)\""
    return """
      <tr\(anchor) data-r="\(Readiness(assessment).rawValue)" data-m="\(advice.rawValue)" \
      data-g="\(generation.key)" data-s="\(state?.rawValue ?? "unknown")" \
      data-p="\(device.segment?.description ?? "")" data-v="\(worst?.rawValue ?? "")">\
      <th scope="row">\(name(device))</th><td>\(address(device))</td><td>\(product(device))</td>\
      <td>\(stateCell(device))</td><td>\(method(assessment))</td>\
      <td>\(Self.names(assessment.nameVerdict))</td><td>\(findings(assessment, worst))</td>\
      <td>\(assessment.confidence.rawValue)</td></tr>

      """
  }

  private func name(_ device: Device) -> Markup {
    let label = device.label
    let id = device.id.description
    let text = label.isEmpty ? id : label
    let link: Markup = isDetailed ? "<a href=\"#\(id)\">\(text)</a>" : "\(text)"
    return "\(link)<small>\(label.isEmpty ? "no name known" : id)</small>"
  }

  private func address(_ device: Device) -> Markup {
    let others = device.addresses.count - 1
    let more: Markup = others > 0 ? "<small>and \(others) more</small>" : ""
    return "\(device.address?.description ?? "not known")\(more)"
  }

  private func product(_ device: Device) -> Markup {
    let product = device.product.best?.value ?? .unknown
    let version: Markup
    if let claim = device.version.best {
      version = " \(claim.value.description)<small>from \(claim.source)</small>"
    } else if let span = device.span {
      version = "<small>\(span.words)</small>"
    } else {
      version = "<small>version not known</small>"
    }
    return "\(product.word)\(product.isConfigurable || device.version.best != nil ? version : "")"
  }

  private func stateCell(_ device: Device) -> Markup {
    let mode: Markup =
      switch device.controlMode.best?.value {
      case nil, ControlMode.none?: ""
      case .client?: "<small>CCM</small>"
      case .admin?: "<small>ACM</small>"
      }
    return "\(device.state.best?.value.word ?? "not known")\(mode)"
  }

  private func method(_ assessment: Assessment) -> Markup {
    let advice = assessment.recommendation.advice
    let then = assessment.recommendation2011.advice
    let note: Markup = advice == then ? "" : "<small>2011: \(then.word)</small>"
    return "<span class=\"r-\(Readiness(assessment).rawValue) dot\">\(advice.word)</span>\(note)"
  }

  static func names(_ verdict: NameVerdict) -> Markup {
    switch verdict {
    case .consistent: "<span class=\"same\">= consistent</span>"
    case .mismatch: "<span class=\"differs\">≠ mismatch</span>"
    case .unknown: "<span class=\"soft\">? not known</span>"
    }
  }

  private func findings(_ assessment: Assessment, _ worst: Severity?) -> Markup {
    guard let worst else { return "<span class=\"soft\">none</span>" }
    let count = assessment.findings.count
    return "\(Page.mark(worst))<small>\(counted(count, "finding"))</small>"
  }
}
