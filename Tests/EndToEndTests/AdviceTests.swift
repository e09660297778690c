import Foundation
import Testing

/// The commands that advise, run as a person would, on files that a person could have.
@Suite("Plan, explain, rules and imports", .serialized) struct AdviceTests {
  /// A site of three machines in two segments, from files of host tools.
  private func site(in folder: URL) throws {
    // Certificates are judged by the time of the newest observation: they must be older.
    _ = try CertificateFiles.files.get()
    for (name, version, address, mac) in [
      ("pc-1.json", "12.0.93", "10.1.0.11", "80:c4:a8:58:df:01"),
      ("pc-2.json", "12.0.93", "10.2.0.12", "80:c4:a8:58:df:02"),
      ("pc-3.json", "11.0.25", "10.2.0.13", "80:c4:a8:58:df:03"),
    ] {
      let text = """
        {"amt":"\(version)","buildNumber":"3001","sku":"16392","hostnameOS":"\(name.prefix(4))",
        "controlMode":"pre-provisioning state","wiredAdapter":{"linkStatus":"up",
        "dhcpEnabled":true,"osIpAddress":"\(address)","macAddress":"\(mac)"}}
        """
      try Data(text.utf8).write(to: folder.appendingPathComponent(name))
    }
    let profile = """
      needs: [unattended]
      segments:
        - {prefix: 10.1.0.0/24, name: North, medium: wired, option15: corp.example.com}
        - {prefix: 10.2.0.0/24, medium: wired, option15: firm.local}
      """
    try Data(profile.utf8).write(to: folder.appendingPathComponent("p.yaml"))
    let taken = try run(["import", "pc-1.json", "pc-2.json", "pc-3.json"], in: folder)
    #expect(taken.status == 0, "\(taken.errors)")
  }

  private func run(_ words: [String], in folder: URL) throws -> Program.Result {
    try Program.amtscout(
      words + ["--site", "s", "--profile", "p.yaml"], in: folder, within: 60)
  }

