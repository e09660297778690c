import ScoutLink
import ScoutLoop
import ScoutNet
import Testing

@testable import ScoutSweep

@Suite("Order of raw probes") struct RawOrderTests {
  @Test(
    "each value's index is found again",
    arguments: [1, 2, 3, 17, 256, 257, 5120, 65_537] as [UInt64],
    [0, 0xDEAD_BEEF, .max] as [UInt64])
  func inverse(count: UInt64, seed: UInt64) {
    let order = Permutation(count: count, seed: seed)
    #expect((0..<count).allSatisfy { index in order[index].flatMap(order.index) == index })
    #expect(order.index(of: count) == nil)
  }

  @Test(
    "a division by multiplication is exact",
    arguments: [1, 2, 3, 4, 5, 7, 10, 255, 641, 65_535, 65_536, 131_072] as [UInt64])
  func division(divisor: UInt64) {
    let division = FastDivision(by: divisor)
    let last = UInt64(1) << 47 - 1
    var numbers: [UInt64] = Array(0...1000) + [last, last - 1]
    for power in 1..<47 {
      let near = UInt64(1) << UInt64(power)
      // Multiples and their neighbours are where rounding would show.
      let multiple = near / divisor * divisor
      numbers += [near - 1, near, near + 1, multiple, multiple + divisor - 1]
      if multiple > 0 { numbers.append(multiple - 1) }
    }
    for number in numbers where number <= last {
      let (quotient, remainder) = division(number)
      #expect(quotient == number / divisor && remainder == number % divisor)
    }
  }

  @Test("shards share no address and together have all", arguments: [1, 2, 3, 8, 300] as [UInt64])
  func shards(count: UInt64) throws {
    let addresses: UInt64 = 257
    var places: [UInt64] = []
    for number in 1...count {
      let shard = try #require(Shard("\(number)/\(count)"))
      let own = (0..<shard.share(of: addresses)).map(shard.place)
      for (local, place) in own.enumerated() { #expect(shard.local(place) == UInt64(local)) }
      places += own
    }
    #expect(places.sorted() == Array(0..<addresses))
    #expect(Set(places).count == places.count)
  }

  @Test("a shard is written as a part of a whole")
  func shardText() {
    #expect(Shard("2/8")?.description == "2/8")
    for text in ["0/8", "9/8", "1", "1/0", "a/b", "1/2/3", "1/65537", ""] {
      #expect(Shard(text) == nil)
    }
  }

  /// Three pieces of one /24 and a /120, over two ways.
  static func space(shard: Shard = .whole) throws -> ProbeSpace {
    let set = try addresses("10.77.0.0/24", "10.78.0.3", "fd00::100/120")
    var plan = SweepPlan(
      targets: try TargetPolicy().admit(set), ports: [16992, 16993], presencePing: true, seed: 1)
    plan.shard = shard
    let port = PacketPort(
      name: "x", index: 1, isUp: true, isLoopback: false,
      framing: .ethernet(MACAddress(rawValue: 0x0200_0000_0001)))
    func range(_ first: String, _ last: String) throws -> AddressRange {
      let (low, high) = (try #require(IPAddress(first)), try #require(IPAddress(last)))
      return try #require(AddressRange(low, high))
    }
    let routes = RoutePlan(
      ways: [
        .init(port: port, source: .v4(IPv4Address(10, 77, 0, 1)), gateway: nil),
        .init(
          port: port, source: .v4(IPv4Address(10, 77, 0, 1)),
          gateway: .v4(IPv4Address(10, 77, 0, 2))),
      ],
      pieces: [
        .init(range: try range("10.77.0.0", "10.77.0.0"), course: .broadcast),
        .init(range: try range("10.77.0.1", "10.77.0.1"), course: .local),
        .init(range: try range("10.77.0.2", "10.77.0.255"), course: .way(0)),
        .init(range: try range("10.78.0.3", "10.78.0.3"), course: .way(1)),
        .init(range: try range("fd00::100", "fd00::1ff"), course: .none),
      ])
    return ProbeSpace(plan, routes: routes)
  }

  @Test("every address has its place, and every place its address and prefix")
  func places() throws {
    let space = try Self.space()
    #expect(space.addresses == 513 && space.count == 1539 && space.prefixCount == 3)
    let set = try addresses("10.77.0.0/24", "10.78.0.3", "fd00::100/120")
    let keys = space.prefixKeys()
    #expect(
      keys.map { $0.prefix?.description } == ["10.77.0.0/24", "10.78.0.0/24", "fd00::100/120"])
    for place in 0..<set.count {
      let address = try #require(set[place])
      let found = try #require(space.place(of: address))
      #expect(found.place == place && space.segment(at: place) == found.segment)
      let segment = space.segments[found.segment]
      #expect(
        keys[space.prefix(segment, offset: place - segment.first)] == PrefixKey(address))
    }
    #expect(space.segment(at: set.count) == nil)
    for text in ["10.76.255.255", "10.78.0.2", "10.78.0.4", "fd00::ff", "fd00::200", "::"] {
      let address = try #require(IPAddress(text))
      #expect(space.place(of: address) == nil)
    }
  }

