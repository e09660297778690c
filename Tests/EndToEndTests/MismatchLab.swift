import Foundation
import Testing

/// Three segments with three suffixes, each a bridge of the machine that serves them: dnsmasq, ISC
/// dhcpd and Kea hand out leases, BIND answers in two views, and every machine has a cable and a
/// hardware address of its own. AMT on them is simulated.
final class MismatchLab {
  let machines = LabMachine.all
  let folder: URL
  /// The serving machine, at .1 of each segment and at 10.81.9.1 and 10.81.9.3.
  let server: String
  /// By segment, from 1: the machines of it.
  private let segments: [String]
  private var processes: [Program.Running] = []
  private var simulated: [SimulatedMachines] = []

  static let nameServers = ["10.81.9.1", "10.81.9.3"]
  private static let dock = (segment: 3, host: 124)
  private static let sixth = "fd00:81:3::21"

  init() throws {
    folder = try Scratch.folder()
    let id = "\(getpid())\(UInt16.random(in: 0...999))"
    server = "mis\(id)"
    segments = (1...3).map { "mi\($0)\(id)" }
    for name in [server] + segments { try run(["ip", "netns", "add", name]) }
    try settle()
    try cable()
  }

  deinit {
    simulated = []
    for process in processes { process.end() }
    for name in segments + [server] { _ = try? Program.run(["ip", "netns", "del", name]) }
  }

  // MARK: Cables

  /// Each of many adapters of one segment answers for its own address only.
  private func settle() throws {
    for name in segments {
      let values = [
        "all.arp_ignore=1", "all.arp_announce=2", "all.rp_filter=0", "default.rp_filter=0",
      ].map { "net.ipv4.conf.\($0)" }
      try run(["ip", "netns", "exec", name, "sysctl", "-q", "-w"] + values)
    }
  }

  private func cable() throws {
    var lines = ["link set lo up"] + Self.nameServers.map { "addr add \($0)/32 dev lo" }
    for segment in 1...3 {
      lines += [
        "link add br\(segment) type bridge", "link set br\(segment) up",
        "addr add 10.81.\(segment).1/24 broadcast + dev br\(segment)",
      ]
      var own = ["link set lo up"]
      for (host, addresses) in adapters(segment) {
        let port = "p\(segment)x\(host)"
        lines += [
          "link add \(port) type veth peer name m\(host) netns \(segments[segment - 1])",
          "link set \(port) master br\(segment)", "link set \(port) up",
        ]
        own += [
          "link set m\(host) address \(LabMachine.mac(segment, host))", "link set m\(host) up",
        ]
        own += addresses.map { "addr add \($0)/24 broadcast + dev m\(host)" }
      }
      own.append("route add default via 10.81.\(segment).1")
      if segment == 3 {
        lines.append("addr add fd00:81:3::1/64 nodad dev br3")
        own.append("addr add \(Self.sixth)/64 nodad dev m21")
      }
      try write("segment\(segment).batch", own.joined(separator: "\n") + "\n")
    }
    try write("server.batch", lines.joined(separator: "\n") + "\n")
    try run(["ip", "-n", server, "-batch", path("server.batch")])
    for segment in 1...3 {
      try run(["ip", "-n", segments[segment - 1], "-batch", path("segment\(segment).batch")])
    }
  }

  /// The adapters of a segment and their addresses.
  private func adapters(_ segment: Int) -> [(host: Int, addresses: [String])] {
    let own = machines.filter { $0.segment == segment }.map { ($0.host, [$0.address]) }
    if segment != 3 { return own }
    // Two DHCP servers do not get along on one machine: Kea stands in its segment.
    return own + [(Self.dock.host, []), (2, ["10.81.3.2"])]
  }

  func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

  private func write(_ name: String, _ text: String) throws {
    try Data(text.utf8).write(to: folder.appendingPathComponent(name))
  }

  private func run(_ command: [String]) throws {
    let result = try Program.run(command, in: folder, within: 20)
    try #require(result.status == 0, "\(command): \(result.errors)")
  }

