import ScoutModel
import ScoutNet

/// All notes in order of place and time: what every later step looks things up in.
final class Book: Sendable {
  let notes: Notes
  let timeline: Timeline
  /// Hardware addresses that answer for so many addresses that they name no machine.
  let sharedMACs: Set<UInt64>
  /// The hardware addresses of each presence, each once, one presence after the other.
  private let macs: [UInt64]
  private let macStarts: [Int32]

  /// So many addresses one machine may hold at once; who shows one identity at more of them in one
  /// scan is a proxy, or the identity is a copy.
  static let addressLimit = 4

  init(_ notes: Notes) {
    self.notes = notes
    timeline = Timeline(notes)
    sharedMACs = Self.findSharedMACs(notes)
    var macs: [UInt64] = []
    var starts: [Int32] = [0]
    starts.reserveCapacity(timeline.presences.count + 1)
    for presence in timeline.presences {
      Self.collect(&macs, of: presence, timeline, notes, shared: sharedMACs)
      starts.append(Int32(truncatingIfNeeded: macs.count))
    }
    self.macs = macs
    macStarts = starts
  }

  /// The hardware addresses that name the machine of a presence, each once: those of a file as they
  /// are, those of a place unless too many places share them.
  func macs(of presence: Int32) -> ArraySlice<UInt64> {
    macs[Int(macStarts[Int(presence)])..<Int(macStarts[Int(presence) + 1])]
  }

  private static func collect(
    _ macs: inout [UInt64], of presence: Presence, _ timeline: Timeline, _ notes: Notes,
    shared: Set<UInt64>
  ) {
    let start = macs.count
    func add(_ mac: UInt64) {
      if mac != 0, !macs[start...].contains(mac) { macs.append(mac) }
    }
    if presence.host >= 0 {
      for adapter in notes.hosts[Int(presence.host)].inventory.adapters {
        if let mac = adapter.mac, mac.isUnicast { add(mac.rawValue) }
      }
      return
    }
    var last: UInt64 = 0
    for position in presence.marks {
      let mac = notes.marks[Int(timeline.order[position])].mac
      guard mac != 0, mac != last else { continue }
      last = mac
      if !shared.contains(mac) { add(mac) }
    }
  }

  private static func findSharedMACs(_ notes: borrowing Notes) -> Set<UInt64> {
    // Leases are left out: a server gives each to one station, however often it moves.
    func isHolder(_ mark: Mark) -> Bool { mark.mac != 0 && mark.kind != .lease }
    var places: [UInt64: Int32] = [:]
    var several: Set<UInt64> = []
    for mark in notes.marks where isHolder(mark) {
      if let place = places[mark.mac] {
        if place != mark.place { several.insert(mark.mac) }
      } else {
        places[mark.mac] = mark.place
      }
    }
    // Most hardware addresses have one place; only the others are worth counting.
    if several.isEmpty { return [] }
    struct Holding: Hashable {
      let mac: UInt64
      let scan: Int64
    }
    var held: [Holding: Set<Int32>] = [:]
    for mark in notes.marks where isHolder(mark) && several.contains(mark.mac) {
      guard case .v4 = notes.places[Int(mark.place)].address else { continue }
      let holding = Holding(mac: mark.mac, scan: mark.scan)
      if held[holding]?.count ?? 0 <= addressLimit { held[holding, default: []].insert(mark.place) }
    }
    return Set(held.lazy.filter { $0.value.count > addressLimit }.map(\.key.mac))
  }
}
