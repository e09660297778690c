package import ScoutNet

/// An address that may be sent to, and what for. Only `TargetPolicy` can make one.
package struct Target: Hashable, Sendable {
  package enum Purpose: String, Hashable, Sendable {
    /// Probing and asking.
    case assess
    case nameServer
    /// ARP and neighbour discovery.
    case neighbour
    case dhcp
  }

  package let address: IPAddress
  package let purpose: Purpose

  fileprivate init(address: IPAddress, purpose: Purpose) {
    self.address = address
    self.purpose = purpose
  }
}

/// The addresses of one sweep. Only `TargetPolicy` can make one.
package struct SweepTargets: Hashable, Sendable {
  package let addresses: AddressSet
  /// What was named and is left out, because it was excluded.
  package let excluded: AddressSet
  /// What was named and is left out, because it is never sent to (multicast, broadcast, 0/8, …).
  package let never: AddressSet

  fileprivate init(addresses: AddressSet, excluded: AddressSet, never: AddressSet) {
    self.addresses = addresses
    self.excluded = excluded
    self.never = never
  }

  package subscript(index: UInt64) -> Target? {
    addresses[index].map { Target(address: $0, purpose: .assess) }
  }

  /// Those of the targets that are also in `set`.
  package func only(_ set: AddressSet) -> SweepTargets {
    SweepTargets(addresses: addresses.intersection(set), excluded: .empty, never: .empty)
  }
}

