import Foundation

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

  /// The folder of captures; `nil` where this machine has none.
  static let folder: URL? = {
    let shared =
      ProcessInfo.processInfo.environment["AMTSCOUT_SHARED"].map { URL(fileURLWithPath: $0) }
      ?? packageRoot.deletingLastPathComponent().appending(path: "shared")
    let folder = shared.appending(path: "data/pcap")
    return FileManager.default.fileExists(atPath: folder.path) ? folder : nil
  }()

  /// The folder above `Tests`, whatever links lead here.
  private static let packageRoot = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// All captures, in the order of their names.
  static func all() throws -> [WiresharkCapture] {
    guard let folder, let files = FileManager.default.subpaths(atPath: folder.path) else {
      return []
    }
    return try files.filter { $0.hasSuffix(".pcap") || $0.hasSuffix(".pcapng") }.sorted().map {
      let url = folder.appending(path: $0)
      let view = try String(contentsOf: url.appendingPathExtension("tshark.jsonl"), encoding: .utf8)
      let packets = try view.split(separator: "\n").map { line in
        let fields = try JSONSerialization.jsonObject(with: Data(line.utf8))
        return WiresharkPacket(fields: fields as? [String: [String]] ?? [:])
      }
      return WiresharkCapture(name: $0, path: url.path, packets: packets)
    }
  }
}
