import ScoutNet

/// All probes of a raw sweep, numbered: each address of a shard with each port, and by which way.
///
/// The numbering follows from targets, ports and shard alone, so that a number means the same on
/// every machine; the ways are this machine's own.
struct ProbeSpace {
  struct Segment {
    let isV6: Bool
    /// Its first address, and its place among all.
    let high: UInt64
    let low: UInt64
    let first: UInt64
    let count: UInt64
    let course: RoutePlan.Course
    /// Which of the counted prefixes its first address lies in.
    let firstPrefix: Int
  }

  let segments: [Segment]
  let ports: [UInt16]
  let hasPing: Bool
  let shard: Shard
  /// Addresses of the shard.
  let addresses: UInt64
  let prefixCount: Int
  /// For each way whether its targets are asked for their hardware addresses.
  private let onLinkWays: [Bool]
  /// Which of `ports` a port is.
  private let portNumbers: [UInt16: Int]

  init(_ plan: SweepPlan, routes: RoutePlan) {
    ports = plan.ports
    hasPing = plan.presencePing
    shard = plan.shard
    probesEach = plan.probesEach
    division = FastDivision(by: max(1, probesEach))
    addresses = plan.shard.share(of: plan.targets.addresses.count)
    onLinkWays = routes.ways.map(\.isOnLink)
    portNumbers = Dictionary(
      plan.ports.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    var segments: [Segment] = []
    var place: UInt64 = 0
    var prefix = -1
    var lastKey: PrefixKey?
    for piece in routes.pieces {
      let range = piece.range
      let key = PrefixKey(range.first)
      if key != lastKey { prefix += 1 }
      segments.append(
        Segment(
          isV6: range.isV6, high: UInt64(truncatingIfNeeded: range.low >> 64),
          low: UInt64(truncatingIfNeeded: range.low), first: place, count: range.count,
          course: piece.course, firstPrefix: prefix))
      place += range.count
      let more = (range.high >> 8) - (range.low >> 8)
      prefix = Int(clamping: UInt128(prefix) + more)
      lastKey = PrefixKey(range.last)
    }
    self.segments = segments
    prefixCount = prefix + 1
  }

  /// Questions to one address.
  let probesEach: UInt64
  /// Parts a probe's number into those of address and port.
  let division: FastDivision
  /// All of them.
  var count: UInt64 { addresses * probesEach }

  /// The segment of a place among all addresses; `nil` beyond the end.
  @inline(__always)
  func segment(at place: UInt64) -> Int? {
    if segments.count == 1 { return place < segments[0].count ? 0 : nil }
    var low = 0
    var high = segments.count
    while low < high {
      let middle = (low + high) / 2
      if segments[middle].first <= place { low = middle + 1 } else { high = middle }
    }
    guard low > 0, place - segments[low - 1].first < segments[low - 1].count else { return nil }
    return low - 1
  }

  /// Where an address stands among all, with its segment; `nil` for one that is no target.
  func place(of address: IPAddress) -> (place: UInt64, segment: Int)? {
    let number = address.number
    var low = 0
    var high = segments.count
    while low < high {
      let middle = (low + high) / 2
      let segment = segments[middle]
      let start = UInt128(segment.high) << 64 | UInt128(segment.low)
      let isBefore =
        segment.isV6 == address.isV6 ? start <= number : address.isV6
      if isBefore { low = middle + 1 } else { high = middle }
    }
    guard low > 0 else { return nil }
    let segment = segments[low - 1]
    let start = UInt128(segment.high) << 64 | UInt128(segment.low)
    guard segment.isV6 == address.isV6, number - start < UInt128(segment.count) else { return nil }
    return (segment.first + UInt64(truncatingIfNeeded: number - start), low - 1)
  }

  /// The number of a probe within the shard: address number and port number.
  func probe(address: UInt64, port: Int) -> UInt64 { address * probesEach + UInt64(port) }

  func isOnLink(_ way: Int) -> Bool { onLinkWays[way] }

  func portNumber(_ port: UInt16) -> Int? { portNumbers[port] }
  var pingNumber: Int? { hasPing ? ports.count : nil }

  /// The counted prefix of an address of a segment.
  @inline(__always)
  func prefix(_ segment: Segment, offset: UInt64) -> Int {
    // Within 2^33 addresses the low halves suffice; a carry into the high half wraps on both sides.
    let steps = ((segment.low & 0xFF) &+ offset) >> 8
    return segment.firstPrefix &+ Int(truncatingIfNeeded: steps)
  }

  /// The prefix of each number, for the summary.
  func prefixKeys() -> [PrefixKey] {
    var keys: [PrefixKey] = []
    keys.reserveCapacity(prefixCount)
    for segment in segments {
      let start = (UInt128(segment.high) << 64 | UInt128(segment.low)) >> 8
      let last = (UInt128(segment.high) << 64 | UInt128(segment.low)) + UInt128(segment.count) - 1
      var number = start
      while number <= last >> 8 {
        let key = PrefixKey(isV6: segment.isV6, number: number)
        if keys.last != key { keys.append(key) }
        number += 1
      }
    }
    return keys
  }
}
