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

  @Test("are possible where the device's hello names one, whoever may go to the machine")
  func named() throws {
    var hello = HelloSighting(version: 2, bytes: [0, 0, 2, 0])
    hello.pid = "ABCD1234"
    let keyed = factory("9.1.41.3024").with { [hello] in $0.hellos = [seen(hello, [6])] }
    let site = profile {
      $0.agentAllowed = false
      $0.touchAllowed = false
    }
    let verdict = try #require(try assess(keyed, site).recommendation.verdict(.psk))
    #expect(verdict.eligibility == .eligible)
    let reason = try #require(verdict.reasons.first { $0.rule == "psk-named" })
    #expect(!reason.text.contains("ABCD1234"), "the evidence has the name")
    #expect(reason.evidence.observations.contains(ObservationID(6)))
    let without = factory("9.1.41.3024").with {
      $0.hellos = [seen(HelloSighting(version: 3, bytes: []), [6])]
    }
    #expect(try assess(without, site).recommendation.eligibility(.psk) == .undetermined)
    let newer = factory("11.0.25.3001").with { [hello] in $0.hellos = [seen(hello, [6])] }
    #expect(try assess(newer, site).recommendation.eligibility(.psk) == .ineligible)
  }

  @Test("do not care for option 15")
  func suffix() throws {
    let result = try assess(factory("9.1.41.3024", option15: nil), site(true, touch: false))
    #expect(result.recommendation.eligibility(.psk) == .eligible)
  }
}
