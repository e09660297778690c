import Foundation
import ScoutSweep

/// Reads targets from the command line and from files.
enum TargetFiles {
  /// The largest file of targets that is read, in bytes.
  private static let limit = 64 << 20

  static func list(_ arguments: [String], files: [String]) throws -> TargetList {
    try explained {
      var list = try TargetList(arguments: arguments)
      for path in files { try list.read(lines: try text(path), name: path) }
      return list
    }
  }

  private static func text(_ path: String) throws -> String {
    let handle: FileHandle
    if path == "-" {
      handle = .standardInput
    } else {
      guard let opened = FileHandle(forReadingAtPath: path) else {
        throw Failure("\(path) cannot be read; does it exist, and may you read it?")
      }
      handle = opened
    }
    let data: Data
    do {
      data = try handle.read(upToCount: limit + 1) ?? Data()
    } catch {
      throw Failure("\(path) cannot be read; is it a file?")
    }
    guard data.count <= limit else {
      throw Failure("\(path) is larger than \(limit >> 20) MiB; name prefixes instead of addresses")
    }
    return String(decoding: data, as: UTF8.self)
  }
}