  @Test(
    "only addresses on the link of the shard are asked for, each once",
    arguments: [1, 3] as [UInt64])
  func neighbours(parts: UInt64) throws {
    var asked: [UInt64] = []
    for part in 1...parts {
      let shard = try #require(Shard("\(part)/\(parts)"))
      let space = try Self.space(shard: shard)
      let book = NeighbourBook(space, seed: 5)
      for place in 0..<book.count {
        let number = try #require(book.address(at: place))
        asked.append(shard.place(number))
        book.note(MACAddress(rawValue: 0x0200_0000_0000 | number), of: number)
        #expect(book.answered.contains(place) && book[number] == 0x0200_0000_0000 | number)
      }
      #expect(book.address(at: book.count) == nil)
      book.note(MACAddress(rawValue: 0x0200_0000_0001), of: shard.local(0) ?? 400)
      #expect(book[shard.local(0) ?? 400] == nil)
    }
    #expect(asked.sorted() == Array(2...255))
  }

  // MARK: - Passes

  private func moment(_ milliseconds: Int64) -> Moment {
    Moment(nanoseconds: milliseconds * 1_000_000)
  }

  @Test("silence is asked again after its time, answers are not, and then all is finished")
  func passes() {
    let bits = AnswerBits(count: 100)
    var train = PassTrain(
      start: 0, end: 100, waits: [.seconds(1), .seconds(3)], memory: bits.capacity)
    var sent: [UInt64: [Int]] = [:]
    var silent: UInt64 = 0
    var time: Int64 = 0
    while !train.isDone, time < 20_000 {
      while let (place, pass) = train.next(bits) {
        sent[place, default: []].append(pass)
        #expect(pass == 0 ? time == 0 : (1000...1100).contains(time))
        if place % 10 == 0 { bits.insert(place) }
      }
      silent += train.advance(at: moment(time), bits)
      time += 10
    }
    #expect((4000...4200).contains(time))
    #expect(sent.count == 100 && silent == 90)
    #expect(sent.allSatisfy { place, passes in passes == (place % 10 == 0 ? [0] : [0, 1]) })
  }

