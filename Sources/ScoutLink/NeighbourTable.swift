import CScoutShims
import Glibc
package import ScoutNet

/// What the kernel knows of hardware addresses on its own links: ARP and neighbour discovery.
///
/// Only such entries tie a MAC to an address; a router's MAC never stands for a host behind it,
/// because the kernel has no entry for addresses that are not on-link.
package struct NeighbourTable: Sendable {
  /// One entry that the kernel has confirmed or holds for valid.
  package struct Entry: Hashable, Sendable {
    package var address: IPAddress
    package var mac: MACAddress
    /// The kernel's number of the interface.
    package var interface: UInt32
    /// Whether an answer was seen in the last half minute or so (NUD_REACHABLE).
    package var isFresh: Bool
  }

  /// Sorted by address.
  package let entries: [Entry]

  private let byAddress: [IPAddress: MACAddress]

  package init(_ entries: [Entry]) {
    self.entries = entries.sorted { ($0.address, $0.interface) < ($1.address, $1.interface) }
    byAddress = Dictionary(
      self.entries.map { ($0.address, $0.mac) }, uniquingKeysWith: { first, _ in first })
  }

  /// The hardware address of `address`, if the kernel knows it.
  package subscript(address: IPAddress) -> MACAddress? { byAddress[address] }

  /// Asks the kernel by netlink; needs no privilege.
  ///
  /// Entries that failed, are being asked for, or need no address (loopback) are left out.
  package static func current() throws(LinkError) -> NeighbourTable {
    var capacity = 4096
    while true {
      var count = 0
      var found = [scout_neighbour](repeating: scout_neighbour(), count: capacity)
      let failure = scout_read_neighbours(&found, capacity, &count)
      guard failure == 0 else {
        let reason = String(cString: strerror(failure))
        throw LinkError(.system, "the kernel's neighbour table cannot be read: \(reason)")
      }
      if count > capacity, capacity < 1 << 20 {
        capacity = count + 4096
        continue
      }
      return NeighbourTable(found.prefix(min(count, capacity)).compactMap(Entry.init))
    }
  }
}

extension NeighbourTable.Entry {
  // linux/neighbour.h
  private static let reachable: UInt16 = 0x02
  private static let usable: UInt16 = 0x02 | 0x04 | 0x08 | 0x10 | 0x80

  fileprivate init?(_ raw: scout_neighbour) {
    guard raw.state & Self.usable != 0 else { return nil }
    let bytes = withUnsafeBytes(of: raw.address) { [UInt8]($0) }
    func number(_ range: Range<Int>) -> UInt64 { bytes[range].reduce(0) { $0 << 8 | UInt64($1) } }
    switch Int32(raw.family) {
    case AF_INET: address = .v4(IPv4Address(bytes[0], bytes[1], bytes[2], bytes[3]))
    case AF_INET6: address = .v6(IPv6Address(high: number(0..<8), low: number(8..<16)))
    default: return nil
    }
    let hardware = withUnsafeBytes(of: raw.hardware) {
      $0.reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    }
    mac = MACAddress(rawValue: hardware)
    guard mac.isUnicast else { return nil }
    interface = raw.interface_index
    isFresh = raw.state & Self.reachable != 0
  }
}
