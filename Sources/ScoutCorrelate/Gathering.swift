import ScoutModel

/// Things seen of one device, each once, with all the observations that show it.
struct Gathering<Value: Hashable & Sendable & Codable> {
  struct Entry {
    let value: Value
    var ids: [ObservationID]
    var first: Timestamp
    var last: Timestamp
    /// The newest scan that shows it.
    var scan: Int64
    /// Its place in the list: the lower, the earlier.
    var rank: Int

    var seen: Seen<Value> { Seen(value, Evidence(ids), first: first, last: last) }
  }
  private(set) var entries: [Entry] = []
  private var places: [Value: Int] = [:]

  mutating func add(_ value: Value, _ moment: Moment, scan: Int64 = 0, rank: Int = 0) {
    guard let place = place(of: value) else {
      if !places.isEmpty { places[value] = entries.count }
      entries.append(
        Entry(
          value: value, ids: [moment.id], first: moment.time, last: moment.time, scan: scan,
          rank: rank))
      return
    }
    entries[place].ids.append(moment.id)
    entries[place].first = min(entries[place].first, moment.time)
    entries[place].last = max(entries[place].last, moment.time)
    if rank < entries[place].rank {
      entries[place].rank = rank
      entries[place].scan = scan
    } else if rank == entries[place].rank {
      entries[place].scan = max(entries[place].scan, scan)
    }
  }

  /// A few are searched one by one; a table pays from a dozen on.
  private mutating func place(of value: Value) -> Int? {
    if entries.count < 12 { return entries.firstIndex { $0.value == value } }
    if places.isEmpty {
      for (index, entry) in entries.enumerated() { places[entry.value] = index }
    }
    return places[value]
  }
}

extension Gathering where Value: Comparable {
  var sorted: [Seen<Value>] { entries.sorted { $0.value < $1.value }.map(\.seen) }

  /// By rank, then the newest scan first, then by value.
  var ranked: [Seen<Value>] {
    entries.sorted {
      ($0.rank, $1.scan) == ($1.rank, $0.scan)
        ? $0.value < $1.value : ($0.rank, $1.scan) < ($1.rank, $0.scan)
    }.map(\.seen)
  }
}

/// The newest of several, with the moment it was seen.
struct Newest<Value> {
  private(set) var moment: Moment?
  private(set) var value: Value?

  mutating func offer(_ value: Value, _ moment: Moment) {
    if let mine = self.moment, moment <= mine { return }
    (self.value, self.moment) = (value, moment)
  }
}
