package import ScoutNet

/// The site's records in the name service.
package struct Zone: Sendable {
  package enum Value: Sendable, Hashable {
    case a(IPv4Address)
    case aaaa(IPv6Address)
    case ptr(String)
    case cname(String)
  }

  /// One record; its name is text with dots between the labels and none at the end. No label of
  /// the site holds a dot, so nothing is escaped; other odd bytes do occur.
  package struct Record: Sendable, Hashable {
    package let name: String
    package let value: Value
  }

  package var records: [Record]
  /// The suffixes the zone answers for; below them an unknown name does not exist.
  package var origins: [String]

  /// What is known under `name`, in the order of the table; ASCII case does not matter.
  package func records(named name: String) -> [Record] {
    let wanted = Self.folded(name)
    return records.filter { Self.folded($0.name) == wanted }
  }

  /// Whether `name` exists, be it only because another name lies below it.
  package func holds(_ name: String) -> Bool {
    let wanted = Self.folded(name)
    return records.contains {
      let known = Self.folded($0.name)
      return known == wanted || known.hasSuffix("." + wanted)
    }
  }

  /// Whether the zone answers for `name`.
  package func isWithin(_ name: String) -> Bool {
    let name = Self.folded(name)
    return origins.contains { name == $0 || name.hasSuffix("." + $0) }
  }

  static func folded(_ name: String) -> String {
    String(
      decoding: name.utf8.map { (0x41...0x5A).contains($0) ? $0 + 0x20 : $0 }, as: UTF8.self)
  }
}

extension Zone {
  /// The options that make dnsmasq answer the same, except for `unrenderable` names.
  package var dnsmasqOptions: [String] {
    var options = origins.map { "--local=/\($0)/" }
    for record in records where Self.isPlain(record.name) {
      switch record.value {
      case .a(let address):
        // A host record brings a reverse record with it, an address option does not; but only a
        // host record can be an alias's target or one of several.
        let needsHost =
          records(named: address.reverseName).contains { $0.value == .ptr(record.name) }
          || records(named: record.name).count > 1
          || records.contains { $0.value == .cname(record.name) }
        options.append(
          needsHost
            ? "--host-record=\(record.name),\(address)" : "--address=/\(record.name)/\(address)")
      case .aaaa(let address):
        options.append("--host-record=\(record.name),\(address)")
      case .ptr(let target) where Self.isPlain(target):
        options.append("--ptr-record=\(record.name),\(target)")
      case .cname(let target):
        options.append("--cname=\(record.name),\(target)")
      case .ptr:
        break
      }
    }
    return options
  }

  /// The reverse records whose target dnsmasq does not take.
  package var unrenderable: [Record] {
    records.filter {
      if case .ptr(let target) = $0.value { return !Self.isPlain(target) }
      return false
    }
  }

  private static func isPlain(_ name: String) -> Bool {
    name.utf8.allSatisfy {
      (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0)
        || [0x2D, 0x2E, 0x5F].contains($0)
    }
  }
}
