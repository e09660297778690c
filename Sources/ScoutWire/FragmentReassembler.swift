import ScoutNet

/// Puts the pieces of IPv4 and IPv6 datagrams together again, within fixed bounds.
///
/// Pieces that overlap otherwise than as plain repetitions spoil their datagram (RFC 5722): it is
/// dropped and counted, never guessed at.
package struct FragmentReassembler: Sendable {
  /// The bounds of memory; when one is reached the oldest unfinished datagram is dropped.
  package struct Limits: Hashable, Sendable {
    package var datagrams = 256
    /// Bytes kept in all.
    package var bytes = 1 << 20
    /// Pieces of one datagram.
    package var pieces = 64
    /// The age at which a datagram is given up, as RFC 8200 4.5 has it less than 60 seconds.
    package var age = Duration.seconds(30)

    package init() {}
  }

  /// A datagram whose last piece has come.
  package struct Datagram: Hashable, Sendable {
    /// The frame of the last piece, with the payload of the whole; ranges count into ``bytes``.
    package var frame: Frame
    /// The payload of the IP packet.
    package var bytes: [UInt8]
  }

  private struct Key: Hashable {
    var source: IPAddress
    var destination: IPAddress
    var identification: UInt32
    var protocolNumber: UInt8
  }

  private struct Partial {
    var begun: Duration
    /// In the order of their offsets, without overlap.
    var pieces: [(offset: Int, bytes: [UInt8])] = []
    /// The size of the payload, known once the last piece is there.
    var total: Int?
    var byteCount = 0
  }

  private let limits: Limits
  private var partials: [Key: Partial] = [:]
  /// Keys by age, oldest first.
  private var order: [Key] = []
  private var byteCount = 0
  /// Datagrams given up: too old, too large, too many, or contradicting themselves.
  package private(set) var dropped = 0

  package init(limits: Limits = Limits()) { self.limits = limits }

  /// The number of datagrams that wait for pieces.
  package var waiting: Int { partials.count }

  /// Takes a piece and returns the datagram that it completes, if it does.
  ///
  /// Frames that are no pieces are ignored. `time` is counted from any fixed moment.
  package mutating func add(_ frame: Frame, of bytes: RawSpan, at time: Duration) -> Datagram? {
    guard case .fragment(let position, let protocolNumber, let range) = frame.payload,
      let source = frame.source, let destination = frame.destination
    else { return nil }
    expire(at: time)
    let key = Key(
      source: source, destination: destination, identification: position.identification,
      protocolNumber: protocolNumber)
    var reader = ByteReader(bytes)
    guard range.upperBound <= bytes.byteCount, !frame.isCutShort,
      (try? reader.skip(range.lowerBound, "frame")) != nil,
      let piece = try? reader.readBytes(range.count, "piece"),
      // All pieces but the last are multiples of eight bytes.
      !piece.isEmpty, !position.moreFollow || piece.count % 8 == 0,
      position.offset + piece.count <= 0xFFFF
    else {
      drop(key)
      return nil
    }
    var partial = partials[key] ?? Partial(begun: time)
    let isNew = partials[key] == nil
    switch Self.place(piece, at: position, in: &partial, limit: limits.pieces) {
    case .repetition: return nil
    case .contradiction:
      // A first piece that contradicts itself leaves nothing to drop but itself.
      if isNew { dropped += 1 } else { drop(key) }
      return nil
    case .taken: break
    }
    if isNew { order.append(key) }
    partials[key] = partial
    byteCount += piece.count
    if partial.byteCount == partial.total {
      let whole = partial.pieces.flatMap(\.bytes)
      remove(key)
      let datagram = frame.reassembled(protocolNumber, from: whole.span.bytes)
      return Datagram(frame: datagram, bytes: whole)
    }
    while let oldest = order.first, partials.count > limits.datagrams || byteCount > limits.bytes {
      drop(oldest)
    }
    return nil
  }

  private enum Placement { case taken, repetition, contradiction }

  private static func place(
    _ bytes: [UInt8], at position: FragmentPosition, in partial: inout Partial, limit: Int
  ) -> Placement {
    let end = position.offset + bytes.count
    if let index = partial.pieces.firstIndex(where: { $0.offset == position.offset }) {
      return partial.pieces[index].bytes == bytes ? .repetition : .contradiction
    }
    let index = partial.pieces.firstIndex { $0.offset > position.offset } ?? partial.pieces.count
    if index > 0 {
      let before = partial.pieces[index - 1]
      if before.offset + before.bytes.count > position.offset { return .contradiction }
    }
    if index < partial.pieces.count, end > partial.pieces[index].offset { return .contradiction }
    if let total = partial.total, end > total || !position.moreFollow { return .contradiction }
    if !position.moreFollow {
      if index < partial.pieces.count { return .contradiction }
      partial.total = end
    }
    if partial.pieces.count == limit { return .contradiction }
    partial.pieces.insert((position.offset, bytes), at: index)
    partial.byteCount += bytes.count
    return .taken
  }

  private mutating func expire(at time: Duration) {
    while let oldest = order.first, let partial = partials[oldest],
      time - partial.begun > limits.age
    {
      drop(oldest)
    }
  }

  private mutating func drop(_ key: Key) {
    dropped += 1
    remove(key)
  }

  private mutating func remove(_ key: Key) {
    guard let partial = partials.removeValue(forKey: key) else { return }
    byteCount -= partial.byteCount
    order.removeAll { $0 == key }
  }
}
