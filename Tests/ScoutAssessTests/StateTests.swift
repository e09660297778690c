import ScoutModel
import ScoutTestKit
import Testing

@testable import ScoutAssess

@Suite("State") struct StateTests {
  private func stateless(_ device: Device) -> Device {
    device.with { $0.state = .unknown(.notTold) }
  }

  @Test("is post where AMT's web server answers")
  func web() throws {
    let result = try assess(stateless(configured("9.5")))
    #expect(result.recommendation.advice == .configured)
    #expect(result.recommendation.reasons.first?.certainty == .inferred)
    #expect(result.recommendation2011.advice == .configured)
  }

  @Test("is post where firmware before 6.1 pongs, and open from 6.1 on")
  func pongs() throws {
    func device(_ version: String?, _ span: VersionSpan? = nil) -> Device {
      stateless(
        .sample(version: version, span: span, pong: pong(version.map(firmware))))
    }
    #expect(try assess(device("6.0")).recommendation.advice == .configured)
    #expect(try assess(device("6.1.1.3000")).recommendation.advice != .configured)
    let span = VersionSpan(from: FirmwareVersion(4, 0), below: FirmwareVersion(6, 0))
    #expect(try assess(device(nil, span)).recommendation.advice == .configured)
  }

  @Test("follows from the control mode")
  func mode() throws {
    for (mode, advice) in [
      (ControlMode.client, Advice.configured), (.admin, .configured), (.none, .hostBased),
    ] {
      let device = stateless(factory("12.0.93.2000")).with {
        $0.controlMode = .told(mode, by: "import", [1])
      }
      #expect(try assess(device).recommendation.advice == advice)
    }
  }

  @Test("that nobody tells lowers confidence, blocks nothing, and is asked for")
  func unknown() throws {
    let device = stateless(factory("12.0.93.2000"))
    let result = try assess(device)
    #expect(result.recommendation.advice == .hostBased)
    #expect(result.recommendation.eligibility(.hostBased) == .eligible)
    #expect(result.recommendation.missing.contains { $0.rule == "measure-state" })
    #expect(result.recommendation.nextStep.rule == "measure-state")
    #expect(result.confidence == .low)
  }

  @Test("of a configured device leads to maintenance, the most urgent first")
  func maintenance() throws {
    let site = profile {
      $0.homeDomains = [domain("corp.example.com")]
      $0.needs = [.unattended]
    }
    let device = configured("8.1.71.1000", .client).with {
      $0.option15 = .told("other.example.net", by: "dhcp", [2])
    }
    let result = try assess(device, site)
    let rules = result.recommendation.reasons.map(\.rule)
    #expect(
      rules == [
        "gate-configured", "maintain-patch", "maintain-tls", "maintain-upgrade-control",
        "maintain-home-domain",
      ])
    #expect(result.recommendation.nextStep.rule == "maintain-patch")
    #expect(result.recommendation.alternatives.isEmpty)
    #expect(result.ids.contains("AMT-STATE-004") && result.ids.contains("AMT-ENV-004"))
  }

  @Test("with open advisories is never called well")
  func advisories() throws {
    let old = try assess(configured("16.1.25.1917", .admin, secure: true)).recommendation
    #expect(old.reasons.map(\.rule).contains("maintain-update"))
    #expect(old.nextStep.text == "Update the firmware to 16.1.27 or later.")
    let new = try assess(configured("16.1.27.2000", .admin, secure: true)).recommendation
    #expect(new.nextStep.rule == "maintain-keep")
    let factory = try assess(factory("11.8.50.3425")).recommendation
    let warning = try #require(factory.reasons.first { $0.rule == "firmware-advisories" })
    #expect(warning.text.contains("INTEL-SA-00404") && warning.text.contains("11.8.94"))
    #expect(factory.advice == .hostBased)
  }

  @Test("of a small business device counts where it is set up already")
  func smallBusiness() throws {
    let device = configured("8.1.71.3608").with { $0.product = .told(.sbt, by: "http", [1]) }
    #expect(try assess(device).recommendation.advice == .configured)
    #expect(try assess(factory("8.1.71.3608", product: .sbt)).recommendation.advice == .none)
  }

  @Test("with a remote access server explains closed ports")
  func remoteAccess() throws {
    let device = factory("12.0.93.2000").with {
      $0.state = .told(.post, by: "import", [1])
      $0.pongs = []
      var host = HostInventory(tool: "rpc amtinfo")
      host.remoteAccessHost = "mps.example.com"
      $0.hosts = [seen(host)]
    }
    let rules = try assess(device).recommendation.reasons.map(\.rule)
    #expect(rules.contains("maintain-remote-access"))
  }

  @Test("of a device that is off is never asked of the article")
  func disabled() throws {
    let device = factory("12.0.93.2000").with {
      var host = HostInventory(tool: "rpc amtinfo")
      host.enabled = false
      $0.hosts = [seen(host)]
    }
    let result = try assess(device)
    #expect(
      result.recommendation.advice == .enable && result.recommendation2011.advice == .hostBased)
    #expect(result.ids.contains("AMT-STATE-005"))
    // What answers as configured is not off, whatever a file says.
    let on = configured("12.0.93.2000").with { $0.hosts = device.hosts }
    #expect(try assess(on).recommendation.advice == .configured)
  }
}
