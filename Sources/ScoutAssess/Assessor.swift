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
  /// The result's view keeps the devices without a row only: see ``SiteAssessment/wholeView``. Who
  /// has no more use for the view should give it away: devices are large, and their memory is given
  /// back while they are judged.
  ///
  /// `time` is the moment of judgement: dates of certificates and ages of observations go by it.
  package func assess(
    _ given: consuming SiteView, profile: SiteProfile, at time: Timestamp,
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
    let parts = Self.takeRows(of: &view)
    var result = SiteAssessment(profile: profile, view: view)
    result.findings = findings
    var builder = PlanBuilder(profile, current, index)
    result.assessments.reserveCapacity(parts.reduce(0) { $0 + $1.count })
    Benches { Bench(self, index, profile, at: time) }.judge(parts, sideBySide) { judged in
      sheets.add(judged.assessment.device, judged.names)
      builder.add(judged.situation, judged.assessment)
      result.assessments.append(judged.assessment)
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

  /// So many devices are judged in one go, and so many goes held at once.
  private static let part = 128
  private static let partsAtOnce = 16

  /// What came of one device.
  fileprivate struct Judged {
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
  /// SAFETY: a bench is used by the one who took it off the list; what was judged on it is only read
  /// afterwards, by the one who takes it in.
  private final class Benches: @unchecked Sendable {
    private let lock = Mutex(())
    private var free: [Bench] = []
    private var done: [[Judged]] = []
    private let make: () -> Bench

    init(_ make: @escaping () -> Bench) { self.make = make }

    /// Judges each device of each part, some parts at a time, and hands over what came of them in
    /// the same order, while the next are judged.
    func judge(_ parts: [[Device]], _ sideBySide: SideBySide, _ take: (Judged) -> Void) {
      withoutActuallyEscaping(take) { take in
        nonisolated(unsafe) let take = take
        for start in stride(from: 0, to: parts.count, by: Assessor.partsAtOnce) {
          let count = min(Assessor.partsAtOnce, parts.count - start)
          nonisolated(unsafe) let ready = done
          done = Array(repeating: [], count: count)
          sideBySide(1 + count) { place in
            if place == 0 {
              for judged in ready.joined() { take(judged) }
            } else {
              self.judge(parts[start + place - 1], into: place - 1)
            }
          }
        }
        for judged in done.joined() { take(judged) }
      }
    }

    private func judge(_ devices: [Device], into place: Int) {
      var bench = lock.withLock { _ in free.popLast() ?? make() }
      let judged = devices.map { bench.judge($0) }
      lock.withLock { _ in
        free.append(bench)
        done[place] = judged
      }
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

  /// Takes the devices that get a row out of `view`: by address, those without one last, by id. They
  /// come in parts, each of which can be let go when it is judged; all of them twice would be a tenth
  /// of all memory.
  private static func takeRows(of view: inout SiteView) -> [[Device]] {
    // Devices are large: their places are sorted, not they.
    let rows = rows(of: view)
    let parts = stride(from: 0, to: rows.count, by: part).map { start in
      rows[start..<min(start + part, rows.count)].map { view.devices[$0] }
    }
    view.devices = view.devices.filter { !$0.hasRow }
    return parts
  }

  /// The places of the devices that get a row.
  private static func rows(of view: SiteView) -> [Int] {
    struct Key {
      let place: Int
      let address: IPAddress?
      let id: DeviceID
    }
    var keys: [Key] = []
    for (place, device) in view.devices.enumerated() where device.hasRow {
      keys.append(Key(place: place, address: device.address, id: device.id))
    }
    keys.sort { left, right in
      switch (left.address, right.address) {
      case (let first?, let second?) where first != second: first < second
      case (.some, nil): true
      case (nil, .some): false
      default: left.id < right.id
      }
    }
    return keys.map(\.place)
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
