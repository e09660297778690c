import ScoutModel
import ScoutNet

/// dnsmasq's configuration: the ranges it hands out addresses in, and the options that go with them,
/// by tags. Without an option 15 of its own a range gets the domain that is set for its addresses,
/// or for all.
struct DnsmasqConfiguration: LineReader {
  private struct Range {
    var prefix: Prefix
    var start: IPv4Address
    var tag: String?
    var line: Int
  }
  private struct Option {
    var number: Int
    var values: [String]
    var tags: [String]
  }
  private struct Domain {
    var name: String
    /// `nil` for all addresses.
    var first: IPv4Address?
    var last: IPv4Address?
  }
  private static let limit = 4096

  private var ranges: [Range] = []
  private var options: [Option] = []
  private var domains: [Domain] = []

  private static let numbers = [
    "router": 3, "dns-server": 6, "domain-name": 15, "domain-search": 119,
  ]

  mutating func take(_ line: TextLine, _ facts: inout NetworkFacts) {
    let bytes = line.bytes.trimmed
    guard let first = bytes.first, first != UInt8(ascii: "#"),
      let sign = bytes.firstIndex(of: UInt8(ascii: "="))
    else { return }
    // A comment begins at a `#` after a blank.
    var value = bytes[(sign + 1)...]
    if let comment = value.indices.dropFirst()
      .first(where: { value[$0] == UInt8(ascii: "#") && value[$0 - 1].isBlank })
    {
      value = value[..<comment]
    }
    let parts = value.trimmed.split(
      separator: UInt8(ascii: ","), omittingEmptySubsequences: false
    ).prefix(64).map(\.trimmed.text)
    switch bytes[..<sign].trimmed.text {
    case "dhcp-range": takeRange(parts, line.number, &facts)
    case "dhcp-option", "dhcp-option-force": takeOption(parts)
    case "domain": takeDomain(parts, line.number, &facts)
    case "conf-file", "conf-dir":
      facts.complain(
        line: line.number, "\((parts.first ?? "").quoted) is not followed; import it as well")
    default: return
    }
  }

  private mutating func takeRange(
    _ parts: [String], _ line: Int, _ facts: inout NetworkFacts
  ) {
    guard ranges.count < Self.limit else { return }
    var tag: String?
    var addresses: [IPv4Address] = []
    for part in parts {
      if part.hasPrefix("set:") {
        tag = String(part.dropFirst(4))
      } else if let address = IPv4Address(part) {
        addresses.append(address)
      } else if part.contains("::") {
        return  // a range of DHCPv6
      }
    }
    guard let start = addresses.first else {
      return facts.complain(line: line, "no address is in this range")
    }
    // After the ends of the range comes its mask, if anything does.
    let mask = addresses.dropFirst().first {
      $0.rawValue >> 31 == 1 && ~$0.rawValue & (~$0.rawValue &+ 1) == 0 && $0 != start
    }
    guard let mask, let prefix = Prefix(start, mask: mask) else {
      return facts.complain(
        line: line, "the range has no mask, so that its extent is known to the server alone")
    }
    ranges.append(Range(prefix: prefix, start: start, tag: tag, line: line))
  }

  private mutating func takeOption(_ parts: [String]) {
    guard options.count < Self.limit else { return }
    var tags: [String] = []
    for (place, part) in parts.enumerated() {
      if part.hasPrefix("tag:") {
        tags.append(String(part.dropFirst(4)))
        continue
      }
      let name = part.hasPrefix("option:") ? String(part.dropFirst(7)) : part
      guard let number = Self.numbers[name] ?? Int(name), Self.numbers.values.contains(number)
      else { return }
      options.append(
        Option(number: number, values: Array(parts[(place + 1)...]), tags: tags))
      return
    }
  }

  private mutating func takeDomain(
    _ parts: [String], _ line: Int, _ facts: inout NetworkFacts
  ) {
    guard domains.count < Self.limit, let name = parts.first else { return }
    if name == "#" {
      return facts.complain(
        line: line, "the domain is taken from the server's resolv.conf, which is not known here")
    }
    var domain = Domain(name: name)
    if parts.count >= 2 {
      if case (.v4(let base), .v4(let last))? = Prefix(parts[1]).map({ ($0.base, $0.last) }) {
        (domain.first, domain.last) = (base, last)
      }
      if parts.count >= 3, let last = IPv4Address(parts[2]) { domain.last = last }
      if domain.first == nil { return }
    }
    domains.append(domain)
  }

  mutating func finish(_ facts: inout NetworkFacts) {
    for range in ranges {
      var scope = ScopeSighting(prefix: range.prefix, program: "dnsmasq")
      scope.name = range.tag
      // Of those whose tags are all set the one with more tags wins, then the later one.
      var chosen: [Int: Option] = [:]
      for option in options where option.tags.allSatisfy({ $0 == range.tag }) {
        if let other = chosen[option.number], other.tags.count > option.tags.count { continue }
        chosen[option.number] = option
      }
      scope.take(chosen.mapValues(\.values))
      if chosen[15] == nil {
        let own = domains.first { domain in
          guard let first = domain.first, let last = domain.last else { return false }
          return first <= range.start && range.start <= last
        }
        scope.domainName = (own ?? domains.last { $0.first == nil })?.name
        scope.isInherited = own == nil && scope.domainName != nil
      } else if chosen[15]?.values.isEmpty == true {
        scope.domainName = nil  // without a value the option is not sent
      }
      facts.add(.scope(scope), at: Endpoint(), line: range.line)
    }
  }
}
