/// Whether something holds: where the evidence is not precise enough, the answer is `unknown`.
package enum Ternary: String, Hashable, Sendable, Codable {
  case yes, no, unknown
}

/// A firmware version, as far as it was seen: `9.5` is not `9.5.0.0`.
package struct FirmwareVersion: Hashable, Sendable, Codable {
  package let major: Int
  package let minor: Int?
  package let hotfix: Int?
  package let build: Int?

  package init(_ major: Int, _ minor: Int? = nil, _ hotfix: Int? = nil, _ build: Int? = nil) {
    self.major = major
    self.minor = minor
    self.hotfix = minor == nil ? nil : hotfix
    self.build = minor == nil || hotfix == nil ? nil : build
  }

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
  package var components: [Int] { [major, minor, hotfix, build].compactMap(\.self) }

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
