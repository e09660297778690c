import ScoutModel
import ScoutNet

/// Values of DHCPv4 options by their numbers, as texts.
typealias ScopeOptions = [Int: [String]]

extension ScopeSighting {
  /// Takes the values that are set for the scope itself.
  mutating func take(_ options: ScopeOptions) {
    if let values = options[15] { domainName = Self.text(values) }
    if let values = options[6] { nameServers = values.compactMap { IPv4Address($0.trimmed) } }
    if let values = options[3] { routers = values.compactMap { IPv4Address($0.trimmed) } }
    if let values = options[119] { searchList = Self.names(values) }
  }

  /// Takes the values of something around the scope, where the scope has none.
  mutating func inherit(_ options: ScopeOptions) {
    if domainName == nil, let values = options[15] {
      domainName = Self.text(values)
      isInherited = true
    }
    if nameServers.isEmpty, let values = options[6] {
      nameServers = values.compactMap { IPv4Address($0.trimmed) }
    }
    if routers.isEmpty, let values = options[3] {
      routers = values.compactMap { IPv4Address($0.trimmed) }
    }
    if searchList.isEmpty, let values = options[119] { searchList = Self.names(values) }
  }

  /// Blank counts as empty, as it does where it is heard.
  private static func text(_ values: [String]) -> String { (values.first ?? "").trimmed }

  private static func names(_ values: [String]) -> [String] {
    values.prefix(32).compactMap { DomainName($0)?.text }
  }
}

extension Prefix {
  /// The prefix around `address` that a mask describes; `nil` where its ones have a gap.
  init?(_ address: IPv4Address, mask: IPv4Address) {
    let length = (~mask.rawValue).leadingZeroBitCount  // the leading ones of the mask
    guard mask.rawValue.nonzeroBitCount == length else { return nil }
    self.init(.v4(address), length: length)
  }
}
