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
