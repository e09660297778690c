import ScoutModel
import ScoutNet
import ScoutTestKit
import Testing

@testable import ScoutAssess

/// One row of the rule table: a device and a site in, the advice of both rulebooks out.
struct Row: Sendable, CustomTestStringConvertible {
  let number: String
  let device: Device
  let profile: SiteProfile
  let current: Advice
  let seed: Advice?
  /// Rule ids that must stand in the way.
  var blockers: [String] = []
  /// Methods that must be among the alternatives.
  var alternatives: [ConfigurationMethod] = []
  /// Rule ids that must be named as reasons.
  var reasons: [String] = []

  var testDescription: String { "row \(number)" }

  init(
    _ number: String, _ device: Device, in profile: SiteProfile = SiteProfile(),
    today current: Advice,
    seed: Advice?, blockers: [String] = [], alternatives: [ConfigurationMethod] = [],
    reasons: [String] = []
  ) {
    self.number = number
    self.device = device
    self.profile = profile
    self.current = current
    self.seed = seed
    self.blockers = blockers
    self.alternatives = alternatives
    self.reasons = reasons
  }
}

private let fitting = provisioning("setup.corp.example.com")

private func site(
  agent: Bool = true, touch: Bool = true, certificate: ProvisioningCertificate? = nil,
  needs: Set<Need> = [], small: Bool = false, psk: Bool? = nil, wiredPort: Bool? = nil
) -> SiteProfile {
  profile {
    $0.agentAllowed = agent
    $0.touchAllowed = touch
    $0.certificates = certificate.map { [$0] } ?? []
    $0.needs = needs
    $0.smallSite = small
    if psk != nil || wiredPort != nil {
      var own = DeviceProfile(match: "10.0.0.5")
      own.pskPreloaded = psk
      own.wiredPort = wiredPort
      $0.devices = [own]
    }
  }
}

private func disabled(_ version: String) -> Device {
  var host = HostInventory(tool: "rpc amtinfo")
  host.enabled = false
  return factory(version).with {
    $0.hosts = [seen(host)]; $0.pongs = []
  }
}

private func lanless() -> Device {
  factory("12.0.90.2000").with { $0.pongs = [] }
}

private func staticHost(_ version: String) -> Device {
  var host = HostInventory(tool: "rpc amtinfo")
  var adapter = HostAdapter(wireless: false)
  adapter.mac = mac("00:11:22:33:44:55")
  adapter.linkUp = true
  adapter.dhcpEnabled = false
  host.adapters = [adapter]
  return factory(version).with { $0.hosts = [seen(host)] }
}

private func withRoots(_ roots: [RootHash]) -> Device {
  var host = HostInventory(tool: "rpc amtinfo")
  host.rootHashes = roots
  return factory("11.8.94.4494").with { $0.hosts = [seen(host)] }
}

