/// One bit for each of the latest places of a sequence; older ones make room for new ones.
final class AnswerBits {
  /// How many places are remembered, a power of two.
  let capacity: UInt64
  private let mask: UInt64
  private let words: UnsafeMutablePointer<UInt64>

  /// 16 MiB: more than a minute of a million packets a second.
  static let most: UInt64 = 1 << 27

  init(count: UInt64, most: UInt64 = AnswerBits.most) {
    var capacity: UInt64 = 64
    while capacity < count, capacity < most { capacity <<= 1 }
    self.capacity = capacity
    mask = capacity - 1
    words = .allocate(capacity: Int(capacity / 64))
    words.initialize(repeating: 0, count: Int(capacity / 64))
  }

  deinit { words.deallocate() }

  @inline(__always)
  func contains(_ place: UInt64) -> Bool {
    let slot = place & mask
    return words[Int(slot >> 6)] >> (slot & 63) & 1 == 1
  }

  @inline(__always)
  func insert(_ place: UInt64) {
    let slot = place & mask
    words[Int(slot >> 6)] |= 1 << (slot & 63)
  }

  @inline(__always)
  func remove(_ place: UInt64) {
    let slot = place & mask
    words[Int(slot >> 6)] &= ~(1 << (slot & 63))
  }
}
