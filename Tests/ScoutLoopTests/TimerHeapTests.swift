import Testing

@testable import ScoutLoop

@Suite("Timer heap") struct TimerHeapTests {
  @Test("gives timers back in order of deadline, also after changes")
  func order() {
    var generator = SystemRandomNumberGenerator()
    var heap = TimerHeap()
    let timers = (0..<500).map { _ in LoopTimer {} }
    for timer in timers {
      heap.set(timer, for: Moment(nanoseconds: .random(in: 0...1000, using: &generator)))
    }
    for timer in timers.prefix(200) {
      heap.set(timer, for: Moment(nanoseconds: .random(in: 0...1000, using: &generator)))
    }
    for timer in timers.suffix(100) { heap.clear(timer) }
    #expect(heap.count == 400)
    var last = Moment(nanoseconds: -1)
    while let timer = heap.takeDue(at: .never) {
      #expect(timer.deadline >= last)
      #expect(!timer.isSet)
      last = timer.deadline
    }
    #expect(heap.count == 0)
  }

  @Test("keeps what is not yet due")
  func due() {
    var heap = TimerHeap()
    let timer = LoopTimer {}
    heap.set(timer, for: Moment(nanoseconds: 10))
    #expect(heap.takeDue(at: Moment(nanoseconds: 9)) == nil)
    #expect(heap.takeDue(at: Moment(nanoseconds: 10)) === timer)
    #expect(heap.earliest == .never)
  }

  @Test("time far away is never, not a trap")
  func moments() {
    #expect(Moment(nanoseconds: 5) + .seconds(1) == Moment(nanoseconds: 1_000_000_005))
    #expect(Moment(nanoseconds: 5) + .seconds(Int64.max) == .never)
    #expect(Moment(nanoseconds: 7) - Moment(nanoseconds: 5) == .nanoseconds(2))
  }
}
