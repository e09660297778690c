import ScoutModel

/// What `rpc amtinfo` prints for people: `Name : value` lines, sections for the adapters, and the
/// hashes of the trusted roots. Several outputs may follow one another.
enum AMTInfoText {
  /// Whether the first lines look like it.
  static func recognises(_ text: String) -> Bool {
    let known = ["Version", "Build Number", "SKU", "UUID", "Control Mode", "---Wired Adapter---"]
    let lines = text.split(maxSplits: 200, whereSeparator: \.isNewline).prefix(200)
    let names = lines.map { String($0.prefix { $0 != ":" }).trimmed }
    return known.filter(names.contains).count >= 2
  }

  static func read(_ text: String, into file: inout HostFile) {
    var reader = Reader()
    var number = 0
    for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
      number += 1
      if file.isHopeless { return }
      reader.take(String(line.prefix(4096)).trimmed, number, into: &file)
    }
    reader.finish(into: &file)
  }

  private struct Reader {
    enum Section { case general, adapter, hashes }
    var info = AMTInfo()
    var start: Int?
    var section = Section.general
    var adapter: HostAdapter?
    /// The line before a hash names its root.
    var rootName = ""

    mutating func take(_ line: String, _ number: Int, into file: inout HostFile) {
      if line.isEmpty { return }
      if line.hasPrefix("---") {
        finishAdapter()
        section = .adapter
        adapter = HostAdapter(wireless: line.lowercased().contains("wireless"))
        return
      }
      let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      let name = String(parts[0]).trimmed
      let value = parts.count == 2 ? String(parts[1]).trimmed : nil
      if name == "Version", value != nil {
        finish(into: &file)
        start = number
      } else if name == "Certificate Hashes" {
        finishAdapter()
        section = .hashes
        return
      }
      guard section != .hashes else { return takeHash(line, name, value) }
      guard let value else {
        return file.complain(line: number, "\(line.quoted) is not a `name : value` line")
      }
      start = start ?? number
      let before = info.complaints.count
      take(name, value)
      for complaint in info.complaints.dropFirst(before) {
        file.complain(line: number, complaint)
      }
    }

    private mutating func take(_ name: String, _ value: String) {
      switch name {
      case "Version": info.take(.version, value)
      case "Build Number": info.take(.build, value)
      case "SKU": info.take(.sku, value)
      case "Features": info.take(.features, value)
      case "UUID": info.take(.uuid, value)
      case "Control Mode": info.take(.controlMode, value)
      case "Provisioning State": info.take(.provisioningState, value)
      case "Operational State": info.take(.operationalState, value)
      case "DNS Suffix": info.take(.dnsSuffix, value)
      case "DNS Suffix (OS)": info.take(.hostDNSSuffix, value)
      case "Hostname (OS)": info.take(.hostName, value)
      case "RAS Network": info.take(.remoteNetwork, value)
      case "RAS MPS Hostname": info.take(.remoteHost, value)
      case "DHCP Enabled": adapter?.take(dhcp: value)
      case "DHCP Mode": adapter?.take(mode: value)
      case "Link Status": adapter?.take(link: value)
      case "IP Address", "AMT IP Address": adapter?.take(address: value)
      case "OS IP Address": adapter?.take(hostAddress: value)
      case "MAC Address": adapter?.take(mac: value)
      default: break
      }
    }

    /// A root's name with its marks in parentheses, or the hash that follows it.
    private mutating func takeHash(_ line: String, _ name: String, _ value: String?) {
      let isHash = name.uppercased().hasPrefix("SHA") && name.count <= 8
      guard isHash, let value, (32...256).contains(value.count), value.allSatisfy(\.isHexDigit)
      else {
        rootName = line
        return
      }
      let marks = rootName.lastIndex(of: "(").map { rootName[$0...].lowercased() } ?? ""
      let root = rootName.prefix { $0 != "(" }.reversed().drop { $0 == " " || $0 == "," }
      info.take(
        RootHash(
          name: String(String(root.reversed()).prefix(HostFile.textLimit)), algorithm: name,
          hash: value.lowercased(), isActive: marks.contains("active"),
          isDefault: marks.contains("default")))
      rootName = ""
    }

    private mutating func finishAdapter() {
      if let adapter { info.take(adapter) }
      adapter = nil
    }

    mutating func finish(into file: inout HostFile) {
      finishAdapter()
      if let start { file.add(info.finished(), line: start) }
      self = Reader()
    }
  }
}
