extension HostFile {
  /// The machine's name as a file's path has it, for tools that print none: `pc-0042` of
  /// `dumps/pc-0042.txt` or of `dumps/pc-0042/fw_ver`; `nil` where there is none.
  package static func machineName(path: String) -> String? {
    let parts = path.split(separator: "/").map(String.init)
    for (depth, part) in parts.reversed().prefix(3).enumerated() {
      var name = part
      if depth == 0, let dot = name.lastIndex(of: "."), dot != name.startIndex,
        isTail(name[dot...])
      {
        name = String(name[..<dot])
      }
      // A folder speaks only where the file's name is no machine's.
      if common.contains(name.lowercased()) { continue }
      return usable(name)
    }
    return nil
  }

  private static func isTail(_ text: Substring) -> Bool {
    [".txt", ".log", ".out", ".json", ".xml", ".csv", ".dmi"].contains(text.lowercased())
  }

  /// Words that stand in names of files beside the machine's, and are none themselves.
  private static let common: Set<String> = [
    "amtinfo", "rpc", "meshcmd", "amtversions", "amthashes", "fw", "ver", "fw_ver", "fwver", "mei",
    "mei0", "mei1", "mei2", "dmidecode", "dmi", "smbios", "sa00075", "sa-00075", "check", "output",
    "out", "result", "results", "amt", "discovery", "system", "scan", "dump", "info", "host", "tmp",
    "mei-amt-check", "systemdiscovery",
  ]

  /// A name without such words before or after it, where it can be a host's.
  private static func usable(_ text: String) -> String? {
    var name = text
    for word in common.sorted(by: { ($1.count, $0) < ($0.count, $1) }) {
      for separator in ["-", "_", "."] {
        if name.lowercased().hasPrefix(word + separator) {
          name = String(name.dropFirst(word.count + 1))
        }
        if name.lowercased().hasSuffix(separator + word) {
          name = String(name.dropLast(word.count + 1))
        }
      }
    }
    guard !common.contains(name.lowercased()), (1...63).contains(name.utf8.count),
      !name.allSatisfy(\.isNumber),
      name.utf8.allSatisfy({ byte in
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte)
          || (0x61...0x7A).contains(byte) || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
          || byte == UInt8(ascii: ".")
      })
    else { return nil }
    return name
  }
}
