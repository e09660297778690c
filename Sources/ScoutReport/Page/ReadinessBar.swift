import ScoutModel

/// One bar of the five groups, each with its own pattern, so that it can be read without colours.
struct ReadinessBar {
  let counts: [(Readiness, Int)]
  /// What the whole width stands for.
  let whole: Int

  init(_ tally: SegmentTally, whole: Int? = nil) {
    counts = Readiness.shown.map { ($0, tally.count($0)) }
    self.whole = max(1, whole ?? tally.found)
  }

  init(_ summary: SiteSummary) {
    counts = Readiness.shown.map { ($0, summary.count($0)) }
    whole = max(1, summary.found)
  }

  var text: String {
    counts.filter { $0.1 > 0 }.map { "\($0.0.word) \($0.1)" }.joined(separator: ", ")
  }

  /// The parts as rectangles from `x`, over `width` units.
  func parts(x: Int, y: Int, width: Int, height: Int) -> [Markup] {
    var position = Double(x)
    return counts.map { group, count in
      let length = Double(width) * Double(count) / Double(whole)
      defer { position += length }
      guard count > 0 else { return "" }
      let left = Int(position.rounded())
      // A gap of two units parts the groups without a line.
      let shown = max(2, Int((position + length).rounded()) - left - 2)
      return """
        <rect class="r-\(group.rawValue)" x="\(left)" y="\(y)" width="\(shown)" \
        height="\(height)"/>
        """
    }
  }

  /// The bar over the whole width of its place.
  var strip: Markup {
    """
    <svg class="strip" viewBox="0 0 1000 20" preserveAspectRatio="none" role="img" \
    aria-label="\(text)">\(parts(x: 0, y: 0, width: 1000, height: 20))</svg>

    """
  }

  /// The patterns that the groups are drawn with, once for the page.
  static let patterns: Markup = """
    <svg class="away" width="0" height="0" aria-hidden="true"><defs>\
    <pattern id="p-remote" width="6" height="6" patternUnits="userSpaceOnUse">\
    <rect class="f2" width="6" height="6"/><path class="k1" d="M0 3h6"/></pattern>\
    <pattern id="p-visit" width="6" height="6" patternUnits="userSpaceOnUse">\
    <rect class="f3" width="6" height="6"/><circle class="k2" cx="3" cy="3" r="1.1"/></pattern>\
    <pattern id="p-blocked" width="5" height="5" patternUnits="userSpaceOnUse" \
    patternTransform="rotate(45)"><rect class="fw" width="5" height="5"/>\
    <path class="k3" d="M0 0v5"/></pattern>\
    <pattern id="p-unknown" width="7" height="7" patternUnits="userSpaceOnUse" \
    patternTransform="rotate(-45)"><rect class="f0" width="7" height="7"/>\
    <path class="k0" d="M0 0v7"/></pattern></defs></svg>

    """

  /// What each pattern means.
  static let key: Markup = {
    let entries: [Markup] = Readiness.shown.map { group in
      """
      <li><svg viewBox="0 0 18 12" aria-hidden="true"><rect class="r-\(group.rawValue)" \
      width="18" height="12"/></svg> \(group.word)</li>
      """
    }
    return "<ul class=\"key\">\(entries)</ul>\n"
  }()
}
