import ScoutModel
import ScoutNet

/// Static and dynamic addresses of AMT and its host that do not fit together, as host files show
/// them.
enum AddressFindings {
  static let staticBesideDynamic = FindingKind(
    .env, 5, .medium, .addressing,
    title: "AMT's address {0} is static, and the host has {1} by DHCP",
    detail: "Tolerated up to 6.x; from 7.0 on it is invalid, and the two may lose each other.",
    remedy: "Let AMT use DHCP, or make both static with IP synchronization (7.0 and later).")
  static let dynamicBesideStatic = FindingKind(
    .env, 6, .medium, .addressing,
    title: "AMT uses DHCP at {0}, and the host is at {1}: the host's address is static",
    detail: "AMT and its host share an address only where both are dynamic; this pair is invalid.",
    remedy: "Make both dynamic, or both static with IP synchronization (7.0 and later).")
  static let sharedStatic = FindingKind(
    .env, 7, .medium, .addressing,
    title: "AMT and the host share the static address {0}, which firmware {1} does not support",
    detail: "Up to 6.x nothing synchronizes a static address: the two compete for it.",
    remedy: "Give AMT a static address of its own, or let both use DHCP.")
  static let noAddress = FindingKind(
    .env, 8, .medium, .addressing, title: "AMT is configured and its wired adapter has no address",
    detail: "The host's tool shows 0.0.0.0 with the link up: nobody reaches AMT there.",
    remedy: "Look at AMT's network settings and at the DHCP server; where AMT calls a remote "
      + "access server by itself, this is by design.")

  static let kinds = [staticBesideDynamic, dynamicBesideStatic, sharedStatic, noAddress]

  static func findings(_ situation: Situation) -> [Finding] {
    guard situation.product.isConfigurable else { return [] }
    guard
      let host = situation.device.hosts.first(where: { file in
        file.value.adapters.contains { !$0.wireless }
      })
    else { return told(situation).map { [$0] } ?? [] }
    return host.value.adapters.filter { !$0.wireless }.compactMap { adapter in
      finding(adapter, host, situation)
    }
  }

  /// The same by what AMT itself told with credentials.
  private static func told(_ situation: Situation) -> Finding? {
    let device = situation.device
    guard let told = device.configuration, let wire = told.value.wire, let address = wire.address,
      wire.dhcp == false
    else { return nil }
    let isOld = device.isAtLeast(FirmwareVersion(7, 0)) == .no
    if let lease = device.lease, lease.value.message == "ACK", let leased = lease.leasedAddress,
      leased != address
    {
      return staticBesideDynamic.about(
        device, [address.description, leased.description], severity: isOld ? .low : nil,
        confidence: .high, told.evidence + lease.evidence)
    }
    guard wire.sharedStaticAddress == true, isOld else { return nil }
    return sharedStatic.about(
      device, [address.description, situation.versionText],
      told.evidence + device.version.evidence)
  }

  private static func finding(
    _ adapter: HostAdapter, _ host: Seen<HostInventory>, _ situation: Situation
  ) -> Finding? {
    let device = situation.device
    guard let address = adapter.address else {
      guard situation.state.value == .post, adapter.mac != nil, adapter.linkUp == true,
        (host.value.remoteAccessHost ?? "").isEmpty, device.answering.isEmpty
      else { return nil }
      return noAddress.about(device, [], host.evidence)
    }
    guard address.bitWidth == 32, let isDynamic = adapter.dhcpEnabled else { return nil }
    let lease = device.lease.flatMap { $0.value.message == "ACK" ? $0 : nil }
    let leased = lease?.leasedAddress
    if isDynamic {
      guard let other = adapter.hostAddress, other.bitWidth == 32, other != address,
        leased != other
      else { return nil }
      return dynamicBesideStatic.about(
        device, [address.description, other.description], host.evidence)
    }
    if let lease, let leased, leased != address, adapter.hostAddress.map({ $0 == leased }) ?? true {
      let isOld = device.isAtLeast(FirmwareVersion(7, 0)) == .no
      return staticBesideDynamic.about(
        device, [address.description, leased.description], severity: isOld ? .low : nil,
        confidence: .high, host.evidence + lease.evidence)
    }
    if adapter.hostAddress == address, device.isAtLeast(FirmwareVersion(7, 0)) == .no {
      return sharedStatic.about(
        device, [address.description, situation.versionText],
        host.evidence + device.version.evidence)
    }
    return nil
  }
}
