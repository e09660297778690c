import ScoutModel

/// What mei-amt-check prints, as its source and manual have it: whether AMT is there and switched
/// on, how far it is set up, and, where it is, the firmware's component versions.
enum EngineCheck {
  static func recognises(_ file: FileText) -> Bool {
    guard let first = file.head.first else { return false }
    return first.hasPrefix("Intel AMT: ") || first == "Intel AMT is present"
      || first.hasPrefix("AMT is ")
  }

  static func read(_ content: FileText, into file: inout HostFile) {
    var info = AMTInfo(tool: "mei-amt-check")
    var versions = ComponentVersions()
    for (number, line) in content.lines {
      let line = line.trimmed
      switch line {
      case "": continue
      case "Intel AMT: ENABLED", "Intel AMT is present": info.take(enabled: true)
      case "Intel AMT: DISABLED": info.take(enabled: false)
      case "AMT is unprovisioned": info.take(.provisioningState, "pre")
      case "AMT is being provisioned": info.take(.provisioningState, "in")
      case "AMT is provisioned": info.take(.provisioningState, "post")
      case "AMT is in unknown provisioning state": continue
      default:
        if let (name, value) = line.parted(by: ":"), !value.isEmpty {
          versions.take(name, value)
        } else {
          file.complain(line: number, "\(line.quoted) is not a line of mei-amt-check")
        }
      }
    }
    let rest = versions.hand(to: &info)
    var inventory = info.finished()
    // It speaks to AMT's own interface, which other engines do not have.
    inventory.product = inventory.product ?? .amt
    inventory.isVague = inventory.sku == nil ? true : nil
    for (name, value) in rest { inventory.keep(name, value) }
    for complaint in info.complaints { file.complain(complaint) }
    file.add(inventory, line: 1)
  }
}