/// Decides, alone, what may be sent to.
///
/// Exclusion wins over everything. Private, link-local, unique-local and loopback addresses are
/// admitted as named; all others only with `allowPublic`, also those of carriers (100.64.0.0/10),
/// where the neighbours are strangers.
package struct TargetPolicy: Sendable {
  /// A destination that is not assessed but needed for it.
  package enum Infrastructure: Hashable, Sendable, CustomStringConvertible {
    case nameServer(IPAddress)
    /// ARP or neighbour discovery among the addresses of a link.
    case neighbours(Prefix)
    /// DHCPINFORM, to a server or to all of them (255.255.255.255).
    case dhcp(IPv4Address)

    package var description: String {
      switch self {
      case .nameServer(let address): "name server \(address)"
      case .neighbours(let prefix): "ARP or neighbour discovery in \(prefix)"
      case .dhcp(let address): "DHCP at \(address)"
      }
    }
  }

  package let exclusions: AddressSet
  package let allowPublic: Bool
  package let isConfirmed: Bool
  package let only: AddressSet?
  package let infrastructure: [Infrastructure]

  /// Above this many addresses of a family (IPv4 2^16; IPv6 a /112) confirmation is asked for.
  package static let confirmationLimit: UInt64 = 65_536
  /// More than this is refused in any case: twice the whole of IPv4.
  package static let hardLimit: UInt64 = 1 << 33

  /// - Parameters:
  ///   - isConfirmed: the operator has confirmed a large range (`--yes`).
  ///   - only: where set, nothing outside is sent to, whatever else is allowed; for tests.
  package init(
    exclusions: AddressSet = .empty, allowPublic: Bool = false, isConfirmed: Bool = false,
    only: AddressSet? = nil, infrastructure: [Infrastructure] = []
  ) {
    self.exclusions = exclusions
    self.allowPublic = allowPublic
    self.isConfirmed = isConfirmed
    self.only = only
    self.infrastructure = infrastructure
  }

  /// The same policy with more destinations that are needed.
  package func adding(_ more: [Infrastructure]) -> TargetPolicy {
    TargetPolicy(
      exclusions: exclusions, allowPublic: allowPublic, isConfirmed: isConfirmed, only: only,
      infrastructure: infrastructure + more)
  }

  // MARK: - Classes of addresses

  private static func set(_ prefixes: [String]) -> AddressSet {
    AddressSet(prefixes.compactMap { Prefix($0) })
  }

  /// Admitted as named.
  static let local = set([
    "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "127.0.0.0/8", "::1/128",
    "fe80::/10", "fc00::/7",
  ])

  /// Never sent to: 0/8, multicast, reserved with broadcast; in IPv6 the unspecified address and
  /// the forms that carry an IPv4 address past the rules for IPv4.
  static let never = set([
    "0.0.0.0/8", "224.0.0.0/4", "240.0.0.0/4", "ff00::/8", "::/96", "::ffff:0:0/96",
  ]).subtracting(set(["::1/128"]))

  // MARK: - Decisions

  /// Whether a socket may send to `address` and `port`; the event loop asks for every packet.
  package func permits(_ address: IPAddress, port: UInt16) -> Bool {
    if exclusions.contains(address) { return false }
    if let only, !only.contains(address) { return false }
    if !Self.never.contains(address), allowPublic || Self.local.contains(address) { return true }
    return infrastructure.contains { item in
      switch item {
      case .nameServer(let server): server == address && port == 53
      case .dhcp(let server): .v4(server) == address && port == 67
      case .neighbours: false
      }
    }
  }

  /// Makes the targets of a sweep from what was named, or says what stands against it.
  package func admit(_ named: AddressSet) throws(TargetError) -> SweepTargets {
    let excluded = named.intersection(exclusions)
    let never = named.intersection(Self.never).subtracting(exclusions)
    let left = named.subtracting(exclusions).subtracting(Self.never)
    guard let first = left.ranges.first else {
      throw nothingLeft(named: named, excluded: excluded, never: never)
    }
    if let only, let stray = left.subtracting(only).ranges.first {
      throw TargetError(
        .outsideOnly,
        "\(stray) lies outside of what this run is limited to (\(only)); "
          + "name other targets or lift the limit")
    }
    if !allowPublic, let stray = left.subtracting(Self.local).ranges.first {
      throw TargetError(
        .isPublic,
        "\(stray) is not a private range; if you may scan it, add --allow-public, "
          + "else correct the targets")
    }
    if left.count > Self.hardLimit {
      throw TargetError(
        .tooMany, "\(left.count) addresses are more than a sweep can visit; name narrower ranges")
    }
    if !isConfirmed {
      for isV6 in [false, true] where left.count(isV6: isV6) > Self.confirmationLimit {
        throw TargetError(
          .needsConfirmation,
          "\(left.count(isV6: isV6)) \(isV6 ? "IPv6" : "IPv4") addresses are more than "
            + "\(Self.confirmationLimit) (from \(first.first)); look at --dry-run, "
            + "then add --yes")
      }
    }
    return SweepTargets(addresses: left, excluded: excluded, never: never)
  }

  /// Makes one target for a purpose, or says what stands against it.
  package func admit(
    _ address: IPAddress, for purpose: Target.Purpose = .assess
  ) throws(TargetError) -> Target {
    if exclusions.contains(address) {
      throw TargetError(.excluded, "\(address) is excluded and is not sent to")
    }
    if let only, !only.contains(address) {
      throw TargetError(
        .outsideOnly, "\(address) lies outside of what this run is limited to (\(only))")
    }
    switch purpose {
    case .assess:
      if Self.never.contains(address) {
        throw TargetError(.never, "\(address) is no address of one machine and is never sent to")
      }
      guard allowPublic || Self.local.contains(address) else {
        throw TargetError(
          .isPublic, "\(address) is not private; if you may ask it, add --allow-public")
      }
    case .nameServer, .neighbour, .dhcp:
      guard infrastructure.contains(where: { Self.covers($0, address, purpose) }) else {
        throw TargetError(
          .notInfrastructure,
          "\(address) is not among the destinations of this run (\(purpose.rawValue)); "
            + "name it on the command line")
      }
    }
    return Target(address: address, purpose: purpose)
  }

  private static func covers(
    _ item: Infrastructure, _ address: IPAddress, _ purpose: Target.Purpose
  ) -> Bool {
    switch item {
    case .nameServer(let server): purpose == .nameServer && server == address
    case .neighbours(let prefix): purpose == .neighbour && prefix.contains(address)
    case .dhcp(let server): purpose == .dhcp && .v4(server) == address
    }
  }

  private func nothingLeft(
    named: AddressSet, excluded: AddressSet, never: AddressSet
  ) -> TargetError {
    if named.isEmpty {
      return TargetError(.nothingLeft, "no target; name addresses, prefixes or host names")
    }
    if excluded.isEmpty {
      return TargetError(
        .never, "\(never) is never sent to (multicast, broadcast or reserved); name other targets")
    }
    return TargetError(
      .nothingLeft, "every target is excluded; look at --exclude and --exclude-file")
  }
}
