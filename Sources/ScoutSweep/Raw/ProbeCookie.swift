import ScoutNet

/// Proves that an answer belongs to a probe of this run, without remembering the probe.
///
/// SipHash-1-3 (Aumasson and Bernstein, 2012) over both addresses, the target's port and the
/// protocol, under a key that is drawn anew for each run.
package struct ProbeCookie: Sendable {
  private let key0: UInt64
  private let key1: UInt64

  package init(key0: UInt64, key1: UInt64) {
    self.key0 = key0
    self.key1 = key1
  }

  /// Draws a key.
  package init() {
    self.init(key0: .random(in: .min ... .max), key1: .random(in: .min ... .max))
  }

  /// What the protocol byte of the hashed message says.
  enum Probed: UInt64 {
    case tcp = 6
    case udp = 17
  }

  /// The cookie of a probe between two addresses of one family.
  func value(from source: IPAddress, to target: IPAddress, port: UInt16, _ probed: Probed) -> UInt64
  {
    switch (source, target) {
    case (.v4(let source), .v4(let target)):
      return value(from: source.rawValue, to: target.rawValue, port: port, probed)
    case (.v6(let source), .v6(let target)):
      return value(from: source, to: target, port: port, probed)
    case (.v4, .v6), (.v6, .v4):
      preconditionFailure("a probe goes from an address to one of the same family")
    }
  }

  /// Hashes 11 bytes: source and target in network order, port and protocol.
  @inline(__always)
  func value(from source: UInt32, to target: UInt32, port: UInt16, _ probed: Probed) -> UInt64 {
    var state = SipState(key0, key1)
    state.absorb(UInt64(source.byteSwapped) | UInt64(target.byteSwapped) << 32)
    state.absorb(Self.lastWord(port, probed, length: 11))
    return state.finish()
  }

  /// Hashes 35 bytes in the same order.
  func value(
    from source: IPv6Address, to target: IPv6Address, port: UInt16, _ probed: Probed
  ) -> UInt64 {
    var state = SipState(key0, key1)
    state.absorb(source.high.byteSwapped)
    state.absorb(source.low.byteSwapped)
    state.absorb(target.high.byteSwapped)
    state.absorb(target.low.byteSwapped)
    state.absorb(Self.lastWord(port, probed, length: 35))
    return state.finish()
  }

  @inline(__always)
  private static func lastWord(_ port: UInt16, _ probed: Probed, length: UInt64) -> UInt64 {
    UInt64(port.byteSwapped) | probed.rawValue << 16 | length << 56
  }

  // What of the cookie goes where.

  /// A SYN's sequence number.
  @inline(__always)
  static func sequence(_ cookie: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: cookie) }

  /// A ping's tag.
  @inline(__always)
  static func tag(_ cookie: UInt64) -> UInt8 { UInt8(truncatingIfNeeded: cookie) }
}

/// The state of one SipHash-1-3 computation.
private struct SipState {
  var v0, v1, v2, v3: UInt64

  @inline(__always)
  init(_ key0: UInt64, _ key1: UInt64) {
    v0 = key0 ^ 0x736f_6d65_7073_6575
    v1 = key1 ^ 0x646f_7261_6e64_6f6d
    v2 = key0 ^ 0x6c79_6765_6e65_7261
    v3 = key1 ^ 0x7465_6462_7974_6573
  }

  @inline(__always)
  mutating func absorb(_ word: UInt64) {
    v3 ^= word
    round()
    v0 ^= word
  }

  @inline(__always)
  mutating func finish() -> UInt64 {
    v2 ^= 0xFF
    round()
    round()
    round()
    return v0 ^ v1 ^ v2 ^ v3
  }

  @inline(__always)
  private mutating func round() {
    v0 &+= v1
    v1 = v1 << 13 | v1 >> 51
    v1 ^= v0
    v0 = v0 << 32 | v0 >> 32
    v2 &+= v3
    v3 = v3 << 16 | v3 >> 48
    v3 ^= v2
    v0 &+= v3
    v3 = v3 << 21 | v3 >> 43
    v3 ^= v0
    v2 &+= v1
    v1 = v1 << 17 | v1 >> 47
    v1 ^= v2
    v2 = v2 << 32 | v2 >> 32
  }
}