  @Test("a sweep that is closed finishes what it began, and one number says what is left")
  func closing() {
    let bits = AnswerBits(count: 1000)
    var train = PassTrain(
      start: 0, end: 1000, waits: [.seconds(1), .seconds(1)], memory: bits.capacity)
    var sent = [Int](repeating: 0, count: 1000)
    for _ in 0..<300 { if let (place, _) = train.next(bits) { sent[Int(place)] += 1 } }
    _ = train.advance(at: moment(0), bits)
    train.closeEntrance()
    for time in stride(from: Int64(0), to: 5000, by: 10) {
      while let (place, _) = train.next(bits) { sent[Int(place)] += 1 }
      _ = train.advance(at: moment(time), bits)
    }
    #expect(train.isDone && train.finished == 300)
    #expect(sent.prefix(300).allSatisfy { $0 == 2 } && sent.dropFirst(300).allSatisfy { $0 == 0 })
    // The rest, from that number on.
    var rest = PassTrain(start: 300, end: 1000, waits: [.seconds(1)], memory: bits.capacity)
    while let (place, _) = rest.next(bits) { sent[Int(place)] += 1 }
    #expect(sent.dropFirst(300).allSatisfy { $0 == 1 })
  }

  @Test("what waits for its prefix is not overtaken by its own repetition")
  func held() {
    let bits = AnswerBits(count: 64)
    var train = PassTrain(start: 0, end: 10, waits: [.seconds(1), .seconds(1)], memory: 64)
    while train.next(bits) != nil {}
    for time in stride(from: Int64(0), to: 5000, by: 10) {
      _ = train.advance(at: moment(time), bits, held: [4, .max])
    }
    var repeated: [UInt64] = []
    while let (place, pass) = train.next(bits) {
      #expect(pass == 1)
      repeated.append(place)
    }
    #expect(repeated == [0, 1, 2, 3])
  }

  @Test("the bits of long ago make room, and the first pass does not run away from the last")
  func window() {
    let bits = AnswerBits(count: 1 << 20, most: 256)
    #expect(bits.capacity == 256)
    var train = PassTrain(start: 0, end: 1 << 20, waits: [.seconds(1)], memory: bits.capacity)
    var count = 0
    while let (place, _) = train.next(bits) {
      #expect(!bits.contains(place))
      if place % 2 == 0 { bits.insert(place) }
      count += 1
    }
    #expect(count == 256)
    for time in stride(from: Int64(0), to: 3000, by: 10) {
      _ = train.advance(at: moment(time), bits)
    }
    #expect(train.next(bits)?.place == 256 && !bits.contains(256))
  }
}

@Suite("Rate of a raw sweep") struct RawRateTests {
  private func moment(_ milliseconds: Int64) -> Moment {
    Moment(nanoseconds: milliseconds * 1_000_000)
  }

  /// Lets a second of looks pass.
  private func pass(
    _ control: inout RateControl, from start: Int64, seconds: Int64 = 1, _ signs: RateControl.Signs
  ) {
    for time in stride(from: start, to: start + seconds * 1000 + 20, by: 10) {
      var part = signs
      if time != start { part = RateControl.Signs() }
      control.look(part, at: moment(time))
    }
  }

  @Test("begins slowly and reaches what was asked within a second")
  func slowStart() {
    var control = RateControl(PacketsPerSecond(1_000_000))
    #expect(control.allowed.value == 10_000)
    var rates: [Int] = []
    for time in stride(from: Int64(0), to: 1000, by: 10) {
      control.look(RateControl.Signs(), at: moment(time))
      rates.append(control.allowed.value)
    }
    #expect(rates == rates.sorted() && control.allowed.value == 1_000_000)
    #expect(RateControl(PacketsPerSecond(2000)).allowed.value == 2000)
  }

  @Test("gives way to each kind of trouble, says why, and comes back")
  func trouble() {
    var lost = RateControl.Signs()
    lost.answers = 60
    lost.lateAnswers = 40
    var refused = RateControl.Signs()
    refused.sent = 1000
    refused.unreachable = 600
    var dropped = RateControl.Signs()
    dropped.dropped = 1
    var full = RateControl.Signs()
    full.noRoom = 1
    for (signs, reason) in [
      (lost, RateControl.Reason.loss), (refused, .unreachable), (dropped, .dropped),
      (full, .noRoom),
    ] {
      var control = RateControl(PacketsPerSecond(5000))
      control.look(RateControl.Signs(), at: moment(0))
      pass(&control, from: 10, signs)
      #expect(control.allowed.value < 5000 && control.reason == reason)
      pass(&control, from: 2000, seconds: 12, RateControl.Signs())
      #expect(control.allowed.value == 5000)
    }
  }

