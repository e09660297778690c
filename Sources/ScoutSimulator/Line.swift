import Glibc

/// One accepted connection as a stream of bytes.
protocol Stream {
  /// The bytes that came next; `nil` once the peer has closed, the time is over or the site stops.
  mutating func receive() -> [UInt8]?
  /// Sends all of `bytes`; false where that is not possible any more.
  mutating func send(_ bytes: [UInt8]) -> Bool
}

/// The plain socket.
struct Line: Stream {
  let descriptor: Int32
  let stop: StopSignal
  /// When the connection ends whatever happens.
  let deadline: ContinuousClock.Instant
  /// Milliseconds before each byte sent; 0 sends at once.
  var pace = 0

  /// Milliseconds left, at most a quarter of a minute of silence.
  private var patience: Int32 {
    let left = ContinuousClock.now.duration(to: deadline)
    return Int32(max(0, min(15_000, left / .milliseconds(1))))
  }

  func receive() -> [UInt8]? {
    let ready = stop.wait([descriptor], milliseconds: patience)
    guard let ready, !ready.isEmpty else { return nil }
    var buffer = [UInt8](repeating: 0, count: 16_384)
    let count = recv(descriptor, &buffer, buffer.count, 0)
    return count > 0 ? Array(buffer.prefix(count)) : nil
  }

  func send(_ bytes: [UInt8]) -> Bool {
    guard pace > 0 else { return sendAtOnce(bytes) }
    for byte in bytes {
      guard pause(milliseconds: Int32(pace)), sendAtOnce([byte]) else { return false }
    }
    return true
  }

  private func sendAtOnce(_ bytes: [UInt8]) -> Bool {
    var sent = 0
    while sent < bytes.count {
      let count = bytes[sent...].withUnsafeBytes {
        Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      if count > 0 {
        sent += count
        continue
      }
      guard count < 0, errno == EAGAIN || errno == EINTR else { return false }
      let ready = stop.wait([descriptor], for: Int16(POLLOUT), milliseconds: patience)
      guard let ready, !ready.isEmpty else { return false }
    }
    return true
  }

  /// Waits; false when the site stops or the connection's time is over.
  func pause(milliseconds: Int32) -> Bool {
    guard stop.wait([], milliseconds: milliseconds) != nil else { return false }
    return ContinuousClock.now < deadline
  }

  /// Keeps the connection, taking and dropping what comes, until the peer leaves or time is over.
  func hold() {
    var buffer = [UInt8](repeating: 0, count: 4096)
    while ContinuousClock.now < deadline {
      guard let ready = stop.wait([descriptor], milliseconds: patience) else { return }
      if !ready.isEmpty, recv(descriptor, &buffer, buffer.count, 0) <= 0 { return }
    }
  }

  /// Ends the sending side and takes what still comes, so that no reset overtakes the answer.
  func finish() {
    shutdown(descriptor, Int32(SHUT_WR))
    var buffer = [UInt8](repeating: 0, count: 4096)
    for _ in 0..<256 {
      guard let ready = stop.wait([descriptor], milliseconds: 1000), !ready.isEmpty,
        recv(descriptor, &buffer, buffer.count, 0) > 0
      else { return }
    }
  }
}
