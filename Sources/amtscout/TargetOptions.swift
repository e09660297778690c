import ArgumentParser

/// Which addresses are meant: the same for every command that sends.
struct TargetOptions: ParsableArguments {
  @Argument(
    help: ArgumentHelp(
      "What to look at: 10.1.0.0/22, 10.1.0.5, 10.0.0-3.1-254, 10.1.0.5-10.1.1.9, 2001:db8::/120, or a host name.",
      valueName: "target"))
  var targets: [String] = []

  @Option(
    name: .customLong("iL", withSingleDash: true),
    help: ArgumentHelp(
      "Read targets from a file, one a line, - for standard input; # begins a comment, site=… and vlan=… may follow a target.",
      valueName: "file"))
  var targetFiles: [String] = []

  @Option(help: ArgumentHelp("Leave these targets out; this always wins.", valueName: "target"))
  var exclude: [String] = []

  @Option(help: ArgumentHelp("Leave out the targets of a file.", valueName: "file"))
  var excludeFile: [String] = []

  @Flag(help: "Allow public addresses. Private, link-local and loopback ranges need no permission.")
  var allowPublic = false

  @Flag(help: "Agree to more than 65,536 IPv4 addresses, or an IPv6 prefix wider than /112.")
  var yes = false

  @Flag(help: "Put these targets beside others that the site file already holds a scan of.")
  var add = false
}

/// How to look: ports, speed, patience.
struct SweepOptions: ParsableArguments {
  @Option(help: ArgumentHelp("TCP ports to sweep, with ranges and commas.", valueName: "ports"))
  var ports = "16992-16995"

  @Flag(inversion: .prefixedNo, help: "Send the presence ping to UDP 623.")
  var udp = true

  @Option(
    help: ArgumentHelp(
      "Packets a second, as 500, 2k or max. The default is 2,000 with raw sockets and 500 without, at most 200 to one /24.",
      valueName: "rate"))
  var rate: String?

  @Option(
    help: ArgumentHelp(
      "The most packets a second into one /24 or /120. A --rate lifts this ceiling to itself.",
      valueName: "rate"))
  var ratePerPrefix: String?

  @Option(help: ArgumentHelp("Repetitions where nothing answers.", valueName: "count"))
  var retries: Int?

  @Option(
    help: ArgumentHelp(
      "How long answers are waited for after the last question, as 1s or 500ms; 3s is the default.",
      valueName: "time"))
  var coolDown: String?

  @Option(
    help: ArgumentHelp("The longest that one device may take, as 60s or 2m.", valueName: "time"))
  var hostTimeout: String?

  @Option(
    name: [.customShort("T", allowingJoined: true)],
    help: ArgumentHelp(
      "A preset from 0 (slowest, gentlest) to 5 (fastest); 3 is the default.", valueName: "0-5"))
  var preset: Int?

  @Option(
    help: ArgumentHelp("Send through this interface only.", valueName: "name"))
  var interface: String?

  @Option(
    help: ArgumentHelp(
      "The port or range to send from. Raw packets use 61440-65535, which no connection of this machine is given.",
      valueName: "ports"))
  var sourcePort: String?

  @Option(
    help: ArgumentHelp(
      "Tag raw packets for a VLAN, on a port that carries several.", valueName: "1-4094"))
  var vlan: Int?

  @Option(
    help: ArgumentHelp(
      "Visit one part of the targets, as 2/8 for the second of eight; the parts share no address.",
      valueName: "part"))
  var shard: String?

  @Option(help: ArgumentHelp("Visit the targets in the order of this number.", valueName: "number"))
  var seed: UInt64?

  @Flag(
    help:
      "Sweep by plain connections, without raw sockets. This happens by itself where the right to raw sockets is missing."
  )
  var unprivileged = false

  @Flag(
    help:
      "Ask the redirection ports for version and services; sessions are ended at once, nobody logs in."
  )
  var redirection = false

  @Flag(help: "Show the targets, the packets and the time it would take; send nothing.")
  var dryRun = false
}

/// What is written to standard error while a command works.
struct ProgressOptions: ParsableArguments {
  enum Style: String, ExpressibleByArgument, CaseIterable {
    case auto, plain, json, off
  }

  @Flag(name: .shortAndLong, help: "Say nothing but errors.")
  var quiet = false

  @Option(help: "How progress is shown: auto, plain, json or off.")
  var progress: Style = .auto

  @Option(help: "What is logged: error, warning, notice, info or debug.")
  var logLevel: LogLevel = .warning

  enum LogLevel: String, ExpressibleByArgument, CaseIterable {
    case error, warning, notice, info, debug
  }
}

/// How tables on the terminal are coloured.
struct ColorOptions: ParsableArguments {
  enum When: String, ExpressibleByArgument, CaseIterable {
    case auto, always, never
  }

  @Option(help: "Colour on the terminal: auto, always or never. NO_COLOR is respected.")
  var color: When = .auto

  /// Whether to colour what goes to standard output.
  var isWanted: Bool {
    switch color {
    case .always: true
    case .never: false
    case .auto: Terminal.isOutputTerminal && Environment.value("NO_COLOR") == nil
    }
  }
}
