package import ScoutNet

/// What a person names a machine by: an address, a hardware address, a UUID, a name, or its id.
package enum DeviceQuery: Hashable, Sendable {
  case address(IPAddress)
  case mac(MACAddress)
  case uuid(UUID128)
  /// The id, and the text as it was typed: a host may well be called D17.
  case id(DeviceID, typed: String)
  case name(DomainName)

  /// Reads what was typed; `nil` where it can be none of these.
  package init?(_ text: String) {
    if let address = IPAddress(text) {
      self = .address(address)
    } else if let uuid = UUID128(text) {
      self = .uuid(uuid)
    } else if let mac = MACAddress(text) {
      self = .mac(mac)
    } else if let id = DeviceID(text) {
      self = .id(id, typed: text)
    } else if let name = DomainName(text), !text.utf8.contains(where: { $0 <= 32 }) {
      self = .name(name)
    } else {
      return nil
    }
  }

  /// The machines meant, best first: those that bear what was asked for themselves, before those to
  /// which only a record, another adapter or hearsay leads.
  package func matches(in devices: [Device]) -> [Device] {
    let graded = devices.enumerated().compactMap { place, device in
      grade(device).map { (grade: $0, place: place) }
    }
    guard let best = graded.map(\.grade).min() else {
      if case .id(_, let text) = self, let name = DomainName(text) {
        return Self.name(name).matches(in: devices)
      }
      return []
    }
    // A bare host name or a stray record is no match beside a machine that bears the whole name.
    return graded.filter { best > 0 || $0.grade == 0 }
      .sorted { ($0.grade, $0.place) < ($1.grade, $1.place) }.map { devices[$0.place] }
  }

  /// 0 where the device bears it, more the looser it is; `nil` where it does not fit.
  private func grade(_ device: Device) -> Int? {
    switch self {
    case .address(let address):
      if device.addresses.contains(where: { $0.value == address }) { return 0 }
      let text = address.description
      if device.otherLeases.contains(where: { $0.leasedAddress == address }) { return 1 }
      return device.names.forwards.contains { $0.values.contains(text) } ? 2 : nil
    case .mac(let mac):
      if device.macs.contains(where: { $0.value == mac }) { return 0 }
      return device.otherLeases.contains { $0.value.clientMAC == mac } ? 1 : nil
    case .uuid(let uuid):
      return device.uuid.claims.contains { $0.value == uuid } ? 0 : nil
    case .id(let id, _):
      return device.id == id || device.aliases.contains(id) ? 0 : nil
    case .name(let name):
      let names = device.ownNames
      if names.contains(name) { return 0 }
      // A bare name is met under any domain, and a whole name may be known by its label alone.
      if names.contains(where: { $0.mayBe(name) }) { return 1 }
      if device.names.forwards.contains(where: { $0.name == name.text }) { return 2 }
      let local = device.names.local.compactMap { DomainName($0.value.name) }
      return local.contains { $0 == name || $0.mayBe(name) } ? 3 : nil
    }
  }
}

extension DomainName {
  /// Whether both may be one machine's name, because one of them has no domain.
  fileprivate func mayBe(_ other: DomainName) -> Bool {
    host == other.host && (parent == nil || other.parent == nil)
  }
}

extension Known {
  /// Every claim there is.
  package var claims: [Claim<Value>] {
    switch self {
    case .known(let claim): [claim]
    case .conflicting(let claims): claims
    case .unknown: []
    }
  }
}

extension Seen where Value == DHCPSighting {
  /// The address that the lease is about.
  package var leasedAddress: IPAddress? {
    (value.yourAddress ?? value.clientAddress).map { .v4($0) }
  }
}

extension Device {
  /// The names that the device bears by any source but forward look-ups and hearsay on its link.
  fileprivate var ownNames: Set<DomainName> {
    var texts = names.pointers.flatMap(\.values) + names.certificate.map(\.value)
    texts += names.dhcp.claims.map(\.value) + names.host.claims.map(\.value)
    texts += names.amt.claims.map(\.value.text)
    if let lease = lease?.value { texts += [lease.fqdn, lease.hostName].compactMap(\.self) }
    for host in hosts.map(\.value) {
      guard let name = host.hostName else { continue }
      texts.append(name)
      if let suffix = host.hostDNSSuffix, !suffix.isEmpty { texts.append("\(name).\(suffix)") }
    }
    return Set(texts.compactMap { DomainName($0) })
  }
}
