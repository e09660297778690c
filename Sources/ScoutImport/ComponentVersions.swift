import ScoutModel

/// The list of components and their versions that firmware gives to host tools: `AMT`, `Flash`,
/// `Sku`, `Build Number` and others. Tools print it in forms of their own.
struct ComponentVersions {
  private var fields: [String: String] = [:]

  /// Names that occur in the list, in lower case.
  static let known: Set<String> = [
    "flash", "netstack", "amtapps", "amt", "sku", "vendorid", "build number", "recovery version",
    "recovery build num", "legacy mode",
  ]

  var isEmpty: Bool { fields.isEmpty }

  mutating func take(_ name: String, _ value: String) {
    guard fields.count < 64, fields[name.lowercased()] == nil else { return }
    fields[name.lowercased()] = value
  }

  /// Hands the parts that are understood to `info`, and returns the others.
  func hand(to info: inout AMTInfo) -> [(String, String)] {
    if let version = fields["amt"] ?? fields["flash"] { info.take(.version, version) }
    if let build = fields["build number"] { info.take(.build, build) }
    if let sku = fields["sku"] { info.take(.sku, sku) }
    let taken: Set<String> = ["amt", "flash", "build number", "sku"]
    return fields.filter { !taken.contains($0.key) }.sorted { $0.key < $1.key }
      .map { ($0.key, $0.value) }
  }
}
