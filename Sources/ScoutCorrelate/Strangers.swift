import ScoutModel
import ScoutNet

/// Leases of hardware addresses that belong to no device, by the name that the client gave.
///
/// A laptop in its dock, or on its wireless card, asks DHCP under the same name with another
/// hardware address; AMT is behind the on-board wire alone.
struct Strangers {
  private struct Key: Hashable {
    let label: String
    let site: Int32
  }
  private var byLabel: [Key: [Int32]] = [:]

  /// A label that more clients share is no machine's name.
  private static let limit = 8

  init(_ notes: borrowing Notes, _ owners: [UInt64: Int32]) {
    // The name may stand in one message and the address in another: names are gathered first.
    var labels: [UInt64: Set<Key>] = [:]
    for lease in notes.leases where lease.mac != 0 && owners[lease.mac] == nil {
      for number in [lease.hostName, lease.fqdn] where number >= 0 {
        guard let label = Matching.hostLabel(notes.texts[number]) else { continue }
        labels[lease.mac, default: []].insert(Key(label: label, site: lease.site))
      }
    }
    if labels.isEmpty { return }
    var newest: [UInt64: Int32] = [:]
    for (index, lease) in notes.leases.enumerated()
    where labels[lease.mac] != nil && lease.address != nil
      && notes.settings[Int(lease.settings)].isHeld
    {
      if let other = newest[lease.mac], lease.moment < notes.leases[Int(other)].moment { continue }
      newest[lease.mac] = Int32(truncatingIfNeeded: index)
    }
    for (mac, lease) in newest {
      for key in labels[mac] ?? [] { byLabel[key, default: []].append(lease) }
    }
  }

  /// The newest lease of each stranger that goes by one of the device's own names, oldest first.
  func leases(of device: Device, _ notes: borrowing Notes) -> [Seen<DHCPSighting>] {
    if byLabel.isEmpty { return [] }
    var found: Set<Int32> = []
    for name in [device.names.dhcp.best?.value, device.names.host.best?.value]
      + device.names.certificate.map(\.value)
    {
      guard let label = name.flatMap({ Matching.hostLabel($0) }) else { continue }
      for site in sites(device.site, notes) {
        guard let leases = byLabel[Key(label: label, site: site)], leases.count <= Self.limit else {
          continue
        }
        found.formUnion(leases)
      }
    }
    return found.map { notes.leases[Int($0)] }.sorted { $0.moment < $1.moment }.map { note in
      Seen(
        notes.sighting(of: note), Evidence(note.moment.id), first: note.moment.time,
        last: note.moment.time)
    }
  }

  private func sites(_ site: String, _ notes: borrowing Notes) -> [Int32] {
    notes.texts.existingNumber(of: site).map { [$0] } ?? []
  }
}
