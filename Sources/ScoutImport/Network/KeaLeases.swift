import ScoutModel
import ScoutNet

/// Kea's lease file: comma-separated, its columns named in the first line; later lines about an
/// address override earlier ones. Leases of DHCPv6 are taken where they tell a hardware address.
struct KeaLeases: LineReader {
  private var columns: [String: Int] = [:]
  private var needed = 0

  mutating func take(_ line: TextLine, _ facts: inout NetworkFacts) {
    let bytes = line.bytes.trimmed
    if bytes.isEmpty { return }
    let cells = bytes.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
    if line.number == 1 {
      for (place, cell) in cells.enumerated() where columns.count < 64 {
        columns[cell.text] = place
      }
      needed = (columns["state"] ?? columns["hostname"] ?? 0) + 1
      return
    }
    guard cells.count >= needed else {
      return facts.complain(
        line: line.number, "has \(cells.count) columns, and \(needed) are needed")
    }
    guard let address = IPAddress(cells[0].text) else {
      return facts.complain(line: line.number, "\(cells[0].text.quoted) is no address")
    }
    switch address {
    case .v4(let address): take(address, cells, line.number, &facts)
    case .v6:
      // A deleted lease stays in the file with no lifetime.
      guard let text = cell("hwaddr", cells), let mac = MACAddress(text.text), mac.isUnicast,
        number("valid_lifetime", cells) != 0
      else { return }
      facts.add(
        .neighbour, at: Endpoint(address: address, mac: mac), line: line.number, time: began(cells))
    }
  }

  private func take(
    _ address: IPv4Address, _ cells: [ArraySlice<UInt8>], _ line: Int, _ facts: inout NetworkFacts
  ) {
    var lease = LeaseRecord(address)
    if let text = cell("hwaddr", cells), !text.isEmpty {
      lease.mac = MACAddress(text.text)
      // Other kinds of hardware have addresses of other lengths.
      if lease.mac == nil, text.count == 17 {
        facts.complain(line: line, "\(text.text.quoted) is no hardware address")
      }
    }
    if let name = cell("hostname", cells) { lease.take(name: name.text) }
    // 0 is in use; 1 declined, 2 expired and reclaimed, 3 released.
    let isHeld = number("state", cells) ?? 0 == 0 && number("valid_lifetime", cells) != 0
    lease.state = isHeld ? .held : .ended
    lease.time = isHeld ? began(cells) : moment(number("expire", cells))
    facts.add(lease, line: line)
  }

  private func cell(_ name: String, _ cells: [ArraySlice<UInt8>]) -> ArraySlice<UInt8>? {
    guard let place = columns[name], place < cells.count else { return nil }
    return cells[place]
  }

  private func number(_ name: String, _ cells: [ArraySlice<UInt8>]) -> Int64? {
    cell(name, cells).flatMap { Int64($0.text) }
  }

  /// The lease is kept with its end and its length.
  private func began(_ cells: [ArraySlice<UInt8>]) -> Timestamp? {
    guard let end = number("expire", cells), let length = number("valid_lifetime", cells),
      (0...Int64(UInt32.max) - 1).contains(length)
    else { return nil }
    return moment(end - min(length, max(0, end)))
  }

  private func moment(_ seconds: Int64?) -> Timestamp? {
    guard let seconds, (1...1 << 40).contains(seconds) else { return nil }
    return Timestamp(seconds: seconds)
  }
}
