/// The ports that raw probes are sent from: a block whose size is a power of two, outside of what
/// the kernel gives to connections of its own, so that none of those is touched.
package struct SourcePorts: Hashable, Sendable {
  package let first: UInt16
  /// A power of two, less one.
  let mask: UInt16

  /// The widest block that is used; more would add little to the proof that a port is.
  static let widest = 4096

  /// The most ports of a range that begin anywhere, cut to a power of two.
  package init(_ range: ClosedRange<UInt16>) {
    let count = min(Self.widest, range.count)
    let size = 1 << (Int.bitWidth - 1 - count.leadingZeroBitCount)
    first = range.lowerBound
    mask = UInt16(size - 1)
  }

  /// Chooses a block outside of the kernel's range for connections of its own; `nil` where that
  /// leaves no room above 1023.
  package init?(besides ephemeral: ClosedRange<UInt16>) {
    if ephemeral.upperBound < 61_440 {
      self.init(61_440...65_535)
    } else if ephemeral.lowerBound >= 1024 + 4096 {
      self.init(ephemeral.lowerBound - 4096...ephemeral.lowerBound - 1)
    } else if ephemeral.upperBound <= 65_535 - 256 {
      self.init(65_535 - 255...65_535)
    } else {
      return nil
    }
  }

  package var last: UInt16 { first + mask }

  /// The port for a cookie: taken from bits that neither sequence number nor tag use.
  @inline(__always)
  func port(_ cookie: UInt64) -> UInt16 {
    first &+ (UInt16(truncatingIfNeeded: cookie >> 40) & mask)
  }

  /// Reads `40000` or `61440-65535`; `nil` where it is neither.
  package init?(_ text: String) {
    let ends = text.split(separator: "-", omittingEmptySubsequences: false)
    guard (1...2).contains(ends.count), let low = UInt16(ends[0]), low > 0,
      let high = ends.count == 2 ? UInt16(ends[1]) : low, low <= high
    else { return nil }
    self.init(low...high)
  }
}

extension SourcePorts: CustomStringConvertible {
  package var description: String { mask == 0 ? "\(first)" : "\(first)-\(last)" }
}
