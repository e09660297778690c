/// Something to be done at a moment; belongs to at most one heap.
package final class LoopTimer {
  var deadline = Moment.never
  /// Where the timer stands in its heap, or -1.
  var position = -1
  let action: () -> Void

  init(action: @escaping () -> Void) { self.action = action }

  /// Whether the timer is waiting.
  package var isSet: Bool { position >= 0 }
}

/// Timers ordered by deadline: set, change and clear in O(log n).
struct TimerHeap {
  private var timers: [LoopTimer] = []

  var earliest: Moment { timers.first?.deadline ?? .never }
  var count: Int { timers.count }

  mutating func set(_ timer: LoopTimer, for deadline: Moment) {
    let isLater = timer.position < 0 || deadline > timer.deadline
    timer.deadline = deadline
    if timer.position < 0 {
      timer.position = timers.count
      timers.append(timer)
      rise(timer.position)
    } else if isLater {
      sink(timer.position)
    } else {
      rise(timer.position)
    }
  }

  mutating func clear(_ timer: LoopTimer) {
    let hole = timer.position
    if hole < 0 { return }
    timer.position = -1
    let last = timers.removeLast()
    if last === timer { return }
    timers[hole] = last
    last.position = hole
    rise(hole)
    sink(last.position)
  }

  /// Takes the earliest timer that is due at `now`.
  mutating func takeDue(at now: Moment) -> LoopTimer? {
    guard let first = timers.first, first.deadline <= now else { return nil }
    clear(first)
    return first
  }

  private mutating func rise(_ start: Int) {
    var child = start
    while child > 0 {
      let parent = (child - 1) / 2
      if timers[parent].deadline <= timers[child].deadline { break }
      exchange(parent, child)
      child = parent
    }
  }

  private mutating func sink(_ start: Int) {
    var parent = start
    while true {
      var least = parent
      for child in [2 * parent + 1, 2 * parent + 2]
      where child < timers.count && timers[child].deadline < timers[least].deadline {
        least = child
      }
      if least == parent { break }
      exchange(parent, least)
      parent = least
    }
  }

  private mutating func exchange(_ left: Int, _ right: Int) {
    timers.swapAt(left, right)
    timers[left].position = left
    timers[right].position = right
  }
}
