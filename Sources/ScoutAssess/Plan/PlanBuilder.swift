import ScoutModel
import ScoutNet

/// Gathers, device by device, what the plan of a site is made from.
struct PlanBuilder {
  private let profile: SiteProfile
  private let book: RuleBook
  private let index: SiteIndex
  var demand = SuffixDemand()
  var waves: WaveBuilder
  var shares: ShareBuilder
  var roots = RootSurvey()
  var tallies = SiteTallies()

  init(_ profile: SiteProfile, _ book: RuleBook, _ index: SiteIndex) {
    self.profile = profile
    self.book = book
    self.index = index
    waves = WaveBuilder(book, profile)
    shares = ShareBuilder()
  }

  mutating func add(_ situation: Situation, _ assessment: Assessment) {
    demand.add(situation)
    roots.add(situation)
    waves.add(situation, assessment)
    shares.add(assessment)
    tallies.add(situation, assessment)
  }

  /// The plan, once all devices are in.
  func plan(_ site: SiteAssessment, _ store: inout CertificateStore, at time: Timestamp) -> SitePlan
  {
    var plan = SitePlan()
    plan.coverage = CoverageMatrix(site.view, profile, demand, roots).coverage(&store, at: time)
    plan.waves = waves.all
    plan.readiness = shares.all(profile)
    plan.checks = SiteChecks(site, plan, tallies, index).all
    return plan
  }
}

/// How often something was met, and a few observations that show it.
struct Tally: Hashable, Sendable {
  /// So many observations are evidence enough of what many devices share.
  private static let limit = 16

  private(set) var count = 0
  private var observations: [ObservationID] = []

  mutating func add(_ evidence: Evidence = .none) {
    count += 1
    guard observations.count < Self.limit else { return }
    observations += evidence.observations.prefix(Self.limit - observations.count)
  }

  var evidence: Evidence { Evidence(observations) }
}
