import ScoutLoop
import ScoutNet
import Testing

@testable import ScoutSweep

@Suite("Order of addresses") struct PermutationTests {
  @Test(
    "visits each value once",
    arguments: [0, 1, 2, 3, 5, 16, 17, 255, 256, 257, 1000, 65_536, 65_537] as [UInt64],
    [0, 1, 0xDEAD_BEEF_F00D, .max] as [UInt64])
  func bijection(count: UInt64, seed: UInt64) {
    let order = Permutation(count: count, seed: seed)
    var seen = [Bool](repeating: false, count: Int(count))
    for index in 0..<count {
      guard let value = order[index], value < count else {
        Issue.record("no value at \(index)")
        return
      }
      seen[Int(value)] = true
    }
    #expect(!seen.contains(false))
    #expect(order[count] == nil)
  }

  @Test(
    "is the same where it is worked out ahead, in whatever row places are asked for",
    arguments: [0, 1, 2, 31, 32, 33, 1000, 1024, 65_537] as [UInt64])
  func ahead(count: UInt64) {
    let order = Permutation(count: count, seed: 0xDEAD_BEEF)
    let ahead = OrderAhead(order)
    let places = Array(0..<count + 2)
    for place in places + places.reversed() + places.filter({ $0 % 5 == 0 }) {
      guard ahead[place] == order[place] else {
        Issue.record("another value at \(place) of \(count)")
        return
      }
    }
  }

  @Test("has no trap at its largest size, and differs with the seed")
  func large() {
    let order = Permutation(count: 1 << 62, seed: 7)
    for index in [0, 1, (1 << 62) - 1] as [UInt64] { #expect((order[index] ?? .max) < 1 << 62) }
    let other = Permutation(count: 1000, seed: 8)
    let same = Permutation(count: 1000, seed: 7)
    #expect((0..<1000 as Range<UInt64>).filter { other[$0] == same[$0] }.count < 20)
  }

  @Test("is the same in every version, because an unfinished sweep goes on with its number alone")
  func pinned() {
    // Computed from the algorithm's description, outside of this program.
    for (count, seed, places, values) in [
      (262_144, 7, [0, 1, 2, 262_143], [141_439, 205_029, 64_234, 98_165]),
      (1000, 8, [0, 1, 2, 999], [355, 160, 967, 652]),
      (
        3_000_000_000, .max - 1, [0, 1, 2, 2_999_999_999],
        [828_187_071, 252_341_104, 1_706_832_677, 2_047_986_374]
      ),
    ] as [(UInt64, UInt64, [UInt64], [UInt64])] {
      let order = Permutation(count: count, seed: seed)
      #expect(places.map { order[$0] } == values)
      #expect(values.map { order.index(of: $0) } == places)
    }
  }

  @Test("keeps neighbours apart: 1,000 places in a row touch most of the 256 prefixes")
  func spread() {
    let order = Permutation(count: 65_536, seed: 99)
    for start in stride(from: UInt64(0), to: 65_000, by: 13_000) {
      let prefixes = Set((start..<start + 1000).compactMap { order[$0].map { $0 >> 8 } })
      #expect(prefixes.count > 235)
    }
  }
}

@Suite("Pace") struct TokenBucketTests {
  private func moment(_ milliseconds: Int64) -> Moment {
    Moment(nanoseconds: milliseconds * 1_000_000)
  }

  @Test("lets as many go as the rate says, however often it is asked")
  func rate() {
    var bucket = TokenBucket(rate: PacketsPerSecond(500), burst: 10)
    var gone = 0
    for millisecond in 0..<10_000 as Range<Int64> {
      while bucket.take(at: moment(millisecond)) { gone += 1 }
    }
    #expect((5000...5010).contains(gone))
  }

  @Test("a pause earns a burst and no more")
  func burst() {
    var bucket = TokenBucket(rate: PacketsPerSecond(100), burst: 5)
    var first = 0
    while bucket.take(at: moment(1000)) { first += 1 }
    #expect(first == 5)
    #expect(bucket.ready == moment(1010))
    var second = 0
    while bucket.take(at: moment(60_000)) { second += 1 }
    #expect(second == 5)
  }

  @Test("what the kernel sent by itself delays what follows")
  func debt() {
    var bucket = TokenBucket(rate: PacketsPerSecond(10))
    bucket.charge(5, at: moment(0))
    let early = bucket.take(at: moment(499))
    let onTime = bucket.take(at: moment(500))
    #expect(!early && onTime)
  }

  @Test("reservations in one small prefix follow each other at its rate, others do not wait")
  func prefixes() {
    var pacer = PrefixPacer(rate: PacketsPerSecond(200))
    let here = PrefixKey(.v4(IPv4Address(10, 0, 0, 1)))
    let there = PrefixKey(.v4(IPv4Address(10, 0, 1, 1)))
    let slots = (0..<408).map { _ in pacer.reserve(here, at: moment(0)) }
    #expect(slots.last == moment(2000))
    #expect(slots == slots.sorted())
    let other = pacer.reserve(there, at: moment(3))
    #expect(other == moment(3))
  }

  @Test("forgets prefixes that are at rest")
  func forgetting() {
    var pacer = PrefixPacer(rate: PacketsPerSecond(200))
    for number in 0..<20_000 as Range<UInt32> {
      let key = PrefixKey(.v4(IPv4Address(rawValue: number << 8)))
      _ = pacer.reserve(key, at: moment(Int64(number)))
    }
    #expect(pacer.count <= 4097)
  }

  @Test("a heap gives the smallest first")
  func heap() {
    var heap = MinHeap<Int>()
    let values = (0..<300).map { _ in Int.random(in: 0...100) }
    for value in values { heap.insert(value) }
    var sorted: [Int] = []
    while let value = heap.removeFirst() { sorted.append(value) }
    #expect(sorted == values.sorted())
  }
}
