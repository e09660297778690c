/// One of several equal parts of the targets: every `count`-th address, from the `index`-th on.
///
/// Parts of one division share no address and together have them all, whatever their order.
package struct Shard: Hashable, Sendable {
  /// From 0.
  package let index: UInt64
  package let count: UInt64

  package static let whole = Shard(index: 0, count: 1)
  /// The most parts.
  package static let most: UInt64 = 65_536

  private init(index: UInt64, count: UInt64) {
    self.index = index
    self.count = count
  }

  /// Reads `2/8`, the second of eight parts; `nil` where it is none.
  package init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, let place = UInt64(parts[0]), let count = UInt64(parts[1]),
      (1...Self.most).contains(count), (1...count).contains(place)
    else { return nil }
    self.init(index: place - 1, count: count)
  }

  package var isWhole: Bool { count == 1 }

  /// How many of so many addresses belong to it.
  package func share(of addresses: UInt64) -> UInt64 {
    addresses > index ? (addresses - index - 1) / count + 1 : 0
  }

  /// The place among all addresses of the part's address number `local`.
  @inline(__always)
  func place(_ local: UInt64) -> UInt64 { index &+ local &* count }

  /// The number within the part of the address at a place; `nil` where another part has it.
  func local(_ place: UInt64) -> UInt64? {
    place >= index && (place - index) % count == 0 ? (place - index) / count : nil
  }
}

extension Shard: CustomStringConvertible {
  package var description: String { "\(index + 1)/\(count)" }
}
