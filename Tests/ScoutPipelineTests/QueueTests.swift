import ScoutPipeline
import Synchronization
import Testing

/// A count that several tasks share.
private final class Count: Sendable {
  let value = Atomic(0)
}

@Suite("A queue between two stages") struct QueueTests {
  @Test("hands over everything in order, and never holds more than fits")
  func order() async {
    let queue = Queue<Int>(capacity: 3)
    let sent = Count()
    let received = await withTaskGroup(of: [Int].self) { group in
      group.addTask {
        for number in 0..<5000 {
          await queue.send(number)
          sent.value.store(number + 1, ordering: .relaxed)
        }
        queue.finish()
        return []
      }
      group.addTask {
        var all: [Int] = []
        for await number in queue {
          #expect(sent.value.load(ordering: .relaxed) <= all.count + 5)
          all.append(number)
        }
        return all
      }
      return await group.reduce([], +)
    }
    #expect(received == Array(0..<5000))
  }

  @Test("lets go of both sides when it is finished")
  func finish() async {
    let queue = Queue<Int>(capacity: 1)
    await queue.send(1)
    queue.finish()
    await queue.send(2)
    var all: [Int] = []
    for await number in queue { all.append(number) }
    #expect(all == [1])
  }

  @Test("feeds work that is limited in number, and passes its first error on")
  func limited() async throws {
    let running = Count()
    let queue = Queue<Int>(capacity: 64)
    for number in 0..<60 { await queue.send(number) }
    queue.finish()
    try await forEach(queue, atMost: 4) { _ in
      let now = running.value.add(1, ordering: .relaxed).newValue
      #expect(now <= 4)
      await Task.yield()
      running.value.subtract(1, ordering: .relaxed)
    }
    struct Broken: Error {}
    let more = Queue<Int>(capacity: 64)
    await more.send(1)
    more.finish()
    await #expect(throws: Broken.self) {
      try await forEach(more, atMost: 4) { _ in throw Broken() }
    }
  }
}
