import ScoutNet

/// What a true report says of the site: written by hand from the protocol notes and the rules, and
/// never taken from a run.
package struct SiteTruth: Sendable {
  /// What the scanner could use.
  package struct Conditions: Sendable {
    /// UDP 623 was asked and answered.
    package var presencePing = true
    /// The demo's capture was read.
    package var capture = false
    /// The demo's host files were imported.
    package var hostFiles = false
    /// The redirection ports were asked.
    package var redirection = false
    /// The configurations of the first two segments were read, with the site's password.
    package var credentials = false

    package init(
      presencePing: Bool = true, capture: Bool = false, hostFiles: Bool = false,
      redirection: Bool = false, credentials: Bool = false
    ) {
      self.presencePing = presencePing
      self.capture = capture
      self.hostFiles = hostFiles
      self.redirection = redirection
      self.credentials = credentials
    }
  }

  /// One row of devices.csv, as far as the site decides it.
  package struct Row: Sendable {
    /// The last two octets of its first address.
    package let host: String
    /// Cells by column name; an absent column is not for the site to say.
    package var cells: [String: String]
    /// Columns that may well be judged otherwise, with the reason.
    package var doubts: [String: String]

    package subscript(_ column: String) -> String? { cells[column] }
  }

  /// The columns the truth has, in the order of devices.csv.
  package static let columns = [
    "ip", "other_ips", "mac", "uuid", "product", "version", "version_source", "state",
    "control_mode", "ports_open", "tls", "realm", "ptr", "forward", "dhcp_name", "dhcp_option15",
    "tls_name", "name_verdict", "method", "method_2011",
  ]

  /// Machines that no row stands for by themselves: another row holds them, or nothing shows them.
  package static let withoutRow = [
    "2.17": "not set up before 6.1: silent", "2.18": "Small Business Technology: silent",
    "2.50": "the second address of 1.50", "3.5": "664 alone is not asked",
    "3.13": "a pong cut short proves nothing",
  ]

  private let site: Site

  package init(_ site: Site) { self.site = site }

  /// The rows expected under `conditions`, by address.
  package func rows(_ conditions: Conditions = Conditions()) -> [Row] {
    let names = Self.table(Self.names)
    let advice = Self.table(Self.advice)
    let rows = Self.table(Self.machines).compactMap { host, machine -> Row? in
      guard var row = machineRow(host, machine, conditions) else { return nil }
      addTalk(to: &row, conditions)
      if let line = names[host] { addNames(line, to: &row, conditions) }
      if let line = advice[host], line.count >= 3 {
        let isKnown = row["product"] != "unknown" || machine[1] == "unknown"
        row.cells["method"] = isKnown ? line[1] : "unknown"
        row.cells["method_2011"] = isKnown ? line[2] : "unknown"
      }
      addFiles(to: &row, conditions)
      addConfiguration(to: &row, conditions)
      for doubt in Self.doubts where doubt.hosts.contains(host) {
        for column in doubt.columns { row.doubts[column] = doubt.why }
      }
      return row
    }
    return rows.sorted { site.address($0.host) < site.address($1.host) }
  }

  /// The rows as CSV (RFC 4180) with the columns of `columns` and, last, the doubts.
  package func csv(_ conditions: Conditions = Conditions()) -> String {
    var lines = [(Self.columns + ["doubts"]).joined(separator: ",")]
    for row in rows(conditions) {
      let doubts = row.doubts.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
      let cells = Self.columns.map { row[$0] ?? "" } + [doubts.joined(separator: "; ")]
      lines.append(cells.map(Self.quoted).joined(separator: ","))
    }
    return lines.joined(separator: "\r\n") + "\r\n"
  }

  private static func quoted(_ cell: String) -> String {
    let isPlain = !cell.utf8.contains { [0x22, 0x2C, 0x0A, 0x0D].contains($0) }
    return isPlain
      ? cell
      : "\""
        + cell.split(separator: "\"", omittingEmptySubsequences: false)
        .joined(separator: "\"\"") + "\""
  }

  /// The lines of a table by their first cell; the heading and lines that are too short are not
  /// among them.
  static func table(_ text: String) -> [String: [String]] {
    var lines: [String: [String]] = [:]
    for line in text.split(separator: "\n").dropFirst() {
      let cells = line.split(separator: "|", omittingEmptySubsequences: false).map(trimmed)
      if cells.count > 1 { lines[cells[0]] = cells }
    }
    return lines
  }

  static func trimmed(_ cell: Substring) -> String {
    let start = cell.drop { $0 == " " }
    return String(start.reversed().drop { $0 == " " }.reversed())
  }
}

