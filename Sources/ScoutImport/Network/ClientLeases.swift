import ScoutModel
import ScoutNet

/// A lease that a DHCP client wrote down, on whatever machine: ISC dhclient, systemd-networkd,
/// NetworkManager.
struct ClientLeases: PieceReader {
  private static let limit = 1 << 20
  private var bytes: [UInt8] = []

  mutating func take(_ piece: [UInt8], _ facts: inout NetworkFacts) {
    bytes += piece.prefix(Self.limit + 1 - bytes.count)
  }

  mutating func finish(_ facts: inout NetworkFacts) {
    guard bytes.count <= Self.limit else {
      return facts.complain("is larger than \(Self.limit >> 20) MiB")
    }
    let text = String(decoding: bytes, as: UTF8.self)
    for lease in HeldLease.leases(in: text) {
      facts.add(.dhcp(lease.sighting), at: Endpoint(address: .v4(lease.address)), line: nil)
    }
    for told in HeldLease.settings6(in: text) {
      let address = told.addresses?.first.map { IPAddress.v6($0) }
      facts.add(.ipv6(told), at: Endpoint(address: address), line: nil)
    }
  }
}
