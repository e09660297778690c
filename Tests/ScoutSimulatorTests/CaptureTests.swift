import Foundation
import Testing

@testable import ScoutSimulator

struct CaptureTests {
  private let site = Site()

  @Test
  func isDeterministic() {
    #expect(site.capture() == site.capture())
    #expect(site.capture().prefix(4).elementsEqual([0xD4, 0xC3, 0xB2, 0xA1]))
    #expect(site.capture(startingAt: 1) != site.capture())
  }

  /// Wireshark reads every frame and sees the suffixes that each segment hands out.
  @Test
  func wiresharkReadsIt() throws {
    let path = NSTemporaryDirectory() + "scout-simulator-\(getpid()).pcap"
    try Data(site.capture()).write(to: URL(fileURLWithPath: path))
    defer { try? FileManager.default.removeItem(atPath: path) }
    let fields = [
      "dhcp.option.dhcp", "dhcp.ip.your", "dhcp.option.domain_name", "dhcp.ip.relay",
      "dhcp.option.hostname", "dhcp.fqdn.name", "dhcp.option.dhcp_server_id",
      "dhcp.option.dhcp_dns_domain_search_list_fqdn", "_ws.malformed", "udp.checksum.status",
      "ip.checksum.status",
      "dhcp.hw.mac_addr",
    ]
    let arguments =
      ["-r", path, "-Y", "dhcp", "-T", "fields", "-o", "udp.check_checksum:TRUE"]
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

  /// Wireshark sees the questions for the server, and whole streams with good checksums.
  @Test
  func wiresharkReadsTheCalls() throws {
    let path = NSTemporaryDirectory() + "scout-simulator-calls-\(getpid()).pcap"
    try Data(site.capture()).write(to: URL(fileURLWithPath: path))
    defer { try? FileManager.default.removeItem(atPath: path) }
    let fields = ["ip.src", "dns.qry.name", "tcp.dstport", "tcp.len", "tcp.checksum.status"]
    let arguments =
      ["-r", path, "-Y", "dns or tcp", "-T", "fields", "-o", "tcp.check_checksum:TRUE"]
      + fields.flatMap { ["-e", $0] }
    guard let result = try Command.run("tshark", arguments) else {
      print("tshark is not installed: the capture was not read by another program")
      return
    }
    let rows = result.output.split(separator: "\n").map {
      $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
    }.filter { $0.count == fields.count }
    let questions = rows.filter { !$0[1].isEmpty }
    #expect(questions.map { $0[0] } == ["127.77.2.20", "127.77.2.26", "127.77.2.29"])
    #expect(questions.allSatisfy { $0[1] == "ProvisionServer.branch.example" })
    let segments = rows.filter { !$0[2].isEmpty }
    #expect(segments.count == 7 * 5)
    #expect(segments.allSatisfy { $0[4] == "1" }, "\(segments)")
    var lengths: [String: Int] = [:]
    for row in segments where row[2] == "9971" { lengths[row[0], default: 0] += Int(row[3]) ?? 0 }
    #expect(lengths["127.77.2.20"] == 32)
    #expect(lengths["127.77.2.26"] == 25 + 34 + 34 + 50)
  }
}
