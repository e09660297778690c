import Foundation
import ScoutLink
import ScoutListen
import ScoutNet
import ScoutTestKit
import ScoutWire
import Testing

/// The fields that the stored views of Wireshark lack, compared with what tshark itself says.
@Suite("Captures as tshark reads them") struct OtherFieldsTests {
  static let tshark = ["/usr/bin/tshark", "/usr/local/bin/tshark"]
    .first { FileManager.default.isExecutableFile(atPath: $0) }

  private static let fields = [
    "dhcp.option.dhcp_server_id", "dns.ns", "dns.mx.mail_exchange", "dns.soa.mname",
    "dns.srv.target",
  ]

  @Test(
    "servers, and names in NS, MX, SOA and SRV records, are the same",
    .enabled(if: RecordedData.isThere, "the recorded data are not beside the package"))
  func otherFields() throws {
    var equal = 0
    for capture in try WiresharkCapture.all() {
      let malformed = Set(capture.packets.filter(\.isMalformed).map(\.frame))
      let found = Self.heard(capture).filter { !malformed.contains($0.key) }
      if found.isEmpty { continue }
      let theirs = try Self.ask(capture.path)
      for (frame, values) in found.sorted(by: { $0.key < $1.key }) {
        for (index, ours) in values.enumerated() where !ours.isEmpty {
          let expected = theirs[frame]?[index] ?? []
          if ours == expected {
            equal += ours.count
          } else {
            Issue.record(
              "\(capture.name), frame \(frame), \(Self.fields[index]): \(ours), not \(expected)")
          }
        }
      }
    }
    print("values of other fields that tshark reads alike: \(equal)")
    #expect(equal > 500)
  }

  /// What we hear, by Wireshark's frame numbers, in the order of `fields`.
  private static func heard(_ capture: WiresharkCapture) -> [Int: [[String]]] {
    var dissector = Dissector()
    var found: [Int: [[String]]] = [:]
    guard let file = try? CaptureFile(path: capture.path) else { return [:] }
    try? file.read { head, bytes in
      let frame = Explanation.wiresharkFrame(head.frame, in: capture.name)
      for message in dissector.dissect(bytes, head) {
        let values = values(of: message)
        if values.allSatisfy(\.isEmpty) { continue }
        let before = found[frame] ?? fields.map { _ in [] }
        found[frame] = zip(before, values).map { $0 + $1 }
      }
    }
    return found
  }

  private static func values(of message: HeardMessage) -> [[String]] {
    var values = fields.map { _ in [String]() }
    switch message.content {
    case .dhcp(let dhcp): values[0] = dhcp.serverIdentifier.map { [$0.description] } ?? []
    case .dns(let dns, let transport) where transport != .nbns:
      for record in dns.answers + dns.authorities + dns.additionals {
        switch (record.type, record.value) {
        case (.ns, .name(let name)): values[1].append(plain(name))
        case (_, .mailExchange(_, let name)): values[2].append(plain(name))
        case (_, .authority(let authority)): values[3].append(plain(authority.primary))
        case (_, .service(_, _, _, let target)): values[4].append(plain(target))
        default: continue
        }
      }
    default: break
    }
    return values
  }

  private static func plain(_ name: DNSName) -> String { name.wiresharkText.lowercased() }

  /// All values of the fields in each packet, as tshark prints them.
  private static func ask(_ path: String) throws -> [Int: [[String]]] {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: tshark ?? "")
    process.arguments =
      [
        "-r", path, "-T", "fields", "-E", "separator=/t", "-E", "aggregator=|", "-e",
        "frame.number",
      ]
      + fields.flatMap { ["-e", $0] }
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    var found: [Int: [[String]]] = [:]
    for line in text.split(separator: "\n") {
      let cells = line.split(separator: "\t", omittingEmptySubsequences: false)
      guard cells.count == fields.count + 1, let frame = Int(cells[0]) else { continue }
      found[frame] = cells.dropFirst().map { cell in
        cell.split(separator: "|").map { $0.lowercased() }
      }
    }
    return found
  }
}
