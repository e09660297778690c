package import ScoutNet

/// Collects the bytes of a message that is to be sent.
package struct ByteWriter: Sendable {
  /// What has been written so far.
  package private(set) var bytes: [UInt8] = []

  package init(capacity: Int = 0) { bytes.reserveCapacity(capacity) }

  package var count: Int { bytes.count }

  package mutating func write(_ value: UInt8) { bytes.append(value) }

  /// Writes in network byte order.
  package mutating func write(_ value: UInt16) { writeInteger(value.bigEndian) }

  /// Writes the low 24 bits in network byte order.
  package mutating func writeUInt24(_ value: UInt32) {
    write(UInt8(truncatingIfNeeded: value >> 16))
    write(UInt16(truncatingIfNeeded: value))
  }

  /// Writes in network byte order.
  package mutating func write(_ value: UInt32) { writeInteger(value.bigEndian) }

  /// Writes in network byte order.
  package mutating func write(_ value: UInt64) { writeInteger(value.bigEndian) }

  /// Writes lowest byte first.
  package mutating func writeLittle(_ value: UInt16) { writeInteger(value.littleEndian) }

  /// Writes lowest byte first.
  package mutating func writeLittle(_ value: UInt32) { writeInteger(value.littleEndian) }

  private mutating func writeInteger(_ value: some FixedWidthInteger) {
    unsafe withUnsafeBytes(of: value) { unsafe bytes.append(contentsOf: $0) }
  }

  package mutating func write(_ more: some Sequence<UInt8>) { bytes.append(contentsOf: more) }

  package mutating func writeZeros(_ count: Int) {
    bytes.append(contentsOf: repeatElement(0, count: count))
  }

  package mutating func write(_ address: MACAddress) {
    write(UInt16(truncatingIfNeeded: address.rawValue >> 32))
    write(UInt32(truncatingIfNeeded: address.rawValue))
  }

  package mutating func write(_ address: IPv4Address) { write(address.rawValue) }

  package mutating func write(_ address: IPv6Address) {
    write(address.high)
    write(address.low)
  }

  /// Writes a 16-bit length, then what `body` writes, and sets the length to its size.
  ///
  /// The body must stay below 64 KiB: what is written here is ours, not a peer's.
  package mutating func writeWithLength16(_ body: (inout ByteWriter) -> Void) {
    let start = bytes.count
    write(UInt16(0))
    body(&self)
    let length = bytes.count - start - 2
    precondition(length <= 0xFFFF, "a field with a 16-bit length is too long")
    replaceUInt16(at: start, with: UInt16(length))
  }

  /// Writes an 8-bit length, then what `body` writes, and sets the length to its size.
  package mutating func writeWithLength8(_ body: (inout ByteWriter) -> Void) {
    let start = bytes.count
    write(UInt8(0))
    body(&self)
    let length = bytes.count - start - 1
    precondition(length <= 0xFF, "a field with an 8-bit length is too long")
    bytes[start] = UInt8(length)
  }

  /// Replaces two bytes already written, in network byte order.
  package mutating func replaceUInt16(at offset: Int, with value: UInt16) {
    bytes[offset] = UInt8(truncatingIfNeeded: value >> 8)
    bytes[offset + 1] = UInt8(truncatingIfNeeded: value)
  }
}
