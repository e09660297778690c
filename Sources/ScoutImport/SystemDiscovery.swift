import ScoutModel
import ScoutNet
import ScoutXML

/// The XML file of Intel SCS system discovery (`ACUConfig SystemDiscovery`, `SCSDiscovery.exe`).
///
/// Elements are found by their local names at any depth, because no whole sample is public; the
/// names are those that programs reading such files use. What is not understood is kept.
enum SystemDiscovery {
  private static let marks = [
    "FWVersion", "IsAMTSupported", "AMTSKU", "IsAMTConfigured", "SCSVersion",
  ]

  static func recognises(_ root: XMLElement) -> Bool {
    marks.contains { root.first($0) != nil }
  }

  static func read(_ root: XMLElement, into file: inout HostFile) {
    var leaves: [(String, String)] = []
    collect(root, into: &leaves)
    var info = AMTInfo(tool: "SCS discovery")
    var facts = Facts()
    var others: [(String, String)] = []
    for (name, value) in leaves where !value.isEmpty {
      switch name.lowercased() {
      case "fwversion", "amtversion": facts.versions.append(value)
      case "amtsku", "sku":
        if Int(value) != nil { info.take(.sku, value) } else { info.take(.features, value) }
      case "uuid", "systemuuid": info.take(.uuid, value)
      case "oshostname", "hostname": info.take(.hostName, value)
      case "osdomainname": info.take(.hostDNSSuffix, value)
      case "isamtsupported": facts.isSupported = flag(value)
      case "isamtenabledinbios": facts.isEnabled = flag(value)
      case "isamtconfigured": facts.isConfigured = flag(value)
      case "amtcontrolmode", "controlmode": facts.mode = value
      case "amtstate", "state", "amtconfigurationstate": facts.states.append(value)
      case "ipaddress", "ipv4address": info.takeHostAddress(value)
      case "macaddress":
        var adapter = HostAdapter(wireless: false)
        adapter.take(mac: value)
        info.take(adapter)
      case "certificatehashes":
        for root in roots(value) { info.take(root) }
      default: others.append((name, value))
      }
    }
    // Both version fields may be there; the longer one says more.
    if let version = facts.versions.max(by: { $0.utf8.count < $1.utf8.count }) {
      info.take(.version, version)
    }
    var inventory = info.finished()
    facts.add(to: &inventory)
    for (name, value) in others { inventory.keep(name, value) }
    for complaint in info.complaints { file.complain(complaint) }
    file.add(inventory, line: 1)
  }

  private struct Facts {
    var versions: [String] = []
    var isSupported: Bool?
    var isEnabled: Bool?
    var isConfigured: Bool?
    var mode: String?
    var states: [String] = []

    func add(to inventory: inout HostInventory) {
      if isSupported == false {
        inventory.product = Product.none
      } else if isSupported == true, inventory.product == nil {
        inventory.product = .amt
        inventory.isVague = true
      }
      inventory.enabled = isEnabled
      switch mode?.lowercased() {
      case let mode? where mode.contains("client") || mode == "ccm": inventory.controlMode = .client
      case let mode? where mode.contains("admin") || mode == "acm": inventory.controlMode = .admin
      case let mode?: inventory.keep("AMTControlMode", mode)
      case nil: break
      }
      for state in states {
        // The words of this field are not documented; what names no stage is kept as it is.
        switch state.lowercased() {
        case "0", "pre", "pre-provisioning", "preprovisioning", "not configured", "unprovisioned",
          "notconfigured":
          inventory.state = inventory.state ?? .pre
        case "1", "in", "in-provisioning", "in provisioning", "inprovisioning":
          inventory.state = inventory.state ?? .in
        case "2", "post", "post-provisioning", "post provisioning", "postprovisioning",
          "configured", "provisioned":
          inventory.state = inventory.state ?? .post
        default: inventory.keep("AMTState", state)
        }
      }
      if inventory.state == nil {
        if isConfigured == true { inventory.state = .post }
        if let mode = inventory.controlMode, mode != .none { inventory.state = .post }
      }
      if isConfigured == false { inventory.keep("IsAMTConfigured", "false") }
    }
  }

  /// `True`, `yes`, `1` and their opposites; the spelling is not documented.
  private static func flag(_ text: String) -> Bool? {
    switch text.lowercased() {
    case "true", "yes", "1": true
    case "false", "no", "0": false
    default: nil
    }
  }

  /// Entries `<name>, Enabled, Default` joined by `; `, without the hashes themselves.
  private static func roots(_ text: String) -> [RootHash] {
    text.split(separator: ";").prefix(128).compactMap { entry in
      let parts = entry.split(separator: ",").map { String($0).trimmed }
      guard let name = parts.first, !name.isEmpty else { return nil }
      let marks = parts.dropFirst().map { $0.lowercased() }
      return RootHash(
        name: String(name.prefix(HostFile.textLimit)), algorithm: "", hash: "",
        isActive: marks.contains("enabled"), isDefault: marks.contains("default"))
    }
  }

  private static func collect(_ element: XMLElement, into leaves: inout [(String, String)]) {
    guard leaves.count < 4096 else { return }
    if element.children.isEmpty { leaves.append((element.name, element.trimmedText)) }
    for child in element.children { collect(child, into: &leaves) }
  }
}
