import ScoutModel
import ScoutNet

/// What dmidecode prints of SMBIOS types 130 and 131, with or without `-u`, alone or among others.
///
/// Type 130 tells whether AMT is supported and switched on; type 131 the engine's version, of which
/// only the first two numbers can be trusted.
enum FirmwareTables {
  static func recognises(_ file: FileText) -> Bool {
    let head = file.head
    return head.contains { $0.hasPrefix("# dmidecode") || $0.contains(", DMI type ") }
  }

  static func read(_ content: FileText, into file: inout HostFile) {
    var structures: [Structure] = []
    var uuid: UUID128?
    var start: Int?
    for (number, line) in content.lines {
      let line = line.trimmed
      if line.hasPrefix("Handle "), let type = type(line) {
        guard structures.count < 4096 else { break }
        structures.append(Structure(type: type))
        start = start ?? number
      } else if line.hasPrefix("UUID:"), uuid == nil {
        uuid = UUID128(String(line.dropFirst(5)).trimmed)
      } else if let bytes = bytes(line), !structures.isEmpty {
        // Strings are dumped after the data in the same way; what a structure needs comes first.
        if structures[structures.count - 1].bytes.count < 256 {
          structures[structures.count - 1].bytes += bytes
        }
      }
    }
    var inventory = HostInventory(tool: "dmidecode")
    inventory.uuid = uuid
    let capabilities = structures.first { $0.type == 130 }?.payload
    if let capabilities, capabilities.starts(with: Array("$AMT".utf8)), capabilities.count >= 6 {
      inventory.product = capabilities[4] == 0 ? Product.none : .amt
      if capabilities[4] != 0 {
        inventory.isVague = true
        inventory.enabled = capabilities[5] != 0
      }
    } else if structures.isEmpty || structures.contains(where: { $0.type < 126 }) {
      // The whole table, or an empty answer to the question for it: there is no such structure.
      inventory.product = Product.none
    }
    if let engine = structures.first(where: { $0.type == 131 })?.payload, engine.count >= 56,
      Array(engine[52..<56]) == Array("vPro".utf8)
    {
      let (minor, major) = (word(engine, 24), word(engine, 26))
      if major > 0 { inventory.version = FirmwareVersion(major, minor) }
      inventory.keep(
        "mebx version", [4, 6, 8, 10].map { "\(word(engine, $0))" }.joined(separator: "."))
    }
    guard inventory.product != nil || inventory.version != nil else {
      return file.complain(
        "holds no SMBIOS type 130; make it with: dmidecode -u -t130 -t131")
    }
    file.add(inventory, line: start ?? 1)
  }

  private struct Structure {
    let type: Int
    var bytes: [UInt8] = []
    /// What follows the header of four bytes.
    var payload: [UInt8] { Array(bytes.dropFirst(4)) }
  }

  /// `Handle 0x002E, DMI type 130, 20 bytes`
  private static func type(_ line: String) -> Int? {
    line.split(separator: ",").lazy.map { String($0).trimmed }
      .first { $0.hasPrefix("DMI type ") }
      .flatMap { Int($0.dropFirst("DMI type ".count)) }
  }

  /// A line of two-digit numbers and nothing else.
  private static func bytes(_ line: String) -> [UInt8]? {
    let words = line.split(separator: " ")
    guard (1...16).contains(words.count), words.allSatisfy({ $0.utf8.count == 2 }) else {
      return nil
    }
    let bytes = words.compactMap { UInt8($0, radix: 16) }
    return bytes.count == words.count ? bytes : nil
  }

  private static func word(_ bytes: [UInt8], _ offset: Int) -> Int {
    Int(bytes[offset]) | Int(bytes[offset + 1]) << 8
  }
}
