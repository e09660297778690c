import ScoutModel
import ScoutNet

/// Finds the fewest names whose certificate fits the suffixes of most devices.
struct Purchase {
  /// The label put before a suffix: devices look for a server of this name by themselves.
  static let host = "provisionserver"
  /// Up to so many candidates all combinations are tried.
  private static let exactLimit = 18

  private struct Need {
    let suffix: String
    let table: Ternary
    let devices: Int
  }

  private struct Candidate {
    let name: String
    /// The numbers of the needs it meets.
    var meets: Set<Int>
  }

  private let needs: [Need]
  private let beyond: [String]

  init(_ demand: SuffixDemand) {
    let sorted = demand.machines.sorted { left, right in
      (left.key.suffix, left.key.table.rawValue) < (right.key.suffix, right.key.table.rawValue)
    }
    needs = sorted.filter { SuffixKind($0.key.suffix) == .ordinary }
      .map { Need(suffix: $0.key.suffix, table: $0.key.table, devices: $0.value.count) }
    beyond = Set(sorted.map(\.key.suffix).filter { SuffixKind($0) != .ordinary }).sorted()
  }

  /// `nil` where no device could use a certificate.
  var names: NamesToBuy? {
    guard !needs.isEmpty || !beyond.isEmpty else { return nil }
    var result = NamesToBuy()
    result.beyond = beyond
    result.devices = needs.reduce(0) { $0 + $1.devices }
    let candidates = self.candidates
    var chosen: [Candidate]
    if candidates.count <= Self.exactLimit {
      chosen = smallest(candidates)
    } else {
      chosen = []
      result.isSmallest = false
      var left = Set(needs.indices)
      while !left.isEmpty, let best = best(candidates, for: left) {
        chosen.append(best)
        left.subtract(best.meets)
      }
    }
    var met: Set<Int> = []
    while let next = best(chosen, for: Set(needs.indices).subtracting(met)) {
      let new = next.meets.subtracting(met)
      result.names.append(
        NameGain(
          name: next.name, devices: devices(new),
          suffixes: Set(next.meets.map { needs[$0].suffix }).sorted()))
      met.formUnion(new)
    }
    result.covered = devices(met)
    return result
  }

  /// One name under each suffix, without those that others make superfluous.
  private var candidates: [Candidate] {
    var candidates: [Candidate] = []
    for suffix in Set(needs.map(\.suffix)).sorted() {
      let name = "\(Self.host).\(suffix)"
      let meets = needs.indices.filter { number in
        SuffixRule.verdict(name, suffix: needs[number].suffix, table: needs[number].table).fits
          == .yes
      }
      candidates.append(Candidate(name: name, meets: Set(meets)))
    }
    // Shorter names first, so that of two that do the same the plainer one stays.
    candidates.sort { ($0.name.utf8.count, $0.name) < ($1.name.utf8.count, $1.name) }
    var kept: [Candidate] = []
    for (place, candidate) in candidates.enumerated() {
      let isSuperfluous = candidates.enumerated().contains { other in
        guard other.offset != place else { return false }
        return candidate.meets.isStrictSubset(of: other.element.meets)
          || (candidate.meets == other.element.meets && other.offset < place)
      }
      if !isSuperfluous { kept.append(candidate) }
    }
    return kept
  }

  private func devices(_ numbers: Set<Int>) -> Int { numbers.reduce(0) { $0 + needs[$1].devices } }

  private func best(_ candidates: [Candidate], for open: Set<Int>) -> Candidate? {
    var best: (Candidate, Int)?
    for candidate in candidates {
      let gain = devices(candidate.meets.intersection(open))
      if gain > best?.1 ?? 0 { best = (candidate, gain) }
    }
    return best?.0
  }

  /// The smallest set that meets all that any set meets.
  private func smallest(_ candidates: [Candidate]) -> [Candidate] {
    let reachable = candidates.reduce(into: Set<Int>()) { $0.formUnion($1.meets) }
    var best = candidates
    for choice in 0..<(1 << candidates.count) where choice.nonzeroBitCount < best.count {
      let set = candidates.indices.filter { choice >> $0 & 1 == 1 }.map { candidates[$0] }
      var met: Set<Int> = []
      for candidate in set { met.formUnion(candidate.meets) }
      if met == reachable { best = set }
    }
    return best
  }
}
