import Foundation
import Testing

/// A scanner and the simulated site, in namespaces of their own: what the scanner sends to
/// 10.99.0.0/16 arrives at the site's loopback addresses.
private final class FarSite {
  let scanner: String
  let site: String
  private var processes: [Program.Running] = []

  init() throws {
    let id = "\(getpid())\(UInt16.random(in: 0...999))"
    scanner = "es\(id)"
    site = "et\(id)"
    for line in [
      "ip netns add \(scanner)", "ip netns add \(site)",
      "ip -n \(scanner) link add veth0 type veth peer name veth0 netns \(site)",
      "ip -n \(scanner) addr add 10.77.0.1/24 dev veth0",
      "ip -n \(site) addr add 10.77.0.2/24 dev veth0",
      "ip -n \(scanner) link set lo up", "ip -n \(site) link set lo up",
      "ip -n \(scanner) link set veth0 up", "ip -n \(site) link set veth0 up",
      "ip -n \(scanner) route add 10.99.0.0/16 via 10.77.0.2",
      "ip netns exec \(site) sysctl -qw net.ipv4.conf.all.route_localnet=1",
    ] {
      let result = try Program.run(line.split(separator: " ").map(String.init), within: 10)
      try #require(result.status == 0, "\(line): \(result.errors)")
    }
    let folder = try Scratch.folder()
    let rules = """
      table ip site {
        chain arrive {
          type nat hook prerouting priority -100
          dnat ip prefix to ip daddr map { 10.99.0.0/16 : 127.77.0.0/16 }
        }
      }
      """
    try Data(rules.utf8).write(to: folder.appendingPathComponent("rules"))
    let loaded = try Program.run(
      ["ip", "netns", "exec", site, "nft", "-f", folder.path + "/rules"], within: 10)
    try #require(loaded.status == 0, "\(loaded.errors)")
    let simulator = try Program.start(
      ["ip", "netns", "exec", site, Program.amtscout, "simulate"], in: folder)
    processes.append(simulator)
    try #require(simulator.wait { $0.errors.contains("Simulated site") }, "\(simulator.errors)")
  }

  /// Runs the program on the scanner.
  func run(_ arguments: [String], in folder: URL, unprivileged: Bool = false) throws
    -> Program.Result
  {
    // As a user without any right, where that is asked for.
    let drop = unprivileged ? ["capsh", "--drop=cap_net_raw", "--", "-c", "exec \"$@\"", "x"] : []
    return try Program.run(
      ["ip", "netns", "exec", scanner] + drop + [Program.amtscout] + arguments,
      environment: Program.onlyTargets(["10.77.0.0/24", "10.99.0.0/16"]), in: folder, within: 120)
  }

  deinit {
    for process in processes { process.end() }
    for name in [scanner, site] { _ = try? Program.run(["ip", "netns", "del", name], within: 10) }
  }
}

@Suite(
  "The raw engine in the whole program", .serialized,
  .enabled(if: geteuid() == 0, "needs root for network namespaces"))
struct RawProgramTests {
  /// The columns that an engine may decide.
  private func devices(_ folder: URL, _ output: String) throws -> [[String?]] {
    let text = try String(contentsOfFile: folder.path + "/\(output)/devices.csv", encoding: .utf8)
    return CSV.rows(text).map { row in
      [
        "ip", "product", "version", "state", "ports_open", "tls", "realm", "tls_name", "method",
        "confidence",
      ].map { row[$0] }
    }
  }

  @Test("gives the same devices as plain connections, and records how it was done")
  func sameDevices() throws {
    let site = try FarSite()
    let folder = try Scratch.folder()
    let common = [
      "assess", "10.99.1.0/25", "--rate", "5k", "--no-resolve", "--no-dhcp", "--progress", "off",
    ]
    let raw = try site.run(common + ["--site", "raw.amtscout", "--output", "raw"], in: folder)
    #expect(raw.status == 0, "\(raw.errors)")
    let plain = try site.run(
      common + ["--unprivileged", "--site", "plain.amtscout", "--output", "plain"], in: folder)
    #expect(plain.status == 0, "\(plain.errors)")
    let (first, second) = (try devices(folder, "raw"), try devices(folder, "plain"))
    #expect(first.count > 20 && first == second)
    let run = try String(contentsOfFile: folder.path + "/raw/run.json", encoding: .utf8)
    #expect(run.contains("\"engine\":\"raw\"") && run.contains("\"progress\":640"))
    let other = try String(contentsOfFile: folder.path + "/plain/run.json", encoding: .utf8)
    #expect(other.contains("\"engine\":\"connect\""))
  }

