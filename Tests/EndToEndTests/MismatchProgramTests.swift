import Foundation
import ScoutSimulator
import Testing

@Suite("Mismatches through the program", .serialized) struct MismatchProgramTests {
  /// `rpc amtinfo -json` of a configured machine, as far as addresses and names go.
  private func amtinfo(
    _ number: Int, address: String? = nil, hostAddress: String? = nil, isDynamic: Bool = true,
    version: String = "15.0.42", suffix: String = "corp.example", server: String = ""
  ) -> String {
    let own = "10.0.0.\(number)"
    return """
      {"amt": "\(version)", "buildNumber": "3535", "sku": "16392",
      "uuid": "4c4b4568-195a-4260-8097-a4c14f5667\(number)",
      "controlMode": "activated in admin control mode", "dnsSuffix": "corp.example",
      "dnsSuffixOS": "\(suffix)", "hostnameOS": "PC-\(number)",
      "ras": {"networkStatus": "direct", "remoteStatus": "not connected",
        "remoteTrigger": "user initiated", "mpsHostname": "\(server)"},
      "wiredAdapter": {"isEnable": true, "linkStatus": "up", "dhcpEnabled": \(isDynamic),
        "dhcpMode": "passive", "ipAddress": "\(address ?? own)",
        "osIpAddress": "\(hostAddress ?? own)", "macAddress": "80:c4:a8:58:df:\(number)"}}
      """
  }

  @Test("imported files show what is wrong with addresses and domains, and nothing on the others")
  func files() throws {
    let folder = try Scratch.folder()
    let texts = [
      "dhcpd.conf": """
      subnet 10.0.0.0 netmask 255.255.255.0 {
        option domain-name "corp.example";
        range 10.0.0.10 10.0.0.99;
      }
      """,
      "healthy-11.json": amtinfo(11), "healthy-12.json": amtinfo(12),
      "m07.json": amtinfo(13, suffix: "ad.example"),
      "m10.json": amtinfo(14, hostAddress: "10.0.0.64"),
      "m11.json": amtinfo(15, isDynamic: false, version: "6.2.61"),
      "m12.json": amtinfo(16, address: "0.0.0.0"),
      "remote.json": amtinfo(17, address: "0.0.0.0", server: "mps.example"),
    ]
    for (name, text) in texts {
      try Data(text.utf8).write(to: folder.appendingPathComponent(name))
    }
    let imported = try Program.amtscout(
      ["import"] + texts.keys.sorted() + ["--site", "s.amtscout"], in: folder)
    #expect(imported.status == 0, "\(imported.errors)")
    let result = try Program.amtscout(["findings", "--json", "--site", "s.amtscout"], in: folder)
    var found: [String: Set<String>] = [:]
    for line in result.output.split(separator: "\n") {
      let object = try #require(
        try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
      guard let id = object["id"] as? String, let address = object["ip"] as? String else {
        continue
      }
      #expect(["high", "medium", "low"].contains(object["confidence"] as? String))
      if ["NAME", "DNS", "DHCP", "NET", "ENV"].contains(where: { id.hasPrefix("AMT-\($0)-") }) {
        found[address, default: []].insert(id)
      }
    }
    #expect(
      found == [
        "10.0.0.13": ["AMT-NAME-007"], "10.0.0.14": ["AMT-ENV-006"],
        "10.0.0.15": ["AMT-ENV-007"], "10.0.0.16": ["AMT-ENV-008"],
      ], "\(result.output)")
  }

  @Test(
    "the simulated site shows each class that it holds, and none on machines in order",
    .enabled(if: DemoRun.isPossible, "needs root for UDP 623"))
  func demo() throws {
    let findings = try CSV.rows(DemoRun.files.get().report("findings.csv"))
    var found: [String: Set<String>] = [:]
    for finding in findings where finding["id"]?.hasPrefix("AMT-NAME-") == true {
      found[finding["ip"] ?? "", default: []].insert(finding["id"] ?? "")
    }
    let expected = [
      ("2.35", "AMT-NAME-001"), ("1.34", "AMT-NAME-002"), ("1.16", "AMT-NAME-004"),
      ("2.30", "AMT-NAME-002"), ("2.31", "AMT-NAME-003"), ("2.34", "AMT-NAME-004"),
      ("1.31", "AMT-NAME-005"), ("2.33", "AMT-NAME-006"), ("2.44", "AMT-NAME-006"),
      ("2.39", "AMT-NAME-008"), ("2.38", "AMT-NAME-020"), ("2.45", "AMT-NAME-020"),
    ]
    for (host, id) in expected {
      #expect(found["127.77.\(host)"]?.contains(id) == true, "\(host) \(id)")
    }
    let truth = SiteTruth(Site()).rows(.init(presencePing: true, capture: true, hostFiles: true))
    var inOrder = 0
    for row in truth
    where row["name_verdict"] == "consistent" && row.doubts["name_verdict"] == nil
      && row.host != "2.44"
    {
      inOrder += 1
      #expect(found["127.77.\(row.host)"] == nil, "\(row.host)")
    }
    #expect(inOrder > 90)
  }
}
