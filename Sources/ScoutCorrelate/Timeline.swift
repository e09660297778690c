import ScoutModel
import ScoutNet

/// A stretch of time in which one machine held one place, or a file from a machine.
struct Presence {
  /// Its earliest observation that shows a machine.
  let first: Moment
  /// When it was seen first and last, by whatever observation.
  let span: ClosedRange<Timestamp>
  /// Index into `Notes.places`; negative for a file.
  let place: Int32
  /// Positions in `Timeline.order`; empty for a file.
  let marks: Range<Int>
  /// Index into `Notes.hosts`; negative for a stretch at a place.
  let host: Int32
  /// The one digest realm that it shows, by number; negative where it shows none.
  let realm: Int32
  /// The one UUID that it shows, by number; negative where it shows none.
  let uuid: Int32
}

/// All marks by place and time, cut where a place changed hands.
struct Timeline {
  /// Indices into `Notes.marks`: places one after the other, each in order of time.
  private(set) var order: [Int32] = []
  private var starts: [Int] = []
  /// In the order of their first moments.
  private(set) var presences: [Presence] = []
  /// The presences of each place, by place, in order of time.
  private(set) var byPlace = Lists()
  /// Neighbouring presences of one place whose identities contradict each other within an hour.
  private(set) var clashes: [(Int32, Int32)] = []

  /// How long a place may stay silent and still be thought to hold the same machine, where nothing
  /// contradicts: 35 days, so that monthly scans meet the same devices.
  static let patience: Duration = .seconds(35 * 86400)
  /// Different identities of one place within this time are a contradiction, not a new tenant.
  static let contradiction: Duration = .seconds(3600)

  init(_ notes: borrowing Notes) {
    let makers = sortByPlace(notes)
    var cut: [(presence: Presence, clashesWithPrevious: Bool)] = []
    for place in 0..<makers.count where makers[place] {
      let range = starts[place]..<starts[place + 1]
      sort(range, notes)
      divide(range, place: Int32(place), notes, into: &cut)
    }
    for (index, host) in notes.hosts.enumerated() {
      let presence = Presence(
        first: host.moment, span: host.moment.time...host.moment.time, place: -1, marks: 0..<0,
        host: Int32(index), realm: -1, uuid: host.uuid)
      cut.append((presence, false))
    }
    // Sorted, so that numbers follow from what was seen and not from the order of arrival.
    let sorted = cut.indices.sorted { cut[$0].presence.first < cut[$1].presence.first }
    var positions = [Int32](repeating: 0, count: cut.count)
    presences.reserveCapacity(cut.count)
    for (position, index) in sorted.enumerated() {
      positions[index] = Int32(position)
      presences.append(cut[index].presence)
    }
    for (index, entry) in cut.enumerated() where entry.clashesWithPrevious {
      clashes.append((positions[index - 1], positions[index]))
    }
    byPlace = Lists(
      presences.lazy.map(\.place), of: Int32(truncatingIfNeeded: notes.places.count))
  }

  /// Whether nothing showed a machine at a place.
  func isSilent(_ place: Int32) -> Bool { byPlace[Int(place)].isEmpty }

  /// Puts the marks of one place in order of time; most come in that order.
  private mutating func sort(_ range: Range<Int>, _ notes: borrowing Notes) {
    var isSorted = true
    for position in range.dropFirst() where isSorted {
      isSorted =
        notes.marks[Int(order[position - 1])].moment < notes.marks[Int(order[position])].moment
    }
    if !isSorted {
      order[range].sort { notes.marks[Int($0)].moment < notes.marks[Int($1)].moment }
    }
  }

  /// Positions in ``order`` of the marks of a place.
  func marks(at place: Int32) -> Range<Int> { starts[Int(place)]..<starts[Int(place) + 1] }

