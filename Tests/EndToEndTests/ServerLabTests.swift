import Foundation
import ScoutModel
import ScoutNet
import Testing

/// Three segments with three suffixes, served by real programs; what they were set up to send must
/// be what we hear, and what they write down what we import.
@Suite(
  "In a lab of real servers", .serialized,
  .enabled(if: geteuid() == 0, "needs root for network namespaces"))
struct ServerLabTests {
  /// The answers to clients that were heard, by the client's hardware address.
  private func acknowledged(_ sightings: [Sighting]) -> [String: DHCPSighting] {
    Dictionary(
      sightings.dhcp.filter { $0.message == "ACK" }
        .compactMap { dhcp in dhcp.clientMAC.map { ($0.description, dhcp) } },
      uniquingKeysWith: { _, last in last })
  }

  /// Ends a capture, and checks that the packets it kept say the same again.
  private func end(
    _ capture: Program.Running, _ lab: ServerLab, site: String, keep: String
  ) throws -> [Sighting] {
    capture.signal(SIGINT)
    let heard = capture.finish(within: 20)
    #expect(heard.status == 0, "\(heard.errors)")
    let again = try lab.finish(
      [Program.amtscout, "capture", "-r", keep, "--json", "--site", "again-\(site)"], on: 0)
    #expect(again.status == 0, "\(again.errors)")
    // Times on the wire and in the file agree to the microsecond.
    #expect(again.output == heard.output)
    #expect(!heard.output.isEmpty)
    return try lab.sightings(site)
  }

  private func imported(_ lab: ServerLab, _ files: String...) throws -> [Sighting] {
    let result = try lab.finish(
      [Program.amtscout, "import"] + files + ["--site", "imported.amtscout"], on: 0)
    #expect(result.status == 0, "\(result.errors)")
    #expect(!result.errors.contains("cannot be read"), "\(result.errors)")
    return try lab.sightings("imported.amtscout")
  }

  /// Each lease in the server's file is one that was acknowledged on the wire, and the other way
  /// round.
  private func compare(_ leases: [DHCPSighting], _ heard: [String: DHCPSighting]) {
    let held = leases.filter { $0.message == "LEASE" }
    #expect(Set(held.compactMap(\.clientMAC?.description)) == Set(heard.keys))
    for lease in held {
      let answer = lease.clientMAC.flatMap { heard[$0.description] }
      #expect(lease.clientAddress == answer?.yourAddress)
    }
  }

