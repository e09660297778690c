import Foundation

/// Reads the seeds of the fuzz targets, which serve as samples; run from the repository's root.
enum Samples {
  struct Missing: Error, CustomStringConvertible {
    let path: String
    var description: String { "\(path) cannot be read; run this with scripts/bench" }
  }

  static func seed(_ name: String) throws -> [UInt8] {
    let path = "Fuzz/Corpus/\(name)"
    guard let data = FileManager.default.contents(atPath: path) else { throw Missing(path: path) }
    return [UInt8](data)
  }

  /// The packets of a seed of the dissector: the link type, then each packet behind its length.
  static func packets(_ name: String) throws -> (link: UInt8, packets: [[UInt8]]) {
    let bytes = try seed(name)
    var rest = bytes.dropFirst()
    var packets: [[UInt8]] = []
    while rest.count >= 2 {
      let length = Int(rest[rest.startIndex]) << 8 | Int(rest[rest.startIndex + 1])
      packets.append(Array(rest.dropFirst(2).prefix(length)))
      rest = rest.dropFirst(2 + length)
    }
    return (bytes.first ?? 1, packets)
  }

  /// Calls `body` with a new folder, which is removed afterwards.
  static func inFolder<Value>(_ body: (String) throws -> Value) throws -> Value {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("scout-bench-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try body(folder.path)
  }
}
