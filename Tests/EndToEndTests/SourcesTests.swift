import Foundation
import ScoutModel
import ScoutNet
import ScoutSimulator
import ScoutStore
import ScoutTestKit
import Testing

@Suite("Several sources on one machine, through the program") struct SourcesTests {
  private static let realm = "Digest:727734D63A1FC0423736E48DA554E46"

  /// A site file with three machines: sources that agree, that contradict, and a look-alike.
  private func site(in folder: URL) throws {
    let now = Timestamp(seconds: Int64(Date.now.timeIntervalSince1970))
    var builder = SiteBuilder(start: now)
    builder.web("10.1.0.1", version: "11.8.50.3425", realm: Self.realm + "1")
    builder.pong("10.1.0.1", version: "11.8", state: .post, openPort: 16992)
    builder.web("10.1.0.2", version: "11.8.50.3425", realm: Self.realm + "2")
    builder.pong("10.1.0.2", version: "9.5", state: .pre, openPort: 0)
    builder.pong("10.1.0.3", product: .dash, enterprise: 4542)
    builder.port("10.1.0.3", 623, .tcp, .closed)
    builder.port("10.1.0.3", 664, .tcp, .open)
    builder.web(
      "10.1.0.3", 664, product: .dash, server: "Intel(R) Active Management Technology 3.0.5",
      defects: ["3.0.5 on port 664 is Realtek's DASH firmware"])
    let file = try SiteFile.open(
      path: folder.appendingPathComponent("site.amtscout").path, create: true)
    var scan = Scan(
      id: 0, started: now, targets: ["10.1.0.0/29"], seed: 1,
      runner: RunnerFacts(
        version: "test", host: "host", user: "user", command: ["amtscout"], interfaces: [],
        engine: "connect"))
    scan.presencePing = true
    scan = try file.beginScan(scan)
    scan.ended = builder.now
    try file.append(builder.observations.map(\.sighting), to: scan)
  }

  @Test("agreement raises the confidence, contradiction is shown, a look-alike is none of AMT's")
  func sources() throws {
    let folder = try Scratch.folder()
    try site(in: folder)
    let result = try Program.amtscout(["devices", "--json"], in: folder)
    #expect(result.status == 0, "\(result.errors)")
    var devices: [String: [String: Any]] = [:]
    for line in result.output.split(separator: "\n") {
      let device =
        try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any] ?? [:]
      let address = (device["ips"] as? [[String: Any]])?.first?["value"] as? String
      devices[address ?? ""] = device
    }
    let agreeing = try #require(devices["10.1.0.1"])
    #expect(agreeing["confidence"] as? String == "high")
    let version = try #require(agreeing["version"] as? [String: Any])
    #expect(version["value"] as? String == "11.8.50.3425")
    #expect((version["evidence"] as? [Int])?.count == 2, "the pong says the same, less precisely")

    let torn = try #require(devices["10.1.0.2"])
    #expect(torn["confidence"] as? String == "low")
    for (member, values) in [("version", ["11.8.50.3425", "9.5"]), ("state", ["post", "pre"])] {
      let told = try #require(torn[member] as? [String: Any])
      let claims = try #require(told["conflicting"] as? [[String: Any]], "\(member)")
      #expect(Set(claims.compactMap { $0["value"] as? String }) == Set(values))
      #expect(Set(claims.compactMap { $0["source"] as? String }) == ["http", "pong"])
      #expect(claims.allSatisfy { ($0["evidence"] as? [Int])?.isEmpty == false })
    }
    let reasons = torn["confidence_reasons"] as? [[String: Any]] ?? []
    #expect(reasons.contains { $0["rule"] as? String == "confidence-contradicted" })

    let card = try #require(devices["10.1.0.3"])
    #expect((card["product"] as? [String: Any])?["value"] as? String == "DASH")
    let findings = card["findings"] as? [[String: Any]] ?? []
    #expect(findings.contains { $0["id"] as? String == "AMT-NET-004" })
    let side = card["side_ports"] as? [[String: Any]] ?? []
    #expect(side.map { $0["state"] as? String } == ["closed", "open"])
    try checkReport(in: folder)
  }

  @Test("a target given by name is held against the certificate that it led to")
  func named() throws {
    var options = SimulatedSite.Options()
    options.base = (127, 79)
    options.presencePing = false
    options.hosts = ["2.46", "2.47"]
    options.nameServerPort = 0
    let running = try SimulatedSite.start(options)
    defer { running.stop() }
    let port = try #require(running.nameServerPort)
    let folder = try Scratch.folder()
    let result = try Program.amtscout(
      [
        "assess", "desk-46.branch.example", "pc-2047.branch.example", "--dns", "127.0.0.1:\(port)",
        "--no-udp", "--no-dhcp", "--output", "out", "--progress", "off",
      ], in: folder)
    #expect(result.status == 0, "\(result.errors)")
    let csv = try String(
      contentsOf: folder.appendingPathComponent("out/devices.csv"), encoding: .utf8)
    var findings: [String: String] = [:]
    for row in CSV.rows(csv) { findings[row["ip"] ?? ""] = row["findings"] }
    #expect(findings["127.79.2.46"]?.contains("AMT-CERT-007") == true, "an alias of another name")
    #expect(findings["127.79.2.47"]?.contains("AMT-CERT-007") == false)
    let json = try String(
      contentsOf: folder.appendingPathComponent("out/report.json"), encoding: .utf8)
    let title = "Reached as desk-46.branch.example, the certificate on port 16993 is for"
    #expect(json.contains(title))
  }

  private func checkReport(in folder: URL) throws {
    let result = try Program.amtscout(["report", "--output", "out"], in: folder)
    #expect(result.status == 0, "\(result.errors)")
    let page = try String(
      contentsOf: folder.appendingPathComponent("out/report.html"), encoding: .utf8)
    // Version and state of the one machine whose sources contradict each other.
    #expect(page.components(separatedBy: "sources disagree").count == 3)
    #expect(page.contains("Sources contradict each other on the version."))
    #expect(page.contains("2 independent sources agree."))
    #expect(page.contains("3.0.5 on port 664 is Realtek&#39;s DASH firmware"))
    let csv = try String(
      contentsOf: folder.appendingPathComponent("out/devices.csv"), encoding: .utf8)
    let rows = CSV.rows(csv)
    #expect(rows.map { $0["product"] } == ["AMT", "AMT", "DASH"])
    #expect(rows.map { $0["confidence"] }.prefix(2) == ["high", "low"])
  }
}
