import ScoutLink
package import ScoutNet
import ScoutResolve
package import ScoutSweep

/// The segments that this machine is part of and that hold targets: where its broadcasts reach the
/// DHCP servers or their relay.
package struct LocalSegment: Hashable, Sendable {
  package var interface: String
  package var address: IPv4Address
  package var prefix: Prefix
  let mac: MACAddress

  /// So many segments are asked in one run.
  static let limit = 64

  /// The segments with targets in them, by interface and address.
  package static func holding(_ targets: AddressSet) throws -> [LocalSegment] {
    holding(targets, interfaces: try Interfaces.current().all)
  }

  static func holding(_ targets: AddressSet, interfaces: [Interface]) -> [LocalSegment] {
    var segments: [LocalSegment] = []
    for interface in interfaces
    where interface.isUp && !interface.isLoopback && !interface.isPointToPoint {
      guard let mac = interface.mac else { continue }
      for own in interface.addresses {
        guard case .v4(let address) = own.address, own.prefix.length < 31,
          segments.count < limit,
          !targets.intersection(AddressSet([own.prefix])).isEmpty
        else { continue }
        segments.append(
          LocalSegment(
            interface: interface.name, address: address, prefix: own.prefix, mac: mac))
      }
    }
    return segments
  }

  func inquiry(discovers: Bool) -> DHCPInquiry {
    DHCPInquiry(interface: interface, address: address, mac: mac, discovers: discovers)
  }
}
