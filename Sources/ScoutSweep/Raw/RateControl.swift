package import ScoutLoop

/// How fast a sweep may go now: it begins slowly, gives way where the network or this machine shows
/// that it is too much, and comes back bit by bit. Time is a parameter.
package struct RateControl: Sendable {
  /// What was seen since the last look.
  package struct Signs: Hashable, Sendable {
    package var sent = 0
    /// Answers to first questions, and to repeated ones: those had been lost.
    package var answers = 0
    package var lateAnswers = 0
    /// ICMP messages that something cannot be reached.
    package var unreachable = 0
    /// Answers that this machine dropped, and times it had no room to send.
    package var dropped = 0
    package var noRoom = 0

    package init() {}
  }

  /// Why the rate was taken back.
  package enum Reason: String, Hashable, Sendable {
    case loss = "answers are lost"
    case unreachable = "routers refuse much of it"
    case dropped = "this machine loses answers"
    case noRoom = "the interface takes no more"
  }

  /// What was asked for, with the changes made while it runs.
  package private(set) var asked: PacketsPerSecond
  /// What is allowed now, at most `asked`.
  package private(set) var allowed: PacketsPerSecond
  /// Why `allowed` is below `asked`, once that was so.
  package private(set) var reason: Reason?
  /// Whether the rate is still on its way up from the beginning.
  package private(set) var isStarting = true
  private var lastLook: Moment?
  private var seen = Signs()

  /// How often signs are judged.
  package static let interval = Duration.milliseconds(100)
  /// How often they are while the sweep begins.
  package static let startInterval = Duration.milliseconds(5)
  /// The pace of the beginning.
  private static let first = 10_000

  package init(_ rate: PacketsPerSecond) {
    asked = rate
    allowed = min(rate, PacketsPerSecond(Self.first))
    isStarting = allowed < asked
  }

  /// Changes the rate by so many steps of 5 %.
  package mutating func change(steps: Int) {
    let isHeldBack = allowed < asked
    asked = asked.changed(steps: steps)
    if !isHeldBack || allowed > asked { allowed = asked }
  }

  /// Judges what was seen since the last call; to be called about each `interval`.
  package mutating func look(_ signs: Signs, at now: Moment) {
    seen.sent += signs.sent
    seen.answers += signs.answers
    seen.lateAnswers += signs.lateAnswers
    seen.unreachable += signs.unreachable
    seen.dropped += signs.dropped
    seen.noRoom += signs.noRoom
    guard let last = lastLook else {
      lastLook = now
      return
    }
    let isUrgent = seen.dropped > 0 || seen.noRoom > 0
    if isStarting && !isUrgent {
      // Only this machine's own troubles count while it begins, and those show at once. Doubling
      // each 5 ms comes from 10,000 to a million in 35 ms; a look that comes a little early counts.
      if now - last < Self.startInterval * 0.9 { return }
      lastLook = now
      allowed = min(asked, PacketsPerSecond(allowed.value * 2))
      isStarting = allowed < asked
      return
    }
    if now - last < (isUrgent ? Self.interval : .seconds(1)) { return }
    lastLook = now
    if let why = trouble {
      isStarting = false
      reason = why
      // Not below an eighth: what is lost at random would else be waited for for ever.
      allowed = max(PacketsPerSecond(max(1, asked.value / 8)), PacketsPerSecond(allowed.value / 2))
      allowed = min(allowed, asked)
    } else if allowed < asked {
      allowed = min(asked, PacketsPerSecond(allowed.value + max(1, asked.value / 10)))
    }
    seen = Signs()
  }

  private var trouble: Reason? {
    if seen.dropped > 0 { return .dropped }
    if seen.noRoom > 0 { return .noRoom }
    let all = seen.answers + seen.lateAnswers
    // More than a quarter of the answers came only when asked again.
    if all >= 40, seen.lateAnswers * 4 > all { return .loss }
    if seen.sent >= 100, seen.unreachable * 2 > seen.sent { return .unreachable }
    return nil
  }
}
