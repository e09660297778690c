import Glibc
import ScoutLoop
import ScoutModel
import ScoutNet
import ScoutWire
import Synchronization
import Testing

@testable import ScoutSweep

@Suite("Connect sweep") struct ConnectSweepTests {
  /// A pong of AMT 9.5, not provisioned, in answer to a ping.
  static func pong(to ping: [UInt8]) -> [UInt8] {
    let tag = ping.count > 9 ? ping[9] : 0
    return [6, 0, 0xFF, 6, 0, 0, 0x11, 0xBE, 0x40, tag, 0, 16, 0, 0, 1, 0x57, 0, 0, 0x95, 0, 0]
      + [0x20, 0, 0, 0, 0, 0, 0]
  }

  @Test("finds the open ports of a prefix and counts the rest")
  func openAndClosed() async throws {
    let first = try LocalSocket(stream: true, at: IPv4Address(127, 3, 0, 9))
    let second = try LocalSocket(stream: true, at: IPv4Address(127, 3, 0, 200), port: first.port)
    let closed = try LocalSocket(stream: true).port
    let found = try await ConnectSweep.onLoopback().findings(
      plan("127.3.0.0/24", ports: [first.port, closed]))
    #expect(found.open == ["127.3.0.9 \(first.port)", "127.3.0.200 \(second.port)"])
    #expect(found.events.count == 2)
    let summary = found.summary
    #expect(summary.isComplete && summary.progress == 256 && found.lastProgress == 256)
    #expect(summary.counts.addresses == 256)
    #expect(summary.counts.probes == 512)
    #expect(summary.counts.open == 2)
    #expect(summary.counts.refused == 510)
    #expect(summary.counts.silent == 0 && summary.counts.silentAddresses == 0)
    #expect(summary.prefixes.map(\.prefix.description) == ["127.3.0.0/24"])
    #expect(summary.prefixes.first?.counts == summary.counts)
    #expect(summary.tally.sent == 512 && summary.tally.received == 512)
  }

  @Test("a pong counts only from the address and port that was asked, with the right tag")
  func pongs() async throws {
    let right = try LocalSocket(stream: false, at: IPv4Address(127, 3, 1, 1))
    let port = right.port
    let wrongTag = try LocalSocket(stream: false, at: IPv4Address(127, 3, 1, 2), port: port)
    let other = try LocalSocket(stream: false, at: IPv4Address(127, 3, 1, 77))
    right.serve { ping, _ in [[6, 0, 0xFF, 0x86], Self.pong(to: ping)] }
    wrongTag.serve { ping, _ in
      var pong = Self.pong(to: ping)
      pong[9] ^= 1
      return [pong]
    }
    defer { for socket in [right, wrongTag] { socket.stopServing() } }
    _ = other
    var work = try plan("127.3.1.1-127.3.1.3", ports: [], ping: port)
    work.connectTimeout = .milliseconds(1500)
    let found = try await ConnectSweep.onLoopback().findings(work)
    guard found.events.count == 1, case .pong(let address, port, let bytes, _) = found.events[0]
    else {
      Issue.record("got \(found.events)")
      return
    }
    #expect(address == .v4(IPv4Address(127, 3, 1, 1)))
    #expect(try ASFPresencePong(parsing: bytes).enterprise == 343)
    let tally = found.summary.tally
    #expect(tally.pongs == 1 && tally.silent == 1 && tally.strays == 2)
    // The third address has nobody: its kernel says so at once.
    #expect(tally.refused == 1)
    #expect(found.summary.counts.repetitions == 1)
    #expect(found.summary.counts.silentAddresses == 1)
  }

  @Test("the ping is repeated on silence only, and answers late or twice are counted as such")
  func repetition() async throws {
    let second = try LocalSocket(stream: false, at: IPv4Address(127, 3, 2, 1))
    let twice = try LocalSocket(stream: false, at: IPv4Address(127, 3, 2, 2), port: second.port)
    let late = try LocalSocket(stream: false, at: IPv4Address(127, 3, 2, 3), port: second.port)
    let pings = Mutex([Int](repeating: 0, count: 3))
    second.serve { ping, number in
      pings.withLock { $0[0] += 1 }
      return number == 0 ? [] : [Self.pong(to: ping)]
    }
    twice.serve { ping, _ in
      pings.withLock { $0[1] += 1 }
      return [Self.pong(to: ping), Self.pong(to: ping)]
    }
    late.serve { ping, number in
      pings.withLock { $0[2] += 1 }
      if number == 0 { return [] }
      usleep(1_500_000)
      return [Self.pong(to: ping)]
    }
    defer { for socket in [second, twice, late] { socket.stopServing() } }
    var work = try plan("127.3.2.1-127.3.2.3", ports: [], ping: second.port)
    work.connectTimeout = .milliseconds(1500)
    work.coolDown = .seconds(3)
    let found = try await ConnectSweep.onLoopback().findings(work)
    #expect(pings.withLock { $0 } == [2, 1, 2])
    let tally = found.summary.tally
    #expect(tally.pongs == 3 && tally.duplicates == 1 && tally.late == 1 && tally.silent == 0)
    #expect(found.summary.counts.pongs == 3 && found.summary.counts.silent == 0)
    #expect(found.summary.counts.silentAddresses == 0)
    #expect(found.summary.counts.strays == 2)
  }

