/// A seeded one-to-one order over `0..<count` that needs no memory: one index resumes it.
///
/// A Feistel network over the next power of two, walked until the value falls inside the range
/// (Black and Rogaway, "Ciphers with arbitrary finite domains", 2002). It spreads neighbours apart;
/// it is no cipher.
package struct Permutation: Sendable {
  package let count: UInt64
  package let seed: UInt64
  /// Where the left half of a value begins, and the bits of each half.
  private let rightBits: UInt64
  private let leftMask: UInt64
  private let rightMask: UInt64
  /// What each round adds to the half that it mixes.
  private let keys: (UInt64, UInt64, UInt64, UInt64, UInt64, UInt64)

  /// Takes a count of at most 2^62.
  package init(count: UInt64, seed: UInt64) {
    precondition(count <= 1 << 62, "the permutation is made for at most 2^62 values")
    self.count = count
    self.seed = seed
    let bits = max(2, UInt64(64 - (max(count, 1) - 1).leadingZeroBitCount))
    rightBits = bits - bits / 2
    leftMask = 1 << (bits / 2) - 1
    rightMask = 1 << rightBits - 1
    func key(_ round: UInt64) -> UInt64 { seed &+ (round &+ 1) &* 0x9E37_79B9_7F4A_7C15 }
    keys = (key(0), key(1), key(2), key(3), key(4), key(5))
  }

  /// The value at `index`; `nil` beyond the end.
  @inline(__always)
  package subscript(index: UInt64) -> UInt64? {
    guard index < count else { return nil }
    var value = index
    // The walk follows a cycle of a permutation that contains `index`, so it comes back inside; on
    // average it takes less than two steps, because the domain is less than twice the range.
    repeat { value = stir(value) } while value >= count
    return value
  }

  /// The index at which a value stands; `nil` where it is none of the order.
  package func index(of value: UInt64) -> UInt64? {
    guard value < count else { return nil }
    var index = value
    repeat { index = unstirred(index) } while index >= count
    return index
  }

  @inline(__always)
  private func stir(_ value: UInt64) -> UInt64 {
    var left = value &>> rightBits
    var right = value & rightMask
    left ^= mixed(right, keys.0) & leftMask
    right ^= mixed(left, keys.1) & rightMask
    left ^= mixed(right, keys.2) & leftMask
    right ^= mixed(left, keys.3) & rightMask
    left ^= mixed(right, keys.4) & leftMask
    right ^= mixed(left, keys.5) & rightMask
    return left &<< rightBits | right
  }

  /// Undoes `stir`: the same rounds, the last one first.
  @inline(__always)
  private func unstirred(_ value: UInt64) -> UInt64 {
    var left = value &>> rightBits
    var right = value & rightMask
    right ^= mixed(left, keys.5) & rightMask
    left ^= mixed(right, keys.4) & leftMask
    right ^= mixed(left, keys.3) & rightMask
    left ^= mixed(right, keys.2) & leftMask
    right ^= mixed(left, keys.1) & rightMask
    left ^= mixed(right, keys.0) & leftMask
    return left &<< rightBits | right
  }

  /// The finalizer of SplitMix64 over value, round and seed.
  @inline(__always)
  private func mixed(_ value: UInt64, _ key: UInt64) -> UInt64 {
    var z = value &+ key
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    z = (z ^ (z >> 31)) ^ seed
    return z ^ (z >> 29)
  }
}
