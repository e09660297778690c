import ArgumentParser
import ScoutNet
import ScoutPipeline
import ScoutSimulator

/// Simulated devices, for demonstrations and for tools that want something to talk to.
struct SimulateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "simulate",
    abstract: "Run a simulated site of AMT devices on this machine's loopback addresses.",
    discussion: """
      The devices answer at 127.77.0.0/16 until Ctrl-C. UDP 623 needs root; without it that port is \
      left out, and the site says so.

      Without an option it is a company of three segments, with names. --table runs every generation \
      and product in every state, then every quirk on a machine of its own; --quirk makes every \
      machine behave so. --list says of each answer whether real devices were seen to give it or \
      whether it is inferred.

      EXAMPLES
        amtscout simulate
        amtscout simulate --truth > truth.csv
        amtscout simulate --table --quirk asf-number
        amtscout simulate --table --list
        amtscout simulate --hostile 1000
      """)

  @Option(
    help: ArgumentHelp("Where on 127.0.0.1 the site's name server listens.", valueName: "port"))
  var dnsPort: UInt16 = 15_353

  @Flag(help: "Run the behaviour table: each generation in each state, and each quirk.")
  var table = false

  @Option(
    help: ArgumentHelp(
      "Run so many peers that mean no good, 10,000 at most.", valueName: "count"))
  var hostile: Int?

  @Option(
    help: ArgumentHelp(
      "Make every machine behave so where it can; may be repeated. --list names them.",
      valueName: "name"))
  var quirk: [String] = []

  @Flag(help: "Print the machines and the quirks, with how sure each answer is, and end.")
  var list = false

  @Flag(help: "Print what is true of each device, as CSV, and end.")
  var truth = false

  @Flag(name: .shortAndLong, help: "Say nothing but errors.")
  var quiet = false

  func validate() throws {
    if table, hostile != nil { throw ValidationError("Choose one of --table and --hostile.") }
    if truth, table || hostile != nil || !quirk.isEmpty {
      throw ValidationError("--truth is told of the company alone; leave the other options out.")
    }
    if let hostile, !(1...10_000).contains(hostile) {
      throw ValidationError("--hostile \(hostile) is out of range; write 1 to 10000.")
    }
    _ = try quirks
  }

  private var scene: Scene { table ? .table : hostile.map { .hostile($0) } ?? .company }

  private var quirks: [Quirk] {
    get throws {
      try quirk.map { name in
        guard let quirk = Quirk(rawValue: name) else {
          throw ValidationError(
            "There is no quirk \"\(name)\"; amtscout simulate --list names them all.")
        }
        return quirk
      }
    }
  }

  func run() async throws {
    if truth {
      Terminal.print(
        SiteTruth(Site()).csv(SiteTruth.Conditions(capture: true, hostFiles: true)), terminator: "")
      return
    }
    if list {
      Terminal.print(Site(scene: scene).listing + "\n" + Quirk.listing, terminator: "")
      return
    }
    var options = SimulatedSite.Options()
    options.scene = scene
    options.quirks = try quirks
    if case .company = scene { options.nameServerPort = dnsPort }
    if let hostile { options.maximumConnections = max(512, 2 * hostile) }
    let running = try explained { try SimulatedSite.start(options) }
    let end = Queue<Bool>(capacity: 1)
    let interruption = Interruption { end.finish() }
    if !quiet { Terminal.say(Self.description(of: running)) }
    for await _ in end {}
    withExtendedLifetime(interruption) { running.stop() }
  }

  static func description(of running: RunningSite) -> String {
    var text =
      "Simulated site: \(running.site.devices.count) devices, \(running.listenerCount) open ports, in "
      + running.site.prefixes.map(\.description).joined(separator: ", ")
    if let port = running.nameServerPort { text += "; name server 127.0.0.1:\(port)" }
    if !running.presencePingAvailable {
      text +=
        "\nUDP 623 could not be bound (it needs root): devices that are not configured yet will "
        + "not be seen."
    }
    return text
  }
}
