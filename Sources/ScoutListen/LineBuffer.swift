/// Bytes of text lines that are written one after the other, many millions of them.
///
/// It asks for room once a member and then writes straight into it: an array would look at its owner
/// and its room for each byte. For one thread at a time.
package final class LineBuffer {
  private var base: UnsafeMutablePointer<UInt8>
  private var capacity: Int
  /// How many bytes it holds.
  package private(set) var count = 0

  package init(capacity: Int = 1 << 16) {
    self.capacity = max(64, capacity)
    base = .allocate(capacity: self.capacity)
  }

  deinit { base.deallocate() }

  /// What was written.
  package var bytes: [UInt8] { Array(UnsafeBufferPointer(start: base, count: count)) }

  /// Gives what was written to `body`, and is empty afterwards.
  package func take<Failure: Error>(
    _ body: (UnsafeRawBufferPointer) throws(Failure) -> Void
  ) throws(Failure) {
    defer { count = 0 }
    try body(UnsafeRawBufferPointer(start: base, count: count))
  }

  /// The byte written last.
  @inline(__always)
  var last: UInt8? { count > 0 ? base[count - 1] : nil }

  /// Makes room for `more` bytes, which `put` may then write.
  @inline(__always)
  func reserve(_ more: Int) {
    if capacity - count < more { grow(more) }
  }

  @inline(never)
  private func grow(_ more: Int) {
    var larger = capacity * 2
    while larger - count < more { larger *= 2 }
    let new = UnsafeMutablePointer<UInt8>.allocate(capacity: larger)
    new.update(from: base, count: count)
    base.deallocate()
    base = new
    capacity = larger
  }

  /// Writes a byte into room that was reserved.
  @inline(__always)
  func put(_ byte: UInt8) {
    precondition(count < capacity, "no room was made for this byte")
    base[count] = byte
    count += 1
  }

  /// Writes bytes into room that was reserved.
  @inline(__always)
  func put(_ bytes: UnsafeBufferPointer<UInt8>) {
    precondition(bytes.count <= capacity - count, "no room was made for these bytes")
    // SAFETY: both ends were just checked, and the source lies outside of the buffer.
    if let source = bytes.baseAddress { (base + count).update(from: source, count: bytes.count) }
    count += bytes.count
  }

  /// Writes bytes.
  func append(_ bytes: UnsafeBufferPointer<UInt8>) {
    reserve(bytes.count)
    put(bytes)
  }

  /// Writes a number in decimal digits.
  func append(_ value: some FixedWidthInteger) {
    reserve(21)
    if value < 0 { put(UInt8(ascii: "-")) }
    var left = UInt64(value.magnitude)
    var digits = 1
    var power: UInt64 = 10
    while digits < 20, left >= power {
      digits += 1
      let (next, overflow) = power.multipliedReportingOverflow(by: 10)
      if overflow { break }
      power = next
    }
    count += digits
    for place in 1...digits {
      base[count - place] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: left % 10)
      left /= 10
    }
  }
}