  @Test("a part and its resumption find what the whole finds, and their counts add up")
  func resumption() async throws {
    let first = try LocalSocket(stream: true, at: IPv4Address(127, 4, 1, 1))
    let others = try [IPv4Address(127, 4, 20, 7), IPv4Address(127, 4, 63, 255)].map {
      try LocalSocket(stream: true, at: $0, port: first.port)
    }
    var work = try plan("127.4.0.0/18", ports: [first.port], seed: 5)
    work.rate = PacketsPerSecond(1000)
    let sweep = try ConnectSweep.onLoopback()
    var events: [SweepEvent] = []
    let part = try await sweep.run(work) { batch in
      events += batch.events
      if batch.progress > 100 { sweep.stop() }
    }
    #expect(!part.isComplete && part.progress > 100 && part.progress < 16_384)
    #expect(part.counts.addresses == Int(part.progress))
    work.start = part.progress
    work.rate = PacketsPerSecond(20_000)
    let rest = try await ConnectSweep.onLoopback().findings(work)
    #expect(rest.summary.isComplete)
    #expect(part.counts.addresses + rest.summary.counts.addresses == 16_384)
    #expect(part.counts.open + rest.summary.counts.open == 1 + others.count)
    // A machine whose packet queues overflow loses some even on loopback: silence, nothing else.
    let closed = [part.counts, rest.summary.counts].map { $0.refused + $0.silent }
    #expect(closed.reduce(0, +) == 16_381)
    #expect(Set((events + rest.events).map(\.address)).count == 1 + others.count)
    work.start = 16_384
    let nothing = try await ConnectSweep.onLoopback().findings(work)
    #expect(nothing.summary.isComplete && nothing.summary.tally.sent == 0)
  }

  @Test("a slow receiver holds the sender back")
  func backpressure() async throws {
    let listener = try LocalSocket(stream: true, at: IPv4Address(0, 0, 0, 0))
    listener.acceptAll()
    var work = try plan("127.5.0.0/18", ports: [listener.port])
    work.rate = PacketsPerSecond(1_000_000)
    work.prefixRate = PacketsPerSecond(1_000_000)
    let sweep = try ConnectSweep.onLoopback()
    var isFirst = true
    var found = 0
    let summary = try await sweep.run(work) { batch in
      found += batch.events.count
      if isFirst {
        isFirst = false
        try await Task.sleep(for: .seconds(1.5))
      } else {
        // What had gathered is no more than the room for it, and what was in flight.
        #expect(batch.events.count <= 4096 + SweepLimits.inFlight)
      }
    }
    // On a busy machine the listener's queue may overflow, which is silence and no loss.
    #expect(found == summary.counts.open && found > 4096)
    #expect(summary.isComplete && summary.counts.open + summary.counts.silent == 16_384)
  }

  @Test("an error of the receiver ends the sweep and comes through")
  func receiverFails() async throws {
    struct Full: Error {}
    let listener = try LocalSocket(stream: true, at: IPv4Address(0, 0, 0, 0))
    listener.acceptAll()
    let sweep = try ConnectSweep.onLoopback()
    await #expect(throws: Full.self) {
      _ = try await sweep.run(plan("127.6.0.0/16", ports: [listener.port])) { _ in throw Full() }
    }
  }

  @Test("cancelling the task stops the sweep after the cool-down, with its progress")
  func cancellation() async throws {
    var work = try plan("127.7.0.0/16", ports: [1])
    work.rate = PacketsPerSecond(1000)
    let task = Task { [work] in try await ConnectSweep.onLoopback().findings(work) }
    try await Task.sleep(for: .milliseconds(300))
    task.cancel()
    let found = try await task.value
    #expect(!found.summary.isComplete)
    #expect(found.summary.counts.addresses == Int(found.summary.progress))
  }

  @Test("stopping the loop under a sweep is an error, not a hang")
  func loopStops() async throws {
    let loop = try EventLoop { _, _ in true }
    var work = try plan("127.8.0.0/16", ports: [1])
    work.rate = PacketsPerSecond(1000)
    await #expect(throws: SweepError.self) {
      _ = try await ConnectSweep(loop: loop).run(work) { _ in loop.stop() }
    }
  }

  @Test("the rate is kept, in all and within each small prefix")
  func pace() async throws {
    let port = try LocalSocket(stream: true).port
    var work = try plan("127.9.0.0/25", ports: [port])
    work.prefixRate = PacketsPerSecond(200)
    let one = try await ConnectSweep.onLoopback().findings(work)
    // 128 packets with a burst of 8 at 200 a second.
    #expect(one.summary.elapsed > .milliseconds(590))
    work = try plan("127.9.0.0/23", ports: [port])
    work.rate = PacketsPerSecond(1000)
    let all = try await ConnectSweep.onLoopback().findings(work)
    #expect(all.summary.elapsed > .milliseconds(480))
  }

  @Test("a plan tells its packets and its time beforehand")
  func budget() throws {
    var work = try plan("127.0.0.0/22", ports: [16992, 16993], ping: 623)
    work.rate = PacketsPerSecond(500)
    work.prefixRate = PacketsPerSecond(200)
    work.connectTimeout = .seconds(3)
    work.coolDown = .seconds(3)
    #expect(work.packetBudget == 3072...8192)
    let time = work.estimatedTime()
    #expect(time.least > .seconds(6) && time.least < .seconds(7))
    #expect(time.most > .seconds(16) && time.most < .seconds(30))
    work.start = 1000
    #expect(work.packetBudget == 72...192)
  }
}
