import ScoutAMT
import ScoutNet
import ScoutWire

/// How the messages of a protocol lie in a stream.
protocol StreamFraming {
  /// The most bytes that one message may take.
  static var messageLimit: Int { get }
  /// Takes the complete messages off the front of `buffer`; `isOver` where nothing more of the
  /// stream is wanted.
  static func cut(_ buffer: inout [UInt8], atEnd: Bool) -> (messages: [[UInt8]], isOver: Bool)
  /// Whether bytes from the middle of a stream look like the start of a message.
  static func isPlausibleStart(_ bytes: [UInt8]) -> Bool
}

typealias DNSStreams = MessageStreams<DNSFraming>
typealias HelloStreams = MessageStreams<HelloFraming>

/// Cuts messages out of the TCP streams they travel in, within fixed bounds.
///
/// A stream whose beginning was not captured is taken up at the first segment that plausibly begins
/// with a message. A stream that loses a segment is given up and taken up again in the same manner.
struct MessageStreams<Framing: StreamFraming>: Sendable {
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
    /// Whether nothing more of it is wanted.
    var isOver = false

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
    } else if Framing.isPlausibleStart(payload) {
      stream = Stream(next: header.sequence)
    } else {
      return []
    }
    let sequence = header.flags.contains(.syn) ? header.sequence &+ 1 : header.sequence
    if !payload.isEmpty { stream.waiting.append((sequence, payload)) }
    Self.join(&stream)
    let isEnded = header.flags.contains(.fin) && stream.waiting.isEmpty
    var messages: [[UInt8]] = []
    if stream.isOver {
      stream.buffer = []
    } else {
      (messages, stream.isOver) = Framing.cut(&stream.buffer, atEnd: isEnded)
    }
    // After a cut segment the place of the next one in the stream is not known.
    let isLost =
      frame.isCutShort || stream.waiting.count > limits.waitingSegments
      || stream.buffer.count > Framing.messageLimit
    if !isEnded, !isLost { put(stream, for: key) }
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

/// DNS over TCP: each message behind its length in two bytes (RFC 1035, 4.2.2).
enum DNSFraming: StreamFraming {
  static let messageLimit = 2 + 0xFFFF

  static func cut(_ buffer: inout [UInt8], atEnd: Bool) -> (messages: [[UInt8]], isOver: Bool) {
    var messages: [[UInt8]] = []
    var start = 0
    while buffer.count - start >= 2 {
      let length = Int(buffer[start]) << 8 | Int(buffer[start + 1])
      guard buffer.count - start - 2 >= length else { break }
      messages.append(Array(buffer[start + 2..<start + 2 + length]))
      start += 2 + length
    }
    buffer.removeFirst(start)
    return (messages, false)
  }

  /// A length, and a header whose counts fit into it.
  static func isPlausibleStart(_ bytes: [UInt8]) -> Bool {
    guard bytes.count >= 14 else { return false }
    func word(_ offset: Int) -> Int { Int(bytes[offset]) << 8 | Int(bytes[offset + 1]) }
    // A question takes at least 5 bytes, a record 11.
    let least = 12 + word(6) * 5 + (word(8) + word(10) + word(12)) * 11
    return word(0) >= least && word(6) <= 1
  }
}

/// The hello of AMT: one message a connection, at its start.
enum HelloFraming: StreamFraming {
  static let messageLimit = HelloMessage.byteLimit

  static func cut(_ buffer: inout [UInt8], atEnd: Bool) -> (messages: [[UInt8]], isOver: Bool) {
    let message: [UInt8]
    switch HelloMessage.length(buffer) {
    case .none:
      buffer = []
      return ([], true)
    case .known(let length) where buffer.count >= length: message = Array(buffer[..<length])
    case .untilEnd where atEnd: message = Array(buffer.prefix(HelloMessage.byteLimit))
    case .open, .known, .untilEnd: return ([], false)
    }
    buffer = []
    return ([message], true)
  }

  /// One of the two versions whose layout is known.
  static func isPlausibleStart(_ bytes: [UInt8]) -> Bool {
    guard bytes.count >= 24, bytes[2] == 2 || bytes[2] == 3 else { return false }
    switch HelloMessage.length(bytes) {
    case .open, .known: return true
    case .untilEnd, .none: return false
    }
  }
}
