import ScoutNet

/// The addresses of a sweep that lie on this machine's own links: each is asked for its hardware
/// address first, and only those that answer are probed.
final class NeighbourBook {
  /// How many addresses are to be asked.
  let count: UInt64
  /// Which of them, in the order of asking, have answered.
  let answered: AnswerBits
  private let order: Permutation
  /// Ranges of address numbers of the shard, with the places before them.
  private let spans: [(first: UInt64, before: UInt64, count: UInt64)]
  private var macs: [UInt64: UInt64] = [:]
  private var told: Set<UInt64> = []

  init(_ space: ProbeSpace, seed: UInt64) {
    var spans: [(first: UInt64, before: UInt64, count: UInt64)] = []
    var total: UInt64 = 0
    for segment in space.segments {
      guard case .way(let way) = segment.course, space.isOnLink(way) else { continue }
      // Those of the segment that the shard has: their numbers follow each other.
      let first = space.shard.share(of: segment.first)
      let past = space.shard.share(of: segment.first + segment.count)
      if past > first {
        spans.append((first, total, past - first))
        total += past - first
      }
    }
    self.spans = spans
    count = total
    // Another order than that of the probes, so that a device's two questions lie apart.
    order = Permutation(count: total, seed: seed ^ 0x6E65_6967_6862_6F75)
    answered = AnswerBits(count: total)
  }

  /// The number within the shard of the address at a place in the order of asking.
  func address(at place: UInt64) -> UInt64? {
    guard let number = order[place] else { return nil }
    for span in spans where number - span.before < span.count && number >= span.before {
      return span.first + (number - span.before)
    }
    return nil
  }

  /// The hardware address of the shard's address with a number.
  subscript(address: UInt64) -> UInt64? { macs[address] }

  /// Whether this is the first call for an address.
  func tellFirst(_ address: UInt64) -> Bool { told.insert(address).inserted }

  /// Notes an answer; one for an address that is not asked for is passed over.
  func note(_ mac: MACAddress, of address: UInt64) {
    guard mac.isUnicast else { return }
    for span in spans where address >= span.first && address - span.first < span.count {
      guard let place = order.index(of: span.before + (address - span.first)) else { return }
      answered.insert(place)
      macs[address] = mac.rawValue
      return
    }
  }
}