  @Test("does not fall below an eighth, and one loss in ten is no reason")
  func floor() {
    var control = RateControl(PacketsPerSecond(8000))
    control.look(RateControl.Signs(), at: moment(0))
    var bad = RateControl.Signs()
    bad.dropped = 5
    for second in 1..<20 as Range<Int64> { control.look(bad, at: moment(second * 1000)) }
    #expect(control.allowed.value == 1000)
    var random = RateControl.Signs()
    random.answers = 900
    random.lateAnswers = 90
    var steady = RateControl(PacketsPerSecond(8000))
    steady.look(RateControl.Signs(), at: moment(0))
    steady.look(random, at: moment(2000))
    #expect(steady.allowed.value == 8000)
  }

  @Test("follows the operator by 5 % a step")
  func steps() {
    var control = RateControl(PacketsPerSecond(2000))
    control.change(steps: 1)
    #expect(control.asked.value == 2100 && control.allowed.value == 2100)
    control.change(steps: -2)
    #expect(control.asked.value == 1905 && control.allowed.value == 1905)
    #expect(PacketsPerSecond(1).changed(steps: 1).value == 2)
  }

  @Test("batches keep the rate, also where the thread wakes late")
  func batches() {
    var bucket = TokenBucket(rate: PacketsPerSecond(100_000), burst: 500)
    var gone = 0
    var time: Int64 = 0
    while time < 10_000_000_000 {
      let now = Moment(nanoseconds: time)
      let count = bucket.available(upTo: 64, at: now)
      if count > 0 { bucket.charge(count, at: now) }
      gone += count
      time += .random(in: 1000...600_000)
    }
    #expect((990_000...1_000_600).contains(gone))
    #expect(bucket.ready(for: 50).nanoseconds - bucket.ready.nanoseconds == 49 * 10_000)
  }

  @Test("a clock that jumps neither earns a burst nor makes answers overdue")
  func clockJump() {
    var clock = SteadyClock()
    let start = clock.time(moment(1_000_000))
    #expect(clock.time(moment(1_000_500)) == start + .milliseconds(500))
    // Suspended for an hour.
    let after = clock.time(moment(1_000_500 + 3_600_000))
    #expect(after == start + .milliseconds(500) && clock.jumps == 1)
    #expect(clock.lost == .seconds(3600))
    #expect(clock.time(moment(1_000_600 + 3_600_000)) == start + .milliseconds(600))
    // And backwards.
    #expect(clock.time(moment(5)) == start + .milliseconds(600))
    #expect(clock.time(moment(105)) == start + .milliseconds(700) && clock.jumps == 2)
  }

  @Test("a small prefix is held to its ceiling, and the ceiling is left out where it cannot be met")
  func prefixes() throws {
    let gate = PrefixGate(prefixes: 2, rate: PacketsPerSecond(200))
    let slots = (0..<408).map { _ in gate.reserve(0, at: moment(0)) }
    #expect(slots.last == moment(2000) && slots == slots.sorted())
    #expect(gate.reserve(1, at: moment(3)) == moment(3))
    var plan = SweepPlan(
      targets: try TargetPolicy(isConfirmed: true).admit(addresses("10.0.0.0/8")), ports: [16992],
      presencePing: true, seed: 1)
    plan.rate = PacketsPerSecond(2000)
    let routes = RoutePlan(ways: [], pieces: [])
    #expect(!PrefixGate.isNeeded(plan, ProbeSpace(plan, routes: routes)))
    plan.targets = try TargetPolicy().admit(addresses("10.0.0.0/22"))
    #expect(PrefixGate.isNeeded(plan, ProbeSpace(plan, routes: routes)))
  }
}
