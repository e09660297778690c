import Foundation
import ScoutModel
import Testing

@testable import ScoutImport

@Suite("The file of accepted findings") struct AcceptedFindingsFileTests {
  static let whole = """
    # What we live with, and until when.
    - finding: AMT-TLS-001
      device: 10.1.0.0/24
      reason: The segment is cut off; its machines are replaced in spring.
      by: M. Weber
      until: 2027-03-31
    - finding: AMT-FW-030
      reason: Known.
      until: 2026-12-31
    """

  @Test("gives each entry with its reason, its last day and its line")
  func entries() throws {
    let list = try AcceptedFindingsFile.parse(Self.whole, path: "a.yaml")
    #expect(list.map(\.finding) == ["AMT-TLS-001", "AMT-FW-030"])
    #expect(list.map(\.device) == ["10.1.0.0/24", nil])
    #expect(list.map(\.by) == ["M. Weber", nil])
    #expect(list.map(\.line) == [2, 7])
    // The last day counts to its end.
    #expect(list.first?.until.description == "2027-04-01T00:00:00Z")
    #expect(try AcceptedFindingsFile.parse("", path: "a").isEmpty)
    #expect(try AcceptedFindingsFile.parse("# nothing\n", path: "a").isEmpty)
  }

  @Test(
    "names what is wrong, and where",
    arguments: [
      ("- finding: AMT-TLS-001\n  until: 2027-01-01\n", "needs the key `reason`"),
      ("- finding: AMT-TLS-001\n  reason: x\n", "needs the key `until`"),
      ("- reason: x\n  until: 2027-01-01\n", "needs the key `finding`"),
      ("- {finding: TLS-1, reason: x, until: 2027-01-01}", "`TLS-1` is not a finding’s number"),
      ("- {finding: AMT-TLS-001, reason: ' ', until: 2027-01-01}", "say why"),
      ("- {finding: AMT-TLS-001, reason: x, until: soon}", "`soon` is not a day"),
      ("- {finding: AMT-TLS-001, reason: x, until: 2026-02-29}", "is not a day"),
      ("- {finding: AMT-TLS-001, reason: x, until: 2027-1-1}", "is not a day"),
      ("\n- {finding: AMT-TLS-001, reason: x, until: 2027-01-01, host: a}", "line 2: unknown key"),
      ("finding: AMT-TLS-001", "needs a list"),
      ("- [", "this is not YAML"),
    ])
  func errors(text: String, message: String) {
    let error = #expect(throws: ImportError.self) {
      try AcceptedFindingsFile.parse(text, path: "a.yaml")
    }
    #expect(error?.description.contains(message) ?? false, "\(error?.description ?? "")")
  }

  @Test("reads or refuses every beginning of itself")
  func prefixes() {
    let bytes = Array(Self.whole.utf8)
    for length in 0...bytes.count {
      let text = String(decoding: bytes[..<length], as: UTF8.self)
      _ = try? AcceptedFindingsFile.parse(text, path: "a")
    }
  }

  @Test("is not read beyond its limits")
  func limits() {
    let long = String(repeating: "#\n", count: AcceptedFindingsFile.sizeLimit)
    #expect(throws: ImportError.self) { try AcceptedFindingsFile.parse(long, path: "a") }
    let entry = "- {finding: AMT-TLS-001, reason: x, until: 2027-01-01}\n"
    let many = String(repeating: entry, count: AcceptedFindingsFile.entryLimit + 1)
    #expect(throws: ImportError.self) { try AcceptedFindingsFile.parse(many, path: "a") }
    let deep = String(repeating: "[", count: 10_000)
    #expect(throws: ImportError.self) { try AcceptedFindingsFile.parse(deep, path: "a") }
  }
}