  @Test("without the right to raw sockets connections take over, and that is said")
  func unprivileged() throws {
    let site = try FarSite()
    let folder = try Scratch.folder()
    let common = ["sweep", "10.99.1.0/27", "--rate", "5k", "--progress", "off", "--site"]
    let raw = try site.run(common + ["raw.amtscout"], in: folder)
    let plain = try site.run(common + ["plain.amtscout"], in: folder, unprivileged: true)
    #expect(raw.status == 0 && plain.status == 0, "\(raw.errors)\(plain.errors)")
    #expect(plain.errors.contains("Sweeping by plain connections: this user may not"))
    #expect(!raw.errors.contains("plain connections"))
    #expect(
      raw.output.split(separator: "\n").sorted() == plain.output.split(separator: "\n").sorted())
    #expect(raw.output.contains("16992 open") && raw.output.contains("623/udp AMT"))
    let refused = try site.run(
      ["sweep", "10.99.1.0/27", "--vlan", "12", "--site", "x.amtscout"], in: folder,
      unprivileged: true)
    #expect(refused.status == 64 && refused.errors.contains("--vlan needs raw packets"))
  }

  @Test("SIGUSR1 and SIGUSR2 change the rate of a running sweep by 5 %, Ctrl-C ends it")
  func rateSignals() throws {
    let site = try FarSite()
    let folder = try Scratch.folder()
    let sweep = try Program.start(
      [
        "ip", "netns", "exec", site.scanner, Program.amtscout, "sweep", "10.99.0.0/20", "--ports",
        "16992", "--no-udp", "--rate", "200", "--retries", "0", "--progress", "json",
      ], environment: Program.onlyTargets(["10.77.0.0/24", "10.99.0.0/16"]), in: folder)
    func isAllowed(_ rate: Int) -> Bool {
      sweep.wait { $0.errors.contains("\"allowedRate\":\(rate),") }
    }
    #expect(isAllowed(200), "\(sweep.errors)")
    sweep.signal(SIGUSR1)
    #expect(isAllowed(210), "\(sweep.errors)")
    sweep.signal(SIGUSR2)
    // Two of one kind that wait at once are one to the kernel.
    usleep(300_000)
    sweep.signal(SIGUSR2)
    #expect(isAllowed(190), "\(sweep.errors)")
    sweep.signal(SIGINT)
    #expect(sweep.finish(within: 30).status == 130)
  }

  @Test("parts share the work, and a killed sweep goes on from its number")
  func partsAndResume() throws {
    let site = try FarSite()
    let folder = try Scratch.folder()
    let target = ["sweep", "10.99.1.0/26", "--json", "--progress", "off"]
    func open(_ result: Program.Result) -> [String] {
      result.output.split(separator: "\n").compactMap { line in
        line.contains("\"tcp\"") || line.contains("\"udp\"")
          ? String(line.prefix { $0 != "," }) + (line.contains("udp") ? "u" : "")
            + String(line.drop { $0 != "," }.prefix(16)) : nil
      }
    }
    let whole = open(try site.run(target + ["--rate", "5k", "--site", "whole"], in: folder))
    var parts: [String] = []
    for part in ["1/3", "2/3", "3/3"] {
      parts += open(
        try site.run(
          target + ["--rate", "5k", "--shard", part, "--site", "parts"], in: folder))
    }
    #expect(whole.count > 30 && parts.sorted() == whole.sorted())

    let command =
      ["ip", "netns", "exec", site.scanner, Program.amtscout] + target
      + ["--rate", "80", "--no-udp", "--site", "cut"]
    let first = try Program.start(
      command, environment: Program.onlyTargets(["10.77.0.0/24", "10.99.0.0/16"]), in: folder)
    usleep(2_000_000)
    first.signal(SIGKILL)
    _ = first.finish(within: 30)
    let second = try site.run(target + ["--rate", "5k", "--no-udp", "--site", "cut"], in: folder)
    #expect(second.status == 0)
    let found = Set(
      open(
        try site.run(
          target + ["--rate", "5k", "--no-udp", "--site", "again"], in: folder)))
    #expect(Set(open(second)).isSubset(of: found) && open(second).count < found.count)
  }
}
