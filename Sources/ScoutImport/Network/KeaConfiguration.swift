import Foundation
import ScoutModel
import ScoutNet

/// Kea's configuration of DHCPv4: JSON with comments. Options of a subnet, else of the shared network
/// around it, else of all.
struct KeaConfiguration: PieceReader {
  private var bytes: [UInt8] = []
  private var isTooLong = false

  mutating func take(_ piece: [UInt8], _ facts: inout NetworkFacts) {
    guard bytes.count + piece.count <= NetworkFile.wholeLimit else {
      isTooLong = true
      return
    }
    bytes += piece
  }

  mutating func finish(_ facts: inout NetworkFacts) {
    if isTooLong {
      return facts.complain("is larger than \(NetworkFile.wholeLimit >> 20) MiB")
    }
    let plain = Self.withoutComments(bytes)
    guard let value = try? JSONSerialization.jsonObject(with: Data(plain)),
      let root = value as? [String: Any], let server = root["Dhcp4"] as? [String: Any]
    else {
      return facts.complain(
        "is not well-formed JSON with a Dhcp4 part; parts that it includes are not followed")
    }
    let general = Self.options(server)
    for subnet in Self.objects(server["subnet4"]) { add(subnet, [general], &facts) }
    for network in Self.objects(server["shared-networks"]) {
      for subnet in Self.objects(network["subnet4"]) {
        add(subnet, [Self.options(network), general], &facts)
      }
    }
  }

  private func add(
    _ subnet: [String: Any], _ around: [ScopeOptions], _ facts: inout NetworkFacts
  ) {
    guard let text = subnet["subnet"] as? String else { return }
    let line = line(of: text)
    guard let prefix = Prefix(text), prefix.base.bitWidth == 32 else {
      return facts.complain(line: line, "\(text.quoted) is no subnet")
    }
    var scope = ScopeSighting(prefix: prefix, program: "Kea")
    scope.take(Self.options(subnet))
    for options in around { scope.inherit(options) }
    facts.add(.scope(scope), at: Endpoint(), line: line)
  }

  private static func objects(_ value: Any?) -> [[String: Any]] {
    (value as? [Any] ?? []).prefix(65_536).compactMap { $0 as? [String: Any] }
  }

  private static func options(_ holder: [String: Any]) -> ScopeOptions {
    let numbers = [
      "routers": 3, "domain-name-servers": 6, "domain-name": 15, "domain-search": 119,
    ]
    var options: ScopeOptions = [:]
    for option in objects(holder["option-data"]) {
      let name = (option["name"] as? String).flatMap { numbers[$0] }
      guard let number = name ?? (option["code"] as? Int), let data = option["data"] as? String,
        numbers.values.contains(number), option["csv-format"] as? Bool ?? true,
        option["space"] as? String ?? "dhcp4" == "dhcp4"
      else { continue }
      let parts = number == 15 ? [data] : data.split(separator: ",").map(String.init)
      options[number] = parts.prefix(64).map { String($0.trimmed.prefix(HostFile.textLimit)) }
    }
    return options
  }

  /// Blanks out what Kea takes and JSON does not: `# …`, `// …`, `/* … */`, and commas before the end
  /// of a list. Line ends stay.
  static func withoutComments(_ bytes: [UInt8]) -> [UInt8] {
    var result = bytes
    var isText = false
    var position = 0
    var comma: Int?
    func byte(_ offset: Int) -> UInt8? {
      position + offset < bytes.count ? bytes[position + offset] : nil
    }
    func blank(while condition: (Int) -> Bool) {
      while position < bytes.count, condition(position) {
        if bytes[position] != UInt8(ascii: "\n") { result[position] = 0x20 }
        position += 1
      }
    }
    while position < bytes.count {
      switch bytes[position] {
      case UInt8(ascii: "\\") where isText: position += 2
      case UInt8(ascii: "\""):
        isText.toggle()
        position += 1
      case UInt8(ascii: "#") where !isText,
        UInt8(ascii: "/") where !isText && byte(1) == UInt8(ascii: "/"):
        blank { bytes[$0] != UInt8(ascii: "\n") }
        continue
      case UInt8(ascii: "/") where !isText && byte(1) == UInt8(ascii: "*"):
        let start = position + 2
        blank { at in
          at <= start + 1
            || bytes[at - 1] != UInt8(ascii: "/") || bytes[at - 2] != UInt8(ascii: "*")
        }
        continue
      case UInt8(ascii: ",") where !isText:
        comma = position
        position += 1
        continue
      case UInt8(ascii: "]") where !isText, UInt8(ascii: "}") where !isText:
        if let comma { result[comma] = 0x20 }
        position += 1
      case let space where space <= 0x20:
        position += 1
        continue
      default: position += 1
      }
      comma = nil
    }
    return result
  }

  /// The line on which a subnet's text first stands.
  private func line(of text: String) -> Int? {
    let wanted = Array("\"\(text)\"".utf8)
    guard bytes.count >= wanted.count else { return nil }
    var line = 1
    for start in 0...(bytes.count - wanted.count) {
      if bytes[start] == UInt8(ascii: "\n") { line += 1 }
      if bytes[start] == wanted[0], bytes[start..<start + wanted.count].elementsEqual(wanted) {
        return line
      }
    }
    return nil
  }
}
