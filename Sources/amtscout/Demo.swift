import Foundation
import ScoutModel
import ScoutNet
import ScoutPipeline
import ScoutSimulator
import ScoutStore

/// `assess --demo`: the simulated site, its DHCP capture and its host files, assessed like any other.
struct Demo {
  private let command: AssessCommand

  init(_ command: AssessCommand) { self.command = command }

  func run() async throws {
    var options = SimulatedSite.Options()
    options.nameServerPort = 0
    options.presencePing = command.sweep.udp
    let running = try explained { try SimulatedSite.start(options) }
    defer { running.stop() }
    if !command.progress.quiet { Terminal.say(SimulateCommand.description(of: running)) }

    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("amtscout-demo-\(getpid())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }

    var assess = command
    assess.demo = false
    assess.targets.targets = running.site.prefixes.map(\.description)
    assess.names.dns = ["127.0.0.1:\(running.nameServerPort ?? 53)"]
    // The demo never mixes with a real site's file, and each one begins anew.
    if assess.site.path == "site.amtscout" {
      assess.site.path = folder.appendingPathComponent("demo.amtscout").path
    }
    if assess.sweep.rate == nil { assess.sweep.rate = "5k" }
    assess.imports = try Self.write(running.site, into: folder)
    try await assess.assess(command: ["assess", "--demo"])
    if command.sweep.udp, !running.presencePingAvailable, !command.progress.quiet {
      Terminal.say("Run it as root to see the devices that are not configured yet, too.")
    }
  }

  /// Writes the site's capture and host files, as a consultant would have them at hand.
  private static func write(_ site: Site, into folder: URL) throws -> [String] {
    let capture = folder.appendingPathComponent("dhcp.pcap")
    // The leases are as fresh as the scan: a lease from another day says little of an address.
    let recent = UInt32(clamping: Int(Date().timeIntervalSince1970) - 600)
    try Data(site.capture(startingAt: recent)).write(to: capture)
    var paths = [capture.path]
    for file in site.hostFiles {
      let path = folder.appendingPathComponent(file.name)
      try Data(file.text.utf8).write(to: path)
      paths.append(path.path)
    }
    return paths
  }
}
