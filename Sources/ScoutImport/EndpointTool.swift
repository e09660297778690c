import ScoutModel
import ScoutXML

/// What EMAConfigTool writes, as JSON or XML. Two of its fields are documented, `MEVersion` and
/// `MEProvisioningState` under `System`, `MEFirmwareInfo`; the others are kept as they are.
enum EndpointTool {
  static func recognises(_ fields: JSONFields) -> Bool {
    fields.object("system")?.object("mefirmwareinfo") != nil
      || fields.object("mefirmwareinfo") != nil
  }

  static func recognises(_ root: XMLElement) -> Bool {
    root.name == "MEFirmwareInfo" || root.first("MEFirmwareInfo") != nil
  }

  static func read(_ fields: JSONFields, _ place: JSONPlace, into file: inout HostFile) {
    var leaves: [(String, String)] = []
    collect(fields, depth: 0, into: &leaves)
    file.take(leaves, line: place.line, entry: place.entry)
  }

  static func read(_ root: XMLElement, into file: inout HostFile) {
    var leaves: [(String, String)] = []
    collect(root, into: &leaves)
    file.take(leaves, line: 1, entry: "")
  }

  private static func collect(
    _ fields: JSONFields, depth: Int, into leaves: inout [(String, String)]
  ) {
    for name in fields.names where leaves.count < 1024 && depth < 16 {
      if let text = fields.text(name) {
        leaves.append((name, text))
      } else if let inner = fields.object(name) {
        collect(inner, depth: depth + 1, into: &leaves)
      }
    }
  }

  private static func collect(_ element: XMLElement, into leaves: inout [(String, String)]) {
    guard leaves.count < 1024 else { return }
    if element.children.isEmpty { leaves.append((element.name, element.trimmedText)) }
    for child in element.children { collect(child, into: &leaves) }
  }
}

extension HostFile {
  /// Takes the leaves of a file of EMAConfigTool.
  fileprivate mutating func take(_ leaves: [(String, String)], line: Int, entry: String) {
    var info = AMTInfo(tool: "EMAConfigTool")
    var state: String?
    var others: [(String, String)] = []
    for (name, value) in leaves where !value.isEmpty {
      switch name.lowercased() {
      case "meversion": info.take(.version, value)
      case "meprovisioningstate": state = value
      case "uuid", "systemuuid": info.take(.uuid, value)
      case "computername", "hostname", "machinename": info.take(.hostName, value)
      default: others.append((name, value))
      }
    }
    var inventory = info.finished()
    if let state {
      // Only this word is documented.
      if state.lowercased() == "provisioned" {
        inventory.state = .post
      } else {
        inventory.keep("MEProvisioningState", state)
      }
    }
    for (name, value) in others { inventory.keep(name, value) }
    for complaint in info.complaints { complain(line: line, entry + complaint) }
    add(inventory, line: line)
  }
}
