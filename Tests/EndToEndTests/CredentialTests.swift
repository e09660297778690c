import Foundation
import ScoutSimulator
import Testing

@Suite("Reading with credentials, whole", .serialized) struct CredentialTests {
  private static let secret = ManagementFace.sitePassword

  private func file(_ text: String, mode: Int, in folder: URL) throws -> String {
    let path = folder.appendingPathComponent("keys.yaml").path
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
    return path
  }

  @Test("fills the columns that only the device itself can tell; the password is nowhere")
  func whole() throws {
    var options = SimulatedSite.Options()
    options.base = (127, 78)
    options.presencePing = false
    options.hosts = ["1.22", "1.29", "1.33", "2.40", "1.3"]
    let running = try SimulatedSite.start(options)
    defer { running.stop() }
    let folder = try Scratch.folder()
    _ = try file(
      """
      - match: default
        user: admin
        password_command: echo \(Self.secret)
        plain_http: true
        verify: false
      """, mode: 0o600, in: folder)
    let hosts = ["1.22", "1.29", "1.33", "2.40", "1.3"].map { "127.78.\($0)" }
    let result = try Program.amtscout(
      ["assess"] + hosts + [
        "--credentials", "keys.yaml", "--no-resolve", "--no-udp", "--rate", "2k", "--output", "out",
        "--log-level", "debug", "--no-dhcp",
      ], in: folder)
    #expect(result.status == 0, "\(result.errors)")
    let csv = try String(
      contentsOf: folder.appendingPathComponent("out/devices.csv"), encoding: .utf8)
    var rows: [String: [String: String]] = [:]
    for row in CSV.rows(csv) { rows[row["ip"] ?? ""] = row }
    #expect(rows["127.78.1.22"]?["control_mode"] == "ACM")
    #expect(rows["127.78.1.33"]?["control_mode"] == "CCM")
    #expect(rows["127.78.1.33"]?["version_source"] == "wsman")
    #expect(rows["127.78.1.33"]?["uuid"] == Site.uuid("1.33"))
    #expect(rows["127.78.1.29"]?["amt_fqdn"] == "pc-1029.corp.example")
    #expect(rows["127.78.2.40"]?["amt_fqdn"] == "pc-2040.branch.example")
    #expect(rows["127.78.1.3"]?["version_source"] == "http", "no WS-Management there")
    try checkConfiguration(in: folder)
    for path in try FileManager.default.subpathsOfDirectory(atPath: folder.path)
    where path != "keys.yaml" {
      let data = FileManager.default.contents(atPath: folder.path + "/" + path) ?? Data()
      #expect(data.range(of: Data(Self.secret.utf8)) == nil, "\(path) holds the password")
    }
    #expect(!result.errors.contains(Self.secret) && !result.output.contains(Self.secret))
    try checkRedaction(in: folder)
  }

  /// The page and report.json show what each device told.
  private func checkConfiguration(in folder: URL) throws {
    let page = try String(
      contentsOf: folder.appendingPathComponent("out/report.html"), encoding: .utf8)
    #expect(page.components(separatedBy: "Its configuration, in its own words").count == 5)
    #expect(page.contains("its byte order is inferred"))
    let data = try Data(contentsOf: folder.appendingPathComponent("out/report.json"))
    let report = try JSONSerialization.jsonObject(with: data) as? [String: Any]
    let devices = report?["devices"] as? [[String: Any]] ?? []
    var told: [String: [String: Any]] = [:]
    for device in devices {
      let address = ((device["ips"] as? [[String: Any]])?.first?["value"] as? String) ?? ""
      told[address] = (device["configuration"] as? [[String: Any]])?.first
    }
    #expect(told["127.78.1.3"] == nil, "no WS-Management there")
    let admin = try #require(told["127.78.1.22"])
    #expect(admin["control_mode"] as? String == "ACM")
    #expect((admin["general"] as? [String: Any])?["host_name"] as? String == "pc-1022")
    #expect((admin["tls"] as? [[String: Any]])?.isEmpty == false)
    #expect(told["127.78.1.33"]?["control_mode"] as? String == "CCM")
    #expect(told["127.78.1.33"]?["uuid"] as? String == Site.uuid("1.33"))
  }

  /// What a device told of itself is replaced as well where a report is for strangers.
  private func checkRedaction(in folder: URL) throws {
    let result = try Program.amtscout(
      ["report", "--site", "site.amtscout", "--redact", "--output", "hidden"], in: folder)
    #expect(result.status == 0, "\(result.errors)")
    let hidden = folder.appendingPathComponent("hidden")
    var isTold = false
    for name in try FileManager.default.contentsOfDirectory(atPath: hidden.path) {
      let text = try String(contentsOf: hidden.appendingPathComponent(name), encoding: .utf8)
      isTold = isTold || text.contains("told with the credential")
      for original in [
        "pc-1033", "pc-2040", "corp.example", "branch.example", Site.uuid("1.33"), "127.78.1.33",
        "727734D63A1FC0423736E48DA554E462",
      ] {
        #expect(text.range(of: original, options: .caseInsensitive) == nil, "\(name): \(original)")
      }
    }
    #expect(isTold)
  }

  @Test("every machine of the company tells what is true of it")
  func company() throws {
    var options = SimulatedSite.Options()
    options.base = (127, 79)
    options.hosts = Set(Site().devices.map(\.host).filter { !$0.hasPrefix("3.") })
    let running = try SimulatedSite.start(options)
    defer { running.stop() }
    let folder = try Scratch.folder()
    _ = try file(
      """
      - match: default
        user: admin
        password_command: echo \(Self.secret)
        plain_http: true
        verify: false
      """, mode: 0o600, in: folder)
    let result = try Program.amtscout(
      [
        "assess", "127.79.1.0/26", "127.79.2.0/26", "--credentials", "keys.yaml", "--no-resolve",
        "--no-udp", "--no-dhcp", "--rate", "5k", "--output", "out", "--progress", "off",
      ], in: folder)
    #expect(result.status == 0, "\(result.errors)")
    let csv = try String(
      contentsOf: folder.appendingPathComponent("out/devices.csv"), encoding: .utf8)
    var rows: [String: [String: String]] = [:]
    for row in CSV.rows(csv) { rows[row["ip"] ?? ""] = row }
    let truth = SiteTruth(running.site).rows(.init(presencePing: false, credentials: true))
    var compared = 0
    for expected in truth where expected["version_source"] == "wsman" {
      let row = try #require(rows[expected["ip"] ?? ""], "\(expected.host)")
      for column in [
        "product", "version", "version_source", "state", "control_mode", "uuid", "amt_fqdn",
      ] {
        compared += 1
        #expect(row[column] == expected[column], "\(expected.host) \(column)")
      }
    }
    #expect(compared == 7 * 65, "\(compared / 7) machines")
    for (host, why) in SiteTruth.tellNothing {
      #expect(rows["127.79.\(host)"]?["version_source"] != "wsman", "\(host): \(why)")
    }
  }

  @Test("a file that others may read is refused, with what to do")
  func mode() throws {
    let folder = try Scratch.folder()
    _ = try file("- match: default\n  user: a\n  password: x\n", mode: 0o644, in: folder)
    let result = try Program.amtscout(
      ["assess", "127.0.0.1", "--credentials", "keys.yaml"], in: folder, within: 20)
    #expect(result.status == 1)
    #expect(result.errors.contains("chmod 600"), "\(result.errors)")
  }
}
