package import ScoutModel
import ScoutNet

extension Report {
  /// The plan of the site, as lines for a terminal.
  /// - Parameters:
  ///   - comparison: What a change that is thought of would do.
  ///   - width: places in a line; `nil` for a file.
  package func lines(_ plan: SitePlan, comparison: PlanComparison?, width: Int?) -> [String] {
    var text = PlanText(plan, input, width: width)
    return text.lines(comparison)
  }
}

private struct PlanText {
  private let plan: SitePlan
  private let input: ReportInput
  private var page: TextPage

  /// So many devices of a wave or a comparison are listed; the others are counted.
  private static let deviceLimit = 40

  init(_ plan: SitePlan, _ input: ReportInput, width: Int?) {
    self.plan = plan
    self.input = input
    page = TextPage(width: width)
  }

  mutating func lines(_ comparison: PlanComparison?) -> [String] {
    if let comparison { compare(comparison) }
    readiness()
    waves()
    certificates()
    matrix()
    purchase()
    checks()
    return page.lines
  }

  private mutating func compare(_ comparison: PlanComparison) {
    page.heading("What if")
    for change in comparison.changes { page.item("  -", change, column: 4) }
    var table = TextTable([
      .init("METHOD", minimum: 10), .init("BEFORE", isNumber: true), .init("AFTER", isNumber: true),
    ])
    for advice in Advice.allCases {
      let (before, after) = (comparison.before[advice] ?? 0, comparison.after[advice] ?? 0)
      guard before + after > 0 else { continue }
      table.add([advice.rawValue, "\(before)", "\(after)"])
    }
    table.add([
      "without a visit", "\(comparison.withoutTouchBefore)", "\(comparison.withoutTouchAfter)",
    ])
    page.table(table)
    if comparison.moves.isEmpty {
      page.item("", "No device moves.", column: 2)
      return
    }
    var moves = TextTable([
      .init("DEVICE"), .init("ADDRESS", minimum: 15), .init("NAME", minimum: 10, isOptional: true),
      .init("FROM", minimum: 14), .init("TO", minimum: 14),
    ])
    let devices = Dictionary(
      input.site.assessments.map { ($0.device.id, $0.device) }
    ) { first, _ in first }
    for move in comparison.moves.prefix(Self.deviceLimit) {
      let device = devices[move.id]
      moves.add([
        move.id.description, device?.address?.description ?? "", device?.label ?? "",
        move.from.rawValue + (move.wasReady ? "" : " (not ready)"),
        move.to.rawValue + (move.isReady ? "" : " (not ready)"),
      ])
    }
    page.table(moves)
    rest(comparison.moves.count)
  }

  private mutating func rest(_ count: Int) {
    if count > Self.deviceLimit {
      page.item("", "and \(grouped(count - Self.deviceLimit)) more; --json lists all", column: 2)
    }
  }

  private mutating func readiness() {
    page.heading("Readiness: the share that can be configured without a visit")
    var table = TextTable([
      .init("WHERE", minimum: 12), .init("DEVICES", minimum: 3, isNumber: true),
      .init("DONE", minimum: 3, isNumber: true, isOptional: true),
      .init("READY", minimum: 3, isNumber: true), .init("SHARE", isNumber: true),
      .init("VISIT", minimum: 3, isNumber: true), .init("BLOCKED", minimum: 3, isNumber: true),
      .init("OPEN", minimum: 3, isNumber: true), .init("WORST BLOCKER", minimum: 20),
    ])
    for share in plan.readiness {
      table.add([
        share.name, "\(share.devices)", "\(share.configured)", "\(share.withoutTouch)",
        share.share.map { "\($0) %" } ?? "-", "\(share.withTouch)", "\(share.blocked)",
        "\(share.undecided)",
        share.worstBlocker.map { "\($0.rule) (\(share.worstBlockerDevices))" } ?? "",
      ])
    }
    page.table(table)
    if let worst = plan.readiness.first?.worstSegment {
      page.item("", "The segment with the smallest share is \(worst).", column: 2)
    }
  }

  private mutating func waves() {
    page.heading("Waves of work")
    if plan.waves.isEmpty { page.item("", "There is nothing to do.", column: 2) }
    for (number, wave) in plan.waves.enumerated() {
      let visits = wave.touches == 0 ? "no visits" : counted(wave.touches, "visit")
      page.item(
        "  \(number + 1)", "\(wave.title): \(counted(wave.devices.count, "machine")), \(visits)",
        column: 5)
      for statement in wave.before.prefix(4) {
        page.item("", "\(statement.text) [\(statement.rule)]", column: 7)
      }
      guard wave.kind == .hands || wave.kind == .enable else { continue }
      places(wave)
    }
  }

