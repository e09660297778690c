import Dispatch
import ScoutModel
import ScoutStore
import Synchronization

/// Reads all observations of a site file on several cores: one thread fetches their texts, others
/// decode them, and they are handed over in their order, batch by batch.
enum ObservationStream {
  /// Observations of a batch, and batches under way at once.
  private static let batch = 2048
  private static let batches = 8

  /// - Parameters:
  ///   - scans: The numbers of the scans whose observations are wanted; `nil` for all.
  ///   - row: Hears of each observation as it is stored, before it is decoded.
  ///   - body: Takes a batch. It runs on a thread of its own, one batch at a time.
  /// - Throws: `StoreError` for a file that cannot be read, once all that was begun has ended.
  static func read(
    _ file: SiteFile, of scans: Set<Int64>? = nil, row: (StoredObservation) -> Void = { _ in },
    _ body: @escaping @Sendable ([Observation]) -> Void
  ) throws {
    let room = DispatchSemaphore(value: batches)
    let consumer = DispatchQueue(label: "observations")
    let failure = Failure()
    func send(_ rows: [StoredObservation]) {
      room.wait()
      let decoded = Decoded()
      DispatchQueue.global().async {
        decoded.put(Result { try rows.map { try $0.observation() } })
      }
      consumer.async {
        switch decoded.take() {
        case .success(let observations): if failure.error == nil { body(observations) }
        case .failure(let error): failure.note(error)
        }
        room.signal()
      }
    }
    defer { consumer.sync {} }
    var rows: [StoredObservation] = []
    rows.reserveCapacity(batch)
    try file.forEachRow(of: scans) { stored in
      row(stored)
      rows.append(stored)
      guard rows.count == batch else { return }
      if let error = failure.error { throw error }
      send(rows)
      rows.removeAll(keepingCapacity: true)
    }
    if !rows.isEmpty { send(rows) }
    consumer.sync {}
    if let error = failure.error { throw error }
  }

  /// A batch that is being decoded.
  private final class Decoded: Sendable {
    private let ready = DispatchSemaphore(value: 0)
    private let result = Mutex<Result<[Observation], any Error>>(.success([]))

    func put(_ value: Result<[Observation], any Error>) {
      result.withLock { $0 = value }
      ready.signal()
    }

    func take() -> Result<[Observation], any Error> {
      ready.wait()
      return result.withLock { result in
        defer { result = .success([]) }
        return result
      }
    }
  }

  private final class Failure: Sendable {
    private let first = Mutex<(any Error)?>(nil)

    var error: (any Error)? { first.withLock { $0 } }

    func note(_ error: any Error) { first.withLock { $0 = $0 ?? error } }
  }
}
