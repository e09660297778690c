import Foundation
import Testing

/// Every class of the catalogue of mismatches, built with real servers, found by the program on the
/// right machine, and nothing of the kind found on the machines in order beside it.
///
/// All twenty-two can be built here. What stays outside: the proprietary half of some of them (a VPN's
/// own client, a dock's own firmware, a Windows server that takes secure updates only) is stood in for
/// by what it leaves in DHCP and DNS. `MismatchTests` builds the same classes from observations alone,
/// in any order.
@Suite(
  "Mismatches in a lab of real servers", .serialized,
  .enabled(if: geteuid() == 0, "needs root for network namespaces"))
struct MismatchLabTests {
  private static let areas = ["NAME", "DNS", "DHCP", "NET", "ENV"]

  @Test("each class is found on its machine, with evidence, and the machines in order have none")
  func classes() throws {
    let lab = try MismatchLab()
    try lab.startServers()
    try lab.startMachines()
    try lab.capture {
      try lab.lease()
      try lab.register()
    }
    try lab.assess()
    let result = try lab.amtscout(
      ["findings", "--json", "--site", "lab.amtscout", "--profile", "site.yaml"])
    var found: [String: Set<String>] = [:]
    for line in result.output.split(separator: "\n") {
      let finding = try #require(
        try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
      guard let id = finding["id"] as? String,
        Self.areas.contains(where: { id.hasPrefix("AMT-\($0)-") })
      else { continue }
      let place = finding["ip"] as? String ?? "site"
      found[place, default: []].insert(id)
      // Each leads to what was seen.
      #expect((finding["evidence"] as? [Any])?.isEmpty == false, "\(line)")
      #expect((finding["remedy"] as? String)?.isEmpty == false, "\(line)")
    }
    #expect(found.removeValue(forKey: "site") == ["AMT-DNS-002", "AMT-ENV-001"])
    var built: Set<String> = []
    for (name, machines) in Dictionary(grouping: lab.machines, by: \.name) {
      built.insert(String(name.prefix(3)))
      let each = machines.map { found.removeValue(forKey: $0.address) ?? [] }
      for (machine, own) in zip(machines, each) {
        let fits =
          machine.isOneOfSeveral ? own.isSubset(of: machine.expected) : own == machine.expected
        #expect(fits, "\(name) at \(machine.address): \(own.sorted())")
      }
      let all = each.reduce(into: Set<String>()) { $0.formUnion($1) }
      #expect(all == machines.reduce(into: []) { $0.formUnion($1.expected) }, "\(name)")
    }
    #expect(found == [:], "nobody is there")
    #expect(
      built.filter { $0.hasPrefix("M") }
        == Set((1...22).map { ($0 < 10 ? "M0" : "M") + "\($0)" }))
    try checkHealthy(lab)
    try checkRefusal(lab)
  }

  private func checkHealthy(_ lab: MismatchLab) throws {
    let rows = try CSV.rows(String(contentsOfFile: lab.path("out/devices.csv"), encoding: .utf8))
    for machine in lab.machines where machine.name == "in order" {
      let row = try #require(rows.first { $0["ip"] == machine.address }, "\(machine.address)")
      #expect(row["name_verdict"] == "consistent", "\(machine.address)")
      #expect(row["mac"] == machine.mac)
      #expect(row["dhcp_name"] == machine.label)
      #expect(row["dhcp_option15"] == machine.suffix)
      #expect(row["tls_name"] == machine.certificateName)
    }
  }

  /// The refused registration says who wanted what of whom, and `locate` shows it.
  private func checkRefusal(_ lab: MismatchLab) throws {
    let shown = try lab.amtscout(
      ["locate", "pc-325", "--site", "lab.amtscout", "--profile", "site.yaml"]
    ).output
    #expect(
      shown.contains("pc-325.three.example was to be registered with 10.81.3.25, and 10.81.9.1"),
      "\(shown)")
    #expect(shown.contains("refused: 10.81.3.25"), "\(shown)")
  }
}