  // MARK: Programs

  /// Starts a program on the serving machine, or on the machines of a segment.
  @discardableResult
  func start(
    _ command: [String], on segment: Int? = nil, environment: [String: String] = [:],
    until sign: String? = nil
  ) throws -> Program.Running {
    let place = segment.map { segments[$0 - 1] } ?? server
    let only = Program.onlyTargets(["10.81.0.0/16", "fd00:81:3::/64", "255.255.255.255/32"])
    let running = try Program.start(
      ["ip", "netns", "exec", place] + command,
      environment: only.merging(environment) { _, new in new }, in: folder)
    processes.append(running)
    if let sign {
      let isReady = running.wait { ($0.errors + $0.output).contains(sign) }
      try #require(isReady, "\(command[0]): \(running.errors)\(running.output)")
    }
    return running
  }

  func amtscout(_ arguments: [String]) throws -> Program.Result {
    let result = try start([Program.amtscout] + arguments).finish(within: 180)
    try #require(result.status == 0, "\(arguments): \(result.errors)")
    return result
  }

  func startServers() throws {
    try startNameServer()
    var leases = machines.filter { $0.hostName != nil || $0.fqdn != nil }.map {
      (segment: $0.segment, mac: $0.mac, address: "10.81.\($0.segment).\($0.leased ?? $0.host)")
    }
    leases.append((3, LabMachine.mac(Self.dock.segment, Self.dock.host), "10.81.3.124"))
    try startDnsmasq(leases.filter { $0.segment == 1 }.map { ($0.mac, $0.address) })
    try startDHCPD(leases.filter { $0.segment == 2 }.map { ($0.mac, $0.address) })
    try startKea(leases.filter { $0.segment == 3 }.map { ($0.mac, $0.address) })
  }

  private func startDnsmasq(_ leases: [(mac: String, address: String)]) throws {
    try write(
      "dnsmasq.conf",
      """
      port=0
      interface=br1
      bind-interfaces
      dhcp-range=10.81.1.200,10.81.1.220,255.255.255.0,1h
      dhcp-option=option:domain-name,one.example
      dhcp-option=option:dns-server,10.81.9.1

      """ + leases.map { "dhcp-host=\($0.mac),\($0.address)\n" }.joined())
    try start(
      [
        "dnsmasq", "-k", "-C", path("dnsmasq.conf"), "--no-ping", "--user=root", "--pid-file=",
        "--log-facility=-", "--dhcp-leasefile=\(path("dnsmasq.leases"))",
      ], until: "DHCP, IP range")
  }

  private func startDHCPD(_ leases: [(mac: String, address: String)]) throws {
    let hosts = leases.enumerated().map {
      "host h\($0.offset) { hardware ethernet \($0.element.mac); "
        + "fixed-address \($0.element.address); }\n"
    }
    try write(
      "dhcpd.conf",
      """
      authoritative;
      ping-check false;
      ddns-update-style none;
      option domain-name "two.example";
      option domain-name-servers 10.81.9.1;
      subnet 10.81.2.0 netmask 255.255.255.0 { range 10.81.2.200 10.81.2.220; }

      """ + hosts.joined())
    try write("dhcpd.leases", "")
    try start(
      [
        "dhcpd", "-4", "-d", "-f", "-user", "root", "-group", "root", "-cf", path("dhcpd.conf"),
        "-lf", path("dhcpd.leases"), "-pf", path("dhcpd.pid"), "br2",
      ], until: "Sending on")
  }

