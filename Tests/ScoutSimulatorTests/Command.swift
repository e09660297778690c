import Foundation

/// A program of the system, run to its end.
enum Command {
  /// What it wrote and how it ended; `nil` where it is not installed.
  static func run(
    _ name: String, _ arguments: [String], input: String = ""
  ) throws -> (output: String, status: Int32)? {
    let places = ["/usr/bin/", "/usr/sbin/", "/bin/", "/sbin/"].map { $0 + name }
    guard let path = places.first(where: { FileManager.default.isExecutableFile(atPath: $0) })
    else { return nil }
    return try run(URL(fileURLWithPath: path), arguments, input: input)
  }

  /// What the program at `place` wrote and how it ended.
  static func run(
    _ place: URL, _ arguments: [String], input: String = ""
  ) throws -> (output: String, status: Int32) {
    let process = Process()
    process.executableURL = place
    process.arguments = arguments
    let (output, feed) = (Pipe(), Pipe())
    process.standardOutput = output
    process.standardError = output
    process.standardInput = feed
    try process.run()
    try? feed.fileHandleForWriting.write(contentsOf: Data(input.utf8))
    try? feed.fileHandleForWriting.close()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (String(decoding: data, as: UTF8.self), process.terminationStatus)
  }
}
