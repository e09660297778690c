import ScoutModel
import ScoutTestKit
import Testing

@testable import ScoutAssess

@Suite("Suffix rule") struct SuffixRuleTests {
  static let vectors: [(String, String, Ternary, SuffixRule.Match?)] = [
    ("intel.vprodemo.com", "vprodemo.com", .yes, .suffix),
    ("intel.vprodemo.com", "intel.vprodemo.com", .yes, .equal),
    ("intel.vprodemo.com", "amt.vprodemo.com", .yes, .sibling),
    ("intel.vprodemo.com", "xyz.vprodemo.com", .yes, .sibling),
    ("intel.vprodemo.com", "vprodomain.com", .no, nil),
    ("intel.vprodemo.com", "com", .no, nil),
    ("server.east.company.local", "east.company.local", .yes, .suffix),
    ("server.east.company.local", "company.local", .yes, .suffix),
    ("server.east.company.local", "mkgt.east.company.local", .no, nil),
    ("server.east.company.local", "west.company.local", .no, nil),
    ("*.east.company.local", "east.company.local", .yes, .wildcard),
    ("*.east.company.local", "mkgt.east.company.local", .yes, .wildcard),
    ("*.east.company.local", "company.local", .yes, .wildcard),
    ("*.east.company.local", "west.company.local", .no, nil),
    // A registry's own domain passes the plain suffix rule; a finding warns of it.
    ("srv.intel.co.uk", "co.uk", .yes, .suffix),
    ("srv.intel.co.uk", "amt.intel.co.uk", .yes, .sibling),
    ("srv.intel.co.uk", "amt.other.co.uk", .no, nil),
  ]

  @Test("agrees with the worked examples", arguments: vectors)
  func vector(name: String, suffix: String, fits: Ternary, match: SuffixRule.Match?) {
    let verdict = SuffixRule.verdict(name, suffix: suffix, table: .yes)
    #expect(verdict.fits == fits)
    #expect(verdict.match == match)
  }