  private func startKea(_ leases: [(mac: String, address: String)]) throws {
    let reserved = leases.map { #"{ "hw-address": "\#($0.mac)", "ip-address": "\#($0.address)" }"# }
    try write(
      "kea.json",
      """
      { "Dhcp4": {
        "interfaces-config": { "interfaces": [ "m2" ] },
        "lease-database": { "type": "memfile", "persist": true, "name": "\(path("kea.csv"))" },
        "valid-lifetime": 3600,
        "option-data": [ { "name": "domain-name-servers", "data": "10.81.9.1" },
          { "name": "domain-name", "data": "three.example" } ],
        "subnet4": [ { "id": 1, "subnet": "10.81.3.0/24",
          "pools": [ { "pool": "10.81.3.200 - 10.81.3.220" } ],
          "reservations": [ \(reserved.joined(separator: ",\n")) ] } ] } }
      """)
    try start(
      ["kea-dhcp4", "-c", path("kea.json")], on: 3,
      environment: ["KEA_PIDFILE_DIR": folder.path, "KEA_LOCKFILE_DIR": folder.path],
      until: "DHCP4_STARTED")
  }

  // MARK: Names

  private func startNameServer() throws {
    for (number, domain) in LabMachine.domains.enumerated() {
      try writeZone(domain, records(of: number + 1, outside: false))
    }
    try writeZone("one.example", records(of: 1, outside: true), file: "outside")
    try writeZone("ad.example", "pc-221 IN A 10.81.2.21\n")
    for segment in 1...2 {
      let pointers = machines.filter { $0.segment == segment }.compactMap { machine in
        machine.pointer.map { "\(machine.host) IN PTR \($0).\(machine.suffix).\n" }
      }
      try writeZone("\(segment).81.10.in-addr.arpa", pointers.joined())
    }
    // It knows of no zone for the third segment.
    try writeZone("10.in-addr.arpa", "")
    let domains = [
      "one.example", "two.example", "three.example", "ad.example", "1.81.10.in-addr.arpa",
      "2.81.10.in-addr.arpa", "10.in-addr.arpa",
    ]
    // Updates are refused, as zones do that take signed ones only.
    func view(_ name: String, _ address: String, _ file: (String) -> String) -> String {
      let zones = domains.map {
        "zone \"\($0)\" { type primary; file \"\(file($0))\"; allow-update { none; }; };\n"
      }
      return "view \(name) { match-destinations { \(address); };\n\(zones.joined())};\n"
    }
    try write(
      "named.conf",
      """
      options { directory "\(folder.path)"; listen-on { 10.81.9.1; 10.81.9.3; };
        listen-on-v6 { none; }; pid-file "\(path("named.pid"))";
        session-keyfile "\(path("named.key"))"; recursion no; dnssec-validation no; };
      controls { };

      """ + view("inside", Self.nameServers[0]) { "\($0).zone" }
        + view("outside", Self.nameServers[1]) {
          $0 == "one.example" ? "outside.zone" : "\($0).zone"
        })
    try start(["named", "-g", "-c", path("named.conf"), "-u", "root"], until: "running")
  }

  private func writeZone(_ origin: String, _ records: String, file: String? = nil) throws {
    try write(
      "\(file ?? origin).zone",
      """
      $TTL 300
      @ IN SOA ns.one.example. root.one.example. 1 3600 600 86400 60
      @ IN NS ns.one.example.

      """ + records)
  }

  private func records(of segment: Int, outside: Bool) -> String {
    var lines = ["provisionserver IN A 10.81.9.9"]
    if segment == 1 { lines.append("ns IN A 10.81.9.1") }
    func add(_ label: String, _ hosts: [Int]) {
      lines += hosts.map { "\(label) IN A 10.81.\(segment).\($0)" }
    }
    for machine in machines where machine.segment == segment {
      switch machine.name {
      // Their names are those of nobody else, and lead where it says.
      case "M02":
        add(machine.label, machine.records)
        add("old-22", [98])
      case "M04": continue
      case "M08":
        add(machine.label, machine.records)
        add("amt-222", machine.records)
      case "M13":
        add(machine.label, machine.records)
        lines.append("\(machine.label) IN AAAA fd00:81:3::99")
      case "M15": lines.append("\(machine.label) IN A 10.81.77.\(machine.host)")
      case "M17, by name": add("twin", machine.records)
      case "M19" where outside: lines.append("\(machine.label) IN A 203.0.113.29")
      default: add(machine.label, machine.records)
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  // MARK: What happens

  func startMachines() throws {
    var keys = 0
    for segment in 1...3 {
      let own = machines.filter { $0.segment == segment }
      simulated.append(try SimulatedMachines(own, in: segments[segment - 1], keys: keys))
      keys += own.count
    }
    // The simulator speaks IPv4; what reaches the same AMT over IPv6 is passed on to it.
    try write(
      "relay.py",
      """
      import asyncio
      async def pump(reader, writer):
          try:
              while data := await reader.read(65536):
                  writer.write(data)
                  await writer.drain()
          finally:
              writer.close()
      async def serve(reader, writer):
          to_reader, to_writer = await asyncio.open_connection("10.81.3.21", 16993)
          await asyncio.gather(pump(reader, to_writer), pump(to_reader, writer), return_exceptions=True)
      async def main():
          server = await asyncio.start_server(serve, "\(Self.sixth)", 16993)
          print("ready", flush=True)
          await server.serve_forever()
      asyncio.run(main())
      """)
    try start(["python3", path("relay.py")], on: 3, until: "ready")
  }

  /// Has every machine with a name ask for its lease, one after the other in each segment.
  func lease() throws {
    var clients: [Program.Running] = []
    func ask(_ segment: Int, _ host: Int, _ options: [String]) throws {
      clients.append(
        try start(
          [
            "busybox", "udhcpc", "-i", "m\(host)", "-q", "-n", "-f", "-t", "8", "-T", "1", "-s",
            "/bin/true", "-O", "domain",
          ] + options, on: segment))
      if clients.count >= 6 { try finish() }
    }
    func finish() throws {
      for client in clients {
        let result = client.finish(within: 30)
        try #require(result.errors.contains("lease of"), "\(result.errors)\(result.output)")
      }
      clients = []
    }
    for machine in machines {
      if let name = machine.hostName {
        try ask(machine.segment, machine.host, ["-x", "hostname:\(name)"])
      } else if let name = machine.fqdn {
        try ask(machine.segment, machine.host, ["-F", name])
      }
    }
    // A dock goes by the name of the laptop in it.
    try ask(Self.dock.segment, Self.dock.host, ["-x", "hostname:pc-324"])
    try finish()
  }

  /// Has AMT's own DDNS client ask for a record, which the zone refuses.
  func register() throws {
    try write(
      "update",
      "server 10.81.9.1\nlocal 10.81.3.25\nzone three.example\n"
        + "update add pc-325.three.example 300 A 10.81.3.25\nsend\n")
    let update = try start(["nsupdate", path("update")], on: 3).finish(within: 30)
    try #require(update.errors.contains("REFUSED"), "\(update.errors)")
  }

  /// Listens in all three segments until `happenings` are over.
  func capture(_ happenings: () throws -> Void) throws {
    let capture = try start(
      [
        Program.amtscout, "capture", "-i", "br1", "-i", "br2", "-i", "br3", "--site",
        "lab.amtscout",
      ],
      until: "Listening")
    try happenings()
    // The last packets are on their way through the kernel's buffer.
    usleep(300_000)
    capture.signal(SIGINT)
    let ended = capture.finish(within: 20)
    try #require(ended.status == 0, "\(ended.errors)")
  }

  /// Imports the files of the machines that have one, and asks everything over the network.
  func assess() throws {
    let files = machines.compactMap { machine in machine.fileText.map { (machine, $0) } }
    for (machine, text) in files { try write("file-\(machine.label).json", text) }
    let names = files.map { "file-\($0.0.label).json" }
    _ = try amtscout(["import"] + names + ["--site", "lab.amtscout"])
    try write(
      "site.yaml",
      """
      home_domains: [one.example, three.example]
      segments:
        - prefix: 10.81.77.0/24
          name: VPN
          medium: vpn
          option15: three.example

      """)
    _ = try amtscout(
      [
        "assess", "10.81.1.0/26", "10.81.2.0/26", "10.81.3.0/26", Self.sixth, "--no-dhcp",
        "--profile", "site.yaml", "--site", "lab.amtscout", "--output", "out", "-q",
      ] + Self.nameServers.flatMap { ["--dns", $0] })
  }
}
