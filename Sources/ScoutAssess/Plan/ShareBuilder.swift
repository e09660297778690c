import ScoutModel
import ScoutNet

/// Counts, for the site and for each segment, what can be configured as things are.
struct ShareBuilder {
  private struct Place: Hashable {
    let site: String
    let segment: Prefix?
  }

  private struct Count {
    var share: ReadinessShare
    var blockers: [String: (Statement, Int)] = [:]

    /// Puts the blocker of most devices beside the numbers.
    var finished: ReadinessShare {
      var share = share
      let worst = blockers.values.max { left, right in
        left.1 == right.1 ? left.0.rule > right.0.rule : left.1 < right.1
      }
      share.worstBlocker = worst?.0
      share.worstBlockerDevices = worst?.1 ?? 0
      return share
    }
  }

  private var whole = Count(share: ReadinessShare(segment: nil, name: "site"))
  private var places: [Place: Count] = [:]

  mutating func add(_ assessment: Assessment) {
    let group = assessment.readiness
    if group == .lookAlike { return }
    let blocker = group == .blocked ? assessment.recommendation.blockers.first : nil
    Self.count(group, blocker, &whole)
    let place = Place(site: assessment.device.site, segment: assessment.device.segment)
    Self.count(
      group, blocker,
      &places[
        place,
        default: Count(
          share: ReadinessShare(
            segment: place.segment, name: place.segment?.description ?? "no segment"))])
  }

  private static func count(_ group: Readiness, _ blocker: Statement?, _ count: inout Count) {
    count.share.devices += 1
    switch group {
    case .lookAlike: break
    case .configured: count.share.configured += 1
    case .remote: count.share.withoutTouch += 1
    case .visit: count.share.withTouch += 1
    case .unknown: count.share.undecided += 1
    case .blocked:
      count.share.blocked += 1
      guard let blocker else { return }
      let known = count.blockers[blocker.rule]
      count.blockers[blocker.rule] = (known?.0 ?? blocker, (known?.1 ?? 0) + 1)
    }
  }

  /// The whole site first, then its segments by prefix.
  func all(_ profile: SiteProfile) -> [ReadinessShare] {
    let sorted = places.sorted { left, right in
      switch (left.key.segment, right.key.segment) {
      case (let first?, let second?):
        first == second ? left.key.site < right.key.site : first < second
      case (.some, nil): true
      case (nil, .some): false
      case (nil, nil): left.key.site < right.key.site
      }
    }
    let shares = sorted.map { place, count in
      var share = count.finished
      if let name = profile.segments.first(where: { $0.prefix == place.segment })?.name {
        share.name = name
      }
      if !place.site.isEmpty, places.keys.contains(where: { $0.site != place.site }) {
        share.name += " (\(place.site))"
      }
      return share
    }
    var site = whole.finished
    site.worstSegment =
      shares.filter { $0.segment != nil && $0.open > 0 }.min { left, right in
        let (mine, theirs) = (left.share ?? 100, right.share ?? 100)
        return mine == theirs ? left.open > right.open : mine < theirs
      }?.segment
    return [site] + shares
  }
}