private let rows: [Row] = [
  Row("1", .sample(product: nil, ports: [16992]), today: .unknown, seed: .unknown),
  Row("2, consumer", factory("9.5", product: .cme), today: .none, seed: Advice.none),
  Row("2, small business", factory("8.1", product: .sbt), today: .none, seed: Advice.none),
  Row("2, DASH", factory(nil, product: .dash), today: .none, seed: Advice.none),
  Row("2, BMC", factory(nil, product: .bmc), today: .none, seed: Advice.none),
  Row("4", disabled("11.8.94.4494"), today: .enable, seed: .hostBased),
  Row(
    "5", factory("11.8.94.4494", product: .ism), today: .hostBased, seed: .hostBased,
    reasons: ["standard-manageability"]),
  Row("6", factory("1.0"), in: site(certificate: fitting), today: .manual, seed: .pki),
  Row(
    "8", factory("2.6"), in: site(certificate: fitting), today: .pki, seed: .pki,
    alternatives: [.psk, .manual], reasons: ["pki-strict-name"]),
  Row("8, 3.x", factory("3.2"), in: site(certificate: fitting), today: .pki, seed: .pki),
  Row("10", factory("4.0"), in: site(certificate: fitting), today: .pki, seed: .pki),
  Row("10, no certificate", factory("4.0"), today: .psk, seed: .psk),
  Row(
    "11", factory("4.1"), in: site(small: true), today: .usb, seed: .usb, alternatives: [.manual]),
  Row("11, 5.x", factory("5.2"), in: site(small: true), today: .usb, seed: .usb),
  Row(
    "13", factory("6.1.0.2000"), in: site(certificate: fitting), today: .hostBased, seed: .pki,
    blockers: ["host-based-after-update", "firmware-takeover"], alternatives: [.pki, .psk]),
  Row(
    "14", factory("6.2.20.1000"), today: .hostBased, seed: .hostBased,
    blockers: ["firmware-takeover"]),
  Row(
    "15, 6.2", factory("6.2.61.3535"), in: site(certificate: fitting, needs: [.unattended]),
    today: .pki,
    seed: .pki, alternatives: [.hostBasedACM, .psk, .usb, .manual]),
  Row(
    "15, 7", factory("7.1.91.3272"), in: site(certificate: fitting, needs: [.unattended]),
    today: .hostBasedACM, seed: .pki, alternatives: [.pki, .psk, .usb, .manual]),
  Row(
    "17", factory("9.1.41.3024", option15: "other.example.net"),
    in: site(certificate: fitting, psk: true), today: .psk, seed: .psk, alternatives: [.hostBased]),
  Row(
    "18", factory("9.1.41.3024"), in: site(agent: false), today: .psk, seed: .psk,
    alternatives: [.usb, .manual]),
  Row(
    "20", lanless(), in: site(agent: false, wiredPort: false), today: .manual, seed: .manual),
  Row("21", factory("8.1.71.3608"), today: .hostBased, seed: .hostBased),
  Row(
    "22", configured("8.1.71.1000"), today: .configured, seed: .configured,
    blockers: ["maintain-patch"]),
  Row(
    "24", factory("11.0.25.3001"), today: .hostBased, seed: .hostBased,
    blockers: ["firmware-11-8-first"]),
  Row(
    "25", factory("11.8.94.4494"), in: site(certificate: fitting, needs: [.unattended]),
    today: .hostBasedACM, seed: .pki, alternatives: [.pki, .usb]),
  Row(
    "26", factory("11.8.94.4494"), in: site(psk: true), today: .hostBased, seed: .hostBased,
    blockers: ["psk-removed"]),
  Row(
    "29", factory("14.1.70.2000"), in: site(psk: true), today: .hostBased, seed: .hostBased,
    blockers: ["psk-removed"]),
  Row(
    "32", factory("15.0.45.2000"),
    in: site(
      certificate: provisioning("setup.corp.example.com", signature: "sha1WithRSAEncryption"),
      needs: [.unattended]), today: .hostBasedACM, seed: .pki, reasons: ["certificate-weak-15"]),
  Row(
    "34", factory("16.0.15.2000"),
    in: site(
      certificate: provisioning("setup.corp.example.com", keyBits: 1024), needs: [.unattended]),
    today: .hostBasedACM, seed: .pki, blockers: ["certificate-weak"]),
  Row("38", disabled("16.1.27.2000"), today: .enable, seed: .hostBased),
  Row(
    "40", factory("18.0.5.2000"), today: .hostBased, seed: .hostBased,
    reasons: ["host-based-local-tls"]),
  Row(
    "41", factory("19.0.0.2000"), in: site(certificate: fitting, needs: [.unattended]),
    today: .hostBasedACM,
    seed: .pki, reasons: ["host-based-acm-secure", "host-based-acm-password"]),
  Row(
    "43", factory("9.1.41.3024", option15: ""),
    in: site(certificate: fitting, needs: [.unattended]), today: .hostBasedACM, seed: .psk,
    blockers: ["suffix-missing"]),
  Row(
    "43, consent ok", factory("9.1.41.3024", option15: " "), in: site(certificate: fitting),
    today: .hostBased, seed: .hostBased),
  Row(
    "45", factory("12.0.93.2000", option15: "east.example.org"),
    in: site(
      certificate: provisioning("setup.corp.example.com", "setup.east.example.org"),
      needs: [.unattended]), today: .hostBasedACM, seed: .pki, alternatives: [.pki]),
  Row(
    "47",
    withRoots([
      RootHash(
        name: "Other", algorithm: "SHA256", hash: fingerprint("another"), isActive: true,
        isDefault: true)
    ]), in: site(certificate: fitting, needs: [.unattended]), today: .hostBasedACM, seed: .pki,
    blockers: ["certificate-root"]),
  Row(
    "48", factory("12.0.93.2000"),
    in: site(
      certificate: provisioning("setup.corp.example.com", usages: [CertificateGrade.serverUsage]),
      needs: [.unattended]), today: .hostBasedACM, seed: .pki, blockers: ["certificate-purpose"]),
  Row(
    "52", staticHost("9.1.41.3024"), today: .hostBased, seed: .hostBased,
    reasons: ["host-address-static"]),
  Row(
    "54", configured("11.8.94.4494", .admin, secure: true), today: .configured, seed: .configured,
    reasons: ["maintain-keep"]),
  Row(
    "55", configured("11.8.94.4494", .client, secure: true), in: site(needs: [.unattended]),
    today: .configured, seed: .configured, reasons: ["maintain-upgrade-control"]),
  Row(
    "59", factory("11.8.94.4494"), in: site(certificate: fitting, needs: [.ieee8021x]),
    today: .hostBasedACM,
    seed: .hostBased, alternatives: [.pki, .hostBased]),
  Row(
    "59, no agent", factory("9.1.41.3024"),
    in: site(agent: false, certificate: fitting, needs: [.kerberos]), today: .pki, seed: .pki,
    alternatives: [.psk]),
  Row(
    "60", factory("12.0.93.2000"), in: site(small: true), today: .usb, seed: .usb,
    alternatives: [.manual, .hostBased]),
  Row(
    "60, 4.0", factory("4.0"), in: site(small: true), today: .manual, seed: .manual),
  Row(
    "63", configured("11.8.94.4494", .admin), today: .configured, seed: .configured,
    reasons: ["maintain-tls"]),
]

