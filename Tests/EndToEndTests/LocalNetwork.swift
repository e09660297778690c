import Foundation
import Testing

/// Hosts on one switch, in network namespaces of their own. The first is 10.77.0.1, the next
/// 10.77.0.2, and so on.
final class LocalNetwork {
  let hosts: [String]
  private var processes: [Program.Running] = []

  init(hosts count: Int) throws {
    let id = "\(getpid())\(UInt16.random(in: 0...999))"
    hosts = (0..<count).map { "sw\($0)h\(id)" }
    let first = hosts[0]
    var lines = hosts.map { "ip netns add \($0)" }
    lines += hosts.map { "ip -n \($0) link set lo up" }
    lines += ["ip -n \(first) link add veth0 type bridge", "ip -n \(first) link set veth0 up"]
    for (index, host) in hosts.enumerated() {
      if index > 0 {
        lines += [
          "ip -n \(first) link add port\(index) type veth peer name veth0 netns \(host)",
          "ip -n \(first) link set port\(index) master veth0",
          "ip -n \(first) link set port\(index) up", "ip -n \(host) link set veth0 up",
        ]
      }
      lines.append("ip -n \(host) addr add 10.77.0.\(index + 1)/24 broadcast + dev veth0")
    }
    for line in lines {
      let result = try Program.run(line.split(separator: " ").map(String.init), within: 10)
      try #require(result.status == 0, "\(line): \(result.errors)")
    }
  }

  /// Starts a program on one of the hosts, allowed to send within the switch.
  func start(_ command: [String], on host: Int, in folder: URL) throws -> Program.Running {
    let running = try Program.start(
      ["ip", "netns", "exec", hosts[host]] + command,
      environment: Program.onlyTargets(["10.77.0.0/24", "255.255.255.255/32"]), in: folder)
    processes.append(running)
    return running
  }

  /// Starts a DHCP server on one of the hosts and waits until it listens.
  func startDHCPServer(on host: Int, options: [String], in folder: URL) throws {
    let server = try start(
      [
        "dnsmasq", "-k", "-C", "/dev/null", "--port=0", "--interface=veth0", "--bind-interfaces",
        "--no-ping", "--user=root", "--log-facility=-",
        "--dhcp-range=10.77.0.\(50 + host * 20),10.77.0.\(59 + host * 20),255.255.255.0,1h",
        "--dhcp-leasefile=\(folder.path)/leases\(host)", "--pid-file=",
      ] + options, on: host, in: folder)
    try #require(server.wait { $0.errors.contains("DHCP, IP range") }, "\(server.errors)")
  }

  deinit {
    for process in processes { process.end() }
    for name in hosts { _ = try? Program.run(["ip", "netns", "del", name], within: 10) }
  }
}
