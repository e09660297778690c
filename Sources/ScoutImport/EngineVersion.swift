import ScoutModel

/// The content of `/sys/class/mei/mei*/fw_ver`: up to three lines `<platform>:<a>.<b>.<c>.<d>`.
///
/// It proves a management engine and its version, not AMT.
enum EngineVersion {
  static func recognises(_ file: FileText) -> Bool {
    let head = file.head
    return !head.isEmpty && head.count <= 3 && head.allSatisfy { version($0) != nil }
  }

  static func read(_ content: FileText, into file: inout HostFile) {
    for (number, line) in content.lines {
      guard let version = version(line.trimmed) else { continue }
      var inventory = HostInventory(tool: "fw_ver")
      // The first line is the firmware that runs; the others are recovery and image.
      inventory.version = version
      return file.add(inventory, line: number)
    }
  }

  private static func version(_ line: String) -> FirmwareVersion? {
    guard let (platform, text) = line.parted(by: ":"), platform.count <= 3, Int(platform) != nil,
      let version = FirmwareVersion(text), version.components.count == 4
    else { return nil }
    return version
  }
}
