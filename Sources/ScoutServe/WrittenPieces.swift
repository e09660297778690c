import Dispatch
import Foundation
import ScoutReport
import Synchronization

/// What somebody writes on a thread of its own, to be taken piece by piece: the writer waits while a few
/// are ready.
final class WrittenPieces: Sendable {
  /// The pieces; `taken` must be called after each. Who stops early ends the writer.
  let stream: AsyncThrowingStream<Data, any Error>
  private let room: DispatchSemaphore
  private static let ready = 4

  init(_ writer: @escaping @Sendable (TextSink) throws -> Void) {
    // Counted up from zero: a semaphore may not end with less than it began with.
    let room = DispatchSemaphore(value: 0)
    for _ in 0..<Self.ready { room.signal() }
    let isOver = Flag()
    self.room = room
    stream = AsyncThrowingStream { continuation in
      continuation.onTermination = { _ in
        isOver.set()
        room.signal()
      }
      DispatchQueue.global().async {
        do {
          try writer { text in
            room.wait()
            if isOver.isSet { throw CancellationError() }
            continuation.yield(Data(text.utf8))
          }
          continuation.finish()
        } catch {
          continuation.finish(throwing: error)
        }
      }
    }
  }

  func taken() { room.signal() }

  private final class Flag: Sendable {
    private let value = Atomic(false)
    var isSet: Bool { value.load(ordering: .acquiring) }
    func set() { value.store(true, ordering: .releasing) }
  }
}
