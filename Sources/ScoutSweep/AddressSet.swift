package import ScoutNet

extension IPAddress {
  /// The address as a number within its family.
  var number: UInt128 {
    switch self {
    case .v4(let address): UInt128(address.rawValue)
    case .v6(let address): UInt128(address.high) << 64 | UInt128(address.low)
    }
  }

  init(number: UInt128, isV6: Bool) {
    self =
      isV6
      ? .v6(
        IPv6Address(
          high: UInt64(truncatingIfNeeded: number >> 64), low: UInt64(truncatingIfNeeded: number)))
      : .v4(IPv4Address(rawValue: UInt32(truncatingIfNeeded: number)))
  }

  var isV6: Bool { bitWidth == 128 }
}

/// Consecutive addresses of one family, both ends included.
package struct AddressRange: Hashable, Sendable {
  let isV6: Bool
  let low: UInt128
  let high: UInt128

  init(isV6: Bool, low: UInt128, high: UInt128) {
    self.isV6 = isV6
    self.low = low
    self.high = high
  }

  /// Takes the range from `first` to `last`; `nil` where they are of two families or swapped.
  package init?(_ first: IPAddress, _ last: IPAddress) {
    guard first.isV6 == last.isV6, first <= last else { return nil }
    self.init(isV6: first.isV6, low: first.number, high: last.number)
  }

  package init(_ prefix: Prefix) {
    self.init(isV6: prefix.base.isV6, low: prefix.base.number, high: prefix.last.number)
  }

  package var first: IPAddress { IPAddress(number: low, isV6: isV6) }
  package var last: IPAddress { IPAddress(number: high, isV6: isV6) }

  /// How many addresses; more than 64 bits can count are held at the most they can.
  package var count: UInt64 {
    let steps = high - low
    return steps >= UInt128(UInt64.max) ? .max : UInt64(truncatingIfNeeded: steps) + 1
  }

  func isBefore(_ other: AddressRange) -> Bool {
    isV6 == other.isV6 ? low < other.low : !isV6
  }
}

extension AddressRange: CustomStringConvertible {
  /// The prefix it fills, one address, or `first-last`.
  package var description: String {
    if low == high { return first.description }
    let width = first.bitWidth
    let bits = (high - low) &+ 1
    if bits == 0 { return "\(first)/0" }
    if bits.nonzeroBitCount == 1, low & (bits - 1) == 0 {
      return "\(first)/\(width - bits.trailingZeroBitCount)"
    }
    return "\(first)-\(last)"
  }
}

/// Addresses of both families as sorted ranges that neither overlap nor touch. Never expanded.
package struct AddressSet: Hashable, Sendable {
  package private(set) var ranges: [AddressRange]
  /// For each range how many addresses stand before it.
  private var offsets: [UInt64]
  /// How many addresses; held at the most that 64 bits can count.
  package private(set) var count: UInt64

  package static let empty = AddressSet(disjoint: [])

  package init(_ ranges: some Sequence<AddressRange>) {
    var merged: [AddressRange] = []
    for range in ranges.sorted(by: { $0.isBefore($1) }) {
      if let last = merged.last, last.isV6 == range.isV6,
        last.high == .max || range.low <= last.high + 1
      {
        merged[merged.count - 1] = AddressRange(
          isV6: last.isV6, low: last.low, high: max(last.high, range.high))
      } else {
        merged.append(range)
      }
    }
    self.init(disjoint: merged)
  }

  package init(_ prefixes: some Sequence<Prefix>) { self.init(prefixes.map(AddressRange.init)) }

  private init(disjoint ranges: [AddressRange]) {
    self.ranges = ranges
    offsets = []
    count = 0
    offsets.reserveCapacity(ranges.count)
    for range in ranges {
      offsets.append(count)
      let (sum, overflow) = count.addingReportingOverflow(range.count)
      count = overflow ? .max : sum
    }
  }

  package var isEmpty: Bool { ranges.isEmpty }

  /// How many addresses of one family.
  package func count(isV6: Bool) -> UInt64 {
    AddressSet(disjoint: ranges.filter { $0.isV6 == isV6 }).count
  }

  package func contains(_ address: IPAddress) -> Bool {
    let point = AddressRange(isV6: address.isV6, low: address.number, high: address.number)
    let after = firstIndex { point.isBefore($0) }
    guard after > 0 else { return false }
    let range = ranges[after - 1]
    return range.isV6 == point.isV6 && point.high <= range.high
  }

  /// The address at a place in ascending order; `nil` beyond the end.
  package subscript(index: UInt64) -> IPAddress? {
    guard index < count else { return nil }
    var low = 0
    var high = offsets.count
    while low < high {
      let middle = (low + high) / 2
      if offsets[middle] <= index { low = middle + 1 } else { high = middle }
    }
    guard low > 0 else { return nil }
    let range = ranges[low - 1]
    return IPAddress(number: range.low + UInt128(index - offsets[low - 1]), isV6: range.isV6)
  }

  package func union(_ other: AddressSet) -> AddressSet { AddressSet(ranges + other.ranges) }

  package func subtracting(_ other: AddressSet) -> AddressSet {
    combined(with: other) { range, cuts in
      var parts: [AddressRange] = []
      var low = range.low
      for cut in cuts {
        if cut.low > low {
          parts.append(AddressRange(isV6: range.isV6, low: low, high: cut.low - 1))
        }
        if cut.high >= range.high { return parts }
        low = cut.high + 1
      }
      parts.append(AddressRange(isV6: range.isV6, low: low, high: range.high))
      return parts
    }
  }

  package func intersection(_ other: AddressSet) -> AddressSet {
    combined(with: other) { range, cuts in
      cuts.map {
        AddressRange(
          isV6: range.isV6, low: max(range.low, $0.low), high: min(range.high, $0.high))
      }
    }
  }

  /// Gives each range to `body` with those ranges of `other` that touch it.
  private func combined(
    with other: AddressSet, _ body: (AddressRange, ArraySlice<AddressRange>) -> [AddressRange]
  ) -> AddressSet {
    var result: [AddressRange] = []
    var start = 0
    for range in ranges {
      while start < other.ranges.count {
        let cut = other.ranges[start]
        let isBehind = cut.isV6 == range.isV6 ? cut.high < range.low : !cut.isV6
        if !isBehind { break }
        start += 1
      }
      var end = start
      while end < other.ranges.count, other.ranges[end].isV6 == range.isV6,
        other.ranges[end].low <= range.high
      {
        end += 1
      }
      result += body(range, other.ranges[start..<end])
    }
    return AddressSet(disjoint: result)
  }

  /// The index of the first range that satisfies a condition which holds from there on.
  private func firstIndex(where condition: (AddressRange) -> Bool) -> Int {
    var low = 0
    var high = ranges.count
    while low < high {
      let middle = (low + high) / 2
      if condition(ranges[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}

extension AddressSet: CustomStringConvertible {
  package var description: String { ranges.map(\.description).joined(separator: ", ") }
}
