import ArgumentParser
import ScoutNet
import ScoutPipeline
import ScoutSimulator

/// The simulated site, for demonstrations and for tools that want something to talk to.
struct SimulateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "simulate",
    abstract: "Run a simulated site of AMT devices on this machine's loopback addresses.",
    discussion: """
      The devices answer at 127.77.0.0/16 until Ctrl-C. UDP 623 needs root; without it that port is \
      left out, and the site says so.

      EXAMPLES
        amtscout simulate
        amtscout simulate --truth > truth.csv
      """)

  @Option(
    help: ArgumentHelp("Where on 127.0.0.1 the site's name server listens.", valueName: "port"))
  var dnsPort: UInt16 = 15_353

  @Flag(help: "Print what is true of each device, as CSV, and end.")
  var truth = false

  @Flag(name: .shortAndLong, help: "Say nothing but errors.")
  var quiet = false

  func run() async throws {
    if truth {
      Terminal.print(
        SiteTruth(Site()).csv(SiteTruth.Conditions(capture: true, hostFiles: true)), terminator: "")
      return
    }
    var options = SimulatedSite.Options()
    options.nameServerPort = dnsPort
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
