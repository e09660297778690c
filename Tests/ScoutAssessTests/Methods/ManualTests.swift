import ScoutModel
import ScoutTestKit
import Testing

@testable import ScoutAssess

@Suite("By hand") struct ManualTests {
  @Test("works with every version, also an unknown one", arguments: [nil, "1.0", "4.0", "22.0"])
  func versions(version: String?) throws {
    let result = try assess(factory(version), profile { $0.smallSite = true })
    #expect(result.recommendation.eligibility(.manual) == .eligible)
    #expect(result.recommendation2011.eligibility(.manual) == .eligible)
  }

  @Test("needs hands, and cannot set what some sites need")
  func limits() throws {
    let far = try assess(factory("12.0.93.2000"), profile { $0.touchAllowed = false })
    #expect(far.recommendation.eligibility(.manual) == .ineligible)
    let strict = try assess(factory("12.0.93.2000"), profile { $0.needs = [.tls] })
    #expect(strict.recommendation.eligibility(.manual) == .ineligible)
  }

  @Test("leaves nothing where neither software nor a visit is allowed and the wire is missing")
  func nothing() throws {
    let result = try assess(
      factory("12.0.93.2000").with { $0.pongs = [] },
      profile {
        $0.agentAllowed = false
        $0.touchAllowed = false
        var own = DeviceProfile(match: "10.0.0.5")
        own.wiredPort = false
        $0.devices = [own]
      })
    #expect(result.recommendation.advice == .none)
    #expect(!result.recommendation.blockers.isEmpty)
    #expect(result.recommendation.alternatives.isEmpty)
  }
}
