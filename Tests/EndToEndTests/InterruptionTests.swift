import Foundation
import ScoutModel
import ScoutNet
import ScoutSimulator
import ScoutStore
import Testing

@Suite("A scan that is stopped", .serialized) struct InterruptionTests {
  private static let scan = [
    "assess", "127.77.1.0/27", "--rate", "60", "--no-udp", "--no-resolve", "--progress", "off",
    "--output", "out", "--site",
  ]

  private func start(_ site: String, in folder: URL) throws -> Program.Running {
    try Program.start(
      [Program.amtscout] + Self.scan + [site],
      environment: Program.onlyTargets(), in: folder)
  }

  private func openPorts(_ path: String) throws -> [String: Int] {
    var ports: [String: Int] = [:]
    try SiteFile.open(path: path, create: false).forEachObservation { observation in
      guard case .port(let port) = observation.fact, let address = observation.endpoint.address
      else { return }
      ports["\(address) \(port.port)", default: 0] += 1
    }
    return ports
  }

  private func talkedTo(_ path: String) throws -> Set<String> {
    var doors: Set<String> = []
    try SiteFile.open(path: path, create: false).forEachObservation { observation in
      guard let address = observation.endpoint.address else { return }
      switch observation.fact {
      case .web(let web): doors.insert("\(address) \(web.port)")
      case .tls(let tls): doors.insert("\(address) \(tls.port)")
      default: return
      }
    }
    return doors
  }

  @Test("by Ctrl-C or by kill -9 goes on with the same command, and finds what the whole finds")
  func resumed() throws {
    var options = SimulatedSite.Options()
    options.presencePing = false
    let running = try SimulatedSite.start(options)
    defer { running.stop() }
    let folder = try Scratch.folder()
    let whole = try start("whole.amtscout", in: folder).finish(within: 60)
    #expect(whole.status == 0, "\(whole.errors)")

    let first = try start("parts.amtscout", in: folder)
    usleep(1_200_000)
    first.signal(SIGINT)
    let stopped = first.finish(within: 30)
    #expect(stopped.status == 130)
    #expect(stopped.errors.contains("the same command goes on"))

    let second = try start("parts.amtscout", in: folder)
    usleep(700_000)
    second.signal(SIGKILL)
    #expect(second.finish(within: 30).status == -SIGKILL)

    let last = try start("parts.amtscout", in: folder).finish(within: 60)
    #expect(last.status == 0, "\(last.errors)")
    #expect(last.errors.contains("Going on with the scan"))

    let all = try openPorts(folder.path + "/whole.amtscout")
    let parts = try openPorts(folder.path + "/parts.amtscout")
    #expect(all.count > 20)
    #expect(Set(all.keys) == Set(parts.keys))
    // What was under way when it was killed may be found again; nothing else is.
    #expect(parts.values.filter { $0 > 1 }.count <= 8)
    #expect(
      try talkedTo(folder.path + "/whole.amtscout") == talkedTo(folder.path + "/parts.amtscout"))
    #expect(
      try SiteFile.open(path: folder.path + "/parts.amtscout", create: false).scans().count == 1)
  }

  @Test("leaves at once at the second Ctrl-C, and loses nothing either")
  func twice() throws {
    var options = SimulatedSite.Options()
    options.presencePing = false
    let running = try SimulatedSite.start(options)
    defer { running.stop() }
    let folder = try Scratch.folder()
    let site = folder.path + "/parts.amtscout"
    let first = try start("parts.amtscout", in: folder)
    #expect(first.wait { _ in FileManager.default.fileExists(atPath: site) })
    usleep(800_000)
    first.signal(SIGINT)
    usleep(20_000)
    first.signal(SIGINT)
    #expect(first.finish(within: 10).status == 130)
    #expect(try SiteFile.open(path: site, create: false).scans().first?.isFinished == false)
    let last = try start("parts.amtscout", in: folder).finish(within: 60)
    #expect(last.status == 0, "\(last.errors)")
    #expect(last.errors.contains("Going on with the scan"))
    #expect(try openPorts(site).count > 20)
  }
}

@Suite("A command that has no end of its own", .serialized) struct EndlessTests {
  @Test(
    "ends with 0 at Ctrl-C", .enabled(if: geteuid() == 0, "needs root to listen"),
    arguments: [["simulate", "--dns-port", "0"], ["capture", "-i", "lo"]])
  func ended(_ arguments: [String]) throws {
    let running = try Program.start(
      [Program.amtscout] + arguments, environment: Program.onlyTargets(), in: Scratch.folder())
    #expect(running.wait { !$0.errors.isEmpty }, "\(running.errors)")
    running.signal(SIGINT)
    let result = running.finish(within: 20)
    #expect(result.status == 0, "\(result.errors)")
  }
}
