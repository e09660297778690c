import ScoutModel
import ScoutTestKit
import Testing

@testable import ScoutAssess

@Suite("Advisories") struct AdvisoryTests {
  private static let cures = Advisories.all.flatMap { advisory in
    advisory.branches.compactMap { branch in branch.fixed.map { (advisory.id, $0) } }
  }

  private func advisory(_ id: String) throws -> Advisory {
    try #require(Advisories.all.first { $0.id == id })
  }

  @Test("are cured exactly at the version named", arguments: cures)
  func bounds(id: String, fixed: FirmwareVersion) throws {
    let advisory = try advisory(id)
    #expect(advisory.verdict(for: .sample(version: fixed.description)) == .fixed)
    let hotfix = try #require(fixed.hotfix)
    let before = FirmwareVersion(fixed.major, fixed.minor, hotfix - 1, 9999)
    #expect(
      advisory.verdict(for: .sample(version: before.description)) == .affected(fixedIn: fixed)
        || branchBeginsLater(advisory, before))
    let after = FirmwareVersion(fixed.major, fixed.minor, hotfix + 1, 0)
    #expect(advisory.verdict(for: .sample(version: after.description)) == .fixed)
    // Major and minor alone do not suffice.
    let coarse = FirmwareVersion(fixed.major, fixed.minor)
    #expect(advisory.verdict(for: .sample(version: coarse.description)) == .needsBuild)
  }

  private func branchBeginsLater(_ advisory: Advisory, _ version: FirmwareVersion) -> Bool {
    advisory.branches.contains { $0.fixed?.major == version.major && version < $0.from }
  }

  @Test(
    "say nothing of branches they do not name",
    arguments: [
      ("INTEL-SA-00404", "11.0.25.3001"), ("INTEL-SA-00404", "15.0.1.1000"),
      ("INTEL-SA-00404", "11.9.1.1"), ("INTEL-SA-00783", "18.0.0.1000"),
      ("INTEL-SA-00075", "12.0.1.1000"), ("INTEL-SA-00075", "5.2.1.1000"),
      ("INTEL-SA-00295", "14.5.10.1000"), ("INTEL-SA-00112", "12.0.1.1000"),
      ("INTEL-SA-00112", "2.6.1.1000"),
    ])
  func notCovered(id: String, version: String) throws {
    #expect(try advisory(id).verdict(for: .sample(version: version)) == .notCovered)
  }

  @Test(
    "judge by build where the text names no branch",
    arguments: [
      ("6.0.1.2999", true), ("6.1.1.3000", false), ("7.0.1.1000", true), ("8.0.3.2900", true),
      ("9.0.30.2000", true), ("9.5.15.3000", false), ("11.5.1.1000", true), ("11.7.0.1500", true),
      ("11.7.0.2000", false), ("11.7.0.3000", false), ("11.7.0.999", false),
    ])
  func byBuild(version: String, affected: Bool) {
    let verdict = Advisories.sa00075.buildVerdict(for: .sample(version: version))
    if affected {
      guard case .affected = verdict else {
        Issue.record("\(version) is \(verdict)")
        return
      }
    } else {
      #expect(verdict == .fixed)
    }
  }

  @Test("weigh what can be reached and used now highest")
  func severity() throws {
    #expect(try assess(configured("8.1.71.1000")).severity("AMT-FW-001") == .critical)
    #expect(try assess(factory("8.1.71.1000")).severity("AMT-FW-001") == .high)
    #expect(try assess(configured("8.1.71.3608")).severity("AMT-FW-001") == nil)
    #expect(try assess(configured("8.0.3.2000")).severity("AMT-FW-002") == .critical)
    let old = try assess(configured("11.8.50.3425"))
    #expect(old.severity("AMT-FW-007") == .critical)
    #expect(old.severity("AMT-FW-009") == .high)
    #expect(old.severity("AMT-FW-005") == .high)
    #expect(old.severity("AMT-FW-022") == .info)
    let dual = configured("11.8.50.3425").with { $0.addresses.append(seen(ip("2001:db8::5"))) }
    #expect(try assess(dual).severity("AMT-FW-005") == .critical)
    let unknown = factory("11.8.50.3425").with { $0.state = .unknown(.noAnswer) }
    #expect(try assess(unknown).severity("AMT-FW-007") == .high)
    #expect(try assess(factory("11.8.50.3425")).severity("AMT-FW-007") == .medium)
  }

  @Test("ask for the build where the version is coarse")
  func coarse() throws {
    let result = try assess(configured("8.1"))
    #expect(result.severity("AMT-FW-001") == nil)
    #expect(result.severity("AMT-FW-020") == .medium)
    #expect(result.findings.first { $0.id == "AMT-FW-020" }?.title.contains("needs build") == true)
    #expect(result.recommendation.missing.first?.rule == "measure-build")
    #expect(try assess(factory("11.8")).severity("AMT-FW-020") == .low)
    // A generation alone is open in all of its branches, an unknown version in none.
    #expect(try assess(factory("11")).ids.contains("AMT-FW-020"))
    #expect(try !assess(factory(nil)).ids.contains { $0.hasPrefix("AMT-FW") })
  }

  @Test("never critical or high for what is local or physical")
  func local() throws {
    let result = try assess(configured("14.5.20.1000"))
    #expect(result.severity("AMT-FW-022") == .info)
    #expect(result.findings.filter { $0.id.hasPrefix("AMT-FW") && $0.severity > .high }.isEmpty)
  }

  @Test("know INTEL-SA-00709 by what the device does, whatever its version")
  func plain() throws {
    #expect(try assess(configured("16.0.15.2000")).severity("AMT-FW-010") == .high)
    #expect(try assess(configured("16.1.27.2000", secure: true)).severity("AMT-FW-010") == nil)
    let nameless = configured("12.0.93.2000").with { $0.version = .unknown(.notTold) }
    #expect(try assess(nameless).severity("AMT-FW-010") == .high)
  }

  @Test("say that firmware before 11 is out of support")
  func support() throws {
    #expect(try assess(configured("10.0.55.3000")).ids.contains("AMT-FW-030"))
    #expect(try !assess(configured("11.0.25.3001")).ids.contains("AMT-FW-030"))
    let span = VersionSpan(from: FirmwareVersion(4, 0), below: FirmwareVersion(5, 1))
    let old = Device.sample(span: span, ports: [16992], pong: pong())
    #expect(try assess(old).ids.contains("AMT-FW-030"))
  }

  @Test("find plain redirection ports as well, and no port that speaks TLS")
  func plainRedirection() throws {
    func device(_ port: UInt16) -> Device {
      var answer = RedirectionSighting(port: port, secure: port == 16995, outcome: .complete)
      answer.enterprise = 343
      return configured("11.8.94.4494", .admin, secure: true)
        .with { $0.redirections = [seen(answer)] }
    }
    let plain = try assess(device(16994))
    #expect(
      plain.findings.first { $0.id == "AMT-FW-010" }?.title
        == "AMT answers on 16994 without TLS (INTEL-SA-00709)")
    #expect(plain.recommendation.nextStep.text.hasSuffix("close 16994."))
    #expect(try !assess(device(16995)).ids.contains("AMT-FW-010"))
    let both = configured("11.8.94.4494", .admin).with {
      $0.redirections = device(16994).redirections
    }
    #expect(
      try assess(both).recommendation.reasons.contains { $0.text.contains("16992 and 16994") })
  }
}
