import Foundation

/// Captures and answers recorded elsewhere. They stand in `shared/data` beside the package, or below
/// the folder that `AMTSCOUT_SHARED` names; they are no part of the package, so tests that want them
/// are skipped with a message where they are absent.
package enum RecordedData {
  /// The path of `data`, or `nil` where there is none.
  package static let folder: String? = {
    let named = ProcessInfo.processInfo.environment["AMTSCOUT_SHARED"]
    var beside = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
    for _ in 0..<4 { beside.deleteLastPathComponent() }
    let path = (named ?? beside.appendingPathComponent("shared").path) + "/data"
    return FileManager.default.fileExists(atPath: path) ? path : nil
  }()

  /// Whether the recorded data are there.
  package static var isThere: Bool { folder != nil }

  /// The content of the file at `path` below `data`; throws where it cannot be read.
  package static func bytes(_ path: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: URL(fileURLWithPath: (folder ?? "") + "/" + path)))
  }

  /// The paths of all files below `path` in `data` that end in one of `endings`, sorted.
  package static func files(below path: String, endingIn endings: [String]) throws -> [String] {
    guard let folder else { return [] }
    return try FileManager.default.subpathsOfDirectory(atPath: folder + "/" + path)
      .filter { name in endings.contains { name.hasSuffix($0) } }.sorted()
  }
}