extension SiteTruth {
  /// The cells that the ports decide, or `nil` where nothing makes a row.
  private func machineRow(_ host: String, _ line: [String], _ conditions: Conditions) -> Row? {
    guard line.count >= 9 else { return nil }
    var (product, version, source, state) = (line[1], line[2], line[3], line[4])
    if source == "host file" {
      guard conditions.hostFiles else { return nil }
      source = ""
    }
    if source == "capture" {
      guard conditions.capture else { return nil }
      source = ""
    }
    var ports = line[5]
    if !conditions.presencePing {
      ports.removeAll { $0 == "u" }
      switch line[8] {
      case "gone":
        guard conditions.hostFiles, Self.hasFile(host) else { return nil }
      case "version": (version, source) = ("", "")
      case "port": (product, version, source, state) = ("unknown", "", "", "unknown")
      default: break
      }
    }
    let realm = line[7].utf8.count == 4 ? line[7] + String(repeating: "0", count: 28) : line[7]
    let isHexadecimal = realm.utf8.count == 32 && !realm.hasPrefix("=")
    return Row(
      host: host,
      cells: [
        "ip": "\(site.address(host))",
        "other_ips": host == "1.50" ? "\(site.address("2.50"))" : "",
        "product": product, "version": version, "version_source": source, "state": state,
        "control_mode": state == "pre" || state == "in" ? "none" : "unknown",
        "ports_open": Self.portNames(ports), "tls": line[6],
        "realm": isHexadecimal ? "Digest:" + realm : realm,
      ], doubts: [:])
  }

  /// What hellos and redirection add.
  private func addTalk(to row: inout Row, _ conditions: Conditions) {
    if conditions.capture, Self.hellos.contains(row.host) {
      row.cells["product"] = "AMT"
      row.cells["state"] = "in"
      row.cells["control_mode"] = "none"
      row.cells["uuid"] = Site.uuid(row.host)
    }
    if conditions.redirection, let version = Self.redirectionVersions[row.host] {
      row.cells["version"] = version
      row.cells["version_source"] = "redirection"
    }
  }

  static func portNames(_ letters: String) -> String {
    letters.compactMap { letter -> String? in
      switch letter {
      case "2", "3", "4", "5": "1699\(letter)"
      case "c": "623"
      case "d": "664"
      case "v": "5900"
      case "u": "623/udp"
      default: nil
      }
    }.joined(separator: " ")
  }

  private func addNames(_ line: [String], to row: inout Row, _ conditions: Conditions) {
    guard line.count >= 6 else { return }
    let host = row.host
    row.cells["ptr"] = Self.spelled(line[1], host)
    row.cells["forward"] = forwards(line[2], host)
    row.cells["tls_name"] = Self.spelled(line[3], host)
    row.cells["name_verdict"] = line[4]
    guard conditions.capture else { return }
    row.cells["dhcp_name"] = Self.spelled(line[5], host)
    row.cells["dhcp_option15"] = Self.option15(host)
    if Site.leases.contains(where: { $0.host == host }) { row.cells["mac"] = Self.mac(host) }
    if let verdict = Self.verdictWithCapture[host] { row.cells["name_verdict"] = verdict }
  }

  /// The abbreviations of the names table, spelled out.
  private static func spelled(_ cell: String, _ host: String) -> String {
    cell.split(separator: "; ").map { word -> String in
      switch word {
      case "-": return ""
      case "=": return Site.name(host)
      case "~": return Site.label(host)
      default:
        guard word.hasPrefix("{"), let end = word.firstIndex(of: "}") else { return String(word) }
        let text = longTexts[String(word[...end])] ?? ""
        return text + word[word.index(after: end)...]
      }
    }.joined(separator: "; ")
  }

  private func forwards(_ cell: String, _ host: String) -> String {
    cell.split(separator: " ").compactMap { word -> String? in
      switch word {
      case "-": nil
      case "=": "\(site.address(host))"
      case _ where word.contains(":"): String(word)
      default: "\(site.address(String(word)))"
      }
    }.joined(separator: "; ")
  }

  /// As handed to the machine, else as its segment hands it out; the second segment has two.
  private static func option15(_ host: String) -> String {
    switch host {
    case "2.44", "2.51": "old-branch.example"
    case "2.4", "2.6", "2.9", "2.11", "2.12", "2.14", "2.16", "2.26", "2.30", "2.32", "2.33",
      "2.36", "2.40":
      "branch.example"
    case _ where host.hasPrefix("1."): "corp.example"
    case _ where host.hasPrefix("3."): "plant.local"
    default: ""
    }
  }

  private static func mac(_ host: String) -> String {
    Site.mac(host).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(separator: ":")
  }

  private static func hasFile(_ host: String) -> Bool {
    Site.inventories.contains { $0.host == host }
  }

  /// What the host files add: version and mode in full.
  private static let files: [String: (version: String, mode: String, product: String)] = [
    "1.29": ("11.8.70.3626", "ACM", "AMT"),
    "2.36": ("14.1.71.2250", "CCM", "AMT"),
    "2.9": ("11.8.50.3425", "none", "ISM"),
    "2.11": ("14.0.33.1125", "none", "AMT"),
    "2.16": ("19.0.0.1854", "none", "AMT"),
    "2.19": ("16.1.30.2307", "none", "AMT"),
    "2.53": ("12.0.90.2072", "none", "AMT"),
  ]

  private func addFiles(to row: inout Row, _ conditions: Conditions) {
    guard conditions.hostFiles, let file = Self.files[row.host] else { return }
    row.cells["uuid"] = Site.uuid(row.host)
    row.cells["mac"] = Self.mac(row.host)
    row.cells["control_mode"] = file.mode
    row.cells["product"] = file.product
    if row["version_source"] != "http" {
      row.cells["version"] = file.version
      row.cells["version_source"] = "import"
    }
  }
}
