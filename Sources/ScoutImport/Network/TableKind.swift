/// What a table of comma-separated values is about, by the names in its first row.
enum TableKind: Hashable {
  /// `Get-DhcpServerv4Lease | Export-Csv`: the properties of the class DhcpServerv4Lease.
  case windowsLeases
  /// `Get-ADComputer | Export-Csv`.
  case directory
  /// ARP or neighbour tables of switches and routers.
  case neighbours
  /// A switch's table of hardware addresses, without addresses.
  case stations

  /// The columns in which such tables hold an address, a hardware address, and what else; a table
  /// with other columns besides is of another tool.
  static let addressColumns: Set = [
    "ip", "ipaddress", "ipv4address", "ipv6address", "address", "internetaddress",
    "protocoladdress", "hostip", "networkaddress",
  ]
  static let hardwareColumns: Set = [
    "mac", "macaddress", "hwaddr", "hwaddress", "hardwareaddr", "hardwareaddress",
    "physicaladdress", "linklayeraddress", "lladdr", "ethernetaddress",
  ]
  static let vlanColumns: Set = ["vlan", "vlanid", "vid"]
  private static let otherColumns: Set = [
    "protocol", "age", "agemin", "type", "interface", "port", "ports", "vrf", "state", "flags",
    "device", "switch", "hostname", "name", "vendor", "iface", "entrytype", "learned", "timeout",
    "expires", "mask", "site", "location", "lastseen", "firstseen", "ifindex", "static", "dynamic",
  ]

  init?(lines: [ArraySlice<UInt8>]) {
    guard let header = lines.first(where: { !Self.isPreamble($0) }) else { return nil }
    let columns = Self.columns(header)
    guard columns.count >= 2 else { return nil }
    let names = Set(columns)
    if names.isSuperset(of: ["ipaddress", "scopeid", "clientid"]) {
      self = .windowsLeases
    } else if names.contains("dnshostname"),
      !names.isDisjoint(with: [
        "distinguishedname", "objectclass", "samaccountname", "objectguid",
        "operatingsystem",
      ])
    {
      self = .directory
    } else {
      let known = Self.addressColumns.union(Self.hardwareColumns).union(Self.vlanColumns)
        .union(Self.otherColumns)
      guard names.isSubset(of: known), !names.isDisjoint(with: Self.hardwareColumns) else {
        return nil
      }
      self = names.isDisjoint(with: Self.addressColumns) ? .stations : .neighbours
    }
  }

  /// PowerShell's `#TYPE …`, Excel's `sep=;`.
  static func isPreamble(_ line: ArraySlice<UInt8>) -> Bool {
    line.first == UInt8(ascii: "#") || line.starts(with: "sep=".utf8) || line.isEmpty
  }

  /// The names of a header's columns: lower case, letters and digits alone.
  static func columns(_ header: ArraySlice<UInt8>) -> [String] {
    TableRows.cells(header, TableRows.separator(of: header)).map { cell in
      let bytes = cell.lowercased().utf8.filter {
        (0x61...0x7A).contains($0) || (0x30...0x39).contains($0)
      }
      return String(decoding: bytes, as: UTF8.self)
    }
  }
}
