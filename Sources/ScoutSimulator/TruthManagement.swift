extension SiteTruth {
  /// Machines of the first two segments that are set up and tell nothing with the site's password.
  package static let tellNothing = [
    "1.1": "AMT 2.2 has no WS-Management", "1.2": "AMT 2.6 has no WS-Management",
    "1.3": "AMT 3.1 has no WS-Management", "1.9": "a consumer engine has no configuration",
    "1.10": "a consumer engine has no configuration", "1.28": "another password",
    "1.42": "a client certificate is required",
  ]

  /// Versions that a machine tells and nothing else of it does in full.
  private static let toldVersions = ["1.26": "11.0", "1.40": "11.8", "1.41": "11.6"]

  /// Machines in client control mode; all others are in admin control mode, which before 6.2 is the
  /// only one beside it.
  private static let tellClientMode: Set<String> = ["1.33", "2.36"]

  /// What a machine tells of itself to those who know its password.
  func addConfiguration(to row: inout Row, _ conditions: Conditions) {
    guard conditions.credentials, row["state"] == "post", !row.host.hasPrefix("3."),
      Self.tellNothing[row.host] == nil
    else { return }
    if let version = Self.toldVersions[row.host] { row.cells["version"] = version }
    row.cells["version_source"] = "wsman"
    row.cells["control_mode"] = Self.tellClientMode.contains(row.host) ? "CCM" : "ACM"
    row.cells["uuid"] = Site.uuid(row.host)
    row.cells["amt_fqdn"] = Site.name(row.host)
  }
}
