import ScoutNet
import ScoutWire

/// Cuts DNS messages out of the TCP streams they travel in (RFC 1035, 4.2.2), within fixed bounds.
///
/// A stream whose beginning was not captured is taken up at the first segment that plausibly begins
/// with a message. A stream that loses a segment is given up and taken up again in the same manner.
struct DNSStreams: Sendable {
  /// The bounds of memory; when one is reached the stream that was quiet longest is dropped.
  struct Limits: Hashable, Sendable {
    var streams = 1024
    /// Bytes kept in all.
    var bytes = 4 << 20
    /// Segments of one stream that wait for an earlier one.
    var waitingSegments = 16
  }

  /// One direction of a connection.
  private struct Key: Hashable {
    var source: IPAddress
    var destination: IPAddress
    var sourcePort: UInt16
    var destinationPort: UInt16
  }

  private struct Stream {
    /// The sequence number of the byte that follows `buffer`.
    var next: UInt32
    /// Bytes from the start of the message that is not yet complete.
    var buffer: [UInt8] = []
    var waiting: [(sequence: UInt32, bytes: [UInt8])] = []
    var lastUse: UInt64 = 0

    var byteCount: Int { waiting.reduce(buffer.count) { $0 + $1.bytes.count } }
  }

  private let limits: Limits
  private var streams: [Key: Stream] = [:]
  private var byteCount = 0
  private var uses: UInt64 = 0

  init(limits: Limits = Limits()) { self.limits = limits }

  /// The number of streams remembered.
  var count: Int { streams.count }

  /// Takes a segment of `frame` and returns the messages that it completes, in their order.
  mutating func add(
    _ header: TCPHeader, _ payload: [UInt8], of frame: Frame
  ) -> [[UInt8]] {
    guard let source = frame.source, let destination = frame.destination else { return [] }
    let key = Key(
      source: source, destination: destination, sourcePort: header.source,
      destinationPort: header.destination)
    if header.flags.contains(.rst) {
      drop(key)
      return []
    }
    if payload.isEmpty, !header.flags.contains(.syn), !header.flags.contains(.fin) { return [] }
    var stream: Stream
    if header.flags.contains(.syn) {
      drop(key)
      stream = Stream(next: header.sequence &+ 1)
    } else if let known = take(key) {
      stream = known
    } else if DNSStreams.isPlausibleStart(payload) {
      stream = Stream(next: header.sequence)
    } else {
      return []
    }
    let sequence = header.flags.contains(.syn) ? header.sequence &+ 1 : header.sequence
    if !payload.isEmpty { stream.waiting.append((sequence, payload)) }
    Self.join(&stream)
    let messages = Self.cut(&stream.buffer)
    let isOver = header.flags.contains(.fin) && stream.waiting.isEmpty
    // After a cut segment the place of the next one in the stream is not known.
    let isLost = frame.isCutShort || stream.waiting.count > limits.waitingSegments
    if !isOver, !isLost { put(stream, for: key) }
    return messages
  }

  /// Moves what has become contiguous into the buffer, without what was there already.
  private static func join(_ stream: inout Stream) {
    var index = 0
    while index < stream.waiting.count {
      let (sequence, bytes) = stream.waiting[index]
      // Sequence numbers are compared modulo 2^32 (RFC 9293, 3.4).
      let known = Int(Int32(bitPattern: stream.next &- sequence))
      if known < 0 {
        index += 1
        continue
      }
      stream.waiting.remove(at: index)
      if known < bytes.count {
        stream.buffer.append(contentsOf: bytes[known...])
        stream.next = sequence &+ UInt32(truncatingIfNeeded: bytes.count)
      }
      index = 0
    }
  }

  /// Takes the complete messages off the front of `buffer`.
  private static func cut(_ buffer: inout [UInt8]) -> [[UInt8]] {
    var messages: [[UInt8]] = []
    var start = 0
    while buffer.count - start >= 2 {
      let length = Int(buffer[start]) << 8 | Int(buffer[start + 1])
      guard buffer.count - start - 2 >= length else { break }
      messages.append(Array(buffer[start + 2..<start + 2 + length]))
      start += 2 + length
    }
    buffer.removeFirst(start)
    return messages
  }

  /// Whether bytes from the middle of a stream look like the start of a message: a length, and a
  /// header whose counts fit into it.
  static func isPlausibleStart(_ bytes: [UInt8]) -> Bool {
    guard bytes.count >= 14 else { return false }
    func word(_ offset: Int) -> Int { Int(bytes[offset]) << 8 | Int(bytes[offset + 1]) }
    // A question takes at least 5 bytes, a record 11.
    let least = 12 + word(6) * 5 + (word(8) + word(10) + word(12)) * 11
    return word(0) >= least && word(6) <= 1
  }

  private mutating func take(_ key: Key) -> Stream? {
    guard let stream = streams.removeValue(forKey: key) else { return nil }
    byteCount -= stream.byteCount
    return stream
  }

  private mutating func drop(_ key: Key) { _ = take(key) }

  private mutating func put(_ stream: Stream, for key: Key) {
    var stream = stream
    uses &+= 1
    stream.lastUse = uses
    byteCount += stream.byteCount
    streams[key] = stream
    while streams.count > limits.streams || byteCount > limits.bytes,
      let oldest = streams.min(by: { $0.value.lastUse < $1.value.lastUse })
    {
      drop(oldest.key)
    }
  }
}
