import Dispatch
import ScoutModel
import Synchronization
import Testing

@Suite("Things made side by side") struct SideBySideTests {
  private let onAllCores: SideBySide = { count, body in
    DispatchQueue.concurrentPerform(iterations: count, execute: body)
  }

  @Test(
    "are handed over once and in order, however many there are", arguments: [0, 1, 7, 8, 9, 100])
  func order(count: Int) {
    for sideBySide in [oneByOne, onAllCores] {
      var taken: [Int] = []
      inOrder(count, atOnce: 8, sideBySide) {
        $0
      } _: {
        taken.append($0)
      }
      #expect(taken == Array(0..<count))
    }
  }

  @Test("are made no more once one could not be taken", arguments: [0, 5, 99])
  func failure(at place: Int) {
    struct Full: Error {}
    let made = Atomic(0)
    var taken = 0
    #expect(throws: Full.self) {
      try inOrder(100, atOnce: 8, onAllCores) { index in
        made.add(1, ordering: .relaxed)
        return index
      } _: { index in
        if index == place { throw Full() }
        taken += 1
      }
    }
    #expect(taken == place)
    #expect(made.load(ordering: .relaxed) <= min(100, place + 24))
  }

  @Test("stand in parts that hold each once", arguments: [0, 1, 31, 32, 33, 100])
  func parts(whole: Int) {
    let parts = Parts(of: whole, by: 32)
    #expect((0..<parts.count).flatMap { parts[$0] } == Array(0..<whole))
    #expect((0..<parts.count).allSatisfy { !parts[$0].isEmpty && parts[$0].count <= 32 })
  }
}
