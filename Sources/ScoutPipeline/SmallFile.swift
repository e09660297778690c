import Foundation
import ScoutModel

/// Files that are read whole, if they are small.
enum SmallFile {
  /// The bytes of a file; `nil` where it cannot be read, is no file, or is larger than `limit`.
  static func bytes(at path: String, limit: Int) -> Data? {
    guard let handle = FileHandle(forReadingAtPath: path) else { return nil }
    defer { try? handle.close() }
    // One byte more than allowed tells too large from just right, and a pipe or device that never
    // ends is not read on.
    guard let data = try? handle.read(upToCount: limit + 1), data.count <= limit else { return nil }
    return data
  }
}

extension Timestamp {
  /// When a file was last written; now, where that cannot be told.
  static func written(_ path: String) -> Timestamp {
    let attributes = try? FileManager.default.attributesOfItem(atPath: path)
    guard let date = attributes?[.modificationDate] as? Date else { return .now }
    return Timestamp(microseconds: Int64(date.timeIntervalSince1970 * 1_000_000))
  }
}
