package import ScoutNet

/// What one target text names.
package enum TargetSpec: Hashable, Sendable {
  case ranges([AddressRange])
  /// A host name; its addresses become targets once it is resolved.
  case name(DomainName)

  /// The most separate ranges that one text may stand for.
  package static let rangeLimit = 65_536
  /// The longest text, in bytes.
  package static let lengthLimit = 1024

  /// Reads `10.1.0.0/22`, `10.1.0.5`, `10.0.0-3.1-254`, `10.1.0.5-10.1.1.9`, `2001:db8::/120`, or
  /// a host name. In octets also `1,3,7-9` and `*`.
  package init(_ text: some StringProtocol) throws(TargetError) {
    let text = String(text)
    guard !text.isEmpty, text.utf8.count <= Self.lengthLimit else {
      throw TargetError(.unreadable, "a target is empty or longer than \(Self.lengthLimit) bytes")
    }
    if let prefix = Prefix(text) {
      self = .ranges([AddressRange(prefix)])
    } else if let range = try Self.range(text) {
      self = .ranges([range])
    } else if text.contains(":") {
      throw Self.unreadable(text)
    } else if text.utf8.allSatisfy({ Self.isOctetText($0) }) {
      self = .ranges(try Self.octetRanges(text))
    } else if let name = Self.hostName(text) {
      self = .name(name)
    } else {
      throw Self.unreadable(text)
    }
  }

  private static func unreadable(_ text: String) -> TargetError {
    TargetError(
      .unreadable,
      "\(text.debugDescription) is not a target; write an address, a prefix as 10.1.0.0/22, a range "
        + "as 10.1.0.5-10.1.1.9 or 10.0.0-3.1-254, or a host name")
  }

  /// Reads `first-last`; `nil` where the text is not of that form.
  private static func range(_ text: String) throws(TargetError) -> AddressRange? {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 2, let first = IPAddress(parts[0]), let last = IPAddress(parts[1])
    else { return nil }
    guard let range = AddressRange(first, last) else {
      throw TargetError(.unreadable, "\(text): the range ends before it begins; swap its ends")
    }
    return range
  }

  private static func isOctetText(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"),
      UInt8(ascii: ","), UInt8(ascii: "*"), UInt8(ascii: "/"):
      true
    default: false
    }
  }

  /// Reads four octets of which each may be a list of values and ranges.
  private static func octetRanges(_ text: String) throws(TargetError) -> [AddressRange] {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    var octets: [[ClosedRange<UInt32>]] = []
    for part in parts {
      guard let octet = octet(part) else { throw unreadable(text) }
      octets.append(octet)
    }
    guard octets.count == 4 else { throw unreadable(text) }
    var ranges: [(low: UInt32, high: UInt32)] = [(0, 0)]
    for (place, octet) in octets.enumerated() {
      // Where all octets that follow are whole, a range of this octet is one range of addresses.
      let restIsWhole = octets[(place + 1)...].allSatisfy { $0 == [0...255] }
      let isLast = place == 3 || restIsWhole
      var next: [(low: UInt32, high: UInt32)] = []
      for range in ranges {
        for part in octet {
          if isLast {
            let shift = UInt32(8 * (3 - place))
            let rest: UInt32 = (1 << shift) - 1
            let base = range.low << 8
            next.append(
              ((base | part.lowerBound) << shift, (base | part.upperBound) << shift | rest))
          } else {
            for value in part { next.append((range.low << 8 | value, 0)) }
          }
          guard next.count <= rangeLimit else {
            throw TargetError(
              .tooManyRanges,
              "\(text) stands for more than \(rangeLimit) separate ranges; name prefixes and leave "
                + "addresses out with --exclude")
          }
        }
      }
      ranges = next
      if isLast { break }
    }
    return ranges.map { AddressRange(isV6: false, low: UInt128($0.low), high: UInt128($0.high)) }
  }

  /// Reads one octet: its values in ascending, disjoint ranges.
  private static func octet(_ text: Substring) -> [ClosedRange<UInt32>]? {
    var values: [ClosedRange<UInt32>] = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      if part == "*" {
        values.append(0...255)
        continue
      }
      let ends = part.split(separator: "-", omittingEmptySubsequences: false)
      guard (1...2).contains(ends.count), let low = octetValue(ends[0]),
        let high = ends.count == 2 ? octetValue(ends[1]) : low, low <= high
      else { return nil }
      values.append(low...high)
    }
    values.sort { $0.lowerBound < $1.lowerBound }
    var merged: [ClosedRange<UInt32>] = []
    for value in values {
      if let last = merged.last, value.lowerBound <= last.upperBound + 1 {
        merged[merged.count - 1] = last.lowerBound...max(last.upperBound, value.upperBound)
      } else {
        merged.append(value)
      }
    }
    return merged
  }

  private static func octetValue(_ text: Substring) -> UInt32? {
    guard (1...3).contains(text.utf8.count), text.count == 1 || text.first != "0",
      text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
      let value = UInt32(text), value <= 255
    else { return nil }
    return value
  }

  private static func hostName(_ text: String) -> DomainName? {
    guard
      text.utf8.allSatisfy({
        switch $0 {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"),
          UInt8(ascii: "."):
          true
        default: false
        }
      }), !text.hasPrefix("-"), let name = DomainName(text), name.text.utf8.count <= 253,
      name.labels.allSatisfy({ $0.utf8.count <= 63 })
    else { return nil }
    return name
  }
}
