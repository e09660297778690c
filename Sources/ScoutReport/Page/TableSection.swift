import ScoutModel
import ScoutNet

extension Page {
  /// A row for each machine; scripts add search, filters, sorting, columns, export and paging.
  ///
  /// The table stands in a `noscript`: where scripts run a browser takes it for one text, out of
  /// which they make the rows that are shown, so that 100,000 machines open in a moment.
  func writeTable(to buffer: TextBuffer) throws {
    let count = site.assessments.count
    let steps = NextSteps(site)
    try buffer.write(
      """
      <section id="devices" aria-labelledby="devices-h">
      <h2 id="devices-h">Machines</h2>
      \(explanation)\(tools)<noscript id="source"><div class="scroll table">\
      <table id="machines" class="machines">
      <caption>\(counted(count, "machine")), by address</caption>
      <thead><tr>\
      \(Self.columns.map { "<th scope=\"col\">\($0)</th>" as Markup })</tr></thead>
      <tbody id="rows">

      """ as Markup)
    for (place, assessment) in site.assessments.enumerated() {
      try buffer.write(row(assessment, place, steps))
    }
    let items: [Markup] = steps.list.map { "<li>\(Markup(prose: $0))</li>" }
    let keys: [Markup] = selections.keys.map { "<li>\($0)</li>" }
    try buffer.write(
      """
      </tbody></table></div></noscript>
      <nav class="pager" id="pager" aria-label="Pages of machines" hidden>\
      <button type="button" id="back">Earlier</button> <span id="page"></span> \
      <button type="button" id="forth">Later</button></nav>
      <ol id="steps" hidden>\(items)</ol><ol id="keys" hidden>\(keys)</ol>
      </section>

      """ as Markup)
  }

  private static let columns: [Markup] = [
    "Machine", "Address", "Product", "State", "Method today", "Names", "Findings", "Confidence",
  ]

  private var explanation: Markup {
    if isDetailed {
      return "<p class=\"lede\">A machine’s name leads to its details and its evidence.</p>\n"
    }
    return """
      <p class="lede">With more than \(grouped(report.options.detailLimit)) machines the details are \
      left to report.json, so that this page stays quick.</p>

      """
  }

  // MARK: Tools

  private var tools: Markup {
    """
    <form class="tools" id="tools" hidden>
    <label class="search"><span>Search in all columns</span> \
    <input type="search" id="q" autocomplete="off" spellcheck="false"></label>
    <div class="facets">
    \(facets)</div>
    <ul class="chips" id="chips" aria-label="Filters that apply"></ul>
    <div class="status"><span id="status" role="status" tabindex="-1"></span> \
    <button type="reset" id="clear">Show all</button> \
    <details class="choice" id="choice"><summary>Columns</summary>\
    <fieldset id="columns"><legend>Columns of the table</legend></fieldset></details> \
    <button type="button" id="export">Export as CSV</button></div>
    </form>

    """
  }

  /// The choices with their words; scripts count them and leave out what does not occur.
  private var facets: Markup {
    func choices(_ options: [(String, String)]) -> Markup {
      options.map { "<option value=\"\($0.0)\">\($0.1)</option>" as Markup }.joined("")
    }
    var titles: [(String, String)] = []
    for group in self.groups where titles.last?.0 != group.id {
      titles.append((group.id, "\(group.id): \(Visible.text(group.example, limit: 60))"))
    }
    let facets: [(Markup, Markup, Markup)] = [
      (
        "r", "Readiness",
        choices(
          [("found", "All that were found")] + Readiness.allCases.map { ($0.rawValue, $0.word) })
      ),
      ("m", "Method", choices(Advice.allCases.map { ($0.rawValue, $0.word) })),
      ("g", "Generation", choices(summary.generations.map { ($0.key, $0.word) })),
      (
        "s", "State",
        choices(
          ProvisioningState.allCases.map { ($0.rawValue, $0.word) } + [("unknown", "not known")])
      ),
      ("p", "Segment", choices([("", "not known")])),
      (
        "v", "Worst finding",
        choices(Severity.allCases.reversed().map { ($0.rawValue, $0.rawValue) } + [("", "none")])
      ),
      ("f", "Finding", choices(titles.sorted { $0.0 < $1.0 })),
    ]
    return facets.map {
      """
      <label><span>\($0.1)</span> <select data-facet="\($0.0)">\($0.2)</select></label>

      """ as Markup
    }.joined("")
  }

  // MARK: Rows

  private func row(_ assessment: Assessment, _ place: Int, _ steps: NextSteps) -> Markup {
    let device = assessment.device
    let worst = assessment.findings.map(\.severity).max()
    let id = device.id.description
    let anchor: Markup = isDetailed ? "t-\(id)" : "\(id)"
    return """
      <tr id="\(anchor)" data-x="\(fields(assessment, place, worst, steps))">\
      <th scope="row">\(name(device))</th><td>\(address(device))</td><td>\(product(device))</td>\
      <td>\(stateCell(device))</td><td>\(method(assessment))</td>\
      <td>\(Self.names(assessment.nameVerdict))</td><td>\(findings(assessment, worst))</td>\
      <td>\(assessment.confidence.rawValue)</td></tr>

      """
  }

  /// What scripts filter by, show in further columns and export, a line each; ``Script`` knows
  /// the order. No value holds a line break: ``Visible`` writes them out.
  private func fields(
    _ assessment: Assessment, _ place: Int, _ worst: Severity?, _ steps: NextSteps
  ) -> Markup {
    let device = assessment.device
    let columns = DeviceColumns(assessment, site: site.profile.site)
    let values: [String] = [
      assessment.readiness.rawValue,
      assessment.recommendation.advice.rawValue,
      Generation(device).key,
      device.state.best?.value.rawValue ?? "unknown",
      device.segment?.description ?? "",
      worst?.rawValue ?? "",
      assessment.findings.map(\.id).unique.joined(separator: " "),
      columns.product.rawValue,
      device.version.best?.value.description ?? "",
      device.controlMode.best?.value.rawValue ?? "unknown",
      device.macs.map(\.value.description).joined(separator: "; "),
      device.uuid.best?.value.description ?? "",
      columns.ports,
      columns.tls,
      device.option15.values.joined(separator: "; "),
      assessment.recommendation2011.advice.rawValue,
      device.lastSeen.description,
      assessment.nameVerdict.rawValue,
      String(steps.index(assessment)),
      selections.numbers(at: place),
    ]
    return values.map { Markup($0) }.joined("\n")
  }

  private func name(_ device: Device) -> Markup {
    let label = device.label
    let id = device.id.description
    let text = label.isEmpty ? id : label
    let link: Markup =
      isDetailed ? "<a href=\"#\(id)\"><bdi>\(text)</bdi></a>" : "<bdi>\(text)</bdi>"
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
    return "<span class=\"r-\(assessment.readiness.rawValue) dot\">\(advice.word)</span>\(note)"
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

/// The next steps of a site's machines, each sentence once: rows name theirs by its number.
struct NextSteps {
  private(set) var list: [String] = []
  private var numbers: [String: Int] = [:]

  init(_ site: SiteAssessment) {
    for assessment in site.assessments {
      let text = assessment.recommendation.nextStep.text
      guard numbers[text] == nil else { continue }
      numbers[text] = list.count
      list.append(text)
    }
  }

  func index(_ assessment: Assessment) -> Int {
    numbers[assessment.recommendation.nextStep.text] ?? 0
  }
}