  private func object(_ text: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  @Test("plan shows readiness, waves, suffixes, names to buy and all checks")
  func plan() throws {
    let folder = try Scratch.folder()
    try site(in: folder)
    let result = try run(["plan"], in: folder)
    #expect(result.status == 0, "\(result.errors)")
    for words in [
      "READINESS", "North", "WAVES OF WORK", "SUFFIXES AGAINST CERTIFICATES", "firm.local",
      "provisionserver.corp.example.com", "CHECKS OF THE SITE",
      "extendedKeyUsage = serverAuth, 2.16.840.1.113741.1.2.3",
      "provisionserver.firm.local.  3600  IN  CNAME",
    ] {
      #expect(result.output.contains(words), "\(words)")
    }
    let plan = try #require(try object(run(["plan", "--json"], in: folder).output)["plan"])
    let checks = try #require((plan as? [String: Any])?["checks"] as? [[String: Any]])
    #expect(checks.compactMap { $0["id"] as? String } == "abcdefghijklm".map(String.init))
    #expect(checks.allSatisfy { $0["result"] as? String == "good" || $0["action"] is String })
  }

  @Test("plan judges a change in thought: before, after, and who moves")
  func whatIf() throws {
    let folder = try Scratch.folder()
    try site(in: folder)
    let certificate = try CertificateFiles.files.get().path(.fitting)
    let owned = try object(
      run(["plan", "--json", "--certificate", certificate], in: folder).output)
    let first = try #require(owned["what_if"] as? [String: Any])
    #expect(first["without_touch_before"] as? Int == 0)
    #expect(first["without_touch_after"] as? Int == 1)
    let both = try object(
      run(
        [
          "plan", "--json", "--certificate", certificate, "--option15",
          "10.2.0.0/24=corp.example.com", "--update-firmware",
        ], in: folder
      ).output)
    let second = try #require(both["what_if"] as? [String: Any])
    #expect(second["without_touch_after"] as? Int == 3)
    #expect((second["moves"] as? [Any])?.count == 3)
    #expect((second["changes"] as? [Any])?.count == 3)
    // Nothing of it is kept.
    let plain = try object(run(["plan", "--json"], in: folder).output)
    #expect(plain["what_if"] is NSNull)
    let text = try run(["plan", "--agent", "no", "--needs", "none"], in: folder).output
    #expect(text.contains("WHAT IF") && text.contains("no software on the hosts"))
  }

  @Test("plan looks at a certificate closely, up to the project's end")
  func lint() throws {
    let folder = try Scratch.folder()
    try site(in: folder)
    let files = try CertificateFiles.files.get()
    for (kind, id, passes) in [
      (CertificateKind.fitting, "usage", "yes"), (.sha1, "signature", "no"), (.short, "key", "no"),
      (.noPurpose, "mark", "no"), (.leafOnly, "chain", "no"), (.unitOnly, "mark", "yes"),
      (.fitting, "dates", "no"),
    ] {
      let result = try run(
        ["plan", "--json", "--certificate", files.path(kind), "--until", "2099-12-31"], in: folder)
      let plan = try #require(try object(result.output)["plan"] as? [String: Any])
      let coverage = try #require(plan["coverage"] as? [String: Any])
      let reviews = try #require(coverage["certificates"] as? [[String: Any]])
      let checks = try #require(reviews.first?["checks"] as? [[String: Any]])
      let check = checks.first { $0["id"] as? String == id }
      #expect(check?["passes"] as? String == passes, "\(kind) \(id)")
    }
  }

  @Test("plan writes a request that openssl takes, and records for review")
  func files() throws {
    let folder = try Scratch.folder()
    try site(in: folder)
    let result = try run(["plan", "--output", "plan"], in: folder)
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output.split(separator: "\n").count == 4)
    let made = try Program.run(
      [
        "openssl", "req", "-new", "-config", "plan/certificate-request.cnf", "-newkey", "rsa:3072",
        "-nodes", "-keyout", "key", "-out", "csr", "-batch",
      ], in: folder, within: 60)
    #expect(made.status == 0, "\(made.errors)")
    let shown = try Program.run(
      ["openssl", "req", "-in", "csr", "-noout", "-text"], in: folder, within: 60)
    #expect(shown.output.contains("DNS:provisionserver.corp.example.com"))
    #expect(shown.output.contains("2.16.840.1.113741.1.2.3"))
    #expect(shown.output.contains("Intel(R) Client Setup Certificate"))
  }

  @Test("a rules file changes the advice from the site file alone, and is named in the report")
  func rules() throws {
    let folder = try Scratch.folder()
    try site(in: folder)
    let rules = """
      name: house
      rules:
        - {id: firmware-11-8-first, from: "10.0", below: "11.0", date: 2026-07-01}
      advisories:
        - {id: INTEL-SA-09999, reach: network, gain: takeover, date: 2026-05, branches: ["12.0.99"]}
      """
    try Data(rules.utf8).write(to: folder.appendingPathComponent("r.yaml"))
    let before = try run(["devices", "--json"], in: folder).output
    let after = try run(["devices", "--json", "--rules", "r.yaml"], in: folder).output
    #expect(before.contains("firmware-11-8-first") && !after.contains("firmware-11-8-first"))
    #expect(!before.contains("AMT-FW-011") && after.contains("INTEL-SA-09999"))
    let report = try run(["report", "--rules", "r.yaml", "--output", "out"], in: folder)
    #expect(report.status == 0, "\(report.errors)")
    let json = try String(
      contentsOf: folder.appendingPathComponent("out/report.json"), encoding: .utf8)
    #expect(json.contains("+house"))
    let wrong = try Program.amtscout(
      ["plan", "--site", "s", "--rules", "p.yaml"], in: folder, within: 30)
    #expect(wrong.status == 1 && wrong.errors.contains("p.yaml, line 1: unknown key `needs`"))
  }

