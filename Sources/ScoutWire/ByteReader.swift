package import ScoutNet

/// A cursor over received bytes that can neither trap nor allocate.
///
/// Offsets, in errors too, count from the first byte of the message the cursor was made for, also
/// in a reader of a part of it. A read that fails leaves the cursor where it was.
package struct ByteReader: ~Escapable {
  @usableFromInline let bytes: RawSpan
  @usableFromInline var position: Int
  @usableFromInline let limit: Int

  /// Creates a cursor at the first of `bytes`.
  @inlinable @_lifetime(copy bytes)
  package init(_ bytes: RawSpan) {
    self.bytes = bytes
    self.position = 0
    self.limit = bytes.byteCount
  }

  /// The caller has checked that `position <= limit <= bytes.byteCount`.
  @inlinable @_lifetime(copy bytes)
  init(_ bytes: RawSpan, from position: Int, to limit: Int) {
    self.bytes = bytes
    self.position = position
    self.limit = limit
  }
}

extension ByteReader {
  /// Bytes from the start of the message to the next byte to be read.
  @inlinable package var offset: Int { position }

  /// The offset at which this reader stops.
  @inlinable package var end: Int { limit }

  /// The number of bytes not yet read.
  @inlinable package var remaining: Int { limit - position }

  @inlinable package var isAtEnd: Bool { position == limit }

  /// Throws unless `count` more bytes follow; a negative count counts as too many.
  @inlinable @inline(__always)
  package func require(_ count: Int, _ field: FieldName) throws(WireError) {
    guard count >= 0, count <= limit - position else {
      throw WireError(.truncated, field, at: position)
    }
  }

  @inlinable @inline(__always) @_lifetime(self: copy self)
  package mutating func skip(_ count: Int, _ field: FieldName) throws(WireError) {
    try require(count, field)
    position += count
  }

  /// The next byte, which stays to be read; nil at the end.
  @inlinable
  package func peekUInt8() -> UInt8? {
    if position >= limit { return nil }
    // SAFETY: one byte follows `position`, as just checked.
    return bytes.unsafeLoad(fromByteOffset: position, as: UInt8.self)
  }
}

// MARK: Integers

extension ByteReader {
  /// Reads any integer, first byte highest if `isBig`.
  @inlinable @inline(__always) @_lifetime(self: copy self)
  mutating func readInteger<Value: FixedWidthInteger & BitwiseCopyable>(
    _ type: Value.Type, isBig: Bool, _ field: FieldName
  ) throws(WireError) -> Value {
    let size = MemoryLayout<Value>.size
    guard size <= limit - position else { throw WireError(.truncated, field, at: position) }
    // SAFETY: `size` bytes follow `position`, as just checked; every bit pattern is a value.
    let raw = bytes.unsafeLoadUnaligned(fromByteOffset: position, as: type)
    position += size
    return isBig ? Value(bigEndian: raw) : Value(littleEndian: raw)
  }

  @inlinable @inline(__always) @_lifetime(self: copy self)
  package mutating func readUInt8(_ field: FieldName) throws(WireError) -> UInt8 {
    try readInteger(UInt8.self, isBig: true, field)
  }

  /// Reads a 16-bit integer in network byte order.
  @inlinable @inline(__always) @_lifetime(self: copy self)
  package mutating func readUInt16(_ field: FieldName) throws(WireError) -> UInt16 {
    try readInteger(UInt16.self, isBig: true, field)
  }

  /// Reads a 24-bit integer in network byte order, as TLS uses for lengths.
  @inlinable @inline(__always) @_lifetime(self: copy self)
  package mutating func readUInt24(_ field: FieldName) throws(WireError) -> UInt32 {
    try require(3, field)
    let high = try readUInt8(field)
    return UInt32(high) << 16 | UInt32(try readUInt16(field))
  }

  /// Reads a 32-bit integer in network byte order.
  @inlinable @inline(__always) @_lifetime(self: copy self)
  package mutating func readUInt32(_ field: FieldName) throws(WireError) -> UInt32 {
    try readInteger(UInt32.self, isBig: true, field)
  }

