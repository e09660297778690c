package import ScoutModel

/// The file of accepted findings: a YAML list, each entry with a reason and a last day.
///
/// An unknown key, a missing reason or day, and a value that is not allowed is an error that names it
/// and its line: what is accepted by mistake would stay unseen.
package enum AcceptedFindingsFile {
  /// Files up to so many bytes are read.
  package static let sizeLimit = 1 << 20
  /// As many entries are taken at most.
  package static let entryLimit = 10_000

  /// Reads the entries of a file.
  /// - Parameter path: The file's name, for messages.
  /// - Throws: ``ImportError``.
  package static func parse(_ text: String, path: String) throws -> [Acceptance] {
    guard text.utf8.count <= sizeLimit else {
      throw ImportError(path, "is larger than \(sizeLimit >> 20) MiB")
    }
    guard let root = try YAMLValue.root(of: text, path: path, key: "the file") else { return [] }
    let entries = try root.list()
    guard entries.count <= entryLimit else {
      throw ImportError(path, "has more than \(entryLimit) entries")
    }
    return try entries.map(acceptance)
  }

  private static func acceptance(_ value: YAMLValue) throws -> Acceptance {
    let map = try value.map(
      ["finding", "device", "reason", "by", "until"], required: ["finding", "reason", "until"])
    let finding = try map["finding"]?.text() ?? ""
    guard isNumber(finding) else {
      throw (map["finding"] ?? value).error(
        "\(finding.quoted) is not a finding’s number, as in AMT-TLS-001")
    }
    let reason = try map["reason"]?.text() ?? ""
    guard !reason.trimmed.isEmpty else {
      throw (map["reason"] ?? value).error("say why the finding is accepted")
    }
    let day = try map["until"]?.text() ?? ""
    guard let until = lastMoment(of: day) else {
      throw (map["until"] ?? value).error("\(day.quoted) is not a day, as in 2027-03-31")
    }
    var acceptance = Acceptance(finding: finding, reason: reason, until: until)
    acceptance.device = try map["device"]?.text()
    acceptance.by = try map["by"]?.text()
    acceptance.line = value.line
    return acceptance
  }

  /// `AMT-TLS-001`.
  private static func isNumber(_ text: String) -> Bool {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    return parts.count == 3 && parts[0] == "AMT" && (2...8).contains(parts[1].utf8.count)
      && parts[1].utf8.allSatisfy { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) }
      && parts[2].utf8.count == 3 && parts[2].utf8.allSatisfy { (48...57).contains($0) }
  }

  /// The first moment after a day written `2027-03-31`, in UTC.
  private static func lastMoment(of day: String) -> Timestamp? {
    let parts = day.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
    guard day.utf8.count == 10, parts.count == 3, let year = parts[0], let month = parts[1],
      let dayOfMonth = parts[2], let start = Timestamp(year: year, month: month, day: dayOfMonth)
    else { return nil }
    return Timestamp(microseconds: start.microseconds + 86_400_000_000)
  }
}
