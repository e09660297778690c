/// One option as it travels. A longer value comes as several of the same code (RFC 3396).
package struct DHCPv4Option: Hashable, Sendable {
  /// Where in the message the option stands.
  package enum Area: Hashable, Sendable {
    case options, file, serverName
  }

  package let code: UInt8
  package let area: Area
  package let value: [UInt8]

  package init(_ code: UInt8, _ value: [UInt8], in area: Area = .options) {
    self.code = code
    self.value = value
    self.area = area
  }
}

/// The options of a message: one copy of the bytes they came in, and where in it each of them lies.
struct DHCPv4OptionList: Sendable {
  private struct Place {
    var offset: UInt32
    var count: UInt32
    var code: UInt8
    var area: DHCPv4Option.Area
  }

  private var bytes: [UInt8] = []
  private var places: [Place] = []
  /// A bit for each code that is there, by its lower six bits: most options that are asked for are not.
  private var present: UInt64 = 0

  init() {}

  init(_ options: [DHCPv4Option]) {
    for option in options {
      append(option.code, at: begin(option.value), count: option.value.count, in: option.area)
    }
  }

  /// Takes over bytes that options lie in, and returns where they begin.
  mutating func begin(_ area: [UInt8]) -> Int {
    if bytes.isEmpty {
      bytes = area
      places.reserveCapacity(16)
      return 0
    }
    defer { bytes += area }
    return bytes.count
  }

  /// Adds an option whose value lies at `offset` of the bytes taken over; a datagram has no more of
  /// them than fit the numbers here.
  mutating func append(_ code: UInt8, at offset: Int, count: Int, in area: DHCPv4Option.Area) {
    places.append(
      Place(
        offset: UInt32(truncatingIfNeeded: offset), count: UInt32(truncatingIfNeeded: count),
        code: code, area: area))
    present |= Self.bit(code)
  }

  private static func bit(_ code: UInt8) -> UInt64 { 1 << UInt64(code & 63) }

  var count: Int { places.count }
  var codes: [UInt8] { places.map(\.code) }

  var options: [DHCPv4Option] {
    places.map { DHCPv4Option($0.code, Array(bytes[range($0)]), in: $0.area) }
  }

  private func range(_ place: Place) -> Range<Int> {
    Int(place.offset)..<Int(place.offset) + Int(place.count)
  }

  /// Gives `body` the value of an option: all parts of its code joined in the order in which they came
  /// (RFC 3396, 7); `nil` where there is none.
  @inline(__always)
  func withValue<Value>(of code: DHCPv4OptionCode, _ body: (RawSpan) -> Value?) -> Value? {
    guard present & Self.bit(code.rawValue) != 0,
      let first = places.firstIndex(where: { $0.code == code.rawValue })
    else { return nil }
    let isWhole = !places[(first + 1)...].contains { $0.code == code.rawValue }
    return isWhole ? Self.give(bytes, range(places[first]), body) : join(code, body)
  }

  @inline(never)
  private func join<Value>(_ code: DHCPv4OptionCode, _ body: (RawSpan) -> Value?) -> Value? {
    let parts = places.filter { $0.code == code.rawValue }
    let joined = parts.flatMap { bytes[range($0)] }
    return Self.give(joined, joined.indices, body)
  }

  @inline(__always)
  private static func give<Value>(
    _ bytes: [UInt8], _ range: Range<Int>, _ body: (RawSpan) -> Value?
  ) -> Value? {
    body(bytes.span.bytes.extracting(range))
  }

  /// Feeds to a hash the bytes from the first option to the last: what is like it says the same, though
  /// what says the same need not be like it.
  func feedBytes(to hasher: inout Hasher) {
    hasher.combine(bytes.count)
    guard let last = places.last else { return }
    bytes.withUnsafeBytes {
      hasher.combine(bytes: UnsafeRawBufferPointer(rebasing: $0[..<range(last).upperBound]))
    }
  }
}

extension DHCPv4OptionList: Hashable {
  /// Whether the options are the same, whatever lay between them.
  static func == (left: Self, right: Self) -> Bool { left.options == right.options }

  func hash(into hasher: inout Hasher) { hasher.combine(options) }
}
