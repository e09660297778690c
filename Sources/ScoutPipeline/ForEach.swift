/// Does `work` for every input, at most `limit` at once; the first error ends it all.
///
/// While `limit` are under way no further input is taken: that holds back whoever fills the queue.
package func forEach<Inputs: AsyncSequence & Sendable>(
  _ inputs: Inputs, atMost limit: Int,
  work: @escaping @Sendable (Inputs.Element) async throws -> Void
) async throws where Inputs.Element: Sendable {
  try await withThrowingTaskGroup(of: Void.self) { group in
    var inFlight = 0
    for try await input in inputs {
      if inFlight >= limit {
        try await group.next()
        inFlight -= 1
      }
      group.addTask { try await work(input) }
      inFlight += 1
    }
    try await group.waitForAll()
  }
}
