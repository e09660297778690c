import Foundation
import Testing

@Suite(
  "Asking real DHCP servers", .serialized,
  .enabled(if: geteuid() == 0, "needs root for network namespaces"))
struct DHCPAskingTests {
  private let folder: URL

  init() throws { folder = try Scratch.folder() }

  private func assess(_ more: String..., within command: [String] = []) -> [String] {
    command + [
      Program.amtscout, "assess", "10.77.0.0/30", "--no-udp", "--no-resolve", "--retries", "0",
      "--site", "s.amtscout", "--output", "out", "--progress", "off",
    ] + more
  }

  private func report() throws -> String {
    try String(contentsOfFile: folder.path + "/out/report.json", encoding: .utf8)
  }

  @Test("option 15 arrives in devices.csv without any capture, and no lease is taken")
  func inform() throws {
    let network = try LocalNetwork(hosts: 2)
    try network.startDHCPServer(
      on: 0,
      options: [
        "--dhcp-option=option:domain-name,corp.example",
        "--dhcp-option=option:dns-server,10.77.0.53",
        "--dhcp-option=option:domain-search,corp.example,lab.example",
      ], in: folder)
    // Something answers on AMT's port, so that there is a row.
    _ = try network.start(["busybox", "httpd", "-f", "-p", "16992"], on: 0, in: folder)
    let scan = try network.start(assess(), on: 1, in: folder).finish(within: 60)
    #expect(scan.status == 0, "\(scan.errors)")
    let rows = try CSV.rows(
      String(contentsOfFile: folder.path + "/out/devices.csv", encoding: .utf8))
    #expect(rows.first { $0["ip"] == "10.77.0.1" }?["dhcp_option15"] == "corp.example")
    let report = try report()
    #expect(report.contains("\"value\":\"corp.example\",\"source\":\"10.77.0.1\""))
    #expect(report.contains("\"name_servers\":[\"10.77.0.53\"]"))
    #expect(report.contains("\"search_lists\":[[\"corp.example\",\"lab.example\"]]"))
    #expect(report.contains("\"servers\":[\"10.77.0.1\"],\"trouble\":null"))
    let leases = try? String(contentsOfFile: folder.path + "/leases0", encoding: .utf8)
    #expect(leases?.isEmpty ?? true, "\(leases ?? "")")
  }

  @Test(
    "ISC dhcpd answers where it is authoritative; where it is not, its silence is told as no proof",
    arguments: [true, false])
  func dhcpd(isAuthoritative: Bool) throws {
    let network = try LocalNetwork(hosts: 2)
    let lines =
      (isAuthoritative ? "authoritative;\n" : "") + """
        option domain-name "corp.example";
        subnet 10.77.0.0 netmask 255.255.255.0 { range 10.77.0.50 10.77.0.59; }

        """
    for (name, text) in [("dhcpd.conf", lines), ("dhcpd.leases", "")] {
      try Data(text.utf8).write(to: folder.appendingPathComponent(name))
    }
    let server = try network.start(
      [
        "dhcpd", "-4", "-d", "-f", "-user", "root", "-group", "root",
        "-cf", folder.path + "/dhcpd.conf", "-lf", folder.path + "/dhcpd.leases",
        "-pf", folder.path + "/dhcpd.pid", "veth0",
      ], on: 0, in: folder)
    try #require(server.wait { $0.errors.contains("Sending on") }, "\(server.errors)")
    let scan = try network.start(assess(), on: 1, in: folder).finish(within: 60)
    #expect(scan.status == 0, "\(scan.errors)")
    let report = try report()
    if isAuthoritative {
      #expect(report.contains("\"servers\":[\"10.77.0.1\"],\"trouble\":null"))
      #expect(report.contains("\"value\":\"corp.example\",\"source\":\"10.77.0.1\""))
      return
    }
    // The question arrived there and was left alone.
    #expect(server.errors.contains("DHCPINFORM"), "\(server.errors)")
    #expect(report.contains("\"servers\":[],\"trouble\":null"))
    let page = try String(contentsOfFile: folder.path + "/out/report.html", encoding: .utf8)
    #expect(page.contains("No DHCP server of 10.77.0.0/24 answered this machine."))
    #expect(page.contains("not authoritative"))
  }

  @Test("two servers that disagree are both shown, and each by its address")
  func rogue() throws {
    let network = try LocalNetwork(hosts: 3)
    try network.startDHCPServer(
      on: 0, options: ["--dhcp-option=option:domain-name,corp.example"], in: folder)
    try network.startDHCPServer(
      on: 1, options: ["--dhcp-option=option:domain-name,home.example"], in: folder)
    let scan = try network.start(assess("--dhcp-discover"), on: 2, in: folder).finish(within: 60)
    #expect(scan.status == 0, "\(scan.errors)")
    let report = try report()
    #expect(report.contains("\"value\":\"corp.example\",\"source\":\"10.77.0.1\""))
    #expect(report.contains("\"value\":\"home.example\",\"source\":\"10.77.0.2\""))
    let findings = try Program.amtscout(
      ["findings", "--json", "--site", folder.path + "/s.amtscout"]
    ).output
    #expect(findings.contains("AMT-DHCP-003"), "\(findings)")
    #expect(findings.contains("AMT-DHCP-010") && findings.contains("10.77.0.1, 10.77.0.2"))
    // The DISCOVER was answered too: the site file holds both kinds of answers.
    #expect(report.contains("OFFER"))
  }

  @Test("without the privilege for port 68 the scan says so and goes on")
  func unprivileged() throws {
    let network = try LocalNetwork(hosts: 2)
    try network.startDHCPServer(
      on: 0, options: ["--dhcp-option=option:domain-name,corp.example"], in: folder)
    let scan = try network.start(
      assess(within: ["setpriv", "--bounding-set", "-net_bind_service"]), on: 1, in: folder
    ).finish(within: 60)
    #expect(scan.status == 0, "\(scan.errors)")
    #expect(scan.errors.contains("were not asked: only a privileged program"), "\(scan.errors)")
    let page = try String(contentsOfFile: folder.path + "/out/report.html", encoding: .utf8)
    #expect(page.contains("The DHCP servers of 10.77.0.0/24 were not asked"))
    #expect(try report().contains("\"servers\":[],\"trouble\":\"only a privileged program"))
  }

  @Test("a dry run lists where DHCP would be asked; --no-dhcp asks nobody")
  func dryRun() throws {
    let network = try LocalNetwork(hosts: 1)
    let asking = try network.start(assess("--dry-run"), on: 0, in: folder).finish(within: 20)
    #expect(asking.output.contains("DHCP servers asked: by broadcast in 10.77.0.0/24 on veth0"))
    #expect(asking.output.contains("UDP from port 68 to 255.255.255.255 port 67"))
    let silent = try network.start(assess("--dry-run", "--no-dhcp"), on: 0, in: folder)
      .finish(within: 20)
    #expect(silent.status == 0 && !silent.output.contains("DHCP"), "\(silent.output)")
    let both = try Program.amtscout(["assess", "10.77.0.1", "--no-dhcp", "--dhcp-discover"])
    #expect(both.status == 64 && both.errors.contains("exclude each other"), "\(both.errors)")
  }
}
