import ScoutNet

extension SiteView {
  /// The devices that `text` names: an id (also one that was merged), a UUID, a hardware address, an
  /// address, or a name, whole or its first label. In the order of their ids.
  package func devices(named text: String) -> [Device] {
    if let id = DeviceID(text) {
      let found = devices.filter { $0.id == id || $0.aliases.contains(id) }
      if !found.isEmpty { return found }
    }
    if let uuid = UUID128(text) {
      return devices.filter { $0.uuids.contains(uuid) }
    }
    if let mac = MACAddress(text) { return devices.filter { $0.macs.contains { $0.value == mac } } }
    if let address = IPAddress(text) {
      return devices.filter { $0.addresses.contains { $0.value == address } }
    }
    guard let name = DomainName(text) else { return [] }
    let whole = devices.filter { $0.allNames.contains(name.text) }
    if !whole.isEmpty || name.parent != nil { return whole }
    return devices.filter { $0.allNames.contains { DomainName($0)?.host == name.text } }
  }
}

extension Device {
  fileprivate var uuids: [UUID128] {
    switch uuid {
    case .known(let claim): [claim.value]
    case .conflicting(let claims): claims.map(\.value)
    case .unknown: []
    }
  }

  /// Every name met on the device, in lower case without a final dot.
  fileprivate var allNames: Set<String> {
    var texts: [String?] = [
      names.amt.best?.value.text, names.dhcp.best?.value, names.host.best?.value,
    ]
    texts += names.pointers.flatMap(\.values)
    texts += names.certificate.map(\.value)
    texts += hosts.map(\.value.hostName)
    return Set(texts.compactMap { $0.flatMap { DomainName($0)?.text } })
  }
}
