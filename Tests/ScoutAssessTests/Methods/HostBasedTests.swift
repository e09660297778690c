import ScoutModel
import ScoutTestKit
import Testing

@testable import ScoutAssess

@Suite("Host-based") struct HostBasedTests {
  @Test("needs software on the host")
  func agent() throws {
    let result = try assess(factory("12.0.93.2000"), profile { $0.agentAllowed = false })
    let verdict = try #require(result.recommendation.verdict(.hostBased))
    #expect(verdict.eligibility == .ineligible && verdict.rules == ["host-based-agent"])
    #expect(result.recommendation2011.eligibility(.hostBased) == .ineligible)
  }

  @Test(
    "cannot serve where the user shall not be asked",
    arguments: [
      profile { $0.needs = [.unattended] }, profile { $0.needs = [.systemDefense] },
      profile { $0.consentAvailable = false },
    ])
  func control(profile: SiteProfile) throws {
    let result = try assess(factory("12.0.93.2000"), profile)
    let verdict = try #require(result.recommendation.verdict(.hostBased))
    #expect(verdict.eligibility == .ineligible)
    #expect(verdict.rules.contains("client-control-limits"))
    #expect(result.recommendation2011.eligibility(.hostBased) == .ineligible)
  }

  @Test("serves needs that do not ask for control", arguments: [Need.tls, .kerberos, .ieee8021x])
  func settings(need: Need) throws {
    let result = try assess(factory("12.0.93.2000"), profile { $0.needs = [need] })
    #expect(result.recommendation.eligibility(.hostBased) == .eligible)
    #expect(result.recommendation.advice == .hostBased)
  }

  @Test("asks for the version where it is open, and rests on it where it is known")
  func version() throws {
    let open = try assess(factory(nil))
    let verdict = try #require(open.recommendation.verdict(.hostBased))
    #expect(verdict.eligibility == .undetermined)
    #expect(verdict.missing.first?.rule == "measure-version")
    #expect(open.recommendation.advice == .unknown)
    #expect(open.recommendation.nextStep.rule == "measure-version")
    let known = try assess(factory("12.0.93.2000"))
    let reason = try #require(known.recommendation.verdict(.hostBased)?.reasons.first)
    #expect(reason.rule == "host-based-available" && reason.evidence == [1])
  }

  @Test("says what it costs and gives up")
  func costs() throws {
    let verdict = try #require(
      assess(factory("12.0.93.2000")).recommendation.verdict(.hostBased))
    #expect(!verdict.costs.isEmpty && verdict.givesUp.contains("System Defense"))
  }

  @Test("works over wireless and VPN", arguments: [Medium.wireless, .vpn])
  func medium(medium: Medium) throws {
    let result = try assess(factory("12.0.93.2000"), onSegment(medium))
    #expect(result.recommendation.advice == .hostBased)
  }
}

/// A site whose one segment is of this kind.
func onSegment(_ medium: Medium?, certificates: [ProvisioningCertificate] = []) -> SiteProfile {
  profile {
    var segment = SegmentProfile(prefix: net("10.0.0.0/24"))
    segment.medium = medium
    $0.segments = [segment]
    $0.certificates = certificates
  }
}
