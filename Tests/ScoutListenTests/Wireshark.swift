import Foundation
import ScoutTestKit

/// One packet as Wireshark sees it: field name to all values, as text.
struct WiresharkPacket {
  let fields: [String: [String]]

  subscript(_ name: String) -> [String] { fields[name] ?? [] }

  var frame: Int { Int(self["frame.number"].first ?? "") ?? 0 }
  /// The protocols of the packet's layers, outermost first.
  var layers: [Substring] { (self["frame.protocols"].first ?? "").split(separator: ":") }
  var isMalformed: Bool { !self["_ws.malformed"].isEmpty }
}

/// A capture with Wireshark's view of it, and where both are found.
struct WiresharkCapture {
  /// Folder and name, as in `dhcp/zeek__dhcp_dhcp_inform.pcap`.
  let name: String
  let path: String
  let packets: [WiresharkPacket]

  /// All captures, in the order of their names.
  static func all() throws -> [WiresharkCapture] {
    guard let folder = RecordedData.folder else { return [] }
    return try RecordedData.files(below: "pcap", endingIn: [".pcap", ".pcapng"]).map {
      let view = String(
        decoding: try RecordedData.bytes("pcap/\($0).tshark.jsonl"), as: UTF8.self)
      let packets = try view.split(separator: "\n").map { line in
        let fields = try JSONSerialization.jsonObject(with: Data(line.utf8))
        return WiresharkPacket(fields: fields as? [String: [String]] ?? [:])
      }
      return WiresharkCapture(name: $0, path: "\(folder)/pcap/\($0)", packets: packets)
    }
  }
}
