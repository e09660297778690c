/// Bytes of text lines that are written one after the other, many millions of them.
///
/// It asks for room once a member and then writes straight into it: an array would look at its owner
/// and its room for each byte. For one thread at a time.
package final class LineBuffer {
  private struct State {
    var base: UnsafeMutablePointer<UInt8>
    var count = 0
    var capacity: Int
  }

  /// Behind a pointer that never changes: fields of a class are looked after at each access.
  private let state: UnsafeMutablePointer<State>

  package init(capacity: Int = 1 << 16) {
    let capacity = max(64, capacity)
    state = .allocate(capacity: 1)
    state.initialize(to: State(base: .allocate(capacity: capacity), capacity: capacity))
  }

  deinit {
    state.pointee.base.deallocate()
    state.deallocate()
  }

  /// How many bytes it holds.
  package var count: Int { state.pointee.count }

  private var written: UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(start: state.pointee.base, count: state.pointee.count)
  }

  /// What was written.
  package var bytes: [UInt8] { Array(written) }

  /// Forgets what was written and keeps the room for it.
  package func removeAll() { state.pointee.count = 0 }

  /// The byte written last.
  @inline(__always)
  var last: UInt8? { count > 0 ? state.pointee.base[count - 1] : nil }

  /// Makes room for `more` bytes, which `put` may then write.
  @inline(__always)
  func reserve(_ more: Int) {
    if state.pointee.capacity - state.pointee.count < more { grow(more) }
  }

  @inline(never)
  private func grow(_ more: Int) {
    let old = state.pointee
    var capacity = old.capacity * 2
    while capacity - old.count < more { capacity *= 2 }
    let base = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
    base.update(from: old.base, count: old.count)
    old.base.deallocate()
    state.pointee = State(base: base, count: old.count, capacity: capacity)
  }

  /// Writes a byte into room that was reserved.
  @inline(__always)
  func put(_ byte: UInt8) {
    let count = state.pointee.count
    precondition(count < state.pointee.capacity, "no room was made for this byte")
    state.pointee.base[count] = byte
    state.pointee.count = count + 1
  }

  /// Writes bytes into room that was reserved.
  @inline(__always)
  func put(_ bytes: UnsafeBufferPointer<UInt8>) {
    let count = state.pointee.count
    precondition(bytes.count <= state.pointee.capacity - count, "no room was made for these bytes")
    // SAFETY: both ends were just checked, and the source lies outside of the buffer.
    if let source = bytes.baseAddress {
      (state.pointee.base + count).update(from: source, count: bytes.count)
    }
    state.pointee.count = count + bytes.count
  }

  /// Writes bytes.
  func append(_ bytes: UnsafeBufferPointer<UInt8>) {
    reserve(bytes.count)
    put(bytes)
  }

  /// Writes a short text straight into the buffer.
  @inline(__always)
  func append(_ value: some PlainText) {
    let limit = type(of: value).textLimit
    reserve(limit)
    let room = UnsafeMutableBufferPointer(
      start: state.pointee.base + state.pointee.count, count: limit)
    let count = value.write(to: room)
    precondition((0...limit).contains(count), "more was written than there was room for")
    state.pointee.count += count
  }

  /// Writes bytes in lower-case hexadecimal digits.
  func append(hexadecimal bytes: some Collection<UInt8>) {
    func digit(_ value: UInt8) -> UInt8 {
      value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") - 10 + value
    }
    reserve(2 * bytes.count)
    for byte in bytes {
      put(digit(byte >> 4))
      put(digit(byte & 15))
    }
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
    let end = state.pointee.base + state.pointee.count + digits
    state.pointee.count += digits
    for place in 1...digits {
      end[-place] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: left % 10)
      left /= 10
    }
  }
}
