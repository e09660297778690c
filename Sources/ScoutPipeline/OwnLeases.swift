import Foundation
import ScoutImport
import ScoutLink
import ScoutModel
import ScoutNet
import ScoutSweep

/// The DHCP leases that this machine itself holds in the networks it is to assess.
///
/// On a switched port the answers to others pass by unheard; what the scanning machine was told is
/// then the only word on its segment's option 15.
struct OwnLeases {
  /// Where DHCP clients write their leases down: ISC dhclient, systemd-networkd, NetworkManager.
  static let folders = [
    "/var/lib/dhcp", "/run/systemd/netif/leases", "/var/lib/NetworkManager",
  ]
  static let sizeLimit = 1 << 20

  /// Leases whose address this machine has now and whose network holds a target.
  static func sightings(
    for targets: AddressSet, site: String
  ) throws -> [Sighting] {
    let own = Set(try Interfaces.current().all.flatMap { $0.addresses.map(\.address) })
    return sightings(for: targets, site: site, own: own, folders: folders)
  }

  static func sightings(
    for targets: AddressSet, site: String, own: Set<IPAddress>, folders: [String]
  ) -> [Sighting] {
    folders.flatMap { files(in: $0) }.flatMap { path -> [Sighting] in
      guard let data = SmallFile.bytes(at: path, limit: sizeLimit) else { return [] }
      let time = Timestamp.written(path)
      return HeldLease.leases(in: String(decoding: data, as: UTF8.self)).compactMap { lease in
        let address = IPAddress.v4(lease.address)
        guard own.contains(address), let segment = lease.sighting.segment,
          !targets.intersection(AddressSet([segment])).isEmpty
        else { return nil }
        return Sighting(
          time: time, endpoint: Endpoint(address: address, site: site), method: .imported,
          origin: Origin(path), fact: .dhcp(lease.sighting))
      }
    }
  }

  private static func files(in folder: String) -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.sorted().map { folder + "/" + $0 }
  }
}
