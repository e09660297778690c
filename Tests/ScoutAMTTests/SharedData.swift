import Foundation

/// The folder of recorded captures and answers that stands beside the package, where it is there.
enum SharedData {
  static let root: URL? = {
    let named = ProcessInfo.processInfo.environment["AMTSCOUT_SHARED"].map(
      URL.init(fileURLWithPath:))
    let package = URL(fileURLWithPath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    let beside = package.deletingLastPathComponent().appendingPathComponent("shared")
    return [named, beside].compactMap(\.self).first {
      FileManager.default.fileExists(atPath: $0.appendingPathComponent("data").path)
    }
  }()

  /// The message with which tests skip.
  static let absent = "the folder of recorded data is not beside the package"

  static func bytes(_ path: String) throws -> [UInt8] {
    guard let root else { return [] }
    return [UInt8](try Data(contentsOf: root.appendingPathComponent("data/" + path)))
  }
}
