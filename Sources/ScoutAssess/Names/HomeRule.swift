import ScoutModel
import ScoutNet

/// Environment detection: AMT compares the suffix it is given with its home domains, and closes its
/// ports where none of them holds it. A common parent is enough.
enum HomeRule {
  /// Whether one of `home` holds `suffix`; unknown where no home domains are given.
  static func isHome(_ suffix: String, _ home: [DomainName]) -> Ternary {
    if home.isEmpty { return .unknown }
    guard !SuffixKind.isBlank(suffix), let name = DomainName(suffix) else { return .no }
    return Ternary(home.contains { name.isWithin($0) })
  }

  /// Whether a segment that hands out `suffixes` would count as inside, and why.
  static func judge(
    _ suffixes: [SegmentSuffix], hasAnswersWithout: Bool, _ profile: SiteProfile
  ) -> (Ternary, String) {
    if profile.homeDomains.isEmpty {
      return (.unknown, "No home domains are given (home_domains in the site profile).")
    }
    // What was handed out counts before what files and the profile tell.
    let heard = suffixes.filter { !$0.servers.isEmpty }
    let seen = heard.isEmpty && !hasAnswersWithout ? suffixes : heard
    guard !seen.isEmpty || hasAnswersWithout else {
      return (.unknown, "Which suffix DHCP hands out here is not known.")
    }
    let inside = seen.filter { $0.isHome == .yes }.map { clip($0.value) }
    let outside = seen.filter { $0.isHome != .yes }.map {
      $0.value.isEmpty ? "an empty suffix" : clip($0.value)
    }
    if inside.isEmpty {
      let what = outside.isEmpty ? "No suffix" : outside.joined(separator: ", ")
      let verb = outside.isEmpty ? "is handed out here" : "lies in none of the home domains"
      return (.no, "\(what) \(verb): AMT would take the segment for outside and close its ports.")
    }
    if outside.isEmpty && !hasAnswersWithout {
      return (.yes, "\(inside.joined(separator: ", ")) lies in the home domains.")
    }
    let others = outside + (hasAnswersWithout ? ["no suffix at all"] : [])
    return (
      .unknown,
      "\(inside.joined(separator: ", ")) lies in the home domains; other answers carry "
        + "\(others.joined(separator: ", ")): it depends on which server answers."
    )
  }
}
