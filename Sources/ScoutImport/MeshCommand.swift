import ScoutModel
import ScoutNet

/// What meshcmd prints: `amtinfo`, `amtversions` and `amthashes`, alone or one after the other.
enum MeshCommand {
  static func recognises(_ file: FileText) -> Bool {
    let head = file.head
    if head.contains(where: { banner($0) != nil }) { return true }
    let versions = head.count { line in
      line.parted(by: "=").map { ComponentVersions.known.contains($0.name.lowercased()) } ?? false
    }
    if versions >= 2 { return true }
    return zip(head, head.dropFirst()).contains { name, hash in
      name.hasSuffix(")") && name.contains(", (") && self.hash(hash) != nil
    }
  }

  static func read(_ content: FileText, into file: inout HostFile) {
    var reader = Reader()
    for (number, line) in content.lines where !file.isHopeless {
      reader.take(line.trimmed, number, &file)
    }
    reader.finish(&file)
  }

  /// `Intel AMT v8.1.71, activated in client control mode.`: product, version, and what follows.
  private static func banner(_ line: String) -> (Product, String, String)? {
    for (words, product) in [("Intel AMT v", Product.amt), ("Intel SM v", .ism)]
    where line.hasPrefix(words) {
      guard let (version, rest) = String(line.dropFirst(words.count)).parted(by: ",") else {
        return nil
      }
      return (product, version, rest.hasSuffix(".") ? String(rest.dropLast()) : rest)
    }
    return nil
  }

  /// `SHA256: AB12…`: the algorithm and the digits.
  private static func hash(_ line: String) -> (String, String)? {
    guard let (name, value) = line.parted(by: ":"), name.uppercased().hasPrefix("SHA"),
      name.count <= 8, (32...256).contains(value.count), value.allSatisfy(\.isHexDigit)
    else { return nil }
    return (name, value.lowercased())
  }

  private struct Reader {
    var info = AMTInfo(tool: "meshcmd")
    var versions = ComponentVersions()
    var product: Product?
    var others: [(String, String)] = []
    var start: Int?
    var rootName = ""

    mutating func take(_ line: String, _ number: Int, _ file: inout HostFile) {
      if line.isEmpty { return }
      if let (product, version, state) = banner(line) {
        if self.product != nil { finish(&file) }
        self.product = product
        info.take(.version, version)
        info.take(.controlMode, state)
      } else if let (algorithm, digits) = hash(line) {
        takeRoot(algorithm, digits)
      } else if line.hasPrefix("Wired ") || line.hasPrefix("Wireless ") {
        takeAdapter(line)
      } else if let (name, value) = line.parted(by: "=") {
        versions.take(name, value)
      } else if line.hasPrefix("Trusted DNS suffix:") {
        info.take(.dnsSuffix, String(line.dropFirst("Trusted DNS suffix:".count)))
      } else if line.hasSuffix(")"), line.contains("(") {
        rootName = line
      } else if let (name, value) = line.parted(by: ":") {
        others.append((name, value))
      } else {
        return file.complain(line: number, "\(line.quoted) is not a line of meshcmd")
      }
      start = start ?? number
    }

    private mutating func takeRoot(_ algorithm: String, _ digits: String) {
      let marks = rootName.lastIndex(of: "(").map { rootName[$0...].lowercased() } ?? ""
      let name = rootName.prefix { $0 != "(" }.reversed().drop { $0 == " " || $0 == "," }
      info.take(
        RootHash(
          name: String(String(name.reversed()).prefix(HostFile.textLimit)), algorithm: algorithm,
          hash: digits, isActive: marks.contains("active") && !marks.contains("inactive"),
          isDefault: marks.contains("default")))
      rootName = ""
    }

    /// `Wired Enabled, DHCP, 00:1E:8C:F5:4F:ED, 192.168.2.10.`
    private mutating func takeAdapter(_ line: String) {
      var adapter = HostAdapter(wireless: line.hasPrefix("Wireless"))
      var line = line
      if line.hasSuffix(".") { line.removeLast() }
      for part in line.split(separator: ",").map({ String($0).trimmed }) {
        switch part.lowercased() {
        case "dhcp": adapter.dhcpEnabled = true
        case "static": adapter.dhcpEnabled = false
        default:
          if MACAddress(part) != nil {
            adapter.take(mac: part)
          } else if IPAddress(part) != nil {
            adapter.take(address: part)
          }
        }
      }
      info.take(adapter)
    }

    mutating func finish(_ file: inout HostFile) {
      guard let start else { return }
      let rest = versions.hand(to: &info)
      var inventory = info.finished()
      inventory.product = product ?? inventory.product
      for (name, value) in others + rest { inventory.keep(name, value) }
      for complaint in info.complaints { file.complain(line: start, complaint) }
      file.add(inventory, line: start)
      self = Reader()
    }
  }
}

/// The JSON state of meshcmd's `amtinfo`: flags, versions, UUID, provisioning state, adapters.
enum MeshState {
  static func recognises(_ fields: JSONFields) -> Bool {
    fields.object("versions") != nil || (fields.has("provisioningstate") && fields.has("net0"))
  }

  static func read(_ fields: JSONFields, _ place: JSONPlace, into file: inout HostFile) {
    var info = AMTInfo(tool: "meshcmd")
    var versions = ComponentVersions()
    if let list = fields.object("versions") {
      for name in list.names {
        if let text = list.text(name) { versions.take(name, text) }
      }
    }
    let rest = versions.hand(to: &info)
    if let text = fields.text("uuid") { info.take(.uuid, text) }
    switch fields.text("provisioningState")?.lowercased() {
    case "0", "pre": info.take(.provisioningState, "pre")
    case "1", "in": info.take(.provisioningState, "in")
    case "2", "post": info.take(.provisioningState, "post")
    default: break
    }
    for (key, wireless) in [("net0", false), ("net1", true)] {
      guard let fields = fields.object(key) else { continue }
      var adapter = HostAdapter(wireless: wireless)
      // A truth value may stand as a number.
      let dhcp = fields.text("dhcpEnabled").map { ["1", "true"].contains($0) ? "true" : "false" }
      adapter.take(
        address: fields.text("address"), mac: fields.text("mac"), dhcp: dhcp,
        mode: fields.text("dhcpMode"))
      info.take(adapter)
    }
    var inventory = info.finished()
    for (name, value) in rest { inventory.keep(name, value) }
    for name in ["flags", "provisioningmode", "osadmin", "osdnssuffix"] {
      if let text = fields.text(name) { inventory.keep(name, text) }
    }
    for complaint in info.complaints { file.complain(line: place.line, place.entry + complaint) }
    file.add(inventory, line: place.line)
  }
}