  @Test("explain finds a device by any of its names, and fits the terminal")
  func explain() throws {
    let folder = try Scratch.folder()
    try site(in: folder)
    let byName = try run(["explain", "pc-3"], in: folder)
    #expect(byName.status == 0, "\(byName.errors)")
    for name in ["10.2.0.13", "80:C4:A8:58:DF:03", "PC-3"] {
      #expect(try run(["explain", name], in: folder).output == byName.output)
    }
    #expect(byName.output.contains("firmware-11-8-first"))
    #expect(byName.output.contains("pc-3.json, line 1"))
    let json = try object(run(["explain", "pc-3", "--json"], in: folder).output)
    #expect((json["gates"] as? [Any])?.count == 9)
    let unknown = try run(["explain", "pc-9"], in: folder)
    #expect(unknown.status == 1 && unknown.errors.contains("amtscout devices"))
  }

  @Test("thousands of files in one command: each bad one is named, none stops the rest")
  func many() throws {
    let folder = try Scratch.folder()
    let dumps = folder.appendingPathComponent("dumps")
    try FileManager.default.createDirectory(at: dumps, withIntermediateDirectories: true)
    for number in 0..<3000 {
      let text =
        number % 500 == 7
        ? "{\"amt\":" : "0:14.1.\(number % 90).1649\n"
      try Data(text.utf8).write(to: dumps.appendingPathComponent("pc-\(number).txt"))
    }
    let result = try Program.amtscout(["import", "dumps", "--site", "s"], in: folder, within: 120)
    #expect(result.status == 0)
    let bad = result.errors.split(separator: "\n").filter { $0.contains("pc-") }
    #expect(bad.count == 6, "\(bad)")
    #expect(bad.contains { $0.contains("pc-507.txt") })
    #expect(result.errors.contains("2994 observations"))
    let devices = try Program.amtscout(["devices", "--site", "s", "--json"], in: folder)
    #expect(devices.output.split(separator: "\n").count == 2994)
  }

  @Test("a host file and a capture of the same machine are one device, joined by its name")
  func joined() throws {
    let folder = try Scratch.folder()
    try site(in: folder)
    // fw_ver names no machine; its file does.
    let other = folder.appendingPathComponent("PC-1")
    try FileManager.default.createDirectory(at: other, withIntermediateDirectories: true)
    try Data("0:12.0.93.3001\n".utf8).write(to: other.appendingPathComponent("fw_ver"))
    let taken = try run(["import", "PC-1"], in: folder)
    #expect(taken.status == 0, "\(taken.errors)")
    let devices = try run(["devices", "--json"], in: folder).output.split(separator: "\n")
    #expect(devices.count == 3)
  }

  @Test(
    "answer a mistake with its exit code and with advice",
    arguments: [
      ("plan --option15 nonsense", 64, "10.1.0.0/22=corp.example"),
      ("plan --needs moon", 64, "system-defense"), ("plan --until soon", 64, "2028-12-31"),
      ("plan --agent maybe", 64, "maybe"), ("plan --site none", 1, "amtscout assess"),
      ("plan --site s --certificate none.pem", 1, "none.pem"),
      ("plan --site s --certificate p.yaml", 1, "no certificate in PEM form"),
      ("plan --site s --certificate x.pfx", 1, "openssl pkcs12"),
      ("explain", 64, "device"), ("explain D1 --site none", 1, "amtscout assess"),
      ("plan --rules none.yaml --site s", 1, "none.yaml"),
    ] as [(String, Int32, String)])
  func mistakes(words: String, status: Int32, says: String) throws {
    let folder = try Scratch.folder()
    try site(in: folder)
    let result = try Program.amtscout(
      words.split(separator: " ").map(String.init), in: folder, within: 30)
    #expect(result.status == status, "\(result.errors)")
    #expect(result.errors.contains(says), "\(result.errors)")
  }
}