  /// Sorts the marks into places by counting; says for each whether a machine was seen
  /// there.
  private mutating func sortByPlace(_ notes: borrowing Notes) -> [Bool] {
    starts = [Int](repeating: 0, count: notes.places.count + 1)
    var makers = [Bool](repeating: false, count: notes.places.count)
    for mark in notes.marks {
      starts[Int(mark.place) + 1] += 1
      if mark.makesDevice { makers[Int(mark.place)] = true }
    }
    for index in 1..<starts.count { starts[index] += starts[index - 1] }
    var next = starts
    order = [Int32](repeating: 0, count: notes.marks.count)
    for (index, mark) in notes.marks.enumerated() {
      order[next[Int(mark.place)]] = Int32(truncatingIfNeeded: index)
      next[Int(mark.place)] += 1
    }
    return makers
  }

  /// Cuts the sorted marks of one place where it was silent for long, or where a realm, a UUID or a
  /// hardware address gives way to another; there the cut lies in the longest pause between the two.
  private func divide(
    _ range: Range<Int>, place: Int32, _ notes: borrowing Notes,
    into cut: inout [(presence: Presence, clashesWithPrevious: Bool)]
  ) {
    var start = range.lowerBound
    var realm: Int32 = -1
    var uuid: Int32 = -1
    var mac: UInt64 = 0
    var lastIdentity = start
    var pendingClash = false
    var hadPresence = false

    func finish(before end: Int, clash: Bool) {
      let isClash = pendingClash && hadPresence
      if let presence = presence(start..<end, place: place, notes) {
        cut.append((presence, isClash))
        hadPresence = true
      } else {
        hadPresence = false
      }
      pendingClash = clash
      start = end
    }

    for position in range {
      let mark = notes.marks[Int(order[position])]
      if position > start {
        let previous = notes.marks[Int(order[position - 1])].moment.time
        if mark.moment.time.since(previous) > Self.patience {
          finish(before: position, clash: false)
          (realm, uuid, mac, lastIdentity) = (-1, -1, 0, position)
        }
      }
      let (markRealm, markUUID) = (notes.realm(of: mark), notes.uuid(of: mark))
      let otherRealm = markRealm >= 0 && realm >= 0 && markRealm != realm
      let otherUUID = markUUID >= 0 && uuid >= 0 && markUUID != uuid
      let otherMAC = mark.mac != 0 && mac != 0 && mark.mac != mac
      if otherRealm || otherUUID || otherMAC {
        let before = notes.marks[Int(order[lastIdentity])].moment.time
        let isClash =
          (otherRealm || otherUUID) && mark.moment.time.since(before) <= Self.contradiction
        let end = longestPause(after: lastIdentity, upTo: position, notes)
        finish(before: end, clash: isClash)
        (realm, uuid, mac) = (-1, -1, 0)
      }
      if markRealm >= 0 { realm = markRealm }
      if markUUID >= 0 { uuid = markUUID }
      if mark.mac != 0 { mac = mark.mac }
      if markRealm >= 0 || markUUID >= 0 || mark.mac != 0 { lastIdentity = position }
    }
    finish(before: range.upperBound, clash: false)
  }

  private func longestPause(
    after first: Int, upTo last: Int, _ notes: borrowing Notes
  ) -> Int {
    var best = last
    var longest = Duration.zero
    for position in stride(from: last, to: first, by: -1) {
      let pause = notes.marks[Int(order[position])].moment.time.since(
        notes.marks[Int(order[position - 1])].moment.time)
      if pause > longest { (best, longest) = (position, pause) }
    }
    return best
  }

  private func presence(
    _ range: Range<Int>, place: Int32, _ notes: borrowing Notes
  ) -> Presence? {
    var first: Moment?
    var realm: Int32 = -1
    var uuid: Int32 = -1
    for position in range {
      let number = Int(order[position])
      let mark = notes.marks[number]
      if first == nil, mark.makesDevice { first = mark.moment }
      if realm < 0 { realm = notes.realm(of: mark) }
      if uuid < 0 { uuid = notes.uuid(of: mark) }
    }
    guard let first else { return nil }
    let start = notes.marks[Int(order[range.lowerBound])].moment.time
    let end = notes.marks[Int(order[range.upperBound - 1])].moment.time
    return Presence(
      first: first, span: start...end, place: place, marks: range, host: -1, realm: realm,
      uuid: uuid)
  }
}
