import Foundation

/// A program of this machine, run by tests to have a second opinion.
struct ChildProcess {
  let path: URL

  /// `nil` where the program is not installed.
  init?(_ name: String) {
    let folders = ProcessInfo.processInfo.environment["PATH"]?.split(separator: ":") ?? []
    let candidates = folders.map { URL(filePath: String($0)).appending(path: name) }
    guard
      let path = candidates.first(where: { FileManager.default.isExecutableFile(atPath: $0.path()) }
      )
    else { return nil }
    self.path = path
  }

  /// `nil` where no program stands there.
  init?(at path: URL) {
    guard FileManager.default.isExecutableFile(atPath: path.path()) else { return nil }
    self.path = path
  }

  /// Runs the program and returns its exit code and what it wrote to standard output.
  func run(_ arguments: [String]) throws -> (code: Int32, output: String) {
    let process = Process()
    let pipe = Pipe()
    process.executableURL = path
    process.arguments = arguments
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: output, as: UTF8.self))
  }
}

/// A folder of one test, removed at its end.
func withTemporaryFolder<Result>(_ body: (URL) throws -> Result) throws -> Result {
  let folder = FileManager.default.temporaryDirectory.appending(path: "scout-\(UUID())")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  return try body(folder)
}

/// The root of the repository.
let repository = URL(filePath: #filePath).resolvingSymlinksInPath()
  .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
