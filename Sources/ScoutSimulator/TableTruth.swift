/// What a true report says of the behaviour table: written by hand from the protocol notes, and
/// never taken from a run.
package struct TableTruth: Sendable {
  /// What the scanner could use.
  package struct Conditions: Sendable {
    /// The redirection ports were asked.
    package var redirection = false
    /// The configurations were read, with the machines' password.
    package var credentials = false
    /// The table's capture was read.
    package var capture = false

    package init(redirection: Bool = false, credentials: Bool = false, capture: Bool = false) {
      self.redirection = redirection
      self.credentials = credentials
      self.capture = capture
    }
  }

  /// The columns the truth has, as far as a machine says anything of them.
  package static let columns = [
    "ip", "product", "version", "version_source", "state", "control_mode", "ports_open", "tls",
    "uuid", "amt_fqdn",
  ]

  private let site: Site

  package init(_ site: Site) { self.site = site }

  /// The rows of devices.csv expected with UDP 623, by address; machines without one show nothing.
  package func rows(_ conditions: Conditions) -> [SiteTruth.Row] {
    (configured() + Self.lines(Self.others)).map { row($0, conditions) }
      .sorted { site.address($0.host) < site.address($1.host) }
  }

  /// One machine: the cells of a line of `others`.
  private struct Line {
    var host: String
    var product: String
    var version: String
    var source: String
    var state: String
    var ports: String
    var tls: String
    /// The version that its configuration tells; empty where it tells nothing.
    var told: String
  }

  private static func lines(_ text: String) -> [Line] {
    text.split(separator: "\n").dropFirst().compactMap { line in
      let cells = line.split(separator: "|", omittingEmptySubsequences: false).map {
        SiteTruth.trimmed($0)
      }
      guard cells.count == 8 else { return nil }
      return Line(
        host: cells[0], product: cells[1], version: cells[2], source: cells[3], state: cells[4],
        ports: cells[5], tls: cells[6], told: cells[7])
    }
  }

  /// The machines that are set up: of each generation one without TLS, one with TLS only and one
  /// with both.
  private func configured() -> [Line] {
    Self.generations.split(separator: "\n").dropFirst().flatMap { text -> [Line] in
      let cells = text.split(separator: "|", omittingEmptySubsequences: false).map {
        SiteTruth.trimmed($0)
      }
      guard cells.count == 8, let number = Int(cells[0]) else { return [] }
      let ways = [(1, "24", ""), (2, "35", cells[5]), (3, "2345", cells[5])]
      return ways.filter { cells[6] == "all" || $0.0 == 2 }.map { place, ports, tls in
        Line(
          host: "13.\(3 * number + place)", product: cells[1], version: cells[2],
          source: cells[3], state: "post", ports: ports + (cells[4] == "answers" ? "u" : ""),
          tls: tls, told: cells[7])
      }
    }
  }

  private func row(_ line: Line, _ conditions: Conditions) -> SiteTruth.Row {
    var cells = [
      "ip": "\(site.address(line.host))", "product": line.product, "version": line.version,
      "version_source": line.source, "state": line.state,
      "control_mode": ["pre", "in"].contains(line.state) ? "none" : "unknown",
      "ports_open": SiteTruth.portNames(line.ports), "tls": line.tls, "uuid": "", "amt_fqdn": "",
    ]
    if conditions.redirection, let version = Self.redirectionVersions[line.host] {
      cells["version"] = version
      cells["version_source"] = "redirection"
    }
    if conditions.capture, line.host.hasPrefix("12.") {
      // Every machine in setup sends its hello: AMT's own word, and its UUID.
      cells["product"] = "AMT"
      cells["state"] = "in"
      cells["control_mode"] = "none"
      cells["uuid"] = Site.uuid(line.host)
    }
    if conditions.credentials, !line.told.isEmpty {
      cells["version"] = line.told
      cells["version_source"] = "wsman"
      cells["control_mode"] = "ACM"
      cells["uuid"] = Site.uuid(line.host)
      cells["amt_fqdn"] = Site.name(line.host)
    }
    return SiteTruth.Row(host: line.host, cells: cells, doubts: [:])
  }
}
