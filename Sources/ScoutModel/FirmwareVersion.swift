/// Whether something holds: where the evidence is not precise enough, the answer is `unknown`.
package enum Ternary: String, Hashable, Sendable, Codable {
  case yes, no, unknown
}

/// A firmware version, as far as it was seen: `9.5` is not `9.5.0.0`.
///
/// Its numbers fit in sixteen bits each, as those of all firmware do, so that a version takes no more
/// room than one number: every answer that is remembered carries some.
package struct FirmwareVersion: Hashable, Sendable {
  /// Sixteen bits for each number that is known, major highest; zero for the others.
  private let packed: UInt64
  /// How many are known: 1 to 4.
  private let count: UInt8

  /// Numbers beyond sixteen bits are taken for the largest; those behind an unknown one are unknown.
  package init(_ major: Int, _ minor: Int? = nil, _ hotfix: Int? = nil, _ build: Int? = nil) {
    var packed = UInt64(UInt16(clamping: major)) << 48
    var count: UInt8 = 1
    for number in [minor, hotfix, build] {
      guard let number else { break }
      packed |= UInt64(UInt16(clamping: number)) << UInt64(48 - 16 * Int(count))
      count += 1
    }
    self.packed = packed
    self.count = count
  }

  private func number(_ place: Int) -> Int? {
    place < count
      ? Int(UInt16(truncatingIfNeeded: packed >> UInt64(48 - 16 * place))) : nil
  }

  package var major: Int { Int(packed >> 48) }
  package var minor: Int? { number(1) }
  package var hotfix: Int? { number(2) }
  package var build: Int? { number(3) }

  /// Reads one to four decimal numbers below 65,536 parted by dots.
  package init?(_ text: some StringProtocol) {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    let numbers = parts.compactMap { $0.utf8.count <= 5 ? UInt16($0) : nil }.map(Int.init)
    guard (1...4).contains(parts.count), numbers.count == parts.count else { return nil }
    self.init(
      numbers[0], numbers.count > 1 ? numbers[1] : nil, numbers.count > 2 ? numbers[2] : nil,
      numbers.count > 3 ? numbers[3] : nil)
  }

  /// The numbers that are known, major first.
  package var components: [Int] { (0..<4).compactMap { number($0) } }

  /// Whether this version is `other` or a later one, as far as both are known.
  package func isAtLeast(_ other: FirmwareVersion) -> Ternary {
    let mine = components
    let theirs = other.components
    for index in 0..<theirs.count {
      guard index < mine.count else {
        // All that is left of the bound being zero, nothing unknown can fall below it.
        return theirs[index...].allSatisfy { $0 == 0 } ? .yes : .unknown
      }
      if mine[index] != theirs[index] { return mine[index] > theirs[index] ? .yes : .no }
    }
    return .yes
  }

  /// Whether both may be the same firmware: they agree as far as both are known.
  package func agrees(with other: FirmwareVersion) -> Bool {
    zip(components, other.components).allSatisfy(==)
  }
}

extension FirmwareVersion: Codable {
  private enum CodingKeys: CodingKey { case major, minor, hotfix, build }

  package init(from decoder: any Decoder) throws {
    let members = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      try members.decode(Int.self, forKey: .major),
      try members.decodeIfPresent(Int.self, forKey: .minor),
      try members.decodeIfPresent(Int.self, forKey: .hotfix),
      try members.decodeIfPresent(Int.self, forKey: .build))
  }

  package func encode(to encoder: any Encoder) throws {
    var members = encoder.container(keyedBy: CodingKeys.self)
    try members.encode(major, forKey: .major)
    try members.encodeIfPresent(minor, forKey: .minor)
    try members.encodeIfPresent(hotfix, forKey: .hotfix)
    try members.encodeIfPresent(build, forKey: .build)
  }
}

extension FirmwareVersion: CustomStringConvertible {
  package var description: String { components.map(String.init).joined(separator: ".") }
}

extension FirmwareVersion: Comparable {
  /// An order for lists; missing numbers come first. Use ``isAtLeast(_:)`` to judge.
  package static func < (left: Self, right: Self) -> Bool {
    left.components.lexicographicallyPrecedes(right.components)
  }
}

/// All versions from `lower` up to, but without, `upper`; for evidence that names a generation only.
package struct VersionSpan: Hashable, Sendable, Codable {
  package let lower: FirmwareVersion
  package let upper: FirmwareVersion

  package init(from lower: FirmwareVersion, below upper: FirmwareVersion) {
    self.lower = lower
    self.upper = upper
  }

  /// Whether every version of the span is `bound` or later, none is, or neither.
  package func isAtLeast(_ bound: FirmwareVersion) -> Ternary {
    if lower.isAtLeast(bound) == .yes { return .yes }
    if bound.isAtLeast(upper) == .yes { return .no }
    return .unknown
  }
}
