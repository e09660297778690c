import Foundation
import ScoutSimulator
import Testing

/// Two hosts joined by a cable, in network namespaces of their own; the first serves.
final class Cable {
  let server: String
  let client: String
  private var processes: [Program.Running] = []

  init() throws {
    let id = "\(getpid())\(UInt16.random(in: 0...999))"
    server = "as\(id)"
    client = "ac\(id)"
    for line in [
      "ip netns add \(server)", "ip netns add \(client)",
      "ip -n \(server) link add veth0 type veth peer name veth0 netns \(client)",
      "ip -n \(server) addr add 10.77.0.1/24 dev veth0",
      "ip -n \(server) link set lo up", "ip -n \(server) link set veth0 up",
      "ip -n \(client) link set lo up", "ip -n \(client) link set veth0 up",
    ] {
      let result = try Program.run(line.split(separator: " ").map(String.init), within: 10)
      try #require(result.status == 0, "\(line): \(result.errors)")
    }
  }

  /// Starts a program on the serving host.
  func start(_ command: [String], in folder: URL) throws -> Program.Running {
    let running = try Program.start(
      ["ip", "netns", "exec", server] + command,
      environment: Program.onlyTargets(["10.77.0.0/24"]), in: folder)
    processes.append(running)
    return running
  }

  deinit {
    for process in processes { process.end() }
    for name in [server, client] { _ = try? Program.run(["ip", "netns", "del", name], within: 10) }
  }
}

/// Three hosts at the ports of one switch: a server, a client, and one that listens.
private final class Switch {
  let server: String
  let client: String
  let listener: String
  private let bridge: String
  private var processes: [Program.Running] = []

  init() throws {
    let id = "\(getpid())\(UInt16.random(in: 0...999))"
    bridge = "ab\(id)"
    server = "as\(id)"
    client = "ac\(id)"
    listener = "al\(id)"
    var lines = [
      "ip netns add \(bridge)", "ip -n \(bridge) link add br0 type bridge",
      "ip -n \(bridge) link set br0 up",
    ]
    for (index, host) in [server, client, listener].enumerated() {
      lines += [
        "ip netns add \(host)",
        "ip -n \(bridge) link add port\(index) type veth peer name veth0 netns \(host)",
        "ip -n \(bridge) link set port\(index) master br0 up",
        "ip -n \(host) link set lo up", "ip -n \(host) link set veth0 up",
      ]
    }
    lines.append("ip -n \(server) addr add 10.77.0.1/24 dev veth0")
    for line in lines {
      let result = try Program.run(line.split(separator: " ").map(String.init), within: 10)
      try #require(result.status == 0, "\(line): \(result.errors)")
    }
  }

  func start(_ command: [String], on host: String, in folder: URL) throws -> Program.Running {
    let running = try Program.start(
      ["ip", "netns", "exec", host] + command, environment: Program.onlyTargets(), in: folder)
    processes.append(running)
    return running
  }

  deinit {
    for process in processes { process.end() }
    for name in [server, client, listener, bridge] {
      _ = try? Program.run(["ip", "netns", "del", name], within: 10)
    }
  }
}

@Suite(
  "On a network with real servers", .serialized,
  .enabled(if: geteuid() == 0, "needs root for network namespaces"))
struct NetworkTests {
  private func dnsmasq(_ folder: URL) -> [String] {
    [
      "dnsmasq", "-k", "-C", "/dev/null", "--port=0", "--interface=veth0", "--bind-interfaces",
      "--no-ping", "--user=root", "--dhcp-range=10.77.0.50,10.77.0.59,255.255.255.0,1h",
      "--dhcp-option=option:domain-name,corp.example",
      "--dhcp-leasefile=\(folder.path)/leases", "--pid-file=\(folder.path)/pid",
    ]
  }

  /// A real client asks for a lease; nothing of this machine is changed.
  private func dhclient(on host: String, _ folder: URL) throws -> Program.Result {
    try Data("send host-name \"pc-0042\";\n".utf8)
      .write(to: folder.appendingPathComponent("client.conf"))
    return try Program.run(
      [
        "timeout", "-s", "KILL", "12", "ip", "netns", "exec", host, "dhclient", "-4", "-1",
        "-v", "-d", "-sf", "/bin/true", "-cf", "\(folder.path)/client.conf", "-lf",
        "\(folder.path)/client.leases", "-pf", "\(folder.path)/client.pid", "veth0",
      ], within: 20)
  }

