import Foundation
import ScoutModel
import ScoutNet
import ScoutStore
import Testing

/// A row of hosts, each joined to the next by a cable, in network namespaces of their own. On each
/// host the cable to the left is `left`, that to the right `right`.
final class ServerLab {
  let hosts: [String]
  let folder: URL
  private var processes: [Program.Running] = []

  /// Makes the hosts; `addresses` are those of each host, as `right 10.81.1.1/24`.
  init(_ addresses: [[String]]) throws {
    folder = try Scratch.folder()
    let id = "\(getpid())\(UInt16.random(in: 0...999))"
    hosts = addresses.indices.map { "lab\($0)h\(id)" }
    var lines = hosts.flatMap { ["ip netns add \($0)", "ip -n \($0) link set lo up"] }
    for (left, right) in zip(hosts, hosts.dropFirst()) {
      lines += [
        "ip -n \(left) link add right type veth peer name left netns \(right)",
        "ip -n \(left) link set right up", "ip -n \(right) link set left up",
      ]
    }
    for (host, own) in zip(hosts, addresses) {
      for address in own {
        let words = address.split(separator: " ")
        lines.append("ip -n \(host) addr add \(words[1]) broadcast + dev \(words[0])")
      }
    }
    for line in lines { try run(line) }
  }

  deinit {
    for process in processes { process.end() }
    for host in hosts { _ = try? Program.run(["ip", "netns", "del", host], within: 10) }
  }

  func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

  func write(_ name: String, _ text: String) throws {
    try Data(text.utf8).write(to: folder.appendingPathComponent(name))
  }

  func text(_ name: String) -> String {
    (try? String(contentsOfFile: path(name), encoding: .utf8)) ?? ""
  }

  func run(_ line: String) throws {
    let result = try Program.run(line.split(separator: " ").map(String.init), within: 10)
    try #require(result.status == 0, "\(line): \(result.errors)")
  }

  /// Starts a program on a host, allowed to send within the lab, and waits until it says `sign`.
  @discardableResult
  func start(
    _ command: [String], on host: Int, environment: [String: String] = [:],
    until sign: String? = nil
  ) throws -> Program.Running {
    let only = Program.onlyTargets(["10.81.0.0/16", "255.255.255.255/32"])
    let running = try Program.start(
      ["ip", "netns", "exec", hosts[host]] + command,
      environment: only.merging(environment) { _, new in new }, in: folder)
    processes.append(running)
    if let sign {
      let isReady = running.wait { ($0.errors + $0.output).contains(sign) }
      try #require(isReady, "\(command[0]): \(running.errors)\(running.output)")
    }
    return running
  }

  func finish(_ command: [String], on host: Int) throws -> Program.Result {
    try start(command, on: host).finish(within: 90)
  }

  /// Starts to listen on a host's cable.
  func listen(_ interface: String, on host: Int, site: String, keep: String) throws
    -> Program.Running
  {
    try start(
      [
        Program.amtscout, "capture", "-i", interface, "--json", "--site", site, "-w", keep,
      ], on: host, until: "Listening")
  }

  /// Gives the last host's adapter another address, as another machine would have.
  func become(_ mac: String) throws {
    let host = hosts[hosts.count - 1]
    for step in ["down", "address \(mac)", "up"] {
      try run("ip -n \(host) link set left \(step)")
    }
  }

  /// Has udhcpc ask for a lease on the last host, busybox's own or the one that Debian packages;
  /// gives the address.
  func udhcpc(_ options: String..., packaged: Bool = false) throws -> String {
    let result = try finish(
      (packaged ? ["/usr/sbin/udhcpc"] : ["busybox", "udhcpc"]) + [
        "-i", "left", "-q", "-n", "-f", "-t", "8", "-T", "1", "-s", "/bin/true",
        "-O", "domain", "-O", "search",
      ] + options, on: hosts.count - 1)
    let words = (result.errors + result.output).split(separator: " ")
    let place = try #require(words.firstIndex(of: "of"), "\(result.errors)")
    return String(words[place + 1])
  }

  /// Has ISC dhclient ask for settings of IPv6 on the last host: a lease, or where `isStateless` no
  /// more than the settings.
  func dhclient6(isStateless: Bool = false) throws {
    try write(
      "client6.conf", "request;\nalso request dhcp6.domain-search, dhcp6.name-servers;\n")
    // Its own address of the link must have been found to be free.
    for _ in 0..<100 {
      let own = try Program.run(
        ["ip", "-n", hosts[hosts.count - 1], "-6", "addr", "show", "dev", "left", "scope", "link"])
      if own.output.contains("fe80:"), !own.output.contains("tentative") { break }
      usleep(50_000)
    }
    let client = try start(
      [
        "dhclient", "-6", "-1", "-v", "-d", "-sf", "/bin/true", "-cf", path("client6.conf"),
        "-lf", path("client6.leases"), "-pf", path("client6.pid"),
      ] + (isStateless ? ["-S"] : []) + ["left"], on: hosts.count - 1)
    // It takes its lease only once the script has set the address, which this one does not.
    let isAnswered = client.wait { ($0.errors + $0.output).contains("RCV: Reply message") }
    try #require(isAnswered, "\(client.errors)")
    client.end()
  }

  /// Has ISC dhclient ask for a lease on the last host, which it then holds; gives the address.
  func dhclient(name: String) throws -> String {
    try write(
      "client.conf",
      "send host-name \"\(name)\";\nrequest;\nalso request domain-name, domain-name-servers, domain-search, subnet-mask;\n"
    )
    let client = try start(
      [
        "dhclient", "-4", "-1", "-v", "-d", "-sf", "/bin/true", "-cf", path("client.conf"), "-lf",
        path("client.leases"), "-pf", path("client.pid"), "left",
      ], on: hosts.count - 1, until: "bound to ")
    let text = client.errors
    let start = try #require(text.range(of: "bound to "))
    return String(text[start.upperBound...].prefix { $0.isNumber || $0 == "." })
  }

  /// What a site file holds.
  func sightings(_ site: String) throws -> [Sighting] {
    let file = try SiteFile.open(path: path(site), create: false)
    var found: [Sighting] = []
    try file.forEachObservation { found.append($0.sighting) }
    return found
  }
}

extension [Sighting] {
  var dhcp: [DHCPSighting] {
    compactMap { if case .dhcp(let dhcp) = $0.fact { dhcp } else { nil } }
  }
  var names: [NameSighting] {
    compactMap { if case .name(let name) = $0.fact { name } else { nil } }
  }
  var scopes: [ScopeSighting] {
    compactMap { if case .scope(let scope) = $0.fact { scope } else { nil } }
  }
}