@Suite("The rule table") struct RuleTableTests {
  @Test("holds row by row, in both rulebooks", arguments: rows)
  func row(_ row: Row) throws {
    let result = try assess(row.device, row.profile)
    let today = result.recommendation
    #expect(today.advice == row.current)
    if let seed = row.seed { #expect(result.recommendation2011.advice == seed) }
    for rule in row.blockers {
      #expect(today.blockers.contains { $0.rule == rule }, "\(rule) is no blocker")
    }
    for method in row.alternatives { #expect(today.alternatives.contains(method)) }
    let reasons = today.reasons + today.verdicts.flatMap(\.reasons)
    for rule in row.reasons {
      #expect(reasons.contains { $0.rule == rule }, "\(rule) is not named")
    }
  }

  @Test("never lets the article advise what it did not know", arguments: rows)
  func article(_ row: Row) throws {
    let then = try assess(row.device, row.profile).recommendation2011
    #expect(then.advice != .hostBasedACM && then.advice != .enable)
    #expect(then.verdicts.map(\.method) == [.hostBased, .pki, .psk, .usb, .manual])
    #expect(!then.alternatives.contains(.hostBasedACM))
  }

  @Test(
    "gives a verdict on each of today's six methods, with reasons or questions", arguments: rows)
  func verdicts(_ row: Row) throws {
    let today = try assess(row.device, row.profile).recommendation
    #expect(today.verdicts.map(\.method) == ConfigurationMethod.allCases)
    for verdict in today.verdicts {
      switch verdict.eligibility {
      case .eligible, .ineligible: #expect(!verdict.reasons.isEmpty)
      case .undetermined: #expect(!verdict.missing.isEmpty)
      }
    }
    #expect(!today.nextStep.text.isEmpty && today.nextStep.text.hasSuffix("."))
    #expect(!today.nextStep.text.contains("{"))
    if let method = ConfigurationMethod(rawValue: today.advice.rawValue),
      today.eligibility(method) == .ineligible
    {
      #expect(!today.blockers.isEmpty)
    }
  }

  @Test("fills every place of its sentences", arguments: rows)
  func filled(_ row: Row) throws {
    let result = try assess(row.device, row.profile)
    let statements = [result.recommendation, result.recommendation2011].flatMap { book in
      book.reasons + book.blockers + book.missing
        + book.verdicts.flatMap { $0.reasons + $0.missing }
    }
    for statement in statements {
      #expect(!statement.text.contains("{") && !statement.source.isEmpty && !statement.rule.isEmpty)
    }
    for finding in result.findings { #expect(!finding.title.contains("{")) }
    for finding in result.findings { #expect(!finding.remedy.contains("{")) }
  }
}

@Suite("Steps") struct StepTests {
  @Test("of row 38 name the lease, those of row 4 the BIOS")
  func enable() throws {
    let new = try assess(disabled("16.1.27.2000")).recommendation.nextStep.text
    #expect(new.contains("renew the DHCP lease"))
    let old = try assess(disabled("11.8.94.4494")).recommendation.nextStep.text
    #expect(old.contains("BIOS") && !old.contains("lease"))
  }

  @Test("name what stands in the way first")
  func remedy() throws {
    let step = try assess(factory("6.1.0.3000")).recommendation.nextStep
    #expect(step.text.hasPrefix("Update the firmware"))
    #expect(step.rule == "host-based-after-update")
  }

  @Test("name the one measurement where that decides")
  func measurement() throws {
    let result = try assess(
      factory("12.0.93.2000", option15: nil),
      profile {
        $0.certificates = [fitting]
        $0.needs = [.unattended]
      })
    #expect(result.recommendation.advice == .hostBasedACM)
    #expect(result.recommendation.nextStep.rule == "measure-suffix")
    #expect(result.recommendation.missing.first?.rule == "measure-suffix")
  }

  @Test("of a device that is being configured let that end first")
  func inProgress() throws {
    let device = factory("11.8.94.4494").with { $0.state = .told(.in, by: "pong", [1]) }
    let result = try assess(device)
    #expect(result.recommendation.nextStep.rule == "gate-in-progress")
    #expect(result.ids.contains("AMT-STATE-001"))
  }
}
