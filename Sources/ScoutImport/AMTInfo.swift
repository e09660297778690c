import ScoutModel
import ScoutNet

/// The fields of `rpc amtinfo`, by whichever of its versions, on their way to an inventory.
///
/// Absent and empty fields stay absent. A value that cannot be read is left out and complained of.
struct AMTInfo {
  private(set) var inventory: HostInventory
  private(set) var complaints: [String] = []
  private var build: Int?
  private var features: String?

  init(tool: String = "rpc amtinfo") { inventory = HostInventory(tool: tool) }

  enum Field {
    case version, build, sku, features, uuid, controlMode, provisioningState, operationalState
    case enabledInBIOS
    case dnsSuffix, hostDNSSuffix, hostName, remoteNetwork, remoteHost
  }

  /// Takes one field's text.
  mutating func take(_ field: Field, _ text: String) {
    let value = String(text.trimmed.prefix(HostFile.textLimit))
    if value.isEmpty { return }
    switch field {
    case .version: inventory.version = understood(FirmwareVersion(value), value, "a version")
    case .build: build = understood(UInt16(value).map(Int.init), value, "a build number")
    case .sku: inventory.sku = understood(Int(value), value, "an SKU number")
    case .features: features = value
    case .uuid: inventory.uuid = understood(UUID128(value), value, "a UUID")
    case .controlMode: takeControlMode(value)
    case .provisioningState: takeState(value)
    case .operationalState:
      switch value.lowercased() {
      case "enabled": inventory.enabled = true
      case "disabled": inventory.enabled = false
      default: break
      }
    case .enabledInBIOS:
      switch value.lowercased() {
      case "true": inventory.enabled = inventory.enabled ?? true
      case "false": inventory.enabled = false
      default: break
      }
    case .dnsSuffix: inventory.dnsSuffix = value
    case .hostDNSSuffix: inventory.hostDNSSuffix = value
    case .hostName: inventory.hostName = value
    case .remoteNetwork: takeNetwork(value)
    case .remoteHost: inventory.remoteAccessHost = value
    }
  }

  private mutating func takeControlMode(_ value: String) {
    switch value.lowercased() {
    case "pre-provisioning state":
      inventory.controlMode = ControlMode.none
      inventory.state = inventory.state ?? .pre
    case "not activated":
      // It says nothing of whether provisioning has begun.
      inventory.controlMode = ControlMode.none
    case "activated in client control mode", "client control mode":
      inventory.controlMode = .client
      inventory.state = inventory.state ?? .post
    case "activated in admin control mode", "admin control mode":
      inventory.controlMode = .admin
      inventory.state = inventory.state ?? .post
    case "unknown state", "unknown control mode": break
    default: complaints.append("\(value.quoted) is no control mode that is known")
    }
  }

  private mutating func takeState(_ value: String) {
    switch value.lowercased() {
    case "pre-provisioning", "pre": inventory.state = .pre
    case "in provisioning", "in-provisioning", "in": inventory.state = .in
    case "post-provisioning", "post": inventory.state = .post
    default: complaints.append("\(value.quoted) is no provisioning state that is known")
    }
  }

  /// The words of version 3 carry an explanation: `direct (LAN)`.
  private mutating func takeNetwork(_ value: String) {
    let words = ["direct", "vpn", "outside enterprise"]
    let lower = value.lowercased()
    inventory.remoteAccessNetwork = words.first { lower.hasPrefix($0) } ?? value
  }

  mutating func take(_ adapter: HostAdapter) {
    // The tool lists an adapter that is not there with a hardware address of zeros.
    guard adapter.mac != nil || adapter.address != nil else { return }
    inventory.adapters.append(adapter)
  }

  /// Takes the operating system's address, where no adapter is named with it.
  mutating func takeHostAddress(_ text: String) {
    var adapter = HostAdapter(wireless: false)
    adapter.take(hostAddress: text)
    if adapter.hostAddress != nil { inventory.adapters.append(adapter) }
  }

  /// Whether AMT is switched on.
  mutating func take(enabled: Bool) { inventory.enabled = enabled }

  mutating func take(_ root: RootHash) {
    if inventory.rootHashes.count < Self.rootLimit { inventory.rootHashes.append(root) }
  }

  /// So many trusted roots are kept.
  private static let rootLimit = 128

  /// The inventory, once all fields are taken.
  func finished() -> HostInventory {
    var result = inventory
    if let version = result.version, version.components.count == 3, let build {
      result.version = FirmwareVersion(version.major, version.minor, version.hotfix, build)
    }
    result.product = product(of: result)
    result.rootHashes.sort { ($0.name, $0.hash) < ($1.name, $1.hash) }
    return result
  }

  /// The product by the bits of the SKU, else by the words of the features.
  private func product(of inventory: HostInventory) -> Product? {
    if let sku = inventory.sku, sku >= 0 {
      // Until 2.2 the number is no set of bits: 0 is AMT, 1 and 2 are other engines.
      let isEnumeration =
        inventory.version.map { $0.isAtLeast(FirmwareVersion(2, 3)) == .no } ?? (sku < 8)
      if isEnumeration { return inventory.version != nil && sku == 0 ? .amt : nil }
      if sku & 0x08 != 0 { return .amt }
      if sku & 0x10 != 0 { return .ism }
      if sku & 0x10000 != 0 { return .sbt }
    }
    guard let features = features?.lowercased() else { return nil }
    if features.contains("standard manageability") { return .ism }
    return features.contains("amt") ? .amt : nil
  }

  private mutating func understood<Value>(
    _ value: Value?, _ text: String, _ wanted: String
  ) -> Value? {
    if value == nil { complaints.append("\(text.quoted) is not \(wanted)") }
    return value
  }
}

extension HostAdapter {
  /// Takes a field by its text; what cannot be read stays absent.
  mutating func take(
    address: String? = nil, hostAddress: String? = nil, mac: String? = nil, link: String? = nil,
    dhcp: String? = nil, mode: String? = nil
  ) {
    if let address { self.address = IPAddress(used: address) }
    if let hostAddress { self.hostAddress = IPAddress(used: hostAddress) }
    if let mac { self.mac = MACAddress(mac.trimmed).flatMap { $0.isUnicast ? $0 : nil } }
    switch link?.trimmed.lowercased() {
    case "up": linkUp = true
    case "down": linkUp = false
    default: break
    }
    switch dhcp?.trimmed.lowercased() {
    case "true": dhcpEnabled = true
    case "false": dhcpEnabled = false
    default: break
    }
    if let mode = mode?.trimmed.lowercased(), ["active", "passive"].contains(mode) {
      dhcpMode = mode
    }
  }
}

extension IPAddress {
  /// Reads an address; the tool writes 0.0.0.0 where there is none.
  fileprivate init?(used text: String) {
    guard let address = IPAddress(text.trimmed), address != .v4(.zero), address != IPAddress("::")
    else { return nil }
    self = address
  }
}
