import ScoutModel
import ScoutNet

/// Reads the rows of a table of leases, computers or neighbours, by the names of its columns.
struct TableReader: LineReader {
  private let kind: TableKind
  private var rows = TableRows(separator: UInt8(ascii: ","))
  private var columns: [String: Int] = [:]
  private var hasHeader = false

  init(_ kind: TableKind) { self.kind = kind }

  mutating func take(_ line: TextLine, _ facts: inout NetworkFacts) {
    if !hasHeader {
      let header = line.bytes.trimmed
      if TableKind.isPreamble(header) { return }
      hasHeader = true
      rows = TableRows(separator: TableRows.separator(of: header))
      for (place, name) in TableKind.columns(header).enumerated() where columns[name] == nil {
        columns[name] = place
      }
      if kind == .stations {
        facts.complain(
          "holds hardware addresses and no addresses; import the ARP table of the router instead")
      }
      return
    }
    if kind == .stations { return }
    if let row = rows.take(line) { take(row, &facts) }
  }

  mutating func finish(_ facts: inout NetworkFacts) {
    guard let row = rows.end() else { return }
    facts.complain(line: row.line, "the quotation mark that opens here is not closed")
  }

  private func take(_ row: TableRows.Row, _ facts: inout NetworkFacts) {
    if row.cells.allSatisfy(\.isEmpty) { return }
    switch kind {
    case .windowsLeases: takeLease(row, &facts)
    case .directory: takeComputer(row, &facts)
    case .neighbours: takeNeighbour(row, &facts)
    case .stations: break
    }
  }

  private func cell(_ names: Set<String>, _ row: TableRows.Row) -> String? {
    for name in names.sorted() {
      guard let place = columns[name], place < row.cells.count else { continue }
      if !row.cells[place].isEmpty { return row.cells[place] }
    }
    return nil
  }

  private func takeLease(_ row: TableRows.Row, _ facts: inout NetworkFacts) {
    guard
      let lease = WindowsLease.record(
        address: cell(["ipaddress"], row), client: cell(["clientid"], row),
        name: cell(["hostname"], row), state: cell(["addressstate"], row))
    else {
      return facts.complain(
        line: row.line, "\((cell(["ipaddress"], row) ?? "").quoted) is no IPv4 address")
    }
    facts.add(lease, line: row.line)
  }

  /// A computer's name in the directory, and its address, where that was asked for. Without one the
  /// name is a question that waits to be put to the name servers.
  private func takeComputer(_ row: TableRows.Row, _ facts: inout NetworkFacts) {
    // A computer that never joined fully has no name in DNS.
    guard let text = cell(["dnshostname"], row) else { return }
    guard let name = DomainName(text) else {
      return facts.complain(line: row.line, "\(text.quoted) is no name")
    }
    let addresses = [["ipv4address"], ["ipv6address"]].compactMap { columns in
      cell(Set(columns), row).flatMap { IPAddress($0) }
    }
    if addresses.isEmpty {
      let sighting = NameSighting(name: name.text, type: "A", outcome: .questionOnly)
      facts.add(.name(sighting), at: Endpoint(), line: row.line)
    }
    for address in addresses {
      facts.add(
        NameSighting(name: name.text, addresses: [address], timeToLive: 0), line: row.line)
    }
  }

  private func takeNeighbour(_ row: TableRows.Row, _ facts: inout NetworkFacts) {
    let address = cell(TableKind.addressColumns, row)
    let hardware = cell(TableKind.hardwareColumns, row)
    // Entries that the switch is still asking for have no hardware address.
    guard let address, let hardware, !hardware.lowercased().contains("incomplete") else { return }
    guard let found = IPAddress(address) else {
      return facts.complain(line: row.line, "\(address.quoted) is no address")
    }
    guard let mac = MACAddress(hardware) else {
      return facts.complain(line: row.line, "\(hardware.quoted) is no hardware address")
    }
    guard mac.isUnicast else { return }
    let vlan = cell(TableKind.vlanColumns, row)
      .flatMap { UInt16($0.lowercased().replacing("vlan", with: "").trimmed) }
    let endpoint = Endpoint(address: found, mac: mac, vlan: vlan.map { [$0] } ?? [])
    facts.add(.neighbour, at: endpoint, line: row.line)
  }
}

/// A lease as Windows' DHCP server has it: the class DhcpServerv4Lease of its PowerShell module.
enum WindowsLease {
  static func record(address: String?, client: String?, name: String?, state: String?)
    -> LeaseRecord?
  {
    guard let address = address.flatMap({ IPv4Address($0) }) else { return nil }
    var lease = LeaseRecord(address)
    // The client's unique identifier is its hardware address where it has six bytes.
    lease.mac = client.flatMap { MACAddress($0) }
    if let name { lease.take(name: name) }
    switch state {
    case "Active", "ActiveReservation", nil: lease.state = .held
    case "InactiveReservation": lease.state = .reserved
    default: lease.state = .ended
    }
    return lease
  }
}
