import Foundation
import Testing

@testable import ScoutSimulator

struct CaptureTests {
  private let site = Site()

  @Test
  func isDeterministic() {
    #expect(site.dhcpCapture() == site.dhcpCapture())
    #expect(site.dhcpCapture().prefix(4).elementsEqual([0xD4, 0xC3, 0xB2, 0xA1]))
    #expect(site.dhcpCapture(startingAt: 1) != site.dhcpCapture())
  }

  /// Wireshark reads every frame and sees the suffixes that each segment hands out.
  @Test
  func wiresharkReadsIt() throws {
    let path = NSTemporaryDirectory() + "scout-simulator-\(getpid()).pcap"
    try Data(site.dhcpCapture()).write(to: URL(fileURLWithPath: path))
    defer { try? FileManager.default.removeItem(atPath: path) }
    let fields = [
      "dhcp.option.dhcp", "dhcp.ip.your", "dhcp.option.domain_name", "dhcp.ip.relay",
      "dhcp.option.hostname", "dhcp.fqdn.name", "dhcp.option.dhcp_server_id",
      "dhcp.option.dhcp_dns_domain_search_list_fqdn", "_ws.malformed", "udp.checksum.status",
      "ip.checksum.status",
      "dhcp.hw.mac_addr",
    ]
    let arguments =
      ["-r", path, "-T", "fields", "-o", "udp.check_checksum:TRUE"]
      + ["-o", "ip.check_checksum:TRUE"] + fields.flatMap { ["-e", $0] }
    guard let result = try Command.run("tshark", arguments) else {
      print("tshark is not installed: the capture was not read by another program")
      return
    }
    let rows = result.output.split(separator: "\n").map {
      $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
    }.filter { $0.count == fields.count }
    #expect(rows.count == 29 * 4 - 3 * 2 + 1)
    var suffixes: [String: Set<String>] = [:]
    for row in rows {
      #expect(row[8].isEmpty && row[9] == "1" && row[10] == "1", "\(row)")
      // OFFER and ACK.
      guard ["2", "5"].contains(row[0]), row[1].hasPrefix("127.77.") else { continue }
      let segment = String(row[1].split(separator: ".")[2])
      suffixes[segment, default: []].insert(row[2])
      if row[1] == "127.77.2.12", row[0] == "5" { #expect(row[3] == "127.77.2.59") }
    }
    #expect(suffixes["1"] == ["corp.example"])
    #expect(suffixes["2"] == ["branch.example", "old-branch.example"])
    #expect(suffixes["3"] == ["plant.local", ""])
    #expect(rows.contains { $0[7].contains("branch.example") })
    let names = Set(rows.map { $0[5] })
    #expect(names.contains("pc-1022.corp.example") && names.contains("pc-1029.corp.example"))
    #expect(rows.contains { $0[4] == "=cmd|' /C calc'!A0" })
  }
}
