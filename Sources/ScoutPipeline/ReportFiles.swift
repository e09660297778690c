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
              try report.write(files[place], to: sink, sideBySide: onAllCores)
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
