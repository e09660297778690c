import ScoutModel
import ScoutNet

/// Observations in parts that have no key in common, directly or through others.
struct Partition {
  /// What one observation left in the notes, by number.
  struct Entry {
    let mark: Int32?
    let lease: Int32?
    let host: Int32?
  }

  /// What belongs to one part, by number.
  struct Members {
    var marks: [Int32] = []
    var leases: [Int32] = []
    var hosts: [Int32] = []

    var count: Int { marks.count + leases.count + hosts.count }
  }

  /// Everything by which one observation can touch another.
  private enum Key: Hashable {
    case place(Place)
    case mac(UInt64)
    case uuid(UUID128)
    case realm(Int32)
    case certificate(String)
    case label(String)
  }

  private var parents: [Int32] = []
  private var contents: [Members] = []
  private var owners: [Key: Int32] = [:]
  private var changed: Set<Int32> = []
  private var merged: Set<Int32> = []

  func members(of part: Int32) -> Members { contents[Int(part)] }

  /// The parts that were added to since the last time, and those that are now part of another.
  mutating func takeChanges() -> (changed: [Int32], merged: [Int32]) {
    defer { (changed, merged) = ([], []) }
    return (changed.sorted(), merged.sorted())
  }

  mutating func add(_ entry: Entry, _ notes: borrowing Notes) {
    guard entry.mark != nil || entry.lease != nil || entry.host != nil else { return }
    let keys = keys(of: entry, notes)
    guard let first = keys.first else { return }
    var part = part(of: first)
    for key in keys.dropFirst() { part = join(part, self.part(of: key)) }
    if let mark = entry.mark { contents[Int(part)].marks.append(mark) }
    if let lease = entry.lease { contents[Int(part)].leases.append(lease) }
    if let host = entry.host { contents[Int(part)].hosts.append(host) }
    changed.insert(part)
  }

  private mutating func root(of part: Int32) -> Int32 {
    var root = part
    while parents[Int(root)] != root { root = parents[Int(root)] }
    var step = part
    while parents[Int(step)] != root {
      (step, parents[Int(step)]) = (parents[Int(step)], root)
    }
    return root
  }

  private mutating func part(of key: Key) -> Int32 {
    if let known = owners[key] { return root(of: known) }
    let part = Int32(truncatingIfNeeded: parents.count)
    parents.append(part)
    contents.append(Members())
    owners[key] = part
    return part
  }

  /// Moves the smaller of two parts into the larger; returns that one.
  private mutating func join(_ left: Int32, _ right: Int32) -> Int32 {
    if left == right { return left }
    let isLeftLarger = contents[Int(left)].count >= contents[Int(right)].count
    let (large, small) = isLeftLarger ? (left, right) : (right, left)
    parents[Int(small)] = large
    let moved = contents[Int(small)]
    contents[Int(small)] = Members()
    contents[Int(large)].marks += moved.marks
    contents[Int(large)].leases += moved.leases
    contents[Int(large)].hosts += moved.hosts
    changed.remove(small)
    changed.insert(large)
    merged.insert(small)
    return large
  }

  private func keys(of entry: Entry, _ notes: borrowing Notes) -> [Key] {
    var keys: [Key] = []
    func addLabel(_ text: String?) {
      if let label = text.flatMap({ Matching.hostLabel($0) }) { keys.append(.label(label)) }
    }
    if let number = entry.mark {
      let mark = notes.marks[Int(number)]
      keys.append(.place(notes.places[Int(mark.place)]))
      if mark.mac != 0 { keys.append(.mac(mark.mac)) }
      let (realm, uuid) = (notes.realm(of: mark), notes.uuid(of: mark))
      if uuid >= 0 { keys.append(.uuid(notes.uuids[Int(uuid)])) }
      // Sixteen bits name no machine: such a realm counts together with its place alone.
      if realm >= 0, !notes.texts[realm].isOldRealm { keys.append(.realm(realm)) }
      if mark.kind == .tls, let leaf = notes.tls[Int(mark.payload)].chain.first {
        if let key = leaf.keyFingerprint { keys.append(.certificate(key)) }
        for name in leaf.dnsNames + leaf.commonNames { addLabel(name) }
      }
    }
    if let number = entry.lease {
      let lease = notes.leases[Int(number)]
      if lease.mac != 0 { keys.append(.mac(lease.mac)) }
      for text in [lease.hostName, lease.fqdn] where text >= 0 { addLabel(notes.texts[text]) }
    }
    if let number = entry.host {
      let host = notes.hosts[Int(number)]
      if let uuid = host.inventory.uuid, !uuid.isPlaceholder { keys.append(.uuid(uuid)) }
      for adapter in host.inventory.adapters {
        if let mac = adapter.mac, mac.isUnicast { keys.append(.mac(mac.rawValue)) }
      }
      for address in host.inventory.addresses {
        keys.append(.place(Place(site: host.site, address: address)))
      }
      addLabel(host.inventory.hostName)
      // A file that tells nothing to know a machine by is a machine of its own.
      if keys.isEmpty { keys.append(.label("\u{0}\(number)")) }
    }
    return keys
  }
}
