package import ScoutModel
import ScoutNet
import Synchronization

/// The judgement: from what was seen of a site to what to do with each device.
///
/// Pure: the same view, profile and time always give the same assessment.
package struct Assessor: Sendable {
  /// Today's rules.
  package let current: RuleBook
  /// The founding article's rules.
  package let seed: RuleBook

  /// The advisories that versions are held against; INTEL-SA-00075 comes first.
  let advisories: [Advisory]

  /// - Parameter overrides: What the operator's rules file sets otherwise.
  package init(
    current: RuleBook = .current2026, seed: RuleBook = .seed2011,
    overrides: RuleOverrides = RuleOverrides()
  ) {
    self.current = current.overridden(by: overrides)
    self.seed = seed.overridden(by: overrides)
    advisories = Advisory.overridden(Advisories.all, by: overrides)
  }

  /// Judges every device of `view` that gets a row, and the site itself.
  ///
  /// The result's view keeps the devices without a row only: see ``SiteAssessment/wholeView``.
  ///
  /// `time` is the moment of judgement: dates of certificates and ages of observations go by it.
  package func assess(
    _ given: SiteView, profile: SiteProfile, at time: Timestamp,
    sideBySide: SideBySide = oneByOne
  ) -> SiteAssessment {
    var view = given
    let index = SiteIndex(view, profile)
    var certificates = CertificateStore(profile, at: time)
    var sheets = NameSheets(view, profile, index)
    let findings = Self.sorted(
      DHCPFindings.findings(view, profile) + DNSFindings.findings(view, profile, index)
        + ProvisioningCertificateFindings.findings(view, profile, &certificates, at: time)
        + NetworkFindings.findings(index) + NetworkFindings.findings(view.filters)
        + EnvironmentFindings.findings(view, profile)
        + SiteFindings.findings(view, profile))
    let rows = Self.takeRows(of: &view)
    var result = SiteAssessment(profile: profile, view: view)
    result.findings = findings
    var builder = PlanBuilder(profile, current, index)
    result.assessments.reserveCapacity(rows.count)
    let benches = Benches { Bench(self, index, profile, at: time) }
    let parts = Parts(of: rows.count, by: 128)
    inOrder(parts.count, sideBySide) {
      benches.judge(rows[parts[$0]])
    } _: { part in
      for judged in part {
        sheets.add(judged.assessment.device, judged.names)
        builder.add(judged.situation, judged.assessment)
        result.assessments.append(judged.assessment)
      }
    }
    result.rulebooks = [current.fact, seed.fact]
    result.nameSheets = sheets.all
    result.plan = builder.plan(result, &certificates, at: time)
    return result
  }

  /// The whole reasoning about one device; `nil` where it is not in `view`.
  package func explanation(
    of id: DeviceID, in view: SiteView, profile: SiteProfile, at time: Timestamp
  ) -> Explanation? {
    guard let device = view.devices.first(where: { $0.id == id }) else { return nil }
    var bench = Bench(self, SiteIndex(view, profile), profile, at: time)
    let judged = bench.judge(device)
    return Explainer(judged.situation, judged.assessment, current).explanation
  }

  /// What came of one device.
  ///
  /// SAFETY: it is handed on once, and only read from then on.
  fileprivate struct Judged: @unchecked Sendable {
    let situation: Situation
    let names: NameAnalysis
    let assessment: Assessment
  }

  /// What judging needs beside the device at hand.
  fileprivate struct Bench {
    let index: SiteIndex
    let now: Recommender
    let then: Recommender
    let profile: SiteProfile
    let time: Timestamp
    var versions: VersionCache
    var certificates: CertificateStore
    let sentences = SentenceStore()

    init(_ assessor: Assessor, _ index: SiteIndex, _ profile: SiteProfile, at time: Timestamp) {
      self.index = index
      let purpose = Purpose(profile)
      now = Recommender(book: assessor.current, place: 0, purpose: purpose)
      then = Recommender(book: assessor.seed, place: 1, purpose: purpose)
      versions = VersionCache([assessor.current, assessor.seed], assessor.advisories)
      certificates = CertificateStore(profile, at: time)
      self.profile = profile
      self.time = time
    }

    mutating func judge(_ device: Device) -> Judged {
      let situation = Situation(
        device, profile: profile, index: index, versions: versions.facts(of: device),
        certificates: &certificates, sentences: sentences)
      let names = NameAnalysis(device, index)
      var advice = now.recommendation(for: situation)
      advice.nextStep = sentences.shared(advice.nextStep)
      let (confidence, reasons) = ConfidenceRule.judge(situation, advice, at: time)
      var advice2011 = then.recommendation(for: situation)
      advice2011.nextStep = sentences.shared(advice2011.nextStep)
      var assessment = Assessment(
        device: device, recommendation: advice, recommendation2011: advice2011,
        nameVerdict: names.verdict, confidence: confidence)
      assessment.nameReasons = names.reasons
      assessment.confidenceReasons = reasons.map(sentences.shared)
      assessment.readiness = Readiness(situation, advice)
      assessment.findings = Assessor.findings(situation, names, index, at: time)
        .map(sentences.shared)
      return Judged(situation: situation, names: names, assessment: assessment)
    }
  }

  /// As many benches as are worked at side by side.
  ///
  /// SAFETY: a bench is used by the one who took it off the list alone.
  private final class Benches: @unchecked Sendable {
    private let lock = Mutex(())
    private var free: [Bench] = []
    private let make: () -> Bench

    init(_ make: @escaping () -> Bench) { self.make = make }

    func judge(_ devices: ArraySlice<Device>) -> [Judged] {
      var bench = lock.withLock { _ in free.popLast() ?? make() }
      defer { lock.withLock { _ in free.append(bench) } }
      return devices.map { bench.judge($0) }
    }
  }

  private static func findings(
    _ situation: Situation, _ names: NameAnalysis, _ index: SiteIndex, at time: Timestamp
  ) -> [Finding] {
    var findings = FirmwareFindings.findings(situation)
    findings += StateFindings.findings(situation)
    findings += NetworkFindings.findings(situation, index)
    findings += DNSFindings.findings(situation)
    if situation.product.isConfigurable || situation.product == .unknown {
      findings += NameFindings.findings(situation.device, names)
      findings += PeerCertificateFindings.findings(situation, at: time)
    }
    findings += TLSFindings.findings(situation)
    findings += EnvironmentFindings.findings(situation, index)
    findings += AddressFindings.findings(situation)
    findings += ConfigurationFindings.findings(situation)
    return sorted(findings)
  }

  /// Highest severity first, then by id; what is equal keeps its order.
  private static func sorted(_ findings: [Finding]) -> [Finding] {
    if findings.count < 2 { return findings }
    return findings.enumerated().sorted { left, right in
      if left.element.severity != right.element.severity {
        return left.element.severity > right.element.severity
      }
      if left.element.id != right.element.id { return left.element.id < right.element.id }
      return left.offset < right.offset
    }.map(\.element)
  }

  /// Takes the devices that get a row out of `view`: by address, those without one last, by id.
  private static func takeRows(of view: inout SiteView) -> [Device] {
    // Addresses are looked up once, not for each comparison.
    var rows = view.devices.filter(\.hasRow).map { (address: $0.address, device: $0) }
    view.devices.removeAll(where: \.hasRow)
    rows.sort { left, right in
      switch (left.address, right.address) {
      case (let first?, let second?) where first != second: first < second
      case (.some, nil): true
      case (nil, .some): false
      default: left.device.id < right.device.id
      }
    }
    return rows.map(\.device)
  }
}

extension Device {
  /// Whether there is evidence enough for a row: one of AMT's ports took a connection, something
  /// answered the ping or was looked at closely, asked to be configured, or the host told of it.
  var hasRow: Bool {
    !pongs.isEmpty || !webs.isEmpty || !tls.isEmpty || !redirections.isEmpty || !hosts.isEmpty
      || !hellos.isEmpty || !names.searches.isEmpty
      || ports.contains { (16992...16995).contains($0.value.port) && $0.value.transport == .tcp }
      || product.best.map { $0.value != .unknown } == true
  }
}
