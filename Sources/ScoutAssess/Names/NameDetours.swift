import ScoutModel
import ScoutNet

/// Where the records of a device's names lead, when it is not to where AMT answers: to an adapter
/// without AMT, into the VPN, or to an address that the machine once had.
struct NameDetours {
  private let device: Device
  private let index: SiteIndex
  private let answering: [IPAddress]

  init(_ device: Device, _ index: SiteIndex) {
    self.device = device
    self.index = index
    answering = device.answering
  }

  /// The trouble with a name whose records all lead elsewhere, as precisely as it can be told.
  func sighted(
    _ name: DomainName, _ names: NameClaims, _ evidence: Evidence
  ) -> NameAnalysis.Sighted {
    let texts = names.addresses(of: name)
    let found = texts.prefix(4).joined(separator: ", ")
    let addresses = texts.compactMap { IPAddress($0) }.filter { $0.bitWidth == 32 }
    if !addresses.isEmpty {
      if addresses.allSatisfy({ index.segmentProfile(of: $0)?.medium == .vpn }) {
        return .init(trouble: .vpnRecord, words: [clip(name.text), found], evidence: evidence)
      }
      let others = device.otherLeases.filter { lease in
        addresses.contains { Optional($0) == lease.leasedAddress }
      }
      if let other = others.first, others.count == addresses.count {
        let mac = other.value.clientMAC.map(\.description) ?? "another one"
        return .init(
          trouble: .otherAdapter, words: [clip(name.text), found, mac],
          evidence: evidence + other.evidence)
      }
    }
    return .init(trouble: .staleAddress, words: [clip(name.text), found], evidence: evidence)
  }

  /// Records that lead to the machine and yet not to AMT: to its wireless adapter alone, or by IPv6
  /// to the operating system.
  func sideRecords(_ names: NameClaims) -> [NameAnalysis.Sighted] {
    guard !answering.isEmpty else { return [] }
    var found: [NameAnalysis.Sighted] = []
    for located in names.located {
      if let sighted = wireless(located) { found.append(sighted) }
      if let sighted = otherIPv6(located) { found.append(sighted) }
    }
    // One of each says it; a machine's names have the same records as a rule.
    var told: Set<NameTrouble> = []
    return found.filter { told.insert($0.trouble).inserted }
  }

  private func wireless(_ located: LocatedName) -> NameAnalysis.Sighted? {
    let lookups = located.lookups.filter { $0.type == "A" && $0.outcome == .answered }
    let addresses = lookups.flatMap(\.values).compactMap { IPAddress($0) }
    guard !addresses.isEmpty, !addresses.contains(where: answering.contains),
      let host = device.hosts.first
    else { return nil }
    let wireless = host.value.adapters.filter(\.wireless)
      .flatMap { [$0.address, $0.hostAddress] }.compactMap(\.self)
    guard addresses.allSatisfy(wireless.contains),
      let own = answering.first(where: { $0.bitWidth == 32 })
    else { return nil }
    return .init(
      trouble: .wirelessRecord,
      words: [
        clip(located.name.text), addresses.map(\.description).joined(separator: ", "),
        own.description,
      ],
      evidence: Evidence(lookups.flatMap(\.evidence.observations)) + host.evidence)
  }

  private func otherIPv6(_ located: LocatedName) -> NameAnalysis.Sighted? {
    let own = answering.filter { $0.bitWidth == 128 }
    guard let mine = own.first else { return nil }
    let lookups = located.lookups.filter { $0.type == "AAAA" && $0.outcome == .answered }
    let addresses = lookups.flatMap(\.values).compactMap { IPAddress($0) }
    guard !addresses.isEmpty, !addresses.contains(where: own.contains) else { return nil }
    return .init(
      trouble: .otherIPv6,
      words: [
        clip(located.name.text), addresses.prefix(4).map(\.description).joined(separator: ", "),
        mine.description,
      ],
      evidence: Evidence(lookups.flatMap(\.evidence.observations)))
  }
}

extension NameTrouble {
  /// Whether it says that a name leads to where AMT does not answer.
  var isDetour: Bool {
    switch self {
    case .staleAddress, .vpnRecord, .otherAdapter: true
    default: false
    }
  }
}

/// Machines whose own domain is another than that which DHCP hands out.
enum Namespaces {
  static func differing(_ device: Device, _ names: NameClaims) -> [NameAnalysis.Sighted] {
    guard let host = device.hosts.first(where: { !($0.value.hostDNSSuffix ?? "").isEmpty }),
      let own = host.value.hostDNSSuffix.flatMap({ DomainName($0) }), own.parent != nil,
      let option = device.option15.value, let handed = DomainName(option), handed.parent != nil,
      !own.isWithin(handed), !handed.isWithin(own)
    else { return [] }
    return [
      .init(
        trouble: .disjointNamespace, words: [clip(own.text), clip(handed.text)],
        evidence: host.evidence + device.option15.evidence)
    ]
  }
}

/// Name servers that answer one question differently.
enum SplitHorizon {
  static func differing(_ device: Device) -> [NameAnalysis.Sighted] {
    // Look-ups are sorted by name, type and server, so that those to compare stand side by side.
    let lookups = device.names.forwards.filter { $0.server != nil && $0.isDefinite }
    for (first, second) in zip(lookups, lookups.dropFirst())
    where first.name == second.name && first.type == second.type
      && first.server != second.server
      && Set(first.values).isDisjoint(with: second.values)
      && !(first.values.isEmpty && second.values.isEmpty)
    {
      return [
        .init(
          trouble: .splitHorizon,
          words: [
            clip(first.name), first.server?.description ?? "", first.words,
            second.server?.description ?? "", second.words,
          ],
          evidence: first.evidence + second.evidence)
      ]
    }
    return []
  }
}

extension Lookup {
  /// Whether the server said what there is, or that there is nothing.
  fileprivate var isDefinite: Bool {
    outcome == .answered || outcome == .noSuchName || outcome == .noData
  }

  fileprivate var words: String {
    values.isEmpty ? "nothing" : values.prefix(4).joined(separator: ", ")
  }
}
