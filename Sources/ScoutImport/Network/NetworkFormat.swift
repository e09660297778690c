import ScoutNet

/// What a file is, by its beginning.
enum NetworkFormat: Hashable {
  case dhcpdLeases, keaLeases, dnsmasqLeases, clientLeases, windowsExport
  case dhcpdConfiguration, keaConfiguration, dnsmasqConfiguration
  case table(TableKind)
  case zoneTransfer, hosts

  /// So many lines of the beginning are looked at.
  private static let lineLimit = 2000

  init?(head: [UInt8]) {
    var lines: [ArraySlice<UInt8>] = []
    var text = TextLines(head: head)
    text.take(head) { line in
      let bytes = line.bytes.trimmed
      if !bytes.isEmpty, lines.count < Self.lineLimit { lines.append(bytes) }
    }
    // The last line counts only where the file ends with it; cut lines are not to be judged.
    if head.count < NetworkFile.headSize {
      text.finish { if !$0.bytes.trimmed.isEmpty { lines.append($0.bytes.trimmed) } }
    }
    guard let first = lines.first else { return nil }
    if first.first == UInt8(ascii: "<") {
      guard lines.prefix(20).contains(where: { $0.contains("<DHCPServer") }) else { return nil }
      self = .windowsExport
    } else if let kind = TableKind(lines: lines) {
      self = .table(kind)
    } else if Self.isKeaLeases(first) {
      self = .keaLeases
    } else if lines.contains(where: { $0.contains("\"Dhcp4\"") }), Self.mayBeginJSON(first) {
      self = .keaConfiguration
    } else if let format = lines.lazy.compactMap(Self.telling).first {
      self = format
    } else if Self.isHosts(lines) {
      self = .hosts
    } else {
      return nil
    }
  }

  /// What a single line gives away.
  private static func telling(_ line: ArraySlice<UInt8>) -> NetworkFormat? {
    if line.starts(with: "; <<>> DiG".utf8) { return .zoneTransfer }
    if line.starts(with: "dhcp-range=".utf8) { return .dnsmasqConfiguration }
    guard line.first != UInt8(ascii: "#"), line.first != UInt8(ascii: ";") else { return nil }
    let words = line.words
    if words.count >= 3, words[0].equals("lease"), words[2].equals("{"),
      IPv4Address(words[1].text) != nil
    {
      return .dhcpdLeases
    }
    if words.count == 2, words[0].equals("lease") || words[0].equals("lease6"),
      words[1].equals("{")
    {
      return .clientLeases
    }
    if line.starts(with: "ADDRESS=".utf8) { return .clientLeases }
    if words.count >= 4, words[0].equals("subnet"), words[2].equals("netmask"),
      IPv4Address(words[1].text) != nil
    {
      return .dhcpdConfiguration
    }
    if DnsmasqLeases.isLease(words) { return .dnsmasqLeases }
    // What a file begins with that holds leases of DHCPv6 alone: the server's own identifier.
    if words.count == 2, words[0].equals("duid"), words[1].contains(UInt8(ascii: ":")) {
      return .dnsmasqLeases
    }
    if ZoneTransfer.isRecord(words) { return .zoneTransfer }
    return nil
  }

  private static func isKeaLeases(_ line: ArraySlice<UInt8>) -> Bool {
    line.starts(with: "address,hwaddr,".utf8) || line.starts(with: "address,duid,".utf8)
  }

  private static func mayBeginJSON(_ line: ArraySlice<UInt8>) -> Bool {
    [UInt8(ascii: "{"), UInt8(ascii: "/"), UInt8(ascii: "#")].contains(line.first)
  }

  /// Whether every line is an address with names after it.
  private static func isHosts(_ lines: [ArraySlice<UInt8>]) -> Bool {
    var count = 0
    for line in lines where line.first != UInt8(ascii: "#") {
      guard HostsFile.entry(line) != nil else { return false }
      count += 1
    }
    return count > 0
  }

  func reader(head: [UInt8]) -> any PieceReader {
    switch self {
    case .dhcpdLeases: ReadingLines(DHCPDLeases(), head: head)
    case .keaLeases: ReadingLines(KeaLeases(), head: head)
    case .dnsmasqLeases: ReadingLines(DnsmasqLeases(), head: head)
    case .clientLeases: ClientLeases()
    case .windowsExport: WindowsExport()
    case .dhcpdConfiguration: ReadingLines(DHCPDConfiguration(), head: head)
    case .keaConfiguration: KeaConfiguration()
    case .dnsmasqConfiguration: ReadingLines(DnsmasqConfiguration(), head: head)
    case .table(let kind): ReadingLines(TableReader(kind), head: head)
    case .zoneTransfer: ReadingLines(ZoneTransfer(), head: head)
    case .hosts: ReadingLines(HostsFile(), head: head)
    }
  }
}

extension ArraySlice<UInt8> {
  fileprivate func contains(_ text: StaticString) -> Bool {
    let count = text.utf8CodeUnitCount
    guard self.count >= count else { return false }
    for start in startIndex...(endIndex - count) where self[start] == text.utf8Start.pointee {
      if self[start..<start + count].equals(text) { return true }
    }
    return false
  }
}
