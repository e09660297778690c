import ScoutModel

/// What `rpc amtinfo -json` prints, of its versions 2.2 to 3, and what it sends with `--sync`.
enum AMTInfoJSON {
  static func recognises(_ fields: JSONFields) -> Bool {
    ["amt", "uuid", "controlmode", "buildnumber", "sku"].contains(where: fields.has)
  }

  static func read(_ fields: JSONFields, _ place: JSONPlace, into file: inout HostFile) {
    var info = AMTInfo()
    let texts: [(AMTInfo.Field, String)] = [
      (.version, "amt"), (.build, "buildNumber"), (.sku, "sku"), (.features, "features"),
      (.uuid, "uuid"), (.controlMode, "controlMode"), (.provisioningState, "provisioningState"),
      (.operationalState, "operationalState"), (.enabledInBIOS, "amtEnabledInBIOS"),
      (.dnsSuffix, "dnsSuffix"), (.hostDNSSuffix, "dnsSuffixOS"), (.hostName, "hostnameOS"),
    ]
    for (field, key) in texts {
      if let text = fields.text(key) { info.take(field, text) }
    }
    let ras = fields.object("ras")
    if let text = ras?.text("networkStatus") { info.take(.remoteNetwork, text) }
    if let text = ras?.text("mpsHostname") { info.take(.remoteHost, text) }
    for (key, wireless) in [("wiredAdapter", false), ("wirelessAdapter", true)] {
      guard let fields = fields.object(key) else { continue }
      var adapter = HostAdapter(wireless: wireless)
      adapter.take(
        address: fields.text("ipAddress"), hostAddress: fields.text("osIpAddress"),
        mac: fields.text("macAddress"), link: fields.text("linkStatus"),
        dhcp: fields.text("dhcpEnabled"), mode: fields.text("dhcpMode"))
      info.take(adapter)
    }
    for key in ["certificateHashes", "certHashes"] {
      for (name, hash) in fields.entries(key) {
        guard let text = hash.text("hash"), text.utf8.count <= 256 else { continue }
        info.take(
          RootHash(
            name: String((hash.text("name") ?? name).prefix(HostFile.textLimit)),
            algorithm: String((hash.text("algorithm") ?? "").prefix(32)), hash: text.lowercased(),
            isActive: hash.text("isActive") == "true", isDefault: hash.text("isDefault") == "true"))
      }
    }
    var inventory = info.finished()
    for name in fields.names where !known.contains(name) {
      if let text = fields.text(name) { inventory.keep(name, text) }
    }
    for complaint in info.complaints { file.complain(line: place.line, place.entry + complaint) }
    file.add(inventory, line: place.line)
  }

  private static let known: Set<String> = [
    "amt", "buildnumber", "sku", "features", "uuid", "controlmode", "provisioningstate",
    "operationalstate", "amtenabledinbios", "dnssuffix", "dnssuffixos", "hostnameos",
  ]
}
