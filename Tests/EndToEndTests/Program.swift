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

  /// A started program, in a process group of its own, with no signal blocked.
  ///
  /// Foundation's Process waits until every grandchild has gone, and its children inherit a mask
  /// that keeps signals from them; servers in namespaces need neither.
  final class Running {
    struct SpawnError: Error { let code: Int32 }

    private let folder: URL
    private let id: pid_t
    private var status: Int32?

    init(_ command: [String], environment: [String: String], input: String?, in directory: URL?)
      throws
    {
      folder = try Scratch.folder()
      let inputPath: String
      if let input {
        let file = folder.appendingPathComponent("input")
        try Data(input.utf8).write(to: file)
        inputPath = file.path
      } else {
        inputPath = "/dev/null"
      }
      var actions = posix_spawn_file_actions_t()
      posix_spawn_file_actions_init(&actions)
      defer { posix_spawn_file_actions_destroy(&actions) }
      posix_spawn_file_actions_addopen(&actions, 0, inputPath, O_RDONLY, 0)
      let flags = O_WRONLY | O_CREAT | O_TRUNC
      posix_spawn_file_actions_addopen(&actions, 1, folder.path + "/output", flags, 0o600)
      posix_spawn_file_actions_addopen(&actions, 2, folder.path + "/errors", flags, 0o600)
      var attributes = posix_spawnattr_t()
      posix_spawnattr_init(&attributes)
      defer { posix_spawnattr_destroy(&attributes) }
      var none = sigset_t()
      sigemptyset(&none)
      var all = sigset_t()
      sigfillset(&all)
      posix_spawnattr_setsigmask(&attributes, &none)
      posix_spawnattr_setsigdefault(&attributes, &all)
      posix_spawnattr_setpgroup(&attributes, 0)
      posix_spawnattr_setflags(
        &attributes,
        Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP))
      let variables = ProcessInfo.processInfo.environment.merging(environment) { _, new in new }
      let place = "--chdir=\((directory ?? folder).path)"
      var words = (["/usr/bin/env", place] + command).map { strdup($0) } + [nil]
      var settings = variables.map { strdup("\($0.key)=\($0.value)") } + [nil]
      defer { for text in words + settings { free(text) } }
      var started: pid_t = 0
      let code = posix_spawn(&started, "/usr/bin/env", &actions, &attributes, &words, &settings)
      guard code == 0 else { throw SpawnError(code: code) }
      id = started
    }

    var output: String { text("output") }
    var errors: String { text("errors") }

    private func text(_ name: String) -> String {
      let data = try? Data(contentsOf: folder.appendingPathComponent(name))
      return String(decoding: data ?? Data(), as: UTF8.self)
    }

    var isRunning: Bool {
      if status != nil { return false }
      var state: Int32 = 0
      if waitpid(id, &state, WNOHANG) == id {
        let signal = state & 0x7F
        status = signal == 0 ? (state >> 8) & 0xFF : -signal
      }
      return status == nil
    }

    /// The most memory the program has held so far, in KiB; `nil` once it has ended.
    ///
    /// What `wait4` tells of a program is no less than what its parent held when it was started.
    var peakMemory: Int? {
      let status = try? String(contentsOfFile: "/proc/\(id)/status", encoding: .utf8)
      let line = status?.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
      return line?.split(whereSeparator: { " \t".contains($0) }).dropFirst().first.flatMap {
        Int($0)
      }
    }

    /// Waits for the end, at most `seconds`; a program that takes longer is killed, with all that
    /// it started.
    func finish(within seconds: Double = 120) -> Result {
      if !wait(within: seconds, until: { !$0.isRunning }) {
        kill(-id, SIGKILL)
        _ = wait(within: 5, until: { !$0.isRunning })
      }
      return Result(status: status ?? -SIGKILL, output: output, errors: errors)
    }

    /// Waits until `condition` holds, at most `seconds`.
    func wait(within seconds: Double = 20, until condition: (Running) -> Bool) -> Bool {
      let deadline = Date(timeIntervalSinceNow: seconds)
      while Date() < deadline {
        if condition(self) { return true }
        if !isRunning { return condition(self) }
        usleep(20_000)
      }
      return false
    }

    func signal(_ number: Int32) { kill(id, number) }

    /// Ends the program and all that it started.
    func end() { _ = finish(within: 0) }
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
