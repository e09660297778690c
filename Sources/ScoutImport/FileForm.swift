/// A kind of file that is read, and how it is told from others: by its content, never by its name.
struct FileForm: Sendable {
  /// What it is, for the message about files that are none of them.
  let name: String
  let recognises: @Sendable (FileText) -> Bool
  let read: @Sendable (FileText, inout HostFile) -> Void

  /// All of them; the first that recognises a file reads it.
  static let all: [FileForm] = [
    FileForm(name: "JSON of rpc, meshcmd, EMAConfigTool, runZero, masscan") {
      $0.first == "{" || $0.first == "["
    } read: {
      JSONHosts.read($0.text, into: &$1)
    },
    FileForm(name: "XML of SCS discovery, EMAConfigTool, nmap", recognises: { $0.first == "<" }) {
      XMLForms.read($0, into: &$1)
    },
    FileForm(name: "SA-00075 tool", recognises: { DiscoveryTool.recognises($0) }) {
      DiscoveryTool.read($0, into: &$1)
    },
    FileForm(name: "rpc amtinfo", recognises: { AMTInfoText.recognises($0.text) }) {
      AMTInfoText.read($0.text, into: &$1)
    },
    FileForm(name: "mei-amt-check", recognises: { EngineCheck.recognises($0) }) {
      EngineCheck.read($0, into: &$1)
    },
    FileForm(name: "meshcmd", recognises: { MeshCommand.recognises($0) }) {
      MeshCommand.read($0, into: &$1)
    },
    FileForm(name: "dmidecode", recognises: { FirmwareTables.recognises($0) }) {
      FirmwareTables.read($0, into: &$1)
    },
    FileForm(name: "fw_ver", recognises: { EngineVersion.recognises($0) }) {
      EngineVersion.read($0, into: &$1)
    },
    FileForm(name: "Configuration Manager CSV", recognises: { ManagerTable.recognises($0) }) {
      ManagerTable.read($0, into: &$1)
    },
  ]
}

/// A file's content, as the forms look at it.
struct FileText: Sendable {
  let bytes: [UInt8]
  let text: String
  /// The first character that is no white space.
  let first: Character?

  init(bytes: [UInt8], text: String) {
    self.bytes = bytes
    self.text = text
    first = text.first { !$0.isWhitespace }
  }

  /// The first lines, without white space at their ends, and without empty ones.
  var head: [String] {
    text.split(maxSplits: 200, whereSeparator: \.isNewline).prefix(200)
      .map { String($0.prefix(1024)).trimmed }.filter { !$0.isEmpty }
  }

  /// All lines with their numbers, from 1 on; each at most 4,096 characters.
  var lines: [(number: Int, text: String)] {
    text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated()
      .map { ($0.offset + 1, String($0.element.prefix(4096))) }
  }
}

extension String {
  /// What stands before and after the first `separator`, without white space at the ends.
  func parted(by separator: Character) -> (name: String, value: String)? {
    guard let place = firstIndex(of: separator) else { return nil }
    return (String(self[..<place]).trimmed, String(self[index(after: place)...]).trimmed)
  }
}