  @Test("option 15 that dnsmasq hands to dhclient arrives in the JSON lines and in the report")
  func suffix() throws {
    let cable = try Cable()
    let folder = try Scratch.folder()
    _ = try cable.start(dnsmasq(folder), in: folder)
    let capture = try cable.start(
      [
        Program.amtscout, "capture", "-i", "veth0", "--json", "--for", "8s", "--site",
        "heard.amtscout",
      ],
      in: folder)
    let assess = try cable.start(
      [
        Program.amtscout, "assess", "10.77.0.50-10.77.0.59", "--capture", "veth0", "--no-resolve",
        "--rate", "6", "--site", "scan.amtscout", "--output", "out", "--progress", "off",
      ], in: folder)
    #expect(capture.wait { $0.errors.contains("Listening") }, "\(capture.errors)")
    // The scan listens from the moment its first probe leaves, which its site file shows.
    #expect(
      assess.wait { _ in FileManager.default.fileExists(atPath: folder.path + "/scan.amtscout") })
    usleep(1_000_000)
    let client = try dhclient(on: cable.client, folder)
    #expect(client.errors.contains("bound to"), "\(client.errors)")
    let heard = capture.finish(within: 30)
    #expect(heard.status == 0, "\(heard.errors)")
    let acknowledged = heard.output.split(separator: "\n").filter { $0.contains("\"ACK\"") }
    #expect(acknowledged.contains { $0.contains("\"domainName\":\"corp.example\"") })
    #expect(heard.output.contains("\"hostName\":\"pc-0042\""))
    let scanned = assess.finish(within: 90)
    #expect(scanned.status == 0, "\(scanned.errors)")
    let report = try String(contentsOfFile: folder.path + "/out/report.json", encoding: .utf8)
    #expect(report.contains("\"prefix\":\"10.77.0.0/24\""))
    #expect(report.contains("\"value\":\"corp.example\",\"source\":\"10.77.0.1\""))
  }

  @Test("requests without answers are told as a port that is not mirrored")
  func notMirrored() throws {
    let cable = try Cable()
    let folder = try Scratch.folder()
    let capture = try cable.start(
      [Program.amtscout, "capture", "-i", "veth0", "--for", "6s", "--site", "heard.amtscout"],
      in: folder)
    #expect(capture.wait { $0.errors.contains("Listening") })
    // Nobody serves: the client's broadcasts are all that is heard, as on a switched port.
    _ = try Program.run(
      [
        "timeout", "-s", "KILL", "5", "ip", "netns", "exec", cable.client, "busybox", "udhcpc",
        "-i",
        "veth0", "-n", "-q", "-f", "-t", "2", "-T", "1", "-s", "/bin/true",
      ], within: 15)
    let heard = capture.finish(within: 30)
    #expect(heard.status == 0)
    #expect(heard.errors.contains("not mirrored"), "\(heard.errors)")
    let findings = try Program.amtscout([
      "findings", "--json", "--site", folder.path + "/heard.amtscout",
    ])
    #expect(findings.output.contains("mirrored"), "\(findings.output)")
  }

  @Test("at a third port of a switch the answers to others are not heard, and the program says so")
  func thirdPort() throws {
    let network = try Switch()
    let folder = try Scratch.folder()
    _ = try network.start(dnsmasq(folder), on: network.server, in: folder)
    let capture = try network.start(
      [
        Program.amtscout, "capture", "-i", "veth0", "--json", "--for", "8s", "--site",
        "heard.amtscout",
      ], on: network.listener, in: folder)
    #expect(capture.wait { $0.errors.contains("Listening") }, "\(capture.errors)")
    let client = try dhclient(on: network.client, folder)
    #expect(client.errors.contains("bound to"), "\(client.errors)")
    let heard = capture.finish(within: 30)
    #expect(heard.status == 0, "\(heard.errors)")
    #expect(heard.output.contains("\"DISCOVER\""))
    #expect(!heard.output.contains("\"ACK\""))
    #expect(!heard.output.contains("corp.example"))
    #expect(heard.errors.contains("not mirrored"), "\(heard.errors)")
  }

  @Test("a real name server answers forward and reverse for the simulated site")
  func names() throws {
    var options = SimulatedSite.Options()
    options.presencePing = false
    options.hosts = ["1.22", "1.28"]
    let running = try SimulatedSite.start(options)
    defer { running.stop() }
    let folder = try Scratch.folder()
    let server = try Program.start(
      [
        "dnsmasq", "-k", "-C", "/dev/null", "--port=15399", "--listen-address=127.0.0.1",
        "--bind-interfaces", "--no-resolv", "--no-hosts", "--user=root", "--pid-file=",
      ] + running.site.zone.dnsmasqOptions, in: folder)
    defer { server.end() }
    usleep(500_000)
    let result = try Program.amtscout(
      [
        "assess", "127.77.1.22", "127.77.1.28", "--dns", "127.0.0.1:15399", "--no-udp", "--site",
        "s.amtscout", "--output", "out", "--progress", "off",
      ], in: folder)
    #expect(result.status == 0, "\(result.errors)")
    let rows = try CSV.rows(
      String(contentsOfFile: folder.path + "/out/devices.csv", encoding: .utf8))
    #expect(rows.count == 2)
    for row in rows {
      #expect(row["ptr"]?.hasSuffix(".corp.example") == true)
      #expect(row["forward"] == row["ip"])
      #expect(row["name_verdict"] == "consistent")
    }
  }
}
