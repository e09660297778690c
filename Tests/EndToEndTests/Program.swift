import Foundation

/// Runs programs as a person at a terminal would, with their output in files.
struct Program {
  struct Result {
    var status: Int32
    var output: String
    var errors: String
  }

  /// The amtscout that was built together with these tests.
  static let amtscout: String = {
    // The test runner is given its bundle's path, beside which the program lies.
    for argument in CommandLine.arguments {
      let beside = URL(fileURLWithPath: argument).deletingLastPathComponent()
        .appendingPathComponent("amtscout")
      if FileManager.default.isExecutableFile(atPath: beside.path) { return beside.path }
    }
    return ".build/debug/amtscout"
  }()

  /// A started program: its process and where its output goes.
  final class Running {
    let process: Process
    private let folder: URL

    init(_ command: [String], environment: [String: String], input: String?, in directory: URL?)
      throws
    {
      folder = try Scratch.folder()
      process = Process()
      process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
      process.arguments = command
      process.environment = ProcessInfo.processInfo.environment
        .merging(environment) { _, new in new }
      process.currentDirectoryURL = directory ?? folder
      for name in ["output", "errors"] {
        _ = FileManager.default.createFile(
          atPath: folder.appendingPathComponent(name).path, contents: nil)
      }
      process.standardOutput = try FileHandle(
        forWritingTo: folder.appendingPathComponent("output"))
      process.standardError = try FileHandle(forWritingTo: folder.appendingPathComponent("errors"))
      if let input {
        let file = folder.appendingPathComponent("input")
        try Data(input.utf8).write(to: file)
        process.standardInput = try FileHandle(forReadingFrom: file)
      } else {
        process.standardInput = FileHandle.nullDevice
      }
      try process.run()
    }

    var output: String { text("output") }
    var errors: String { text("errors") }

    private func text(_ name: String) -> String {
      let data = try? Data(contentsOf: folder.appendingPathComponent(name))
      return String(decoding: data ?? Data(), as: UTF8.self)
    }

    /// Waits for the end, at most `seconds`; a program that takes longer is killed.
    func finish(within seconds: Double = 120) -> Result {
      let deadline = Date(timeIntervalSinceNow: seconds)
      while process.isRunning, Date() < deadline { usleep(10_000) }
      if process.isRunning { kill(process.processIdentifier, SIGKILL) }
      process.waitUntilExit()
      let killed = process.terminationReason == .uncaughtSignal
      return Result(
        status: killed ? -process.terminationStatus : process.terminationStatus,
        output: output, errors: errors)
    }

    /// Waits until `condition` holds, at most `seconds`.
    func wait(within seconds: Double = 20, until condition: (Running) -> Bool) -> Bool {
      let deadline = Date(timeIntervalSinceNow: seconds)
      while Date() < deadline {
        if condition(self) { return true }
        if !process.isRunning { return condition(self) }
        usleep(20_000)
      }
      return false
    }

    func signal(_ number: Int32) { kill(process.processIdentifier, number) }
  }

  static func start(
    _ command: [String], environment: [String: String] = [:], input: String? = nil,
    in directory: URL? = nil
  ) throws -> Running {
    try Running(command, environment: environment, input: input, in: directory)
  }

  static func run(
    _ command: [String], environment: [String: String] = [:], input: String? = nil,
    in directory: URL? = nil, within seconds: Double = 120
  ) throws -> Result {
    try start(command, environment: environment, input: input, in: directory)
      .finish(within: seconds)
  }

  /// Runs amtscout, allowed to send to loopback and to `also` only.
  static func amtscout(
    _ arguments: [String], input: String? = nil, in directory: URL? = nil,
    also: [String] = [], within seconds: Double = 120
  ) throws -> Result {
    try run(
      [amtscout] + arguments, environment: onlyTargets(also), input: input, in: directory,
      within: seconds)
  }

  /// The limit on targets that every test of the program runs under.
  static func onlyTargets(_ also: [String] = []) -> [String: String] {
    ["AMTSCOUT_ONLY_TARGETS": (["127.0.0.0/8", "::1/128"] + also).joined(separator: ",")]
  }
}

/// Folders that tests write into.
enum Scratch {
  static func folder() throws -> URL {
    let url = FileManager.default.temporaryDirectory
      .appendingPathComponent("amtscout-test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    return url
  }

  static func file(_ name: String, _ text: String) throws -> URL {
    let url = try folder().appendingPathComponent(name)
    try Data(text.utf8).write(to: url)
    return url
  }
}
