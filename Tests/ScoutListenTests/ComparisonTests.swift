import Foundation
import ScoutLink
import ScoutListen
import ScoutNet
import ScoutTestKit
import ScoutWire
import Testing

/// Compares what we hear in every capture with Wireshark's view of it, packet by packet and field
/// by field, and prints one table.
@Suite("Captures as Wireshark sees them") struct ComparisonTests {
  @Test(
    "every capture is heard as Wireshark hears it",
    .enabled(if: RecordedData.isThere, "the recorded data are not beside the package"))
  func everyCapture() throws {
    let captures = try WiresharkCapture.all()
    try #require(!captures.isEmpty)
    var rows: [Row] = []
    for capture in captures {
      let row = Self.compare(capture)
      for trouble in row.unexplained { Issue.record("\(capture.name): \(trouble)") }
      rows.append(row)
    }
    print(Self.table(rows))
    #expect(rows.reduce(0) { $0 + $1.equal } > 3000)
  }

  /// What came of one capture.
  struct Row {
    var name: String
    /// Packets in the file.
    var packets = 0
    /// Packets that Wireshark lists.
    var listed = 0
    var equal = 0
    /// Packets on which Wireshark gives up; ours then must not contradict what it did read.
    var givenUp = 0
    var explained = 0
    var reasons: [String] = []
    var unexplained: [String] = []

    mutating func explain(_ reason: String, packets: Int = 1) {
      explained += packets
      if !reasons.contains(reason) { reasons.append(reason) }
    }
  }

  private static func compare(_ capture: WiresharkCapture) -> Row {
    var row = Row(name: capture.name, listed: capture.packets.count)
    var dissector = Dissector()
    var heard: [Int: [HeardMessage]] = [:]
    do {
      let file = try CaptureFile(path: capture.path)
      try file.read { head, bytes in
        let messages = dissector.dissect(bytes, head).filter {
          if case .neighbour = $0.content { false } else { true }
        }
        let frame = Explanation.wiresharkFrame(head.frame, in: capture.name)
        if !messages.isEmpty { heard[frame] = messages }
      }
    } catch {
      row.reasons.append("refused: \(error)".replacing(capture.path, with: "it"))
      if !Explanation.refused.contains(capture.name) { row.unexplained.append("\(error)") }
      row.explained = row.listed
      return row
    }
    row.packets = dissector.counts.packets
    let expected = Dictionary(uniqueKeysWithValues: capture.packets.map { ($0.frame, $0) })
    for frame in Set(heard.keys).union(expected.keys).sorted() {
      compare(expected[frame], heard[frame] ?? [], frame, &row)
    }
    if Explanation.shifted[capture.name] != nil {
      row.reasons.append("Wireshark counts custom blocks as frames")
    }
    return row
  }

  /// Compares one packet.
  private static func compare(
    _ packet: WiresharkPacket?, _ messages: [HeardMessage], _ frame: Int, _ row: inout Row
  ) {
    guard let packet else {
      if let reason = Explanation.extra[row.name] {
        row.explain(reason)
      } else {
        row.unexplained.append("frame \(frame): Wireshark has none of our messages")
      }
      return
    }
    if messages.isEmpty {
      let reason = Explanation.missing[row.name]
      if let reason { row.explain(reason, packets: packet.isMalformed ? 0 : 1) }
      if packet.isMalformed {
        row.givenUp += 1
      } else if reason == nil {
        row.unexplained.append("frame \(frame): not heard: \(packet.layers.joined(separator: ":"))")
      }
      return
    }
    var expected = packet.comparedFields
    let truth = Explanation.searchList(row.name, expected)
    if let truth { expected["dhcp.option.dhcp_dns_domain_search_list_fqdn"] = truth }
    let found = messages.comparedFields
    var isEqual = true
    for field in Set(expected.keys).union(found.keys).sorted() {
      let (theirs, ours) = (expected[field] ?? [], found[field] ?? [])
      if theirs == ours { continue }
      isEqual = false
      if truth != nil {
        // Wireshark stops at the first part of option 119; relays put option 82 behind it.
        if theirs.isEmpty { continue }
        if field == "dhcp.option.type", Explanation.isSubsequence(theirs, of: ours) { continue }
      } else if packet.isMalformed, theirs.starts(with: ours) || ours.starts(with: theirs) {
        continue
      }
      if let reason = Explanation.difference(row.name, field, theirs, ours, found) {
        if !packet.isMalformed { row.explain(reason, packets: 0) }
        continue
      }
      row.unexplained.append("frame \(frame): \(field): Wireshark \(theirs), we \(ours)")
    }
    if packet.isMalformed {
      row.givenUp += 1
      if truth != nil {
        row.explain("Wireshark reads each part of option 119 alone", packets: 0)
      }
    } else if isEqual {
      row.equal += 1
    } else {
      row.explained += 1
    }
  }

  private static func table(_ rows: [Row]) -> String {
    func line(_ name: String, _ numbers: [Int], _ reasons: String) -> String {
      let cells = numbers.map { number in
        let text = String(number)
        return String(repeating: " ", count: max(0, 8 - text.count)) + text
      }
      return name + String(repeating: " ", count: max(1, 72 - name.count)) + cells.joined() + "  "
        + reasons
    }
    let head =
      "capture" + String(repeating: " ", count: 65)
      + " packets  listed   equal explain given up  why"
    var lines = [head]
    for row in rows {
      let numbers = [row.packets, row.listed, row.equal, row.explained, row.givenUp]
      lines.append(line(row.name, numbers, row.reasons.joined(separator: "; ")))
    }
    let parts: [(Row) -> Int] = [
      \.packets, \.listed, \.equal, \.explained, \.givenUp,
    ]
    let sums = parts.map { part in rows.reduce(0) { $0 + part($1) } }
    lines.append(line("\(rows.count) captures", sums, ""))
    return lines.joined(separator: "\n")
  }
}
