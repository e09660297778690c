import Foundation
import ScoutNet
import ScoutTestKit
import Testing

@testable import ScoutWire

/// Frames taken apart as Wireshark does it.
@Suite("Recorded captures") struct CaptureTests {
  /// Link types that we say we do not read, and tunnels that we do not look into.
  static let leftOut = ["arcnet", "fddi", "capwap.data", "icmp", "icmpv6"]

  @Test(
    "UDP frames have the ends that Wireshark sees",
    .enabled(if: RecordedData.isThere, "the recorded data are not beside the package"))
  func comparison() throws {
    var compared = 0
    var left: [String: Int] = [:]
    var frames = 0
    for path in try RecordedData.files(below: "pcap", endingIn: [".pcap", ".pcapng"]) {
      let records = CaptureFile(try RecordedData.bytes("pcap/" + path)).records
      var reassembler = FragmentReassembler()
      var seen: [Frame?] = []
      for record in records {
        frames += 1
        guard let frame = try? Frame(parsing: record.bytes, link: record.link) else {
          seen.append(nil)
          continue
        }
        if case .fragment = frame.payload {
          let whole = reassembler.add(frame, of: record.bytes.span.bytes, at: .zero)
          seen.append(whole?.frame ?? frame)
        } else {
          seen.append(frame)
        }
      }
      let view = String(
        decoding: try RecordedData.bytes("pcap/\(path).tshark.jsonl"), as: UTF8.self)
      for line in view.split(separator: "\n") {
        let object = try JSONSerialization.jsonObject(with: Data(line.utf8))
        guard let fields = object as? [String: [String]] else { continue }
        let protocols = (fields["frame.protocols"]?.first ?? "").split(separator: ":").map(
          String.init)
        guard let number = fields["frame.number"]?.first.flatMap({ Int($0) }), number <= seen.count
        else {
          Issue.record("\(path): frame missing")
          continue
        }
        if let reason = protocols.first(where: { Self.leftOut.contains($0) }) {
          left[reason, default: 0] += 1
          continue
        }
        let place = Comment(rawValue: "\(path) frame \(number)")
        guard let frame = seen[number - 1] else {
          Issue.record("\(path) frame \(number) not read")
          continue
        }
        compared += 1
        #expect(frame.source?.description == (fields["ip.src"] ?? fields["ipv6.src"])?.first, place)
        #expect(
          frame.destination?.description == (fields["ip.dst"] ?? fields["ipv6.dst"])?.first, place)
        if let mac = fields["eth.src"]?.first {
          #expect(frame.sourceMAC?.description == mac, place)
        }
        if let tags = fields["vlan.id"] {
          #expect(frame.vlans.ids.map(String.init) == tags, place)
        }
        switch frame.payload {
        case .udp(let source, let destination, _):
          #expect([String(source)] == fields["udp.srcport"], place)
          #expect([String(destination)] == fields["udp.dstport"], place)
        case .tcp(let header, _):
          #expect([String(header.source)] == fields["tcp.srcport"], place)
          #expect([String(header.destination)] == fields["tcp.dstport"], place)
        case .fragment(let position, _, _) where position.offset == 0:
          // The rest of the datagram is not in the file; Wireshark reads the first piece alone.
          left["first piece alone", default: 0] += 1
        case .arp, .icmp, .fragment, .other:
          Issue.record(
            "\(path) frame \(number): \(frame.payload) \(String(describing: frame.defect))")
        }
      }
    }
    print("captures: \(frames) frames read, \(compared) compared, left out \(left)")
    #expect(compared > 3000)
  }

  @Test(
    "no frame traps at any length, and no cut frame gains a payload",
    .enabled(if: RecordedData.isThere, "the recorded data are not beside the package"))
  func prefixes() throws {
    for path in try RecordedData.files(below: "pcap", endingIn: [".pcap", ".pcapng"]) {
      for record in CaptureFile(try RecordedData.bytes("pcap/" + path)).records.prefix(20) {
        for length in 0..<min(record.bytes.count, 200) {
          let cut = Array(record.bytes.prefix(length))
          guard let frame = try? Frame(parsing: cut, link: record.link) else { continue }
          switch frame.payload {
          case .udp(_, _, let range), .tcp(_, let range), .icmp(_, let range),
            .fragment(_, _, let range):
            #expect(range.upperBound <= length)
          case .arp, .other: break
          }
        }
      }
    }
  }
}
