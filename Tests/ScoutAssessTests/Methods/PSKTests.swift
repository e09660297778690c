import ScoutModel
import ScoutTestKit
import Testing

@testable import ScoutAssess

@Suite("Pre-shared keys") struct PSKTests {
  private func site(_ preloaded: Bool?, touch: Bool) -> SiteProfile {
    profile {
      $0.agentAllowed = false
      $0.touchAllowed = touch
      var own = DeviceProfile(match: "10.0.0.5")
      own.pskPreloaded = preloaded
      $0.devices = [own]
    }
  }

  @Test(
    "need someone to enter them, or the vendor",
    arguments: [
      (Bool?.none, true, Eligibility.eligible), (false, true, .eligible), (true, false, .eligible),
      (false, false, .ineligible), (nil, false, .undetermined),
    ])
  func keys(preloaded: Bool?, touch: Bool, expected: Eligibility) throws {
    let result = try assess(factory("9.1.41.3024"), site(preloaded, touch: touch))
    #expect(result.recommendation.eligibility(.psk) == expected)
    #expect(result.recommendation2011.eligibility(.psk) == expected)
  }

  @Test("were removed in 11.0, which is said in so many words")
  func removed() throws {
    let result = try assess(factory("11.0.25.3001"), site(true, touch: true))
    let verdict = try #require(result.recommendation.verdict(.psk))
    #expect(verdict.rules.first == "psk-removed")
    #expect(verdict.reasons.first?.source.contains("SDK-hello") == true)
    #expect(result.recommendation.blockers.contains { $0.rule == "psk-removed" })
    #expect(result.recommendation2011.advice == .psk)
  }

  @Test("do not care for option 15")
  func suffix() throws {
    let result = try assess(factory("9.1.41.3024", option15: nil), site(true, touch: false))
    #expect(result.recommendation.eligibility(.psk) == .eligible)
  }
}
