import ScoutModel
import ScoutNet

/// All notes in order of place and time: what every later step looks things up in.
final class Book {
  let notes: Notes
  let timeline: Timeline
  /// Hardware addresses that answer for so many addresses that they name no machine.
  let sharedMACs: Set<UInt64>

  /// So many addresses one machine may hold at once; who shows one identity at more of them in one
  /// scan is a proxy, or the identity is a copy.
  static let addressLimit = 4

  init(_ notes: Notes) {
    self.notes = notes
    timeline = Timeline(notes)
    sharedMACs = Self.findSharedMACs(notes)
  }

  /// The hardware addresses that name the machine of a presence, each once.
  func macs(of presence: Presence) -> [UInt64] {
    var result: [UInt64] = []
    forEachMAC(of: presence) { mac in
      if mac != 0, !result.contains(mac) { result.append(mac) }
    }
    return result
  }

  /// Calls `body` for each hardware address of a presence, for some more than once: those of a file
  /// as they are, those of a place unless too many places share them.
  func forEachMAC(of presence: Presence, _ body: (UInt64) -> Void) {
    if presence.host >= 0 {
      for adapter in notes.hosts[Int(presence.host)].inventory.adapters {
        if let mac = adapter.mac, mac.isUnicast { body(mac.rawValue) }
      }
      return
    }
    var last: UInt64 = 0
    for position in presence.marks {
      let mac = notes.marks[Int(timeline.order[position])].mac
      guard mac != 0, mac != last, !sharedMACs.contains(mac) else { continue }
      last = mac
      body(mac)
    }
  }

  private static func findSharedMACs(_ notes: borrowing Notes) -> Set<UInt64> {
    struct Holding: Hashable {
      let mac: UInt64
      let scan: Int64
    }
    var places: [Holding: Set<Int32>] = [:]
    // Leases are left out: a server gives each to one station, however often it moves.
    for mark in notes.marks where mark.mac != 0 && mark.kind != .lease {
      guard case .v4 = notes.places[Int(mark.place)].address else { continue }
      let holding = Holding(mac: mark.mac, scan: mark.scan)
      if places[holding]?.count ?? 0 <= addressLimit {
        places[holding, default: []].insert(mark.place)
      }
    }
    return Set(places.lazy.filter { $0.value.count > addressLimit }.map(\.key.mac))
  }
}