  @Test("marks matches that rest on wildcards, case or a final dot as inferred", arguments: vectors)
  func certainty(name: String, suffix: String, fits: Ternary, match: SuffixRule.Match?) {
    let exact = SuffixRule.verdict(name, suffix: suffix, table: .yes)
    #expect(exact.certainty == (match == .wildcard ? .inferred : .seen))
    for (other, ending) in [
      (name.uppercased(), suffix), (name, suffix.uppercased()), (name + ".", suffix),
      (name, suffix + "."),
    ] {
      let loose = SuffixRule.verdict(other, suffix: ending, table: .yes)
      #expect(loose.fits == fits)
      #expect(loose.match == match)
      if fits == .yes { #expect(loose.certainty == .inferred) }
    }
  }

  @Test("ends only at a label's boundary", arguments: vectors.filter { $0.2 == .yes })
  func boundary(name: String, suffix: String, fits: Ternary, match: SuffixRule.Match?) {
    #expect(SuffixRule.verdict("a" + suffix, suffix: suffix, table: .yes).match != .suffix)
    #expect(SuffixRule.verdict("a." + suffix, suffix: suffix, table: .yes).match == .suffix)
  }

  @Test("has siblings by the table's depth", arguments: TopLevelDomains.ofTwo.sorted())
  func two(top: String) {
    let verdict = SuffixRule.verdict("a.corp.\(top)", suffix: "b.corp.\(top)", table: .yes)
    #expect(verdict.fits == .yes && verdict.match == .sibling)
    #expect(SuffixRule.verdict("a.corp.\(top)", suffix: "b.other.\(top)", table: .yes).fits == .no)
    let early = SuffixRule.verdict("a.corp.\(top)", suffix: "b.corp.\(top)", table: .no)
    #expect(early.fits == (["com", "net"].contains(top) ? .yes : .no))
    let unknown = SuffixRule.verdict("a.corp.\(top)", suffix: "b.corp.\(top)", table: .unknown)
    #expect(unknown.fits == (["com", "net"].contains(top) ? .yes : .unknown))
  }

  @Test("asks for three labels where the table does", arguments: TopLevelDomains.ofThree.sorted())
  func three(top: String) {
    #expect(SuffixRule.verdict("a.corp.\(top)", suffix: "b.corp.\(top)", table: .yes).fits == .no)
    let deep = SuffixRule.verdict("a.x.corp.\(top)", suffix: "b.x.corp.\(top)", table: .yes)
    #expect(deep.match == .sibling)
    #expect(
      SuffixRule.verdict("a.x.corp.\(top)", suffix: "b.y.corp.\(top)", table: .yes).fits == .no)
    #expect(
      SuffixRule.verdict("a.x.corp.\(top)", suffix: "b.x.corp.\(top)", table: .no).fits == .no)
  }

  @Test("knows 48 top-level domains, each at one depth")
  func count() {
    #expect(TopLevelDomains.ofTwo.count + TopLevelDomains.ofThree.count == 48)
    #expect(TopLevelDomains.ofTwo.isDisjoint(with: TopLevelDomains.ofThree))
    #expect(TopLevelDomains.early.isSubset(of: TopLevelDomains.ofTwo))
  }

  @Test("has no siblings under private domains", arguments: ["local", "corp", "internal", "lan"])
  func privateUse(top: String) {
    #expect(SuffixRule.verdict("a.corp.\(top)", suffix: "b.corp.\(top)", table: .yes).fits == .no)
    #expect(SuffixRule.verdict("a.corp.\(top)", suffix: "corp.\(top)", table: .yes).fits == .yes)
  }

  @Test(
    "refuses what is no name",
    arguments: [
      "", ".", "..", "a..b", ".a.b", "*", "*.", "a.*.b", "a*.b",
      String(repeating: "a", count: 64) + ".b",
    ])
  func refused(text: String) {
    #expect(SuffixRule.verdict(text, suffix: "corp.example.com", table: .yes).fits == .no)
    #expect(SuffixRule.verdict("a.corp.example.com", suffix: text, table: .yes).fits == .no)
    #expect(
      SuffixRule.verdict("a.corp.example.com", suffix: "*.corp.example.com", table: .yes).fits
        == .no)
  }

  @Test(
    "uses the table from 4.1 to before 5.0, and from 5.1 on",
    arguments: [
      ("2.6", Ternary.no), ("3.2", .no), ("4.0", .no), ("4.1", .yes), ("4.2", .yes), ("5.0", .no),
      ("5.1", .yes), ("5.2", .yes), ("6.0", .yes), ("16.1", .yes), ("4", .unknown), ("5", .unknown),
      ("6", .yes),
    ])
  func table(version: String, expected: Ternary) {
    #expect(SuffixRule.hasTable(.sample(version: version)) == expected)
  }

  @Test("lets the best of several names count")
  func several() {
    let grade = CertificateGrade(provisioning("a.other.org", "*.corp.example.com"), at: noon)
    #expect(grade.verdict(suffix: "corp.example.com", table: .yes).fits == .yes)
    #expect(grade.verdict(suffix: "other.org", table: .yes).match == .suffix)
    #expect(grade.verdict(suffix: "third.org", table: .yes).fits == .no)
  }

  @Test("sorts suffixes by the trouble they make")
  func kinds() {
    #expect(SuffixKind("corp.example.com") == .ordinary)
    #expect(SuffixKind(" \0") == .blank && SuffixKind("") == .blank)
    #expect(SuffixKind("corp") == .singleLabel && SuffixKind("com.") == .singleLabel)
    #expect(SuffixKind("firm.LOCAL") == .privateUse)
    #expect(SuffixKind("co.uk") == .publicSuffix && SuffixKind("firm.co.uk") == .ordinary)
    #expect(SuffixKind("a.example b.example") == .notAName)
  }
}