  @Test("dnsmasq: what was heard is what it was set up to send, and what it wrote down")
  func dnsmasq() throws {
    let lab = try ServerLab([["right 10.81.1.1/24"], []])
    try lab.write(
      "dnsmasq.conf",
      """
      port=0
      interface=right
      bind-interfaces
      domain=other.example
      dhcp-range=set:one,10.81.1.50,10.81.1.99,255.255.255.0,1h
      dhcp-option=tag:one,option:domain-name,one.example
      dhcp-option=option:dns-server,10.81.9.1,10.81.9.3
      dhcp-option=option:domain-search,one.example,corp.example
      """)
    try lab.start(
      [
        "dnsmasq", "-k", "-C", lab.path("dnsmasq.conf"), "--no-ping", "--user=root", "--pid-file=",
        "--log-facility=-", "--dhcp-leasefile=\(lab.path("dnsmasq.leases"))",
      ], on: 0, until: "DHCP, IP range")
    let capture = try lab.listen("right", on: 0, site: "heard.amtscout", keep: "heard.pcap")
    try lab.become("02:00:00:00:01:01")
    let first = try lab.udhcpc("-x", "hostname:pc-11")
    try lab.become("02:00:00:00:01:02")
    let second = try lab.dhclient(name: "pc-12")
    let heard = acknowledged(
      try end(capture, lab, site: "heard.amtscout", keep: "heard.pcap"))
    #expect(
      heard.mapValues { $0.yourAddress?.description }
        == ["02:00:00:00:01:01": first, "02:00:00:00:01:02": second])
    for answer in heard.values {
      #expect(answer.domainName == "one.example")
      #expect(answer.nameServers == [IPv4Address(10, 81, 9, 1), IPv4Address(10, 81, 9, 3)])
      #expect(answer.searchList == ["one.example", "corp.example"])
      #expect(answer.server == IPv4Address(10, 81, 1, 1))
      #expect(answer.segment == Prefix("10.81.1.0/24"))
    }
    let files = try imported(lab, "dnsmasq.leases", "dnsmasq.conf", "client.leases")
    compare(files.dhcp, heard)
    #expect(Set(files.dhcp.compactMap(\.hostName)) == ["pc-11", "pc-12"])
    #expect(files.scopes.map(\.domainName) == ["one.example"])
    // The client's own file tells the same as the wire.
    #expect(files.dhcp.filter { $0.message == "ACK" }.map(\.domainName) == ["one.example"])
  }

  @Test("Kea: what was heard is what it was set up to send, and what it wrote down")
  func kea() throws {
    let lab = try ServerLab([["right 10.81.3.1/24"], []])
    try lab.write(
      "kea.json",
      """
      { "Dhcp4": { // the third segment
        "interfaces-config": { "interfaces": [ "right" ] },
        "lease-database": { "type": "memfile", "persist": true, "name": "\(lab.path("kea.csv"))" },
        "valid-lifetime": 3600,
        "option-data": [ { "name": "domain-name-servers", "data": "10.81.9.1" } ],
        "subnet4": [ { "id": 1, "subnet": "10.81.3.0/24",
          "pools": [ { "pool": "10.81.3.50 - 10.81.3.99" } ],
          "option-data": [ { "name": "domain-name", "data": "three.example" },
            { "name": "domain-search", "data": "three.example, corp.example" } ] } ] } }
      """)
    let folders = ["KEA_PIDFILE_DIR": lab.folder.path, "KEA_LOCKFILE_DIR": lab.folder.path]
    try lab.start(
      ["kea-dhcp4", "-c", lab.path("kea.json")], on: 0, environment: folders,
      until: "DHCP4_STARTED")
    let capture = try lab.listen("right", on: 0, site: "heard.amtscout", keep: "heard.pcap")
    try lab.become("02:00:00:00:03:01")
    _ = try lab.udhcpc("-F", "pc-31.three.example")
    try lab.become("02:00:00:00:03:02")
    _ = try lab.dhclient(name: "pc-32")
    try lab.become("02:00:00:00:03:03")
    _ = try lab.udhcpc("-x", "hostname:pc-33", packaged: true)
    let heard = acknowledged(
      try end(capture, lab, site: "heard.amtscout", keep: "heard.pcap"))
    #expect(
      Set(heard.keys) == ["02:00:00:00:03:01", "02:00:00:00:03:02", "02:00:00:00:03:03"])
    for answer in heard.values {
      #expect(answer.domainName == "three.example")
      #expect(answer.nameServers == [IPv4Address(10, 81, 9, 1)])
      #expect(answer.searchList == ["three.example", "corp.example"])
    }
    #expect(heard["02:00:00:00:03:01"]?.fqdn?.hasPrefix("pc-31.three.example") == true)
    let files = try imported(lab, "kea.csv", "kea.json")
    compare(files.dhcp, heard)
    #expect(files.dhcp.compactMap(\.fqdn).contains("pc-31.three.example"))
    #expect(files.scopes.map(\.domainName) == ["three.example"])
  }

  @Test("IPv6: what dnsmasq advertises and answers is heard, and stands in the segment's sheet")
  func ipv6() throws {
    let lab = try ServerLab([[], []])
    let (server, client) = (lab.hosts[0], lab.hosts[1])
    for (host, interface) in [(server, "right"), (client, "left")] {
      // Link-local addresses count at once.
      _ = try lab.run(
        "ip netns exec \(host) sysctl -q -w net.ipv6.conf.\(interface).accept_dad=0")
      for step in ["down", "up"] { try lab.run("ip -n \(host) link set \(interface) \(step)") }
    }
    try lab.run("ip -n \(server) addr add fd00:81:4::1/64 dev right nodad")
    try lab.write(
      "dnsmasq.conf",
      """
      port=0
      interface=right
      bind-interfaces
      enable-ra
      dhcp-range=fd00:81:4::100,fd00:81:4::1ff,64,1h
      dhcp-option=option6:domain-search,four.example,corp.example
      dhcp-option=option6:dns-server,[fd00:81:9::1]
      """)
    let capture = try lab.listen("right", on: 0, site: "heard.amtscout", keep: "heard.pcap")
    try lab.start(
      [
        "dnsmasq", "-k", "-C", lab.path("dnsmasq.conf"), "--user=root", "--pid-file=",
        "--log-facility=-", "--dhcp-leasefile=\(lab.path("dnsmasq.leases"))",
      ], on: 0, until: "router advertisement")
    try lab.dhclient6()
    // Settings alone, as where addresses are made from the router's prefix.
    try lab.dhclient6(isStateless: true)
    #expect(
      capture.wait { $0.output.contains("\"kind\":\"ra\"") }, "\(capture.output)")
    let sightings = try end(capture, lab, site: "heard.amtscout", keep: "heard.pcap")
    let said = sightings.compactMap { sighting in
      if case .ipv6(let said) = sighting.fact { said } else { nil as IPv6Sighting? }
    }
    let lists = Dictionary(grouping: said.filter { $0.searchList != nil }, by: \.message)
    for message in ["RA", "REPLY"] {
      let told = try #require(lists[message], "\(message): \(said)")
      #expect(told.allSatisfy { $0.searchList == ["four.example", "corp.example"] }, "\(message)")
      #expect(told.allSatisfy { $0.nameServers == [IPv6Address("fd00:81:9::1")] }, "\(message)")
    }
    let link = try #require(Prefix("fd00:81:4::/64"))
    #expect(lists["RA"]?.first?.prefixes == [link])
    #expect(
      lists["REPLY"]?.contains { reply in
        reply.addresses?.contains { link.contains(.v6($0)) } == true
      } == true, "\(lists)")
    #expect(lists["REPLY"]?.contains { $0.addresses == nil } == true, "the one without a lease")

    // The client's own file tells the same as the wire; the server's tells no hardware address.
    let files = try imported(lab, "client6.leases", "dnsmasq.leases")
    let own = files.compactMap { sighting in
      if case .ipv6(let said) = sighting.fact { said } else { nil as IPv6Sighting? }
    }
    #expect(own.map(\.searchList) == [["four.example", "corp.example"]])
    #expect(own.first?.addresses == lists["REPLY"]?.compactMap(\.addresses).first)

    let report = try lab.finish(
      [Program.amtscout, "report", "--site", "heard.amtscout", "--output", "out"], on: 0)
    #expect(report.status == 0, "\(report.errors)")
    let json = lab.text("out/report.json")
    let sheet = try #require(json.range(of: "\"prefix\":\"fd00:81:4::/64\""), "\(json)")
    let rest = json[sheet.upperBound...].prefix(2000)
    #expect(rest.contains("\"search_lists\":[[\"four.example\",\"corp.example\"]]"), "\(rest)")
    #expect(rest.contains("\"servers6\":[\"fe80::"), "\(rest)")
    #expect(rest.contains("\"name_servers6\":[\"fd00:81:9::1\"]"), "\(rest)")
    let page = lab.text("out/report.html")
    #expect(page.contains("four.example, corp.example") && page.contains("DHCPv6 and routers"))
  }

  @Test("ISC dhcpd behind a relay, BIND with dynamic updates, a stale PTR and split horizon")
  func dhcpdAndBIND() throws {
    let lab = try ServerLab([
      ["right 10.81.9.1/24", "right 10.81.9.3/24"], ["left 10.81.9.2/24", "right 10.81.2.1/24"], [],
    ])
    try lab.run("ip -n \(lab.hosts[0]) route add 10.81.2.0/24 via 10.81.9.2")
    _ = try lab.finish(["sysctl", "-q", "-w", "net.ipv4.ip_forward=1"], on: 1)
    try startNameServers(lab)
    try startDHCPD(lab)
    try lab.start(
      ["dhcrelay", "-4", "-d", "-a", "-i", "left", "-i", "right", "10.81.9.1"], on: 1,
      until: "Sending on")
    let capture = try lab.listen("right", on: 0, site: "heard.amtscout", keep: "heard.pcap")
    // Updates go to the server's own address, through its loopback.
    let updates = try lab.listen("lo", on: 0, site: "updates.amtscout", keep: "updates.pcap")
    try lab.become("02:00:00:00:02:01")
    let address = try lab.udhcpc("-x", "hostname:pc-21")
    #expect(
      updates.wait { $0.output.contains("2.81.10.in-addr.arpa") && $0.output.contains("PTR") })
    let heard = acknowledged(
      try end(capture, lab, site: "heard.amtscout", keep: "heard.pcap"))
    let answer = try #require(heard["02:00:00:00:02:01"])
    #expect(answer.yourAddress?.description == address)
    #expect(answer.domainName == "two.example")
    #expect(answer.relay == IPv4Address(10, 81, 2, 1))
    #expect(answer.server == IPv4Address(10, 81, 9, 1))
    let lines = try lab.finish(
      [Program.amtscout, "capture", "-r", "heard.pcap", "--json", "--site", "x.amtscout"], on: 0)
    #expect(lines.output.contains("\"relayAgent\":[{\"code\":1,"))

    let registered = try end(updates, lab, site: "updates.amtscout", keep: "updates.pcap").names
      .filter { $0.outcome == .registered }
    #expect(
      registered.first { $0.type == "A" }?.records.map(\.value) == [address], "\(registered)")
    #expect(registered.first { $0.type == "A" }?.name == "pc-21.two.example")
    #expect(registered.first { $0.type == "PTR" }?.records.map(\.value) == ["pc-21.two.example"])

    try checkFiles(lab, heard)
    try checkNames(lab, address)
  }

  private func startNameServers(_ lab: ServerLab) throws {
    let start =
      "$TTL 300\n@ IN SOA ns.two.example. root.two.example. 1 3600 600 86400 60\n"
      + "@ IN NS ns.two.example.\n"
    try lab.write(
      "two.zone",
      start + "ns IN A 10.81.9.1\nprovisionserver IN A 10.81.9.9\nold IN A 10.81.2.78\n")
    try lab.write("two-outside.zone", start + "ns IN A 10.81.9.3\nold IN A 10.81.2.99\n")
    try lab.write("reverse.zone", start + "77 IN PTR old.two.example.\n")
    for (name, address, zone) in [
      ("inside", "10.81.9.1", "two.zone"), ("outside", "10.81.9.3", "two-outside.zone"),
    ] {
      try lab.write(
        "\(name).conf",
        """
        options { directory "\(lab.folder.path)"; listen-on { \(address); }; listen-on-v6 { none; };
          pid-file "\(lab.path(name)).pid"; session-keyfile "\(lab.path(name)).key";
          recursion no; dnssec-validation no; allow-transfer { any; }; };
        controls { };
        key k { algorithm hmac-sha256; secret "c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0c2U="; };
        zone "two.example" { type primary; file "\(zone)"; allow-update { key k; }; };
        zone "2.81.10.in-addr.arpa" { type primary; file "reverse.zone"; \
        allow-update { \(name == "inside" ? "key k" : "none"); }; };
        """)
      try lab.start(
        ["named", "-g", "-c", lab.path("\(name).conf"), "-u", "root"], on: 0, until: "running")
    }
  }

  private func startDHCPD(_ lab: ServerLab) throws {
    try lab.write(
      "dhcpd.conf",
      """
      authoritative;
      option domain-name-servers 10.81.9.1;
      ddns-update-style interim;
      ddns-domainname "two.example.";
      ddns-rev-domainname "in-addr.arpa.";
      key k { algorithm hmac-sha256; secret "c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0c2U="; }
      zone two.example. { primary 10.81.9.1; key k; }
      zone 2.81.10.in-addr.arpa. { primary 10.81.9.1; key k; }
      subnet 10.81.9.0 netmask 255.255.255.0 { }
      subnet 10.81.2.0 netmask 255.255.255.0 {
        option domain-name "two.example";
        option routers 10.81.2.1;
        range 10.81.2.50 10.81.2.59;
      }
      """)
    try lab.write("dhcpd.leases", "")
    try lab.start(
      [
        "dhcpd", "-4", "-f", "-d", "-user", "root", "-group", "root", "-cf", lab.path("dhcpd.conf"),
        "-lf", lab.path("dhcpd.leases"), "-pf", lab.path("dhcpd.pid"), "right",
      ], on: 0, until: "Server starting service")
  }

  /// What the servers wrote, imported: leases, scopes, and the zones by `dig`.
  private func checkFiles(_ lab: ServerLab, _ heard: [String: DHCPSighting]) throws {
    for (zone, file) in [("two.example", "zone.txt"), ("2.81.10.in-addr.arpa", "reverse.txt")] {
      let transfer = try lab.finish(["dig", "@10.81.9.1", zone, "AXFR"], on: 0)
      try lab.write(file, transfer.output)
    }
    let files = try imported(lab, "dhcpd.leases", "dhcpd.conf", "zone.txt", "reverse.txt")
    compare(files.dhcp, heard)
    #expect(files.dhcp.last?.fqdn == "pc-21.two.example" && files.dhcp.last?.hostName == "pc-21")
    #expect(
      files.scopes.map { "\($0.prefix) \($0.domainName ?? "-")" }
        == ["10.81.9.0/24 -", "10.81.2.0/24 two.example"])
    let names = files.names
    let address = heard.values.first?.yourAddress?.description
    #expect(
      names.first { $0.name == "pc-21.two.example" }?.records.map(\.value) == [address ?? ""])
    #expect(names.contains { $0.name == "77.2.81.10.in-addr.arpa" })
    #expect(names.allSatisfy { $0.server == IPAddress("10.81.9.1") })
  }

  /// Two machines, one with a fresh and one with a stale PTR, looked up at two servers that differ.
  private func checkNames(_ lab: ServerLab, _ address: String) throws {
    let client = lab.hosts[2]
    for own in ["\(address)/24", "10.81.2.77/24"] {
      try lab.run("ip -n \(client) addr add \(own) dev left")
    }
    try lab.run("ip -n \(client) route add default via 10.81.2.1")
    try lab.start(["busybox", "httpd", "-f", "-p", "16992"], on: 2)
    let scan = try lab.finish(
      [
        Program.amtscout, "assess", address, "10.81.2.77", "--dns", "10.81.9.1", "--dns",
        "10.81.9.3", "--no-udp", "--site", "names.amtscout", "--output", "out", "--progress", "off",
      ], on: 0)
    #expect(scan.status == 0, "\(scan.errors)")
    let names = try lab.sightings("names.amtscout").names
    func values(_ name: String, _ type: String, _ server: String) -> [String]? {
      names.first {
        $0.name == name && $0.type == type && $0.server == IPAddress(server)
      }?.records.map(\.value)
    }
    #expect(values("77.2.81.10.in-addr.arpa", "PTR", "10.81.9.1") == ["old.two.example"])
    // The name leads elsewhere, and elsewhere again at the other server.
    #expect(values("old.two.example", "A", "10.81.9.1") == ["10.81.2.78"])
    #expect(values("old.two.example", "A", "10.81.9.3") == ["10.81.2.99"])
    #expect(values("pc-21.two.example", "A", "10.81.9.1") == [address])
    // A name that has no such address is denied by its zone, for a minute.
    let denied = names.first { $0.type == "AAAA" && $0.name == "old.two.example" }
    #expect(denied?.outcome == .noData)
    #expect(denied?.records.map { "\($0.type) \($0.timeToLive)" } == ["SOA 60"])
    #expect(values("two.example", "SOA", "10.81.9.1")?.first?.hasPrefix("ns.two.example ") == true)
  }
}