  /// Where somebody has to go, segment by segment.
  private mutating func places(_ wave: Wave) {
    var bySegment: [String: [WaveDevice]] = [:]
    for device in wave.devices where device.needsTouch {
      bySegment[device.segment?.description ?? "no segment", default: []].append(device)
    }
    for segment in bySegment.keys.sorted() {
      let devices = bySegment[segment] ?? []
      let names = devices.prefix(12).map { device in
        device.address?.description ?? device.id.description
      }
      let more = devices.count > 12 ? " and \(devices.count - 12) more" : ""
      page.item(
        "       \(segment)", "\(devices.count): \(names.joined(separator: ", "))\(more)", column: 28
      )
    }
  }

  private mutating func certificates() {
    guard !plan.coverage.certificates.isEmpty else { return }
    page.heading("Certificates")
    for review in plan.coverage.certificates {
      page.item(
        "  \(Visible.text(review.name, limit: 80))",
        "fits the suffix of \(counted(review.devicesFitting, "device")), "
          + "\(review.devicesGained) of them gained", column: 4)
      for check in review.checks {
        let sign = check.passes == .yes ? "✓" : check.passes == .no ? "✗" : "?"
        page.item(
          "    \(sign) \(check.id)",
          "\(check.statement.text) [firmware \(check.firmware); \(check.statement.source)"
            + (check.statement.certainty == .inferred ? "; inferred]" : "]"), column: 22)
      }
    }
  }

  private mutating func matrix() {
    page.heading("Suffixes against certificates")
    let coverage = plan.coverage
    if coverage.suffixes.isEmpty {
      page.item(
        "", "No suffix is known: capture DHCP, or name option 15 in the profile.", column: 2)
    }
    let numbers = coverage.certificates.indices.map { "\($0 + 1)" }
    var columns: [TextTable.Column] = [
      .init("SUFFIX", minimum: 16), .init("DEVICES", minimum: 3, isNumber: true),
    ]
    columns += numbers.flatMap {
      [
        TextTable.Column("\($0): 2.6-4.0, 5.0", minimum: 8),
        TextTable.Column("\($0): 4.1, 5.1+", minimum: 8),
      ]
    }
    columns.append(.init("FROM", minimum: 12, isOptional: true))
    var table = TextTable(columns)
    for row in coverage.suffixes {
      table.add(
        [row.suffix, "\(row.devices)"]
          + row.fits.flatMap { [Self.word($0.early), Self.word($0.later)] }
          + [row.origins.joined(separator: "; ")])
    }
    if !coverage.suffixes.isEmpty { page.table(table) }
    for (number, review) in coverage.certificates.enumerated() {
      page.item("  \(number + 1)", Visible.text(review.name, limit: 80), column: 5)
    }
    for row in coverage.suffixes {
      if let advice = row.advice { page.item("  \(row.suffix)", advice, column: 20) }
    }
    if coverage.withoutSuffix > 0 {
      page.item(
        "",
        "\(counted(coverage.withoutSuffix, "device")) without option 15 and without a PKI DNS "
          + "suffix: set one of the two.", column: 2)
    }
    if coverage.suffixUnknown > 0 {
      page.item(
        "", "\(counted(coverage.suffixUnknown, "device")) whose suffix is not known.", column: 2)
    }
  }

  private static func word(_ answer: FitAnswer) -> String {
    switch answer.fits {
    case .yes: (answer.match ?? "fits") + (answer.certainty == .inferred ? ", likely" : "")
    case .no: "no"
    case .unknown: "?"
    }
  }

  private mutating func purchase() {
    guard let purchase = plan.coverage.purchase else { return }
    page.heading("Names worth buying")
    for name in purchase.names {
      page.item(
        "  \(name.name)",
        "\(counted(name.devices, "device")): \(name.suffixes.joined(separator: ", "))", column: 40)
    }
    page.item(
      "",
      "Together they fit \(purchase.covered) of \(counted(purchase.devices, "device")); "
        + (purchase.isSmallest
          ? "no smaller set does." : "chosen one by one, so a smaller set may do the same."),
      column: 2)
    if !purchase.beyond.isEmpty {
      page.item(
        "", "No vendor's certificate can fit: \(purchase.beyond.joined(separator: ", ")).",
        column: 2)
    }
  }

  private mutating func checks() {
    page.heading("Checks of the site")
    for check in plan.checks {
      page.item(
        "  \(check.id) \(check.result.sign)", "\(check.title): \(check.result.word)", column: 6)
      for statement in check.statements.prefix(12) {
        page.item("", statement.text, column: 8)
      }
      if check.statements.count > 12 {
        page.item("", "and \(check.statements.count - 12) more", column: 8)
      }
      if let action = check.action { page.item("      ->", action, column: 9) }
    }
  }
}

extension CheckResult {
  var word: String {
    switch self {
    case .good: "in order"
    case .attention: "to do"
    case .notMeasured: "not measured"
    case .question: "to ask"
    }
  }

  var sign: String {
    switch self {
    case .good: "✓"
    case .attention: "!"
    case .notMeasured, .question: "?"
    }
  }
}
