import Foundation
import ScoutModel

/// What `rpc amtinfo -json` prints, of its versions 2.2 to 3: one object, a list of them, or many
/// one after the other.
enum JSONHosts {
  static func read(_ text: String, into file: inout HostFile) {
    let bytes = Array(text.utf8)
    var lines = LineCount(bytes)
    var position = 0
    while !file.isHopeless {
      while position < bytes.count, bytes[position].isJSONSpace || bytes[position] == comma {
        position += 1
      }
      guard position < bytes.count else { return }
      let line = lines.line(of: position)
      let opens = bytes[position] == brace || bytes[position] == bracket
      if opens, let end = end(of: position, in: bytes) {
        switch parse(bytes[position..<end]) {
        case .success(let value):
          take(value, line: line, into: &file)
          position = end
          continue
        case .failure(let message): file.complain(line: line, message)
        }
      } else {
        file.complain(
          line: line, opens ? "the object that begins here has no end" : "this is not JSON")
      }
      // Goes on at the next line that begins with an object.
      repeat {
        while position < bytes.count, bytes[position] != newline { position += 1 }
        position += 1
      } while position < bytes.count && bytes[position] != brace
    }
  }

  private static let brace = UInt8(ascii: "{")
  private static let bracket = UInt8(ascii: "[")
  private static let comma = UInt8(ascii: ",")
  private static let newline = UInt8(ascii: "\n")

  /// The position after the value that opens at `start`; `nil` where it never closes.
  private static func end(of start: Int, in bytes: [UInt8]) -> Int? {
    var depth = 0
    var isText = false
    var position = start
    while position < bytes.count {
      switch bytes[position] {
      case UInt8(ascii: "\\") where isText: position += 1
      case UInt8(ascii: "\""): isText.toggle()
      case brace where !isText, bracket where !isText: depth += 1
      case UInt8(ascii: "}") where !isText, UInt8(ascii: "]") where !isText:
        depth -= 1
        if depth == 0 { return position + 1 }
      default: break
      }
      position += 1
    }
    return nil
  }

  private enum Parsed {
    case success(Any)
    case failure(String)
  }

  private static func parse(_ bytes: ArraySlice<UInt8>) -> Parsed {
    do {
      return .success(try JSONSerialization.jsonObject(with: Data(bytes)))
    } catch {
      return .failure("this object is not well-formed JSON")
    }
  }

  private static func take(_ value: Any, line: Int, into file: inout HostFile) {
    if let list = value as? [Any] {
      for (index, element) in list.enumerated() where !file.isHopeless {
        guard let object = element as? [String: Any] else {
          file.complain(line: line, "entry \(index + 1) of the list is not an object")
          continue
        }
        take(object, named: "entry \(index + 1) of the list: ", line: line, into: &file)
      }
    } else if let object = value as? [String: Any] {
      take(object, named: "", line: line, into: &file)
    }
  }

  private static func take(
    _ object: [String: Any], named name: String, line: Int, into file: inout HostFile
  ) {
    let fields = Fields(object)
    guard ["amt", "uuid", "controlmode", "buildnumber", "sku"].contains(where: fields.has) else {
      return file.complain(line: line, name + "no field of `rpc amtinfo -json` is in it")
    }
    var info = AMTInfo()
    let texts: [(AMTInfo.Field, String)] = [
      (.version, "amt"), (.build, "buildNumber"), (.sku, "sku"), (.features, "features"),
      (.uuid, "uuid"), (.controlMode, "controlMode"), (.provisioningState, "provisioningState"),
      (.operationalState, "operationalState"), (.dnsSuffix, "dnsSuffix"),
      (.hostDNSSuffix, "dnsSuffixOS"), (.hostName, "hostnameOS"),
    ]
    for (field, key) in texts {
      if let text = fields.text(key) { info.take(field, text) }
    }
    let ras = fields.object("ras")
    if let text = ras?.text("networkStatus") { info.take(.remoteNetwork, text) }
    if let text = ras?.text("mpsHostname") { info.take(.remoteHost, text) }
    for (key, wireless) in [("wiredAdapter", false), ("wirelessAdapter", true)] {
      guard let fields = fields.object(key) else { continue }
      var adapter = HostAdapter(wireless: wireless)
      adapter.take(
        address: fields.text("ipAddress"), hostAddress: fields.text("osIpAddress"),
        mac: fields.text("macAddress"), link: fields.text("linkStatus"),
        dhcp: fields.text("dhcpEnabled"), mode: fields.text("dhcpMode"))
      info.take(adapter)
    }
    for (name, hash) in fields.entries("certificateHashes") {
      guard let text = hash.text("hash"), text.utf8.count <= 256 else { continue }
      info.take(
        RootHash(
          name: String((hash.text("name") ?? name).prefix(HostFile.textLimit)),
          algorithm: String((hash.text("algorithm") ?? "").prefix(32)), hash: text.lowercased(),
          isActive: hash.text("isActive") == "true", isDefault: hash.text("isDefault") == "true"))
    }
    for complaint in info.complaints { file.complain(line: line, name + complaint) }
    file.add(info.finished(), line: line)
  }
}

/// An object's fields, by their names in lower case: versions of the tool differ in capitals.
private struct Fields {
  private var values: [String: Any] = [:]

  init(_ object: [String: Any]) {
    // Sorted, so that of two names that differ in capitals the same one wins each time.
    for (key, value) in object.sorted(by: { $0.key < $1.key }) where key.utf8.count <= 256 {
      values[key.lowercased()] = value
    }
  }

  func has(_ key: String) -> Bool { values[key] != nil }

  /// A text, or the text of a number or a truth value.
  func text(_ key: String) -> String? {
    switch values[key.lowercased()] {
    case let text as String: text
    case let flag as Bool: flag ? "true" : "false"
    case let number as Int: String(number)
    default: nil
    }
  }

  func object(_ key: String) -> Fields? {
    (values[key.lowercased()] as? [String: Any]).map(Fields.init)
  }

  /// A map's or a list's objects; those of a list have no name.
  func entries(_ key: String) -> [(String, Fields)] {
    switch values[key.lowercased()] {
    case let map as [String: Any]:
      map.sorted { $0.key < $1.key }.compactMap { name, value in
        (value as? [String: Any]).map { (name, Fields($0)) }
      }
    case let list as [Any]: list.compactMap { ($0 as? [String: Any]).map { ("", Fields($0)) } }
    default: []
    }
  }
}

/// Counts lines while positions rise.
private struct LineCount {
  private let bytes: [UInt8]
  private var position = 0
  private var count = 1

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  mutating func line(of target: Int) -> Int {
    while position < target, position < bytes.count {
      if bytes[position] == UInt8(ascii: "\n") { count += 1 }
      position += 1
    }
    return count
  }
}

extension UInt8 {
  fileprivate var isJSONSpace: Bool { self == 0x20 || (0x09...0x0D).contains(self) }
}
