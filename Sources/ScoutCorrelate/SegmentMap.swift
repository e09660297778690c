import ScoutModel
import ScoutNet

/// Which segment an address lies in: what was told first, then what DHCP's subnet masks say, then
/// the /24 or /64 around the address.
struct SegmentMap {
  struct Key: Hashable {
    let prefix: Prefix
    let site: String

    init(prefix: Prefix, site: String) {
      self.prefix = prefix
      self.site = site
    }

    init(_ segment: Segment) { self.init(prefix: segment.prefix, site: segment.site) }
  }
  private var told: [Key: Segment] = [:]
  private var toldLengths: [Int] = []
  /// Sites by prefix, for observations that carry no site's label.
  private var toldSites: [Prefix: String] = [:]
  private var masks: Set<Key> = []
  private var maskLengths: [Int] = []

  init(known: [(prefix: Prefix, site: String)]) {
    for (prefix, site) in known {
      told[Key(prefix: prefix, site: site)] = Segment(prefix: prefix, site: site, isTold: true)
      toldSites[prefix] = min(site, toldSites[prefix] ?? site)
    }
    toldLengths = Self.lengths(known.map(\.prefix))
  }

  /// Takes the prefix that a subnet mask tells; says whether it is new.
  mutating func addMask(_ prefix: Prefix, site: String) -> Bool {
    // A mask outside these bounds is a point-to-point link or a mistake, not a segment.
    guard (8...30).contains(prefix.length) else { return false }
    let key = Key(prefix: prefix, site: site)
    if masks.contains(key) { return false }
    masks.insert(key)
    if !maskLengths.contains(prefix.length) { maskLengths = Self.lengths(masks.map(\.prefix)) }
    return true
  }

  /// The segments that were told, as they are before anything is known of them.
  var toldSegments: [Segment] { Array(told.values) }

  func segment(of address: IPAddress, site: String) -> Segment? {
    for length in toldLengths {
      guard let prefix = Prefix(address, length: length) else { continue }
      if let segment = told[Key(prefix: prefix, site: site)]
        ?? told[Key(prefix: prefix, site: "")]
      {
        return segment
      }
      if site.isEmpty, let other = toldSites[prefix],
        let segment = told[Key(prefix: prefix, site: other)]
      {
        return segment
      }
    }
    for length in maskLengths {
      if let prefix = Prefix(address, length: length),
        masks.contains(Key(prefix: prefix, site: site))
      {
        return Segment(prefix: prefix, site: site, isTold: true)
      }
    }
    return Prefix(address, length: address.bitWidth == 32 ? 24 : 64).map {
      Segment(prefix: $0, site: site, isTold: false)
    }
  }

  private static func lengths(_ prefixes: [Prefix]) -> [Int] {
    Array(Set(prefixes.map(\.length))).sorted(by: >)
  }
}
