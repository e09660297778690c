import ScoutPipeline
import Synchronization
import Testing

@Suite("Pieces of a file") struct ReportFilesTests {
  @Test(
    "are handed over once and in order, however many there are", arguments: [0, 1, 7, 8, 9, 100])
  func order(count: Int) throws {
    var taken: [String] = []
    try ReportFiles.side(count, { "\($0)" }, { taken.append($0) })
    #expect(taken == (0..<count).map { "\($0)" })
  }

  @Test("are made no more once one could not be taken", arguments: [0, 5, 99])
  func failure(at place: Int) {
    struct Full: Error {}
    let made = Atomic(0)
    var taken = 0
    #expect(throws: Full.self) {
      try ReportFiles.side(
        100,
        {
          made.add(1, ordering: .relaxed)
          return "\($0)"
        },
        { piece in
          if piece == "\(place)" { throw Full() }
          taken += 1
        })
    }
    #expect(taken == place)
    #expect(made.load(ordering: .relaxed) <= min(100, place + 24))
  }
}
