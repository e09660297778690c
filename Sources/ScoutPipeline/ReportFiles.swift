import Dispatch
import Foundation
package import ScoutReport
import Synchronization

/// Writes reports into a folder.
package struct ReportFiles {
  /// Trouble with the folder or its disk; `description` says what to do next.
  package struct WriteError: Error, CustomStringConvertible {
    package let description: String
  }

  private let folder: String

  package init(folder: String) { self.folder = folder }

  /// Writes each of `files` completely or not at all, and returns their paths.
  ///
  /// A file is written beside its place and then renamed: a report that someone has open, or one of
  /// a run that ran out of disk space, is never half a report.
  package func write(_ report: Report, _ files: [ReportFile]) throws -> [String] {
    try prepare()
    let paths = files.map { folder + "/" + $0.name }
    // Each file is a pass of its own over the same input, so they are written side by side. The one
    // that takes longest is begun first; beside it the one that can do without what the others share.
    let first: [ReportFile] = [.json, .devices]
    let order = files.indices.sorted { left, right in
      (first.firstIndex(of: files[left]) ?? first.count, left)
        < (first.firstIndex(of: files[right]) ?? first.count, right)
    }
    let report = report.sharing()
    let failures = Mutex<[Int: any Error]>([:])
    let turns = Mutex(order[...])
    // Pieces are made by `concurrentPerform`, which keeps to one core inside another one.
    let writers = DispatchGroup()
    for _ in 0..<min(order.count, ProcessInfo.processInfo.activeProcessorCount) {
      DispatchQueue.global().async(group: writers) {
        while let place = turns.withLock({ $0.popFirst() }) {
          do {
            try Self.write(paths[place]) { sink in
              try report.write(files[place], to: sink, pieces: Self.side)
            }
          } catch {
            failures.withLock { $0[place] = error }
          }
        }
      }
    }
    writers.wait()
    if let first = failures.withLock({ $0.min { $0.key < $1.key } }) { throw first.value }
    return paths
  }

  /// Makes pieces side by side, some at a time, so that few of them are held; those that were made
  /// are handed over while the next are under way.
  package static func side(
    _ count: Int, _ make: @Sendable (Int) -> String, _ sink: TextSink
  ) throws {
    let width = 8
    var ready: [String] = []
    for start in stride(from: 0, to: count, by: width) {
      let made = Mutex<[Int: String]>([:])
      let failure = Mutex<(any Error)?>(nil)
      // SAFETY: one of those side by side calls it, and nobody after they have come back.
      try withoutActuallyEscaping(sink) { sink in
        nonisolated(unsafe) let sink = sink
        let pieces = ready
        DispatchQueue.concurrentPerform(iterations: 1 + min(width, count - start)) { place in
          if place == 0 {
            do { for piece in pieces { try sink(piece) } } catch { failure.withLock { $0 = error } }
          } else {
            let piece = make(start + place - 1)
            made.withLock { $0[place] = piece }
          }
        }
        if let error = failure.withLock({ $0 }) { throw error }
      }
      ready = made.withLock { $0 }.sorted { $0.key < $1.key }.map(\.value)
    }
    for piece in ready { try sink(piece) }
  }

  /// Makes the folder where it is missing.
  package func prepare() throws {
    do {
      try FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: true)
    } catch {
      throw WriteError(
        description: "the folder \(folder) cannot be made (\(Self.reason(error))); name another "
          + "with --output")
    }
    guard access(folder, W_OK) == 0 else { throw Self.failure(folder, errno) }
  }

  /// Writes texts in the same way.
  package func write(_ files: [(name: String, text: String)]) throws -> [String] {
    try prepare()
    return try files.map { file in
      let path = folder + "/" + file.name
      try Self.write(path) { sink in try sink(file.text) }
      return path
    }
  }

  /// Writes one file completely or not at all.
  package static func write(_ path: String, _ body: (TextSink) throws -> Void) throws {
    let draft = path + ".part"
    let descriptor = open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw failure(path, errno) }
    do {
      defer { close(descriptor) }
      try body { text in
        var text = text
        try text.withUTF8 { bytes in try writeAll(bytes, descriptor, path) }
      }
      guard fsync(descriptor) == 0 else { throw failure(path, errno) }
    } catch {
      unlink(draft)
      throw error
    }
    guard rename(draft, path) == 0 else {
      let code = errno
      unlink(draft)
      throw failure(path, code)
    }
  }

  private static func writeAll(
    _ bytes: UnsafeBufferPointer<UInt8>, _ descriptor: Int32, _ path: String
  ) throws {
    guard let base = bytes.baseAddress else { return }
    var offset = 0
    while offset < bytes.count {
      let count = Foundation.write(descriptor, base + offset, bytes.count - offset)
      if count < 0 {
        if errno == EINTR { continue }
        throw failure(path, errno)
      }
      offset += count
    }
  }

  private static func failure(_ path: String, _ code: Int32) -> WriteError {
    let reason = String(cString: strerror(code))
    let advice =
      code == ENOSPC || code == EDQUOT
      ? "free some space or name another folder with --output, then run `amtscout report`: nothing "
        + "that was learned is lost"
      : "name another folder with --output"
    return WriteError(description: "\(path) cannot be written (\(reason)); \(advice)")
  }

  private static func reason(_ error: any Error) -> String {
    let underlying = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError
    if let code = underlying?.code { return String(cString: strerror(Int32(code))) }
    return (error as NSError).localizedDescription
  }
}
