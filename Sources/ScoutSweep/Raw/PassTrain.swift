import ScoutLoop

/// Walks a sequence several times at once: each pass follows the one before at a distance in time,
/// and passes over what was answered meanwhile. So silence is asked again without a list of it.
///
/// Behind the last pass comes the end of waiting: what it reaches is finished.
struct PassTrain {
  /// Where each pass stands; the last one is the end of waiting.
  private(set) var cursors: [UInt64]
  /// How far each pass may go now.
  private var limits: [UInt64]
  /// How long each pass stays behind the one before, in nanoseconds.
  private let waits: [Int64]
  private var marks: [MarkQueue]
  /// Where the first pass ends.
  private(set) var end: UInt64
  private let memory: UInt64

  /// - Parameters:
  ///   - waits: between the passes, and after the last one; one pass for each.
  ///   - memory: how far the first pass may run ahead of the end of waiting.
  init(start: UInt64, end: UInt64, waits: [Duration], memory: UInt64) {
    self.end = end
    self.memory = memory
    self.waits = waits.map(\.nanoseconds)
    cursors = [UInt64](repeating: start, count: waits.count + 1)
    limits = cursors
    limits[0] = end
    marks = [MarkQueue](repeating: MarkQueue(), count: waits.count)
  }

  var passes: Int { waits.count }
  /// Everything below is finished.
  var finished: UInt64 { cursors[passes] }
  /// Nothing beyond was begun.
  var begun: UInt64 { cursors[0] }
  var isDone: Bool { finished >= end }

  /// Begins nothing more; what is begun goes through the later passes.
  mutating func closeEntrance() {
    end = cursors[0]
    limits[0] = end
  }

  /// Whether `next` has places to look at.
  var canGoOn: Bool {
    for pass in 1..<passes where cursors[pass] < limits[pass] { return true }
    return cursors[0] < limits[0] && cursors[0] - finished < memory
  }

  /// The next place to send, and in which pass; `nil` where nothing may be sent now.
  @inline(__always)
  mutating func next(_ answered: AnswerBits) -> (place: UInt64, pass: Int)? {
    var pass = passes - 1
    while pass > 0 {
      while cursors[pass] < limits[pass] {
        let place = cursors[pass]
        cursors[pass] = place + 1
        if !answered.contains(place) { return (place, pass) }
      }
      pass -= 1
    }
    let place = cursors[0]
    guard place < limits[0], place - cursors[passes] < memory else { return nil }
    cursors[0] = place + 1
    answered.remove(place)
    return (place, 0)
  }

  /// Notes how far the passes have come, and lets each go on to where the one before was long
  /// enough ago.
  ///
  /// - Parameter held: for each pass the first place that was taken and has not been sent yet.
  /// - Returns: how many places ended in silence.
  mutating func advance(
    at now: Moment, _ answered: AnswerBits, held: [UInt64]? = nil
  ) -> UInt64 {
    var silent: UInt64 = 0
    for pass in 0..<passes {
      let sent = min(cursors[pass], held?[pass] ?? .max)
      marks[pass].add(sent, at: now)
      let due = Moment(nanoseconds: now.nanoseconds &- waits[pass])
      if let place = marks[pass].take(until: due) {
        limits[pass + 1] = max(limits[pass + 1], place)
      }
    }
    // What was answered need not be waited for.
    while finished < cursors[0] {
      if !answered.contains(finished) {
        if finished >= limits[passes] { break }
        silent += 1
      }
      cursors[passes] += 1
    }
    return silent
  }

  /// When the next pass may go on; `nil` where nothing is under way.
  var nextDue: Moment? {
    var due: Moment?
    for pass in 0..<passes {
      guard let first = marks[pass].first else { continue }
      let moment = Moment(nanoseconds: first.nanoseconds &+ waits[pass])
      due = due.map { min($0, moment) } ?? moment
    }
    return due
  }
}

/// Places with the times at which they were reached, both ascending, a few milliseconds apart.
struct MarkQueue {
  private var items: [(place: UInt64, time: Moment)] = []
  private var head = 0
  private var reached: UInt64 = 0
  private static let grain: Int64 = 5_000_000

  /// The time of the oldest mark.
  var first: Moment? { head < items.count ? items[head].time : nil }

  mutating func add(_ place: UInt64, at now: Moment) {
    guard place > reached else { return }
    reached = place
    if head < items.count, let last = items.last,
      now.nanoseconds &- last.time.nanoseconds < Self.grain
    {
      items[items.count - 1].place = place
    } else {
      items.append((place, now))
    }
  }

  /// Takes all marks up to a time; the furthest place among them.
  mutating func take(until time: Moment) -> UInt64? {
    var place: UInt64?
    while head < items.count, items[head].time <= time {
      place = items[head].place
      head += 1
    }
    if head > 1024 {
      items.removeFirst(head)
      head = 0
    }
    return place
  }
}
