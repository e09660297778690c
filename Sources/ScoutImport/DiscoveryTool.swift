import ScoutModel

/// What Intel's INTEL-SA-00075 discovery tool for Linux prints, as its source has it (release 0.8).
enum DiscoveryTool {
  static func recognises(_ file: FileText) -> Bool {
    file.head.contains { $0.hasPrefix("INTEL-SA-00075-Discovery-Tool") }
  }

  static func read(_ content: FileText, into file: inout HostFile) {
    var info = AMTInfo(tool: "INTEL-SA-00075 tool")
    var versions = ComponentVersions()
    var skus: [String] = []
    var verdict: String?
    var section = ""
    var start: Int?
    for (number, line) in content.lines {
      let line = line.trimmed
      if line.isEmpty { continue }
      if line.hasPrefix("INTEL-SA-00075-Discovery-Tool") {
        start = start ?? number
      } else if line.hasPrefix("---") {
        section = line
      } else if line.hasPrefix("Intel(R) AMT:") {
        info.take(enabled: line.uppercased().hasSuffix("ENABLED"))
      } else if line.hasPrefix("PROVISIONING_STATE") {
        info.take(.provisioningState, line.parted(by: "=")?.value ?? "")
      } else if line.hasPrefix("Control Mode:") {
        if line.contains("CCM") { info.take(.controlMode, "client control mode") }
        if line.contains("ACM") { info.take(.controlMode, "admin control mode") }
      } else if line.hasPrefix("Error:") {
        file.complain(line: number, line)
      } else if section.contains("SKU Information") {
        skus.append(line)
      } else if section.contains("Firmware Information"), let (name, value) = line.parted(by: ":") {
        versions.take(name, value)
      } else if line.contains("ulnerable") {
        verdict = verdict ?? line
      }
    }
    let rest = versions.hand(to: &info)
    info.take(.features, skus.joined(separator: ", "))
    var inventory = info.finished()
    for (name, value) in rest { inventory.keep(name, value) }
    if let verdict { inventory.keep("vulnerability status", verdict) }
    for complaint in info.complaints { file.complain(line: start, complaint) }
    // Its last words are all it prints where no corporate engine can be asked.
    guard inventory.version != nil || inventory.enabled != nil else {
      return file.complain(line: start, "the tool could ask no engine, so it says nothing of AMT")
    }
    file.add(inventory, line: start ?? 1)
  }
}