  /// Reads a 64-bit integer in network byte order.
  @inlinable @inline(__always) @_lifetime(self: copy self)
  package mutating func readUInt64(_ field: FieldName) throws(WireError) -> UInt64 {
    try readInteger(UInt64.self, isBig: true, field)
  }

  /// Reads a 16-bit integer, lowest byte first.
  @inlinable @_lifetime(self: copy self)
  package mutating func readLittleUInt16(_ field: FieldName) throws(WireError) -> UInt16 {
    try readInteger(UInt16.self, isBig: false, field)
  }

  /// Reads a 32-bit integer, lowest byte first.
  @inlinable @_lifetime(self: copy self)
  package mutating func readLittleUInt32(_ field: FieldName) throws(WireError) -> UInt32 {
    try readInteger(UInt32.self, isBig: false, field)
  }
}

// MARK: Bytes, parts, addresses

extension ByteReader {
  /// Copies the next `count` bytes.
  @inlinable @_lifetime(self: copy self)
  package mutating func readBytes(_ count: Int, _ field: FieldName) throws(WireError) -> [UInt8] {
    try require(count, field)
    let start = position
    position += count
    return copy(start..<position)
  }

  /// Copies all bytes that are left.
  @inlinable @_lifetime(self: copy self)
  package mutating func readRest() -> [UInt8] {
    let start = position
    position = limit
    return copy(start..<limit)
  }

  /// Takes all bytes that are left as text, without the zeros that end it; invalid UTF-8 is replaced.
  @_lifetime(self: copy self)
  package mutating func readPaddedText() -> String {
    let range = position..<limit
    position = limit
    // SAFETY: the range lies within `bytes`, and the pointer does not leave the closure.
    return bytes.withUnsafeBytes { bytes in
      var text = bytes[range]
      while text.last == 0 { text.removeLast() }
      return String(decoding: UnsafeRawBufferPointer(rebasing: text), as: UTF8.self)
    }
  }

  /// The caller has checked the range.
  @inlinable
  func copy(_ range: Range<Int>) -> [UInt8] {
    // SAFETY: the caller's range lies within `bytes`, and the pointer does not leave the closure.
    bytes.withUnsafeBytes { [UInt8](UnsafeRawBufferPointer(rebasing: $0[range])) }
  }

  /// Takes the next `count` bytes as a reader of their own and goes on behind them.
  @inlinable @inline(__always) @_lifetime(copy self) @_lifetime(self: copy self)
  package mutating func readPart(_ count: Int, _ field: FieldName) throws(WireError) -> ByteReader {
    try require(count, field)
    let start = position
    position += count
    return ByteReader(bytes, from: start, to: position)
  }

  /// A reader of the whole message from `offset` on, which may lie before the cursor, as pointers
  /// in DNS names ask for.
  @inlinable @_lifetime(copy self)
  package func reader(at offset: Int, _ field: FieldName) throws(WireError) -> ByteReader {
    guard offset >= 0, offset <= bytes.byteCount else {
      throw WireError(.truncated, field, at: position)
    }
    return ByteReader(bytes, from: offset, to: bytes.byteCount)
  }

  @inlinable @inline(__always) @_lifetime(self: copy self)
  package mutating func readMACAddress(_ field: FieldName) throws(WireError) -> MACAddress {
    try require(6, field)
    let high = try readUInt16(field)
    return MACAddress(rawValue: UInt64(high) << 32 | UInt64(try readUInt32(field)))
  }

  @inlinable @inline(__always) @_lifetime(self: copy self)
  package mutating func readIPv4Address(_ field: FieldName) throws(WireError) -> IPv4Address {
    IPv4Address(rawValue: try readUInt32(field))
  }

  @inlinable @inline(__always) @_lifetime(self: copy self)
  package mutating func readIPv6Address(_ field: FieldName) throws(WireError) -> IPv6Address {
    try require(16, field)
    let high = try readUInt64(field)
    return IPv6Address(high: high, low: try readUInt64(field))
  }
}
