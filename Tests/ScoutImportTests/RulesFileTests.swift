import ScoutImport
import ScoutModel
import Testing

private let known: [String: RuleBounds] = [
  "psk-removed": RuleBounds(from: FirmwareVersion(11, 0), below: nil),
  "firmware-11-8-first": RuleBounds(from: FirmwareVersion(11, 0), below: FirmwareVersion(11, 8)),
]

private func parse(_ text: String) throws -> RuleOverrides {
  try RulesFile.parse(
    text, path: "rules.yaml", rules: known, advisories: ["INTEL-SA-00086", "INTEL-SA-00783"])
}

private func complaint(_ text: String) -> String {
  do {
    _ = try parse(text)
    return "none"
  } catch {
    return "\(error)"
  }
}

let wholeRulesFile = """
  name: lyon 2026-06
  rules:
    - id: psk-removed
      from: "11.6"
      date: 2026-06-30
    - {id: firmware-11-8-first, below: any}
  advisories:
    - id: INTEL-SA-00086
      branches: ["11.8.50", {from: "11.10", fixed: "11.11.50"}, {from: "9.0", below: "9.2"}]
    - id: INTEL-SA-09999
      records: [CVE-2026-1]
      reach: network-ipv6
      gain: limited
      date: 2026-05
      branches: ["16.1.40.2000"]
  """

@Suite("The rules file") struct RulesFileTests {
  @Test("reads bounds, dates and advisories")
  func whole() throws {
    let rules = try parse(wholeRulesFile)
    #expect(rules.name == "lyon 2026-06")
    #expect(rules.rules.map(\.id) == ["psk-removed", "firmware-11-8-first"])
    #expect(rules.rules[0].from == .version(FirmwareVersion(11, 6)))
    #expect(rules.rules[0].date == "2026-06-30" && rules.rules[0].below == .unchanged)
    #expect(rules.rules[1].below == BoundOverride.none)
    #expect(rules.advisories[0].branches?.count == 3 && rules.advisories[0].reach == nil)
    #expect(rules.advisories[0].branches?[1].from == FirmwareVersion(11, 10))
    #expect(rules.advisories[0].branches?[2].below == FirmwareVersion(9, 2))
    #expect(rules.advisories[1].reach == .networkIPv6 && rules.advisories[1].gain == .limited)
  }

  @Test("is named by its file where it has no name, and may be empty")
  func empty() throws {
    #expect(try parse("") == RuleOverrides())
    #expect(try parse("rules: []").name == "rules.yaml")
  }

  @Test(
    "names line and key of what is wrong",
    arguments: [
      (
        "rules:\n  - id: psk-remoed\n    from: \"11.6\"",
        "rules.yaml, line 2: id: `psk-remoed` is the id of no rule; did you mean `psk-removed`?"
      ),
      ("rules:\n  - id: nonsense-of-mine\n    from: \"1\"", "is the id of no rule"),
      ("rules:\n  - id: psk-removed", "changes nothing"),
      ("rules:\n  - id: psk-removed\n    from: eleven", "line 3: from: `eleven` is not a version"),
      ("rules:\n  - id: psk-removed\n    until: 12", "line 3: unknown key `until`"),
      (
        "rules:\n  - id: firmware-11-8-first\n    from: \"11.9\"",
        "line 3: from: `firmware-11-8-first` would hold from 11.9 and below 11.8"
      ),
      ("rules:\n  - id: psk-removed\n    date: June", "line 3: date: `June` is not a date"),
      (
        "rules:\n  - {id: psk-removed, from: any}\n  - {id: psk-removed, from: any}", "stands twice"
      ),
      (
        "advisories:\n  - id: INTEL-SA-1\n    branches: [\"1.2.3\"]",
        "line 2: advisories: `INTEL-SA-1` is new, and needs the key `reach`"
      ),
      (
        "advisories:\n  - id: INTEL-SA-00086\n    branches: [\"11.8\"]",
        "a cure needs three or four numbers"
      ),
      (
        "advisories:\n  - id: INTEL-SA-00086\n    branches: [{from: \"11.8\"}]",
        "needs `fixed`, or `from` and `below`"
      ),
      (
        "advisories:\n  - id: INTEL-SA-00086\n    branches: [{from: \"11.9\", fixed: \"11.8.3\"}]",
        "cannot end at"
      ),
      (
        "advisories:\n  - id: INTEL-SA-00086\n    reach: moon",
        "`moon` is not allowed; allowed are: network"
      ),
      ("advisories:\n  - id: INTEL-SA-00086\n    branches: []", "at least one branch"),
      ("advisories:\n  - id: INTEL-SA-00086", "changes nothing"),
      ("advisories:\n  - id: \"a b\"", "is no id"),
      ("- rules", "allowed are: name, rules, advisories"),
      ("rules: [", "this is not YAML"),
    ])
  func mistakes(text: String, says: String) {
    let said = complaint(text)
    #expect(said.contains(says), "\(said)")
    #expect(said.hasPrefix("rules.yaml, line "), "\(said)")
  }

  @Test("every beginning of it is read or refused")
  func prefixes() {
    let bytes = Array(wholeRulesFile.utf8)
    for length in bytes.indices {
      _ = try? parse(String(decoding: bytes[..<length], as: UTF8.self))
    }
    fuzzRulesFile(bytes)
  }
}
