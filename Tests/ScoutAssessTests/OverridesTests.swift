import ScoutModel
import ScoutNet
import ScoutTestKit
import Testing

@testable import ScoutAssess

@Suite("Overriding the rules") struct OverridesTests {
  private func assess(_ device: Device, _ overrides: RuleOverrides) throws -> Assessment {
    let result = Assessor(overrides: overrides)
      .assess(SiteView(devices: [device], segments: []), profile: SiteProfile(), at: noon)
    return try #require(result.assessments.first)
  }

  @Test("moves a bound, and says so in the book's version")
  func bound() throws {
    var overrides = RuleOverrides()
    overrides.name = "lyon"
    var rule = RuleOverride(id: "psk-removed")
    rule.from = .version(firmware("12.0"))
    rule.date = "2026-07-01"
    overrides.rules = [rule]
    let device = factory("11.8.94.4494")
    let plain = try assess(device, RuleOverrides())
    #expect(plain.recommendation.verdict(.psk)?.rules == ["psk-removed"])
    let moved = try assess(device, overrides)
    #expect(moved.recommendation.verdict(.psk)?.rules.contains("psk-removed") == false)
    let later = try assess(factory("12.0.93.2000"), overrides)
    #expect(
      later.recommendation.verdict(.psk)?.reasons.first?.source.hasSuffix("2026-07-01") == true)
    let books = Assessor(overrides: overrides)
    #expect(books.current.version == "\(RuleBook.current2026.version)+lyon")
    #expect(books.seed.version == RuleBook.seed2011.version)
  }

  @Test("takes a bound away")
  func unbound() throws {
    var overrides = RuleOverrides()
    var rule = RuleOverride(id: "psk-removed")
    rule.from = BoundOverride.none
    overrides.rules = [rule]
    #expect(
      try assess(factory("9.1.41.3024"), overrides).recommendation.eligibility(.psk) == .ineligible)
  }

  @Test("adds an advisory, and gives a known one its cures")
  func advisories() throws {
    var overrides = RuleOverrides()
    overrides.name = "lyon"
    var new = AdvisoryOverride(id: "INTEL-SA-09999")
    new.reach = .network
    new.gain = .takeover
    new.date = "2026-05-12"
    new.records = ["CVE-2026-1"]
    new.branches = [.init(from: nil, fixed: firmware("16.1.40"), below: nil)]
    var known = AdvisoryOverride(id: "INTEL-SA-00086")
    known.branches = [.init(from: nil, fixed: firmware("11.0.30"), below: nil)]
    overrides.advisories = [new, known]
    let open = try assess(configured("16.1.27.2000", .admin, secure: true), overrides)
    let finding = try #require(open.findings.first { $0.id == "AMT-FW-011" })
    #expect(finding.title.contains("INTEL-SA-09999 (CVE-2026-1)"))
    #expect(finding.severity == .critical && finding.remedy.contains("16.1.40"))
    let cured = try assess(configured("16.1.40.2000", .admin, secure: true), overrides)
    #expect(!cured.ids.contains("AMT-FW-011"))
    let old = try assess(configured("11.0.25.3001", .admin), overrides)
    #expect(old.findings.contains { $0.id == "AMT-FW-011" && $0.title.contains("SA-00086") })
    #expect(old.severity("AMT-FW-011") == .high, "it takes credentials")
  }

  @Test("leaves the takeover advisory in its place")
  func order() {
    let all = Advisory.overridden(Advisories.all, by: RuleOverrides())
    #expect(all.first?.id == "INTEL-SA-00075" && all == Advisories.all)
  }
}

@Suite("What if") struct WhatIfTests {
  private let view = SiteView(
    devices: [
      factory("12.0.93.2000", option15: "firm.local"),
      factory("11.0.25.3001", option15: "corp.example.com"),
    ].enumerated().map { number, device in
      Device.sample(
        Int64(number + 1), "10.0.\(number).5", product: .amt,
        version: device.version.best?.value.description, state: .pre, pong: pong(),
        option15: device.option15.value)
    }, segments: [])

  private func compared(
    _ profile: SiteProfile = SiteProfile(), _ change: (inout WhatIf) -> Void
  ) -> PlanComparison {
    var whatIf = WhatIf()
    change(&whatIf)
    let before = Assessor().assess(view, profile: profile, at: noon)
    let after = Assessor().assess(
      whatIf.applied(to: view), profile: whatIf.applied(to: profile), at: noon)
    return PlanComparison(before, after, changes: whatIf.changes)
  }

  private let owning = profile {
    $0.certificates = [provisioning("setup.corp.example.com")]
    $0.needs = [.unattended]
    $0.touchAllowed = false
  }

  @Test("option 15 of a segment")
  func option15() {
    let result = compared(owning) {
      $0.option15 = [(Prefix("10.0.0.0/24"), "corp.example.com")].compactMap { change in
        change.0.map { ($0, change.1) }
      }
    }
    #expect(result.changes == ["option 15 corp.example.com in 10.0.0.0/24"])
    #expect(result.moves.map(\.id.description) == ["D1"])
    #expect(result.moves.first?.wasReady == false && result.moves.first?.isReady == true)
    #expect(result.withoutTouchBefore == 0 && result.withoutTouchAfter == 1)
  }

  @Test("a certificate that is yet to be bought")
  func certificate() {
    let result = compared(profile { $0.needs = [.unattended] }) {
      $0.certificates = [.imagined(["provisionserver.corp.example.com"], at: noon)]
    }
    // The other device is given a private suffix, and the older firmware comes first.
    #expect(result.moves.contains { $0.id.description == "D1" } == false)
    #expect(result.after[.hostBasedACM] == 2)
  }

  @Test("software on the hosts forbidden")
  func agent() {
    let result = compared { $0.agent = false }
    #expect(result.before == [.hostBased: 2] && result.after[.hostBased] == nil)
    #expect(result.moves.count == 2 && result.changes == ["no software on the hosts"])
  }

  @Test(
    "firmware updated within its branch",
    arguments: [
      ("6.0.1.1000", "6.2.61.3535"), ("6.2.20.1000", "6.2.61.3535"), ("11.0.25.3001", "11.8.94"),
      ("11.8.50.3425", "11.8.94"), ("11.8.95.1", "11.8.95.1"), ("12.0.1", "12.0.93"),
      ("18.0.5.2000", "18.0.5.2000"), ("9", "9"), ("8.1.71.3608", "8.1.71.3608"),
    ])
  func firmwareUpdate(version: String, updated: String) {
    #expect(WhatIf.updated(firmware(version), Advisories.all) == firmware(updated))
  }

  @Test("firmware first, then configuration")
  func update() {
    let result = compared { $0.updatesFirmware = true }
    #expect(result.moves.map(\.id.description) == ["D2"])
    #expect(result.withoutTouchBefore == 1 && result.withoutTouchAfter == 2)
  }

  @Test("no change changes nothing")
  func nothing() {
    #expect(WhatIf().changes.isEmpty)
    #expect(compared { _ in }.moves.isEmpty)
  }
}
