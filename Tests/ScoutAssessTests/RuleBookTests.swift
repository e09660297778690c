import ScoutModel
import ScoutTestKit
import Testing

@testable import ScoutAssess

private let books: [RuleBook] = [.current2026, .seed2011]
private let allRules = books.flatMap { book in book.rules.map { (book, $0) } }

@Suite("Rulebooks") struct RuleBookTests {
  @Test("name each rule once, with a source and a sentence", arguments: books)
  func complete(book: RuleBook) {
    var seen: Set<String> = []
    for rule in book.rules + Gates.all + Maintenance.all {
      #expect(seen.insert(rule.id).inserted, "\(rule.id) twice")
      #expect(!rule.source.key.isEmpty && !rule.source.title.isEmpty && !rule.source.date.isEmpty)
      #expect(rule.text.hasSuffix("."))
      if let lower = rule.lower, let upper = rule.upper { #expect(lower < upper) }
    }
    #expect(book.fact.rules == book.rules.count)
  }

  @Test("keep the article's book free of what came later")
  func seed() {
    #expect(RuleBook.seed2011.rules.allSatisfy { $0.source == .seed })
    #expect(RuleBook.seed2011.rules.allSatisfy { !$0.methods.contains(.hostBasedACM) })
    #expect(RuleBook.seed2011.id == "seed-2011" && RuleBook.current2026.id == "current-2026")
  }

  @Test("have something to say of each method", arguments: books)
  func coverage(book: RuleBook) {
    for method in book.methods {
      #expect(book.rules.contains { $0.methods.contains(method) && $0.effect == .supports })
      for purpose in Purpose.allCases {
        #expect(book.ranking.points[purpose]?[method] != nil)
      }
    }
    for remedy in Remedy.allCases { #expect(book.ranking.effort[remedy] != nil) }
  }

  @Test("never let an inferred rule alone make a method impossible", arguments: allRules)
  func inferred(book: RuleBook, rule: Rule) throws {
    guard rule.effect == .blocks, rule.certainty == .inferred else { return }
    #expect(!rule.mayBlockAlone)
    let alone = Rule(
      rule.id, .blocks, of: rule.methods, certainty: .inferred, rule.source, rule.text)
    let only = RuleBook(
      id: book.id, version: "1", rules: [alone], ranking: book.ranking, methods: book.methods,
      isCurrent: true)
    let view = SiteView(devices: [factory("12.0.93.2000")], segments: [])
    let result = Assessor(current: only).assess(view, profile: SiteProfile(), at: noon)
    let verdicts = try #require(result.assessments.first).recommendation.verdicts
    for verdict in verdicts where rule.methods.contains(verdict.method) {
      #expect(verdict.eligibility == .undetermined)
      #expect(!verdict.missing.isEmpty)
    }
    #expect(!verdicts.contains { $0.eligibility == .ineligible })
  }

  @Test("apply on the right side of each bound, and only there", arguments: allRules)
  func bounds(book: RuleBook, rule: Rule) {
    if let lower = rule.lower {
      #expect(rule.range(of: .sample(version: lower.description)) == .yes)
      #expect(rule.range(of: .sample(version: before(lower).description)) == .no)
    }
    if let upper = rule.upper {
      #expect(rule.range(of: .sample(version: upper.description)) == .no)
      #expect(rule.range(of: .sample(version: before(upper).description)) == .yes)
    }
    if rule.lower != nil || rule.upper != nil {
      #expect(rule.range(of: .sample()) == .unknown)
    } else {
      #expect(rule.range(of: .sample()) == .yes)
    }
  }

  private func before(_ bound: FirmwareVersion) -> FirmwareVersion {
    let minor = bound.minor ?? 0
    return minor > 0
      ? FirmwareVersion(bound.major, minor - 1, 99, 9999)
      : FirmwareVersion(bound.major - 1, 99, 99, 9999)
  }
}

@Suite("Version bands") struct VersionBandTests {
  private static let certified = profile {
    $0.certificates = [provisioning("setup.corp.example.com")]
  }

  @Test(
    "open and close each method",
    arguments: [
      (ConfigurationMethod.hostBased, "6.1.9.9", Eligibility.ineligible),
      (.hostBased, "6.2", .eligible), (.hostBased, "5.9", .ineligible),
      (.hostBased, "6", .undetermined),
      (.hostBasedACM, "6.1", .ineligible), (.hostBasedACM, "6.2", .undetermined),
      (.hostBasedACM, "7.0", .eligible), (.hostBasedACM, "19.0", .eligible),
      (.pki, "2.5", .ineligible), (.pki, "2.6", .eligible), (.pki, "1.0", .ineligible),
      (.pki, "22.0", .eligible),
      (.psk, "1.9", .ineligible), (.psk, "2.0", .eligible), (.psk, "10.0.55.3000", .eligible),
      (.psk, "11.0", .ineligible), (.psk, "16.1", .ineligible),
      (.usb, "4.0", .ineligible), (.usb, "4.1", .eligible), (.usb, "16.1", .eligible),
      (.manual, "1.0", .eligible), (.manual, "22.0", .eligible),
    ])
  func current(method: ConfigurationMethod, version: String, expected: Eligibility) throws {
    let result = try assess(factory(version), Self.certified)
    #expect(result.recommendation.eligibility(method) == expected)
  }

  @Test(
    "are the article's own in its book",
    arguments: [
      (ConfigurationMethod.hostBased, "6.1", Eligibility.ineligible),
      (.hostBased, "6.2", .eligible),
      (.pki, "1.0", .eligible), (.pki, "11.0", .eligible), (.psk, "1.0", .eligible),
      (.psk, "11.0", .eligible), (.usb, "4.0", .ineligible), (.usb, "4.1", .eligible),
      (.manual, "1.0", .eligible),
    ])
  func seed(method: ConfigurationMethod, version: String, expected: Eligibility) throws {
    let result = try assess(factory(version), Self.certified)
    #expect(result.recommendation2011.eligibility(method) == expected)
  }

  @Test(
    "decide what weak certificates are worth",
    arguments: [
      ("14.1", Eligibility.eligible), ("15.0", .undetermined), ("15.9", .undetermined),
      ("16.0", .ineligible), ("22.0", .ineligible),
    ])
  func weak(version: String, expected: Eligibility) throws {
    let weak = provisioning("setup.corp.example.com", keyBits: 1024)
    let result = try assess(factory(version), profile { $0.certificates = [weak] })
    #expect(result.recommendation.eligibility(.pki) == expected)
    #expect(result.recommendation.eligibility(.hostBasedACM) == expected)
  }

  @Test(
    "warn from 22.0 on of strengths that are deprecated",
    arguments: [("21.9", false), ("22.0", true)])
  func deprecated(version: String, warned: Bool) throws {
    let result = try assess(factory(version), Self.certified)
    let rules = try #require(result.recommendation.verdict(.pki)).rules
    #expect(rules.contains("certificate-old-strength") == warned)
  }
}
