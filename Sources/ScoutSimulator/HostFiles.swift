extension Site {
  /// What `rpc amtinfo -json` would have said on some of the site's machines: file name and text.
  package var hostFiles: [(name: String, text: String)] {
    Self.inventories.map { inventory in
      ("amtinfo-\(Self.label(inventory.host)).json", text(of: inventory))
    }
  }

  /// What a host knows of its AMT.
  struct Inventory: Sendable {
    /// The two shapes the tool's output has had.
    enum Shape: Sendable { case v2, v3 }

    let host: String
    let shape: Shape
    /// Three parts; the build stands beside.
    let version: String
    let build: String
    /// 0 before setup, 1 client mode, 2 admin mode.
    let mode: Int
    /// Empty where AMT has learned none.
    let suffix: String
    var operational: String?
    /// Whether AMT has the address; a host has it in any case.
    var hasAddress = true
    var sku = "16392"
  }

  static let inventories: [Inventory] = [
    Inventory(
      host: "1.29", shape: .v2, version: "11.8.70", build: "3626", mode: 2, suffix: "corp.example"),
    Inventory(
      host: "2.36", shape: .v2, version: "14.1.71", build: "2250", mode: 1,
      suffix: "branch.example"),
    Inventory(
      host: "2.9", shape: .v2, version: "11.8.50", build: "3425", mode: 0, suffix: "branch.example",
      hasAddress: false, sku: "16400"),
    Inventory(
      host: "2.11", shape: .v2, version: "14.0.33", build: "1125", mode: 0,
      suffix: "branch.example", hasAddress: false),
    Inventory(
      host: "2.16", shape: .v3, version: "19.0.0", build: "1854", mode: 0,
      suffix: "branch.example", operational: "Enabled", hasAddress: false),
    Inventory(
      host: "2.19", shape: .v3, version: "16.1.30", build: "2307", mode: 0, suffix: "",
      operational: "Disabled", hasAddress: false),
    Inventory(
      host: "2.53", shape: .v2, version: "12.0.90", build: "2072", mode: 0, suffix: "",
      hasAddress: false),
  ]

  /// The machine's UUID in the site.
  package static func uuid(_ host: String) -> String {
    let octets = host.split(separator: ".").compactMap { UInt8($0) }
    let digits = octets.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    return "8e5c1f60-77aa-4b10-9c01-00000000\(digits)"
  }

  private func text(of inventory: Inventory) -> String {
    let host = inventory.host
    let mac = Self.mac(host).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }
      .joined(separator: ":")
    let isNew = inventory.shape == .v3
    let address = "\(address(host))"
    let modes =
      isNew
      ? ["not activated", "client control mode", "admin control mode"]
      : [
        "pre-provisioning state", "activated in client control mode",
        "activated in admin control mode",
      ]
    var lines = [
      field("amt", inventory.version), field("buildNumber", inventory.build),
      field("controlMode", modes[min(2, max(0, inventory.mode))]),
    ]
    if !isNew || !inventory.suffix.isEmpty { lines.append(field("dnsSuffix", inventory.suffix)) }
    lines += [
      field("dnsSuffixOS", Self.suffix(host)), field("hostnameOS", Self.label(host)),
      field("sku", inventory.sku), field("uuid", Self.uuid(host)),
      field(
        "features",
        inventory.sku == "16400" ? "Intel Standard Manageability Corporate" : "AMT Pro Corporate"),
    ]
    if let operational = inventory.operational {
      lines.append(field("operationalState", operational))
    }
    if isNew {
      lines.append(
        field("provisioningState", inventory.mode == 0 ? "pre-provisioning" : "post-provisioning"))
    }
    lines += [
      "\"ras\": {" + field("networkStatus", isNew ? "direct (LAN)" : "direct") + ", "
        + field("remoteStatus", "not connected") + ", " + field("remoteTrigger", "user initiated")
        + (isNew ? "" : ", " + field("mpsHostname", "")) + "}",
      adapter("wiredAdapter", up: true, inventory.hasAddress ? address : "0.0.0.0", address, mac),
      adapter("wirelessAdapter", up: false, "0.0.0.0", "0.0.0.0", "00:00:00:00:00:00"),
      "\"certificateHashes\": {\"Simulated Root G2\": {\"Hash\": \""
        + String(repeating: "5a", count: 32)
        + "\", \"Name\": \"Simulated Root G2\", \"Algorithm\": \"SHA256\", \"IsActive\": true, "
        + "\"IsDefault\": true}}",
    ]
    return "{\n  " + lines.joined(separator: ",\n  ") + "\n}\n"
  }

  private func field(_ name: String, _ value: String) -> String { "\"\(name)\": \"\(value)\"" }

  private func adapter(
    _ name: String, up: Bool, _ address: String, _ hostAddress: String, _ mac: String
  ) -> String {
    "\"\(name)\": {\"isEnable\": \(up), " + field("linkStatus", up ? "up" : "down")
      + ", \"dhcpEnabled\": true, " + field("dhcpMode", "passive") + ", "
      + field("ipAddress", address) + ", " + field("osIpAddress", hostAddress) + ", "
      + field("macAddress", mac) + "}"
  }
}
