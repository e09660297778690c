import ScoutModel

/// What is known of the wire that a device hangs on.
struct MediumFacts {
  let hasWiredPort: Ternary
  /// Whether it is on a wireless network now.
  let isWireless: Ternary
  let isVPN: Ternary
  let hostIsStatic: Ternary
  let evidence: Evidence
  /// What ``hostIsStatic`` rests on.
  let addressEvidence: Evidence

  init(
    _ device: Device, _ own: DeviceProfile?, _ segment: SegmentProfile?, _ versions: VersionFacts,
    _ state: InferredState
  ) {
    let adapters = device.hosts.flatMap(\.value.adapters)
    let wired = adapters.filter { !$0.wireless && $0.mac != nil }
    // AMT's wireless side is off until a profile configures it: what answers before that is wired.
    let pong = state.value == .pre ? device.pongs.first : nil
    isVPN = Ternary(segment?.medium == .vpn)
    if let medium = segment?.medium {
      isWireless = Ternary(medium == .wireless)
    } else if pong != nil || wired.contains(where: { $0.linkUp == true }) {
      isWireless = .no
    } else if adapters.contains(where: { $0.wireless && $0.linkUp == true }), !wired.isEmpty {
      isWireless = .yes
    } else if own?.wiredPort == false {
      isWireless = .yes
    } else {
      isWireless = .unknown
    }
    if let port = own?.wiredPort {
      hasWiredPort = Ternary(port)
    } else if own?.form == .desktop || own?.form == .server || segment?.medium == .wired
      || pong != nil || !wired.isEmpty || versions.is95 == .no
    {
      // Machines without a wired port are supported from 9.5 on.
      hasWiredPort = .yes
    } else {
      hasWiredPort = .unknown
    }
    let dynamic = adapters.filter { !$0.wireless }.compactMap(\.dhcpEnabled)
    let hosts = Evidence(device.hosts.flatMap(\.evidence.observations))
    if dynamic.isEmpty, let told = device.configuration, let isDynamic = told.value.hostDHCP {
      // AMT has heard of its host's address.
      hostIsStatic = Ternary(!isDynamic)
      addressEvidence = told.evidence
    } else {
      hostIsStatic = dynamic.isEmpty ? .unknown : Ternary(dynamic.contains(false))
      addressEvidence = hosts
    }
    if !device.hosts.isEmpty && !adapters.isEmpty {
      evidence = hosts
    } else {
      evidence = pong?.evidence ?? .none
    }
  }
}
